"""The ledger of letters as a file: its columns, the month's roll-up beside it, and what an address asks of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sqlmodel import Session

from cases.export_log import ExportLog
from cases.letter_rollup import Line, Lived, RollUp
from cases.views.letter_figures import first_issue, lived
from cases.views.letter_ledger import LedgerFilters, LedgerRow, stream_ledger
from cases.views.search_viewer import Viewer
from documents.list_files import ListSheet, write_sheets
from foundation.clock import office_day
from foundation.errors import NotValid
from reports.period import Month
from workflows.exports import WRITERS

LIST = "letters"
NAMES = ("since", "until", "kind", "state", "district", "matter", "employer")
# The roll-up in a file or on a page goes back so many months at most.
MOST_MONTHS = 60


@dataclass(frozen=True)
class Column:
    """One column of the ledger: its heading, its value, how wide it is, whether it is money."""

    title: str
    value: Callable[[LedgerRow], Any]
    width: int = 12
    money: bool = False


# 一函两书监督台账, in the order of the minimum columns; 序号 stands before them.
NUMBERED = "序号"
COLUMNS: Sequence[Column] = (
    Column("案号", lambda row: row.case_number, 18),
    Column("文书类型", lambda row: row.kind_label),
    Column("文号", lambda row: row.number, 24),
    Column("签发日", lambda row: row.issued_on),
    Column("被监督单位", lambda row: row.employer, 28),
    Column("信用代码", lambda row: row.credit_code, 20),
    Column("行业", lambda row: row.industry),
    Column("用工类型", lambda row: row.employment),
    Column("事项代码", lambda row: row.matters),
    Column("人数", lambda row: row.head_count, 8),
    Column("金额", lambda row: row.amount, 14, money=True),
    Column("送达日", lambda row: row.served_on),
    Column("送达方式", lambda row: row.served_how),
    Column("答复期限（值/单位/依据/是否法定）", lambda row: row.limit, 30),
    Column("截止日", lambda row: row.due_on),
    Column("答复日", lambda row: row.replied_on),
    Column("是否按期", lambda row: row.on_time),
    Column("整改结果", lambda row: row.rectification),
    Column("复查日", lambda row: row.verified_on),
    Column("升级去向", lambda row: row.escalated_to, 30),
    Column("部门立案日", lambda row: row.filed_on),
    Column("反馈日", lambda row: row.fed_back_on),
    Column("抄送", lambda row: row.copied_to, 24),
    Column("结案日", lambda row: row.closed_on),
    Column("归档号", lambda row: row.archive_number, 18),
    Column("承办监督员", lambda row: row.supervisors, 18),
)
HEADER = (NUMBERED, *(column.title for column in COLUMNS))
ROLLUP_HEADER = ("月份", "文书类型", "期初未结", "本期签发", "本期办结", "期末未结", "是否平衡", "不平的文书")


@dataclass(frozen=True)
class Ask:
    """What an address asks of the ledger: its filters, what in it does not exist, what of it counts."""

    filters: LedgerFilters
    faults: Sequence[str]
    kept: Mapping[str, str]
    since: Month | None = None
    until: Month | None = None


def read_ask(query: Mapping[str, str]) -> Ask:
    """From an address. `month` stands for both ends of the span."""
    given = {name: query.get(name, "").strip() for name in NAMES}
    if query.get("month", "").strip():
        given["since"] = given["until"] = query["month"].strip()
    faults: list[str] = []
    ends: dict[str, Month | None] = {}
    for name, title in (("since", "起始月份"), ("until", "截止月份")):
        try:
            ends[name] = Month.read(given[name]) if given[name] else None
        except NotValid as wrong:
            faults.append(f"{title}：{wrong.detail.rstrip('。')}")
            ends[name], given[name] = None, ""
    since, until = ends["since"], ends["until"]
    if since is not None and until is not None and until.first < since.first:
        faults.append("截止月份早于起始月份")
    filters = LedgerFilters(
        first=since.first if since is not None else None,
        after=until.after if until is not None else None,
        kind=given["kind"],
        state=given["state"],
        district=given["district"],
        matter=given["matter"],
        employer=given["employer"],
    )
    if filters.unknown():
        faults.append("筛选条件中有不存在的文种、状态、区县或者事项")
    return Ask(filters, faults, {name: value for name, value in given.items() if value}, since, until)


def months_of(session: Session, ask: Ask, today: date) -> Sequence[Month]:
    """The months whose roll-up belongs to what is asked: none before the first letter, none to come."""
    present = Month(today.year, today.month)
    begun = first_issue(session)
    if begun is None:
        return ()
    first = ask.since or Month(begun.year, begun.month)
    last = min(ask.until or present, present, key=lambda month: month.first)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [last.back(back) for back in reversed(range(min(max(count, 0), MOST_MONTHS)))]


def roll_ups(letters: Sequence[Lived], months: Sequence[Month]) -> Sequence[tuple[Month, Sequence[Line]]]:
    """The roll-up of each month."""
    ready = RollUp(letters)
    return [(month, ready.lines(month.first, month.after)) for month in months]


def _rollup_rows(months: Sequence[tuple[Month, Sequence[Line]]]) -> Iterator[Sequence[Any]]:
    for month, lines in months:
        for line in lines:
            balance = "平衡" if line.sound else f"不平（差 {line.difference:+d}）"
            causes = "；".join(f"{cause.number}：{cause.why}" for cause in line.causes)
            yield [str(month), line.word, line.opening, line.issued, line.closed, line.closing, balance, causes]


def _write(session: Session, log: ExportLog, _viewer: Viewer, at: datetime, path: Path, watermark: str) -> str:
    ask = read_ask(dict(parse_qsl(log.query)))
    today = office_day(at)
    # As many as were counted when it was asked for and approved, even if more have come since.
    shown = enumerate(stream_ledger(session, ask.filters, today, log.row_count), 1)
    rows = ([place, *(column.value(row) for column in COLUMNS)] for place, row in shown)
    money = [place for place, column in enumerate(COLUMNS, 1) if column.money]
    widths = (6, *(column.width for column in COLUMNS))
    months = roll_ups(lived(session.connection()), months_of(session, ask, today))
    sheets = (
        ListSheet("台账", HEADER, rows, money, widths),
        ListSheet("月度滚存", ROLLUP_HEADER, _rollup_rows(months), widths=(10, 14, 10, 10, 10, 10, 14, 50)),
    )
    return write_sheets(path, watermark, sheets)


WRITERS[LIST] = _write
