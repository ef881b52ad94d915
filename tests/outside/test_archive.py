"""The archive: refused while something is missing, then stored, locked, lent, and opened again as a second volume."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest
from docx import Document

from cases.views.ending import stored, to_store
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from foundation.work import begin
from tests.office import MORNING, Office
from tests.outside.stories import closed, rows, the_case
from workflows import archiving
from workflows.acts import acts_of
from workflows.attaching import attach, receive
from workflows.outside_papers import archive_file


def test_refused_then_stored_then_locked_then_reopened(office: Office) -> None:
    case_id = closed(office)
    office.act("reopen", case_id, by="supervisor", reason="补签协议")
    office.act("invite_to_mediation", case_id, by="mediator")
    office.act("record_agreement", case_id, by="mediator", amount="54000.00", terms="一次付清")
    office.act("confirm_payment", case_id, by="mediator", amount="54000.00")
    office.act("approve_closure", case_id, by="supervisor")
    office.act("record_callback", case_id, contacted=True, satisfied=True)
    office.act("close", case_id, by="supervisor")

    # Nothing that must be there is missing, so it can be stored without a reason.
    office.act("archive", case_id)
    case = the_case(office, case_id)
    assert case.state == "archived"
    [volume] = rows(office, "archive_volume", case_id)
    assert (volume.retention, volume.review_on) == ("years_10", date(2036, 10, 13))
    titles = [row.title for row in sorted(rows(office, "archive_item", case_id), key=lambda one: one.seq)]
    assert titles[0].startswith("案件登记表")
    assert titles[-1].startswith("备考表")

    # Locked: the only act that changes the file is to reopen it.
    offered = {name for name, act in acts_of("case").items() if act.states is not None and "archived" in act.states}
    assert offered == {"borrow_volume", "return_volume"}
    for name, data in (
        ("add_note", {"note": "补记"}),
        ("record_callback", {"contacted": True}),
        ("make_catalogue", {}),
    ):
        with pytest.raises(NotPossible):
            office.act(name, case_id, by="supervisor" if name != "add_note" else "mediator", **data)

    got = receive(BytesIO("补充材料".encode()), "材料.txt")
    with (
        begin(office.engine, by=office.actor("operator"), at=MORNING) as work,
        pytest.raises(NotPossible, match="锁定"),
    ):
        attach(work, "case", case_id, {}, got)

    office.act("reopen", case_id, by="supervisor", reason="到账有误")
    with begin(office.engine, by=office.actor("operator"), at=MORNING) as work:
        attach(work, "case", case_id, {"label": "补充的欠条", "kind": "wage_record"}, got)
    office.act("request_closure", case_id, by="mediator", outcome="mediated_paid")
    office.act("approve_closure", case_id, by="supervisor")
    office.act("record_callback", case_id, contacted=True, satisfied=True)
    office.act("close", case_id, by="supervisor")
    office.act("archive", case_id)
    first, second = sorted(rows(office, "archive_volume", case_id), key=lambda one: one.seq)
    items = rows(office, "archive_item", case_id)
    assert (first.seq, second.seq) == (1, 2)
    # The second volume holds what is new, not what lies in the first.
    assert not [one.title for one in items if one.volume_id == second.id and one.title.startswith("调解协议")]
    fresh = {(one.item, one.title) for one in items if one.volume_id == second.id}
    assert {("callback", "回访记录"), ("evidence", "补充的欠条")} <= fresh


def test_what_is_missing_is_named(office: Office) -> None:
    case_id = closed(office)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM callback")

    with pytest.raises(NotValid, match="缺少：回访记录"):
        office.act("archive", case_id)
    office.act("archive", case_id, incomplete_reason="电话录音损坏")

    [volume] = rows(office, "archive_volume", case_id)
    assert volume.incomplete_reason == "回访记录：电话录音损坏"


def test_pages_follow_one_another(office: Office) -> None:
    case_id = closed(office)
    office.act("make_catalogue", case_id, archive_number="2026-3-1", retention="permanent")
    office.act("add_archive_item", case_id, item="evidence", title="工资欠条", pages=4)
    [paper] = [row for row in rows(office, "archive_item", case_id) if row.title == "工资欠条"]
    office.act("set_archive_pages", case_id, item_id=str(paper.id), pages=6)

    items = sorted(rows(office, "archive_item", case_id), key=lambda one: one.seq)
    [volume] = rows(office, "archive_volume", case_id)
    assert [one.seq for one in items] == list(range(1, len(items) + 1))
    assert items[0].page_from == 1
    assert all(one.page_from == before.page_to + 1 for before, one in pairwise(items))
    assert volume.pages == items[-1].page_to == len(items) + 5
    assert volume.review_on is None
    order = list(archiving.parts())
    assert [order.index(one.item) for one in items] == sorted(order.index(one.item) for one in items)
    # Making the catalogue again adds nothing twice.
    office.act("make_catalogue", case_id)
    assert len(rows(office, "archive_item", case_id)) == len(items)


def test_cover_and_catalogue_can_be_opened_again(office: Office) -> None:
    case_id = closed(office)
    office.act("archive", case_id)
    [volume] = rows(office, "archive_volume", case_id)
    number = the_case(office, case_id).number

    with reading(office.engine) as session:
        made = {
            (paper, form): archive_file(session, volume.id, paper, form)
            for paper in ("cover", "catalogue")
            for form in ("pdf", "docx")
        }
    with pdfplumber.open(BytesIO(made["cover", "pdf"])) as pdf:
        assert number in (pdf.pages[0].extract_text() or "").replace(" ", "")
    with pdfplumber.open(BytesIO(made["catalogue", "pdf"])) as pdf:
        said = "".join(page.extract_text() or "" for page in pdf.pages)
    assert "卷内目录" in said
    assert "回访记录" in said
    tables = Document(BytesIO(made["catalogue", "docx"])).tables
    assert [cell.text for cell in tables[1].rows[0].cells] == ["序号", "类别", "材料名称", "日期", "页次"]
    assert len(tables[1].rows) == len(rows(office, "archive_item", case_id)) + 1
    assert number in Document(BytesIO(made["cover", "docx"])).tables[0].rows[0].cells[1].text


def test_a_volume_is_lent_to_one_at_a_time(office: Office) -> None:
    case_id = closed(office)
    office.act("archive", case_id)
    [volume] = rows(office, "archive_volume", case_id)
    loan = {"volume_id": str(volume.id), "purpose": "查阅"}
    office.act("borrow_volume", case_id, borrower="周某", **loan)
    with pytest.raises(NotPossible, match="周某"):
        office.act("borrow_volume", case_id, borrower="吴某", **loan)
    [row] = rows(office, "archive_loan", case_id)
    office.act("return_volume", case_id, loan_id=str(row.id))
    office.act("borrow_volume", case_id, borrower="吴某", **loan)


def test_what_reaches_its_end_is_listed(office: Office) -> None:
    case_id = closed(office)
    with reading(office.engine) as session:
        assert [row.id for row in to_store(session)] == [case_id]
    office.act("archive", case_id)
    with reading(office.engine) as session:
        assert to_store(session) == []
        assert [row.case_id for row in stored(session, due_by=date(2036, 12, 31))] == [case_id]
        assert stored(session, due_by=date(2036, 1, 1)) == []


def test_the_last_day_of_february_has_a_day_ten_years_later() -> None:
    assert archiving.review_on("years_3", date(2024, 2, 29)) == date(2027, 2, 28)
    assert archiving.review_on("permanent", date(2024, 2, 29)) is None
