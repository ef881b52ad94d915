"""Ledger, roll-up, figures and number book on real records: pages, the file, the log of exports, the checks."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from cases.checks import run_checks
from cases.letter_rollup import RollUp
from cases.views.letter_figures import known, lived
from cases.views.letter_ledger import LedgerFilters, ledger_page
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from foundation.settings import Settings
from people.passwords import hash_password
from tests.letter_steps import sent
from tests.letters.lives import a_file, answered, drafted, everything_due, investigated, issued, whole_life
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.web.test_console import enter
from workflows.charts.registry import known_states
from workflows.exports import make_file

COLUMNS = [
    "序号",
    "案号",
    "文书类型",
    "文号",
    "签发日",
    "被监督单位",
    "信用代码",
    "行业",
    "用工类型",
    "事项代码",
    "人数",
    "金额",
    "送达日",
    "送达方式",
    "答复期限（值/单位/依据/是否法定）",
    "截止日",
    "答复日",
    "是否按期",
    "整改结果",
    "复查日",
    "升级去向",
    "部门立案日",
    "反馈日",
    "抄送",
    "结案日",
    "归档号",
    "承办监督员",
]


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def test_a_row_of_the_ledger_and_its_file(office: Office, tmp_path: Path) -> None:
    whole_life(office)
    issued(office)
    everything_due(office, MORNING + timedelta(days=30))
    done = office.act("export_letter_ledger", by="supervisor", at=MORNING + timedelta(days=31))
    path = tmp_path / "ledger.xlsx"
    log = make_file(office.engine, done.made["export_id"], office.actor("supervisor"), path)
    assert (log.list_name, log.row_count) == ("letters", 2)
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    assert book.sheetnames == ["台账", "月度滚存"]
    mark, header, first, second = list(book["台账"].iter_rows(max_row=4))
    assert "主管甲" in mark[0].value
    assert [cell.value for cell in header] == COLUMNS
    row = dict(zip(COLUMNS, first, strict=True))
    assert row["序号"].value == 1
    assert row["文号"].value == "宁工劳监函〔2026〕1号"
    assert row["文号"].data_type == "s"
    assert row["签发日"].value.date() == date(2026, 10, 13)
    assert row["签发日"].is_date
    assert (row["人数"].value, row["金额"].value) == (3, 54000)
    assert row["人数"].data_type == row["金额"].data_type == "n"
    assert row["事项代码"].value == "M04"
    assert row["送达方式"].value == "直接送达"
    assert row["答复期限（值/单位/依据/是否法定）"].value.startswith("15/日/")
    assert row["答复期限（值/单位/依据/是否法定）"].value.endswith("非法定（工会自定期限）")
    assert (row["截止日"].value.date(), row["是否按期"].value) == (date(2026, 10, 28), "按期")
    assert (row["整改结果"].value, row["复查日"].value.date()) == ("全部整改", date(2026, 10, 21))
    assert row["结案日"].is_date
    assert row["归档号"].value == "监归〔2026〕1号"
    assert row["承办监督员"].value == "调解员甲"
    late = dict(zip(COLUMNS, second, strict=True))
    assert late["是否按期"].value == "逾期未答复"
    assert late["升级去向"].value == "意见书 （未编号）"
    rolled = [[cell.value for cell in one] for one in book["月度滚存"].iter_rows(min_row=3)]
    assert rolled[0][:7] == ["2026-10", "提示函", 0, 2, 1, 1, "平衡"]


def test_what_looks_like_a_formula_stays_a_text(office: Office, tmp_path: Path) -> None:
    sent(office, drafted(office, a_file(office, employer_name='=HYPERLINK("http://x.test")')))
    done = office.act("export_letter_ledger", by="supervisor")
    path = tmp_path / "ledger.xlsx"
    make_file(office.engine, done.made["export_id"], office.actor("supervisor"), path)
    sheet = openpyxl.load_workbook(BytesIO(path.read_bytes()))["台账"]
    cells = [cell for one in sheet.iter_rows() for cell in one]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)


def test_filters_of_the_ledger(office: Office) -> None:
    issued(office)
    november = MORNING + timedelta(days=25)
    case_id = a_file(office, at=november, employer_name="另一家测试商贸有限公司", district="630104")
    investigated(office, case_id, at=november)
    sent(office, drafted(office, case_id, "opinion", at=november), at=november)
    drafted(office, a_file(office))

    def numbers(**asked: object) -> list[str]:
        with reading(office.engine) as session:
            rows = ledger_page(session, LedgerFilters(**asked), 1, date(2026, 11, 20)).rows
        return [row.number for row in rows]

    both = ["宁工劳监函〔2026〕1号", "宁工劳监意〔2026〕1号"]
    assert numbers() == both
    assert numbers(first=date(2026, 11, 1)) == both[1:]
    assert numbers(after=date(2026, 11, 1)) == both[:1]
    assert numbers(kind="opinion") == both[1:]
    assert numbers(state="awaiting") == both
    assert numbers(state="ended") == []
    assert numbers(state="valid") == both
    assert numbers(district="630104") == both[1:]
    assert numbers(matter="M04") == both
    assert numbers(matter="M05") == []
    assert numbers(employer="商贸") == both[1:]
    assert numbers(employer="%") == []
    assert numbers(kind="nothing") == []


def test_the_pages_of_the_registers(office: Office) -> None:
    client = enter(office, "zhuguan")
    for address, words in (("ledger", "没有符合条件的文书"), ("indicators", "有了文书"), ("numbers", "还没有取过文号")):
        assert words in client.get(f"/letters/{address}").text, address
    issued(office)
    page = client.get("/letters/ledger?since=2026-10&until=2026-10&kind=notice").text
    for words in ("宁工劳监函〔2026〕1号", "2026年10月", "● 平衡", "测试用建筑劳务有限公司", "导出 .xlsx"):
        assert words in page, words
    assert "截止月份早于起始月份" in client.get("/letters/ledger?since=2026-10&until=2026-09").text
    assert "以下条件没有使用" in client.get("/letters/ledger?since=%E5%8D%81%E6%9C%88").text
    page = client.get("/letters/indicators?since=2026-10&until=2026-10").text
    for words in ("答复率", "整改率（全部）", "÷", "按首份文书归期"):
        assert words in page, words
    assert "宁工劳监函〔2026〕1号" in client.get("/letters/numbers").text
    assert client.get("/letters/numbers?issuer=x&kind=notice&year=2026").status_code == 404
    assert client.get("/letters/numbers?year=nothing").status_code == 404
    menu = client.get("/letters").text
    for address in ("/letters/ledger", "/letters/indicators", "/letters/numbers"):
        assert f'href="{address}"' in menu


def test_a_file_is_taken_at_once_or_with_a_reason(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter(office, "zhuguan")
    nothing = client.get("/letters/ledger.xlsx")
    assert nothing.url.path == "/office/export-letter-ledger"
    with pytest.raises(NotPossible, match="没有符合条件"):
        office.act("export_letter_ledger", by="supervisor")
    issued(office)
    file = client.get("/letters/ledger.xlsx?since=2026-10")
    assert file.headers["content-disposition"].endswith('.xlsx"')
    assert openpyxl.load_workbook(BytesIO(file.content))["台账"].max_row == 3
    exports = client.get("/exports").text
    assert "文书台账" in exports
    assert 'href="/letters/ledger?since=2026-10"' in exports
    from workflows.commands import letter_ledger
    from workflows.exports import Limits

    monkeypatch.setattr(letter_ledger, "limits", lambda: Limits(0, 10, 20))
    with pytest.raises(NotValid, match="事由"):
        office.act("export_letter_ledger", by="supervisor")
    with pytest.raises(NotValid, match="起始月份"):
        office.act("export_letter_ledger", by="supervisor", query="since=abc", reason="核对")
    assert office.act("export_letter_ledger", by="supervisor", reason="核对").made["state"] == "approved"


def test_figures_come_from_the_records(office: Office) -> None:
    letter_id = issued(office)
    answered(office, letter_id, at=MORNING + timedelta(days=3), rectify_on="2026-10-30")
    with reading(office.engine) as session:
        facts = known(session)
        [one] = facts.letters
        [line, total] = RollUp(lived(session.connection())).lines(date(2026, 10, 1), date(2026, 11, 1))
    assert (one.kind, one.served_on, one.replied_on) == ("notice", date(2026, 10, 13), date(2026, 10, 16))
    assert (one.reply_due, one.rectify_due, one.accepted_on) == (
        date(2026, 10, 28),
        date(2026, 10, 30),
        date(2026, 10, 13),
    )
    assert one.head_count == 3
    assert (line.kind, line.issued, total.closing, total.sound) == ("notice", 1, 1, True)


def test_a_gap_and_a_month_that_does_not_balance_are_said_loudly(office: Office) -> None:
    issued(office)
    issued(office)
    with office.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM letter_number WHERE seq = 1"))
        connection.execute(sa.text("UPDATE letter SET closed_at = numbered_at WHERE number LIKE '%2号'"))
    client = enter(office, "zhuguan")
    page = client.get("/letters/numbers").text
    for words in ("文号有缺号或者重号", "■ 缺号", "缺 1 号"):
        assert words in page, words
    page = client.get("/letters/ledger").text
    for words in ("不平衡的月份", "2026年10月", "■ 不平", "却没有办结", "有文号，文号簿上没有", "2 份"):
        assert words in page, words
    findings = run_checks(office.engine, MORNING, Settings(), known_states())
    wrong = {(one.check, one.subject) for one in findings if one.check.startswith("letter_")}
    assert ("letter_number_gap", "西宁市总工会 提示函 2026") in wrong
    assert {("letter_rollup", f"宁工劳监函〔2026〕{seq}号") for seq in (1, 2)} <= wrong
