"""The province's export, pasted from a spreadsheet: one ticket a line, columns parted by tabs. Bad lines are named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from cases.phone import phone_fault, tidy_phone
from foundation.clock import OFFICE

COLUMNS = ("number", "received_at", "caller_name", "phone", "content", "due_on")
# What the heads of the province's columns may be called.
HEADS = {
    "工单号": "number",
    "工单编号": "number",
    "编号": "number",
    "来件时间": "received_at",
    "受理时间": "received_at",
    "转办时间": "received_at",
    "来电人": "caller_name",
    "诉求人": "caller_name",
    "姓名": "caller_name",
    "电话": "phone",
    "来电号码": "phone",
    "联系电话": "phone",
    "内容": "content",
    "诉求内容": "content",
    "办理期限": "due_on",
    "截止时间": "due_on",
    "截止日期": "due_on",
}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?)?")
LONGEST = {"number": 60, "caller_name": 60, "content": 5000}


@dataclass(frozen=True)
class TicketLine:
    """One good line. A caller without a name is anonymous to us."""

    line: int
    number: str
    received_at: datetime | None
    caller_name: str | None
    phone: str | None
    content: str
    due_on: date | None


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be taken, and why; never what it says about people."""

    line: int
    why: str


@dataclass
class Pasted:
    """What was found."""

    good: list[TicketLine] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def read_pasted(text: str) -> Pasted:
    """Read what was pasted; the first line may name the columns, else they stand in the order of `COLUMNS`."""
    found = Pasted()
    columns: Sequence[str | None] = COLUMNS
    seen: dict[str, int] = {}
    for place, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        cells = [cell.strip().strip('"') for cell in raw.split("\t")]
        if not found.good and not found.bad and cells[0] in HEADS:
            columns = [HEADS.get(cell) for cell in cells]
            continue
        one = _line(place, cells, columns)
        if isinstance(one, TicketLine) and one.number in seen:
            one = BadLine(place, f"工单号与第{seen[one.number]}行相同")
        if isinstance(one, BadLine):
            found.bad.append(one)
        else:
            seen[one.number] = place
            found.good.append(one)
    return found


def _line(place: int, cells: Sequence[str], columns: Sequence[str | None]) -> TicketLine | BadLine:
    if len(cells) < 2:
        return BadLine(place, "只有一列：没有内容，或者没有用制表符分列（请从表格软件中直接复制粘贴）")
    if len(cells) > len(columns):
        return BadLine(place, f"有{len(cells)}列，多于{len(columns)}列")
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name is not None}
    faults = []
    for name, word in (("number", "工单号"), ("content", "内容")):
        if not values.get(name):
            faults.append(f"没有{word}")
    faults += [
        f"{word}超过{LONGEST[name]}字"
        for name, word in (("number", "工单号"), ("caller_name", "来电人"), ("content", "内容"))
        if len(values.get(name, "")) > LONGEST[name]
    ]
    phone = tidy_phone(values.get("phone", "")) or None
    if phone is not None and phone_fault(phone):
        faults.append("电话格式不对")
    received, due = _moment(values.get("received_at", "")), _moment(values.get("due_on", ""))
    if isinstance(received, bool):
        faults.append("来件时间看不懂，应为 2026-10-31 09:30")
    if isinstance(due, bool):
        faults.append("办理期限看不懂，应为 2026-10-31")
    if faults or isinstance(received, bool) or isinstance(due, bool):
        return BadLine(place, "；".join(faults))
    caller = values.get("caller_name") or None
    day = None if due is None else due.date()
    return TicketLine(place, values["number"], received, caller, phone, values["content"], day)


def _moment(text: str) -> datetime | bool | None:
    """The moment said; None where nothing is said; False where it cannot be read."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        return False
    year, month, day, hour, minute = match.groups()
    try:
        on = date(int(year), int(month), int(day))
        return datetime.combine(on, time(int(hour or 0), int(minute or 0)), OFFICE)
    except ValueError:
        return False
