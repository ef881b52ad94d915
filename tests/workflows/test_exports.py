"""Exports: masked, on record, with reason and approval, and no formula."""

import csv
import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

import workflows.commands.exports as commands
from cases.export_log import ExportLog
from documents.list_files import write_csv, write_xlsx
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from people.passwords import hash_password
from tests.office import PASSWORD, Office, furnish
from tests.stories.scripts import opening
from tests.web.test_console import csrf, enter
from workflows import exports
from workflows.exports import COLUMNS, Limits, make_file, masked_name

ALL = list(COLUMNS)
FORMULA = '=HYPERLINK("x")'


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in, with three cases; one title would be a formula, one is confidential."""
    office = furnish(db, hash_password(PASSWORD))
    office.act("open_case", **opening("wage_arrears", worker_name="赵某某某", phone="13800001234", title=FORMULA))
    office.act("open_case", **opening("wage_arrears", worker_name="钱某", phone="13800005678", is_confidential=True))
    office.act("open_case", **opening("labour_dispute", worker_name="孙某", phone="13800009999"))
    return office


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason above one row, an approval above two, never more than three."""
    for module in (commands, exports):
        monkeypatch.setattr(module, "limits", lambda: Limits(1, 2, 3))


def log_of(office: Office, export_id: Any) -> ExportLog:
    """The log's line."""
    with reading(office.engine) as session:
        return session.get_one(ExportLog, export_id)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_is_masked_marked_and_on_record(office: Office, tmp_path: Path, form: str) -> None:
    made = office.act("request_export", columns=ALL, form=form, query="sort=number&direction=asc").made
    assert made["state"] == "approved"
    path = tmp_path / "out"
    make_file(office.engine, made["export_id"], office.actor("operator"), path)
    if form == "csv":
        rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
        header, watermark, lines = rows[0], rows[-1][0], rows[1:-1]
    else:
        sheet = openpyxl.load_workbook(BytesIO(path.read_bytes())).active
        values = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        watermark, header, lines = values[0][0], values[1], values[2:]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert header == [COLUMNS[name].title for name in ALL]
    assert len(lines) == 3
    assert "话务员甲" in watermark
    assert "不得外传" in watermark
    found = [dict(zip(ALL, line, strict=False)) for line in lines]
    first = next(one for one in found if one["worker"] == "赵**")
    assert first["title"] == f"'{FORMULA}"
    assert first["phone"] == "138****1234"
    assert [one["phone"] for one in found if one["worker"] == "保密"] == ["保密"]
    text = " ".join(" ".join(line) for line in lines)
    for secret in ("13800001234", "13800005678", "赵某", "钱某"):
        assert secret not in text
    log = log_of(office, made["export_id"])
    assert log.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (log.by_name, log.row_count, log.taken, log.columns) == ("话务员甲", 3, 1, ALL)


def test_reason_approval_and_the_most(office: Office, strict: None, tmp_path: Path) -> None:
    with pytest.raises(NotValid, match="事由"):
        office.act("request_export", query="case_type=wage_arrears")
    small = office.act("request_export", query="case_type=wage_arrears", reason="月度核对").made
    assert small["state"] == "approved"
    big = office.act("request_export", by="supervisor", reason="年度核对").made
    assert big["state"] == "waiting"
    export_id = big["export_id"]
    supervisor = office.actor("supervisor")
    with pytest.raises(NotPossible, match="尚未批准"):
        make_file(office.engine, export_id, supervisor, tmp_path / "x")
    with pytest.raises(NotAllowed, match="不能批准自己"):
        office.act("approve_export", by="supervisor", export_id=export_id)
    with pytest.raises(NotAllowed):
        office.act("approve_export", by="mediator", export_id=export_id)
    office.act("approve_export", by="leader", export_id=export_id)
    with pytest.raises(NotPossible):
        office.act("refuse_export", by="leader", export_id=export_id, why="不必要")
    with pytest.raises(NotAllowed, match="申请导出的人"):
        make_file(office.engine, export_id, office.actor("operator"), tmp_path / "x")
    # A case more since then: the file has no more rows than were approved.
    office.act("open_case", **opening("wage_arrears", phone="13800007777"))
    make_file(office.engine, export_id, supervisor, tmp_path / "x")
    assert log_of(office, export_id).decided_by == "主席甲"
    with pytest.raises(NotPossible, match="最多"):
        office.act("request_export", reason="太多")
    with pytest.raises(NotValid, match="没有这些列"):
        office.act("request_export", columns=["password"])
    with pytest.raises(NotPossible, match="没有符合"):
        office.act("request_export", query="still=closed")


def test_through_the_console(office: Office) -> None:
    client = enter(office, "huawu")
    page = client.get("/exports/new?case_type=wage_arrears").text
    assert "2 件" in page
    data = {
        "csrf": csrf(client, "/exports/new"),
        "query": "case_type=wage_arrears",
        "form": "csv",
        "reason": "对账甲用",
    }
    nothing = client.post("/exports", data=data)
    assert nothing.status_code == 422
    done = client.post("/exports", data={**data, "column": ["number", "worker"]})
    assert done.url.path == "/exports"
    address = done.text.split('action="/exports/')[1].split('"')[0]
    file = client.post(f"/exports/{address}", data={"csrf": data["csrf"]})
    assert file.text.splitlines()[0].lstrip("\ufeff") == "案号,劳动者（隐名）"
    assert "赵**" in file.text
    assert len(file.text.splitlines()) == 4
    assert "对账甲用" in enter(office, "zhuguan").get("/exports").text
    assert "对账甲用" not in enter(office, "tiaojie").get("/exports").text
    short = client.get("/cases.csv?case_type=labour_dispute")
    assert "导出人 话务员甲" in short.text
    assert len(short.text.splitlines()) == 3


def test_many_rows_take_little_memory(tmp_path: Path) -> None:
    def rows() -> Iterator[list[Any]]:
        for place in range(15_000):
            yield [f"〔2026〕薪{place:04d}号", "某单位拖欠工资", place, None]

    writers: tuple[Callable[[], str], ...] = (
        lambda: write_csv(tmp_path / "a", "水印", ["案号", "标题", "数", "空"], rows()),
        lambda: write_xlsx(tmp_path / "b", "案件", "水印", ["案号", "标题", "数", "空"], rows(), [2]),
    )
    for write in writers:
        tracemalloc.start()
        assert len(write()) == 64
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2_500_000, peak


def test_masks() -> None:
    assert [masked_name(name) for name in ("赵", "赵某", "赵某某", "欧阳某某", None)] == [
        "赵",
        "赵*",
        "赵**",
        "欧**",
        "",
    ]
