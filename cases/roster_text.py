"""A roster 名册 as it is pasted from a spreadsheet: lines in any order of columns, every bad line named."""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO

from cases.check_digits import id_fault, tidy
from cases.codes import ID_KIND
from cases.phone import phone_fault, tidy_phone

HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "劳动者", "名字", "工人姓名", "职工姓名"),
    "phone": ("电话", "手机", "联系电话", "手机号", "手机号码", "电话号码", "联系方式"),
    "id_number": ("证件号码", "身份证号", "身份证号码", "身份证", "证件号"),
    "id_kind": ("证件类型", "证件种类"),
    "claimed": ("诉求金额", "欠薪金额", "拖欠金额", "金额", "金额（元）", "欠薪", "应付金额", "诉求金额（元）"),
    "agreed": ("协议金额", "约定金额"),
}
NUMBERING = ("序号", "编号")
_KINDS = {word: code for code, word in ID_KIND.items()} | {"身份证": "resident", "护照": "passport"}
MOST_LINES = 5000
LONGEST_NAME = 60
LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class RosterLine:
    """One person as the line says. `line` counts from one, as the spreadsheet does."""

    line: int
    name: str
    phone: str | None = None
    id_kind: str | None = None
    id_number: str | None = None
    claimed: Decimal | None = None
    agreed: Decimal | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line; personal numbers are never repeated."""

    line: int
    message: str


@dataclass(frozen=True)
class Roster:
    """What was read."""

    lines: Sequence[RosterLine]
    problems: Sequence[Problem]

    @property
    def said(self) -> str:
        """All problems as one text."""
        return "；".join(f"第{one.line}行：{one.message}" for one in self.problems)


def read_roster(text: str, today: date | None = None) -> Roster:
    """Read pasted text: tabs (a spreadsheet), commas, or only names; with a header or by what the cells look like."""
    rows = _rows(text)
    lines: list[RosterLine] = []
    problems: list[Problem] = []
    columns: Mapping[str, int] | None = None
    for number, cells in rows:
        if len(lines) + len(problems) >= MOST_LINES:
            problems.append(Problem(number, f"一次最多 {MOST_LINES} 行，其余请分次登记"))
            break
        if columns is None and not lines and not problems:
            header = _header(cells)
            if header is not None:
                if "name" not in header:
                    return Roster((), (Problem(number, "表头中没有“姓名”一列"),))
                columns = header
                continue
        found = _by_header(cells, columns) if columns is not None else _by_look(cells)
        line = _line(number, found, today)
        if isinstance(line, Problem):
            problems.append(line)
        else:
            lines.append(line)
    return Roster(tuple(lines), (*problems, *_repeated(lines)))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    found = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not raw.strip():
            continue
        if "\t" in raw:
            cells = next(csv.reader(StringIO(raw), delimiter="\t"), [])
        else:
            cells = next(csv.reader(StringIO(raw.replace("，", ",").replace("；", ","))), [])
        found.append((number, [unicodedata.normalize("NFKC", cell).strip() for cell in cells]))
    return found


def _header(cells: Sequence[str]) -> Mapping[str, int] | None:
    normal = {unicodedata.normalize("NFKC", word): name for name, words in HEADERS.items() for word in words}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = normal.get(cell.replace(" ", ""))
        if name is not None:
            found.setdefault(name, place)
    return found or None


def _by_header(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: cells[place] for name, place in columns.items() if place < len(cells) and cells[place]}


def _by_look(cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, cell in enumerate(cells):
        bare = tidy(cell)
        if not bare:
            continue
        if re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", bare):
            found.setdefault("id_number", bare)
        elif cell in _KINDS:
            found.setdefault("id_kind", cell)
        elif re.fullmatch(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}", bare):
            found.setdefault("phone", bare)
        elif re.search("[一-龥A-Za-z]", cell) and "name" not in found and _amount(cell) is None:
            found["name"] = cell
        elif place == 0 and bare.isdigit() and len(cells) > 1:
            continue  # the running number of the line
        elif _amount(cell) is not None:
            found.setdefault("claimed", cell)
    return found


def _amount(text: str) -> Decimal | None:
    bare = re.sub(r"[,\s¥￥]|元$", "", text)
    times = Decimal(10000) if bare.endswith("万") else Decimal(1)
    try:
        value = Decimal(bare.removesuffix("万")) * times
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return value


def _line(number: int, found: Mapping[str, str], today: date | None) -> RosterLine | Problem:
    faults = []
    name = found.get("name", "")
    if not name:
        faults.append("没有姓名")
    elif len(name) > LONGEST_NAME:
        faults.append(f"姓名最多 {LONGEST_NAME} 个字")
    phone = tidy_phone(found.get("phone", "")) or None
    if phone is not None and phone_fault(phone):
        faults.append("电话格式不对")
    kind_word = found.get("id_kind")
    kind = _KINDS.get(kind_word, kind_word if kind_word in ID_KIND else None) if kind_word else None
    if kind_word and kind is None:
        faults.append("没有这种证件类型")
    id_number = tidy(found.get("id_number", "")) or None
    if id_number is not None and (fault := id_fault(id_number, kind, today)) is not None:
        faults.append(fault)
    money: dict[str, Decimal | None] = {"claimed": None, "agreed": None}
    for column, title in (("claimed", "诉求金额"), ("agreed", "协议金额")):
        if column not in found:
            continue
        value = _amount(found[column])
        if value is None or value < 0 or value > LARGEST or value != value.quantize(Decimal("0.01")):
            faults.append(f"{title}应为数字，最多两位小数")
        else:
            money[column] = value.quantize(Decimal("0.01"))
    if faults:
        return Problem(number, "，".join(faults))
    return RosterLine(number, name, phone, kind if id_number else None, id_number, **money)


def _repeated(lines: Sequence[RosterLine]) -> list[Problem]:
    """The same person on two lines of one paste: told by line."""
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for one in lines:
        key = (one.id_number,) if one.id_number else (one.name, one.phone or "")
        first = seen.setdefault(key, one.line)
        if first != one.line:
            found.append(Problem(one.line, f"与第{first}行是同一人"))
    return found
