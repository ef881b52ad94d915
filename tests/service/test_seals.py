"""Seals: who keeps and uses them, the register, the picture on paper, and the slot for an electronic seal."""

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from PIL import Image
from starlette.testclient import TestClient

from cases.checks.registry import CHECKS, Night
from cases.checks.run import every_check
from cases.views import tables as t
from cases.views.seals import history, uses
from documents import letter_pdf
from documents.e_seal import e_seal
from documents.seal_image import check_seal_png
from documents.seal_on_paper import with_seal
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.settings import settings
from foundation.work import begin
from people.accounts import add_account
from people.passwords import hash_password
from tests.letter_steps import sent
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.service import providers
from tests.service.making import drafted, letter, png, row, rows
from workflows import letters
from workflows.e_sealing import seal_electronically
from workflows.letter_printing import print_letters
from workflows.seals import picture_on

SEAL = {"name": "西宁市总工会公章", "kind": "union"}


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Sets one setting of the installation."""

    def put(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield put
    monkeypatch.undo()
    settings.cache_clear()


def registered(office: Office, **more: object) -> UUID:
    """A seal with a picture."""
    data = {**SEAL, "image": base64.b64encode(png()).decode(), **more}
    return UUID(str(office.act("register_seal", by="supervisor", **data).made["seal_id"]))


def numbered(office: Office) -> UUID:
    """A letter that waits to be sealed."""
    letter_id = drafted(office)
    sent(office, letter_id, until="number_letter")
    return letter_id


def second_supervisor(office: Office) -> UUID:
    """Somebody else at the same desk."""
    with begin(office.engine, by=office.actor("admin"), at=MORNING) as work:
        return add_account(work, "zhuguan2", "主管乙", "supervisor", PASSWORD)


def test_without_a_registered_seal_the_stamp_is_used_and_still_written_down(office: Office) -> None:
    letter_id = numbered(office)
    office.act("seal_letter", letter_id, by="supervisor", copies=3)
    [used] = rows(office, t.seal_use)
    assert (used.seal_id, used.letter_id, used.copies, used.used_by) == (None, letter_id, 3, "主管甲")
    assert used.purpose == f"发出提示函（{letter(office, letter_id).number}）"


def test_only_the_keeper_uses_a_seal(office: Office) -> None:
    letter_id = numbered(office)
    seal_id = registered(office)
    with pytest.raises(NotValid, match="请选择所用的印章"):
        office.act("seal_letter", letter_id, by="supervisor")
    other = second_supervisor(office)
    handed = {"seal_id": str(seal_id), "keeper_id": str(other), "reason": "轮岗"}
    office.act("change_seal_keeper", by="supervisor", **handed)
    with pytest.raises(NotAllowed, match="由主管乙保管"):
        office.act("seal_letter", letter_id, by="supervisor", seal_id=str(seal_id))
    assert letter(office, letter_id).state == "numbered"
    assert rows(office, t.seal_use) == []
    office.act("change_seal_keeper", by="supervisor", seal_id=str(seal_id), reason="指定主管用印")
    office.act("seal_letter", letter_id, by="supervisor", seal_id=str(seal_id), purpose="发出提示函一式两份")
    [used] = rows(office, t.seal_use)
    assert (used.seal_id, used.copies, used.purpose) == (seal_id, 2, "发出提示函一式两份")
    with reading(office.engine) as session:
        assert [one.id for one in uses(session, year=2026)] == [used.id]
        assert uses(session, year=2025) == []
        assert [one.title for one in history(session)].count("移交印章") == 2


def test_a_keeper_holds_the_desk(office: Office) -> None:
    with pytest.raises(NotValid, match="主管账号"):
        registered(office, keeper_id=str(office.account_id("tiaojie")))
    with pytest.raises(NotAllowed):
        office.act("register_seal", by="mediator", **SEAL)


def test_a_retired_a_later_and_a_foreign_seal_are_refused(office: Office) -> None:
    letter_id = numbered(office)
    retired = registered(office)
    office.act("retire_seal", by="supervisor", seal_id=str(retired), reason="更换新章")
    with pytest.raises(NotPossible, match="停用（更换新章）"):
        office.act("seal_letter", letter_id, by="supervisor", seal_id=str(retired))
    with pytest.raises(NotPossible, match="已于2026-10-13停用"):
        office.act("retire_seal", by="supervisor", seal_id=str(retired), reason="再停一次")
    later = registered(office, name="新章", valid_from="2026-10-14")
    with pytest.raises(NotPossible, match="2026-10-14起启用"):
        office.act("seal_letter", letter_id, by="supervisor", seal_id=str(later))
    foreign = registered(office, name="他会公章", issuer="城东区总工会")
    with pytest.raises(NotPossible, match="不能盖城东区总工会的印章"):
        office.act("seal_letter", letter_id, by="supervisor", seal_id=str(foreign))
    committee = registered(office, name="委员会章", kind="committee", issuer="西宁市总工会劳动法律监督委员会")
    with pytest.raises(NotPossible, match="须盖工会印章"):
        office.act("seal_letter", letter_id, by="supervisor", seal_id=str(committee))
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.letter).values(region="TJ"))
    office.act("seal_letter", letter_id, by="supervisor", seal_id=str(committee))
    assert letter(office, letter_id).state == "sealed"


def test_a_use_after_retirement_is_found_at_night(office: Office) -> None:
    letter_id, seal_id = numbered(office), registered(office)
    office.act("seal_letter", letter_id, by="supervisor", seal_id=str(seal_id))
    office.act("retire_seal", by="supervisor", seal_id=str(seal_id), at=MORNING + timedelta(hours=1), reason="遗失")
    assert every_check()
    night = Night(MORNING, settings(), {})

    def found() -> list[str]:
        with office.engine.connect() as connection:
            return [one.message for one in CHECKS["seal_use"].look(connection, night)]

    assert found() == []
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.seal_use).values(used_at=MORNING + timedelta(hours=2)))
    assert found() == [f"用的是已经停用的印章“{SEAL['name']}”。"]


def test_a_picture_is_read_to_its_end() -> None:
    size = check_seal_png(png())
    assert (size.width, size.height) == (240, 240)
    # One that another program made.
    for mode in ("RGBA", "RGB", "L", "1", "P"):
        made = io.BytesIO()
        Image.new(mode, (300, 310)).save(made, "PNG")
        assert check_seal_png(made.getvalue()).height == 310
    damaged = bytearray(png())
    damaged[-20] ^= 1
    gif = io.BytesIO()
    Image.new("RGB", (300, 300)).save(gif, "GIF")
    for wrong, why in (
        (gif.getvalue(), "不是 PNG"),
        (b"", "不是 PNG"),
        (png(tail=b"<script>"), "已损坏"),
        (bytes(damaged), "已损坏"),
        (png()[:-12], "已损坏"),
        (png(20, 20), "像素"),
        (png(100, 500), "长宽"),
        (png() + b"\0" * (1 << 20), "超过 1 MB"),
    ):
        with pytest.raises(NotValid, match=why):
            check_seal_png(wrong)


@dataclass(frozen=True)
class WithPlace:
    """Words with a place for a seal, as the writers take them."""

    words: str
    seal: bytes | None = None


@dataclass(frozen=True)
class WithoutPlace:
    """Words of a paper that is never sealed."""

    words: str


def test_the_picture_goes_to_the_writer() -> None:
    assert with_seal(WithPlace("函"), b"png") == WithPlace("函", b"png")
    assert with_seal(WithPlace("函"), None) == WithPlace("函")
    assert with_seal(WithoutPlace("函"), b"png") == WithoutPlace("函")


def test_it_is_printed_only_where_the_installation_wants_it(
    office: Office, setting: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id, seal_id = numbered(office), registered(office)
    told: list[bytes | None] = []

    def note(text: object, picture: bytes | None) -> object:
        told.append(picture)
        return text

    monkeypatch.setattr(letters, "with_seal", note)
    with reading(office.engine) as session:
        letters.on_paper(session, letter_id)
        setting("WEIQUAN_PRINT_SEAL", "true")
        letters.on_paper(session, letter_id)
    office.act("seal_letter", letter_id, by="supervisor", seal_id=str(seal_id))
    with reading(office.engine) as session:
        letters.on_paper(session, letter_id)
        assert picture_on(session, letter_id) == png()
        assert letters.render(session, letter_id, "pdf").startswith(b"%PDF-")
    assert told == [None, png(), png()]


def test_an_electronic_seal_is_kept_whole_or_not_at_all(office: Office, setting: Callable[[str, str], None]) -> None:
    letter_id = numbered(office)
    supervisor = office.actor("supervisor")
    with pytest.raises(NotPossible, match="没有接入"):
        seal_electronically(office.engine, supervisor, letter_id, MORNING)
    assert e_seal() is None
    seal_id = registered(office)
    setting("WEIQUAN_E_SEAL", "tests.service.providers:Stamping")
    with pytest.raises(NotPossible, match="先用登记的印章"):
        seal_electronically(office.engine, supervisor, letter_id, MORNING)
    office.act("seal_letter", letter_id, by="supervisor", seal_id=str(seal_id))
    before = letter(office, letter_id)
    for provider, why in (("Down", "没有完成签章（TimeoutError）"), ("Odd", "不是 PDF"), ("Nobody", "设置")):
        setting("WEIQUAN_E_SEAL", f"tests.service.providers:{provider}")
        with pytest.raises(NotPossible, match=why) as refused:
            seal_electronically(office.engine, supervisor, letter_id, MORNING)
        assert "address" not in refused.value.detail
        assert rows(office, t.attachment) == []
        assert letter(office, letter_id) == before
    setting("WEIQUAN_E_SEAL", "tests.service.providers:Stamping")
    with pytest.raises(NotAllowed, match="保管人签章"):
        seal_electronically(office.engine, office.actor("mediator"), letter_id, MORNING)
    attachment_id = seal_electronically(office.engine, supervisor, letter_id, MORNING)
    kept = row(office, t.attachment, t.attachment.c.id == attachment_id)
    assert (kept.label, kept.subject_id) == ("电子签章件", letter_id)
    from foundation.files import file_store

    content = file_store().read(row(office, t.stored_file, t.stored_file.c.id == kept.file_id).sha256)
    assert f"%签章：{SEAL['name']}；{before.number}".encode() in content
    assert providers.ASKED[-1] == before.number


def test_several_letters_on_one_paper(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = numbered(office), numbered(office)
    if not hasattr(letter_pdf, "many_letters_pdf"):
        with reading(office.engine) as session:
            printed = print_letters(session, [first, second])
        assert (printed.ending, printed.media_type) == ("zip", "application/zip")
        with zipfile.ZipFile(io.BytesIO(printed.content)) as archive:
            assert len(archive.namelist()) == 2
            assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    monkeypatch.setattr(
        letter_pdf, "many_letters_pdf", lambda texts: b"%PDF-" + str(len(texts)).encode(), raising=False
    )
    with reading(office.engine) as session:
        printed = print_letters(session, [first, second])
    assert (printed.content, printed.ending) == (b"%PDF-2", "pdf")


def test_the_pages(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    letter_id = numbered(office)
    client = TestClient(build_app(db))
    client.post("/sign-in", data={"login": "zhuguan", "password": PASSWORD})
    page = client.get("/seals").text
    assert "没有登记印章" in page
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    typed = {"csrf": csrf, **SEAL}
    wrong = client.post("/seals", data=typed, files={"file": ("章.png", b"GIF89a")})
    assert (wrong.status_code, "不是 PNG 图片" in wrong.text) == (422, True)
    made = client.post("/seals", data=typed, files={"file": ("章.png", png())})
    assert made.url.path == "/seals"
    assert SEAL["name"] in made.text
    [seal] = rows(office, t.seal)
    picture = client.get(f"/seals/{seal.id}/image")
    assert (picture.headers["content-type"], picture.content) == ("image/png", png())
    form = client.get(f"/letters/{letter_id}/acts/seal-letter").text
    assert f"{SEAL['name']}（总工会公章，保管人 主管）" in form
    office.act("seal_letter", letter_id, by="supervisor", at=now(), seal_id=str(seal.id))
    register = client.get("/seals").text
    assert letter(office, letter_id).number in register
    stranger = TestClient(build_app(db))
    stranger.post("/sign-in", data={"login": "tiaojie", "password": PASSWORD})
    assert stranger.get(f"/seals/{seal.id}/image").status_code == 403
    assert stranger.post("/seals", data=typed).status_code == 403
    chosen = client.get("/letters/print").text
    assert str(letter_id) in chosen
    printed = client.get(f"/letters/print?id={letter_id}&id={letter_id}")
    assert printed.headers["content-type"] in ("application/zip", "application/pdf")
    assert client.get("/letters/print?" + "&".join(f"id={UUID(int=n)}" for n in range(60))).status_code == 409
