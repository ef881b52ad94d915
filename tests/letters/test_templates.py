"""The office's own letter templates: versions, two people at once, a file edited by hand, and what fails half-way."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.checks.registry import CHECKS, Night
from cases.views import tables as t
from cases.views.letter_templates import one_version, versions
from documents import template_files
from documents.letter_templates import delivered_text, template_text
from documents.template_files import in_force
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal
from foundation.settings import settings
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.service.making import drafted
from workflows.letter_templates import all_standings, standing
from workflows.letters import preview

OWN = "# 本会提示函\n你单位有{{ 问题清单 | 顿号 }}的问题。\n"


# No test leaves a template to another.
pytestmark = pytest.mark.usefixtures("home")


def save(office: Office, text: str, *, by: str = "supervisor", seen: str | None = None, **more: Any) -> int:
    """Save the template of a notice, having seen what is in force now; returns the number of the version."""
    given = {"kind": "notice", "text": text, "seen": seen or in_force("notice").digest, **more}
    return int(office.act("save_letter_template", by=by, **given).made["seq"])


def kept(office: Office) -> list[tuple[int, str, str]]:
    """Number, origin and text of the versions, oldest first."""
    v = t.letter_template_version.c
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(v.seq, v.origin, v.text).order_by(v.seq))]


def on_disk(home: Path) -> Path:
    """The file of the notice's template."""
    return home / "letter_templates" / "notice.md"


def now_stands(office: Office) -> Any:
    """Where the template of a notice stands."""
    with reading(office.engine) as session:
        return standing(session.connection(), "notice")


def test_what_is_saved_is_in_force_and_a_version(office: Office, home: Path) -> None:
    assert now_stands(office).registered
    assert save(office, OWN, note="按本会写法") == 1
    assert template_text("notice") == OWN
    with reading(office.engine) as session:
        [row] = versions(session, "notice")
        assert versions(session, "opinion") == []
        [found, *others] = all_standings(session)
    assert (row.origin, row.by_name, row.at, row.note) == ("saved", "主管甲", MORNING, "按本会写法")
    assert (found.kind, found.present.own, found.last.seq, found.registered) == ("notice", True, 1, True)
    assert all(one.last is None and one.registered and one.fault is None for one in others)
    assert save(office, OWN.replace("本会", "我会"), by="admin") == 2
    assert [(seq, origin) for seq, origin, _ in kept(office)] == [(1, "saved"), (2, "saved")]


def test_the_text_stays_as_it_was_typed_at_both_ends(office: Office) -> None:
    save(office, f"\n\n{OWN}\n\n  ")
    assert template_text("notice") == f"\n\n{OWN}\n\n  "
    with pytest.raises(NotValid, match="第3行"):
        save(office, "\n# 题\n{{ 没有的 }}")


def test_what_cannot_be_used_is_not_saved(office: Office, home: Path) -> None:
    for text, why in (("# 题\n{{ 金额 }}", "第2行"), ("正文", "没有标题"), ("# 题\n正\0文", "第2行"), ("", "不能为空")):
        with pytest.raises(NotValid, match=why):
            save(office, text)
    with pytest.raises(NotValid, match="与系统模板相同"):
        save(office, delivered_text("notice"))
    save(office, OWN)
    with pytest.raises(NotValid, match="与现用模板相同"):
        save(office, OWN)
    assert len(kept(office)) == 1


def test_only_supervisor_and_administrator_change_templates(office: Office, home: Path) -> None:
    for desk in ("operator", "mediator", "leader"):
        with pytest.raises(NotAllowed, match="须由管理员、主管办理"):
            save(office, OWN, by=desk)
    assert not home.exists()


def test_the_second_of_two_is_refused(office: Office) -> None:
    seen = in_force("notice").digest
    save(office, OWN, seen=seen)
    for act, more in (("save_letter_template", {"text": "# 别的\n正文"}), ("use_delivered_template", {})):
        with pytest.raises(NotPossible, match="在您编辑期间，提示函模板已被改动"):
            office.act(act, by="admin", kind="notice", seen=seen, **more)
    assert template_text("notice") == OWN
    assert len(kept(office)) == 1


def test_of_many_at_once_one_is_first(office: Office, home: Path) -> None:
    seen = in_force("notice").digest
    refused: list[str] = []

    def one(place: int) -> None:
        try:
            save(office, f"# 题\n第{place}人写的", seen=seen)
        except Refusal as refusal:
            refused.append(refusal.detail)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    [(seq, _, text)] = kept(office)
    assert (seq, text) == (1, template_text("notice"))
    assert len(refused) == 5
    assert now_stands(office).registered


def test_a_file_edited_by_hand_is_in_force_and_registered_at_the_next_save(office: Office, home: Path) -> None:
    save(office, OWN)
    seen = in_force("notice").digest
    on_disk(home).write_text("# 手改\n正文\n", encoding="utf-8")
    assert not now_stands(office).registered
    with pytest.raises(NotPossible, match="直接修改了文件"):
        save(office, "# 页面改\n正文\n", seen=seen)
    assert save(office, "# 页面改\n正文\n") == 3
    assert kept(office) == [(1, "saved", OWN), (2, "disk", "# 手改\n正文\n"), (3, "saved", "# 页面改\n正文\n")]
    assert now_stands(office).registered


def test_saving_what_was_edited_by_hand_registers_it(office: Office, home: Path) -> None:
    on_disk(home).parent.mkdir(parents=True)
    on_disk(home).write_text(OWN, encoding="utf-8")
    assert not now_stands(office).registered
    assert save(office, OWN) == 1
    assert kept(office) == [(1, "disk", OWN)]
    assert now_stands(office).registered
    assert save(office, OWN + "又一段\n") == 2


def test_a_file_in_another_encoding_is_said_so_and_mended_by_saving(office: Office, home: Path) -> None:
    on_disk(home).parent.mkdir(parents=True)
    on_disk(home).write_bytes(OWN.encode("gbk"))
    found = now_stands(office)
    assert (found.fault, found.registered) == ("模板文件不是以 UTF-8 编码保存的，现在不能使用。", False)
    with pytest.raises(NotValid, match="UTF-8"):
        template_text("notice")
    assert save(office, found.present.text) == 2
    assert template_text("notice") == OWN
    assert [origin for _, origin, _ in kept(office)] == ["disk", "saved"]


def test_an_earlier_version_comes_back(office: Office) -> None:
    save(office, OWN)
    save(office, "# 二\n正文\n")
    seen = in_force("notice").digest
    made = office.act("restore_letter_template", by="admin", kind="notice", seq=1, seen=seen).made
    assert (made["seq"], template_text("notice")) == (3, OWN)
    with reading(office.engine) as session:
        row = one_version(session, "notice", 3)
    assert (row.origin, row.note, row.by_name, row.text) == ("restored", "恢复第1版", "管理员甲", OWN)
    seen = in_force("notice").digest
    with pytest.raises(NotPossible, match="第1版与现用模板相同"):
        office.act("restore_letter_template", by="admin", kind="notice", seq=1, seen=seen)
    with pytest.raises(NotFound, match="没有这一版"):
        office.act("restore_letter_template", by="admin", kind="notice", seq=9, seen=seen)


def test_a_version_that_can_no_longer_be_used_stays_where_it_is(office: Office) -> None:
    save(office, OWN)
    save(office, "# 二\n正文\n")
    v = t.letter_template_version
    with office.engine.begin() as connection:
        connection.execute(sa.update(v).where(v.c.seq == 1).values(text="# 题\n{{ 以前的事实 }}"))
    with pytest.raises(NotValid, match="第2行：“以前的事实”"):
        office.act("restore_letter_template", by="admin", kind="notice", seq=1, seen=in_force("notice").digest)
    assert template_text("notice") == "# 二\n正文\n"


def test_the_delivered_template_comes_back_and_the_own_one_is_kept(office: Office, home: Path) -> None:
    with pytest.raises(NotPossible, match="现用的就是系统模板"):
        office.act("use_delivered_template", by="admin", kind="notice", seen=in_force("notice").digest)
    save(office, OWN)
    office.act("use_delivered_template", by="supervisor", kind="notice", seen=in_force("notice").digest)
    assert not on_disk(home).exists()
    assert template_text("notice") == delivered_text("notice")
    assert [(seq, origin) for seq, origin, _ in kept(office)] == [(1, "saved"), (2, "delivered")]
    assert now_stands(office).registered
    office.act("restore_letter_template", by="admin", kind="notice", seq=1, seen=in_force("notice").digest)
    assert template_text("notice") == OWN


def test_a_file_deleted_by_hand_is_told_and_registered(office: Office, home: Path) -> None:
    save(office, OWN)
    on_disk(home).unlink()
    assert not now_stands(office).registered
    assert template_text("notice") == delivered_text("notice")
    office.act("use_delivered_template", by="supervisor", kind="notice", seen=in_force("notice").digest)
    assert now_stands(office).registered
    with reading(office.engine) as session:
        assert versions(session, "notice")[0].note == "本单位模板的文件已被删除"


def test_a_file_that_cannot_be_written_leaves_no_version(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    save(office, OWN)

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        with pytest.raises(NotPossible, match="模板没有保存"):
            save(office, "# 二\n正文\n")
    assert template_text("notice") == OWN
    assert len(kept(office)) == 1
    assert save(office, "# 二\n正文\n") == 2


def test_killed_between_file_and_commit_nothing_is_lost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    save(office, OWN)

    class Killed(BaseException):
        pass

    def put_and_die(kind: str, text: str) -> None:
        put(kind, text)
        raise Killed

    put = template_files.put
    with monkeypatch.context() as dying, suppress(Killed):
        dying.setattr(template_files, "put", put_and_die)
        save(office, "# 二\n正文\n")
    assert template_text("notice") == "# 二\n正文\n"
    assert len(kept(office)) == 1
    assert not now_stands(office).registered
    assert save(office, "# 三\n正文\n") == 3
    assert [(origin, text[:3]) for _, origin, text in kept(office)] == [
        ("saved", "# 本"),
        ("disk", "# 二"),
        ("saved", "# 三"),
    ]


def test_nothing_is_signed_by_a_template_that_cannot_be_used(office: Office, home: Path) -> None:
    letter_id = drafted(office)
    sent(office, letter_id, until="review_letter")
    on_disk(home).parent.mkdir(parents=True)
    # A fault that shows only where there is a number.
    on_disk(home).write_text("# 题\n正文{% if 文号 is defined %}{{ 金客 }}{% endif %}", encoding="utf-8")
    with pytest.raises(NotValid, match="第2行：“金客”"):
        office.act("sign_letter", letter_id, by="leader")
    on_disk(home).write_text("# 题\n文号{% if 文号 is defined %}{{ 文号 }}{% endif %}。", encoding="utf-8")
    office.act("sign_letter", letter_id, by="leader")
    on_disk(home).write_text("# 题\n{{ 金客 }}", encoding="utf-8")
    number = office.act("number_letter", letter_id, by="supervisor").made["number"]
    with reading(office.engine) as session:
        words = preview(session, letter_id)
    assert words is not None
    assert words.paragraphs == (("body", f"文号{number}。"),)


def test_the_night_tells_what_is_wrong_with_a_template(office: Office, home: Path) -> None:
    def found() -> list[tuple[str, str]]:
        with office.engine.connect() as connection:
            night = Night(MORNING, settings(), {})
            return [(one.severity, one.message) for one in CHECKS["letter_template"].look(connection, night)]

    assert found() == []
    save(office, OWN)
    assert found() == []
    on_disk(home).write_text("# 题\n{{ 金客 }}", encoding="utf-8")
    [(first, broken), (second, unregistered)] = found()
    assert (first, second) == ("error", "warning")
    assert "第2行：“金客”" in broken
    assert "直接修改" in unregistered
    on_disk(home).write_text(OWN, encoding="utf-8")
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.letter_template_version).values(text=OWN + "添"))
    [(_, message)] = found()
    assert message == "模板第1版的文本与登记时的指纹不一致。"
