"""The ledger of a certificate day by day, and as a small calendar: counted, not counted, 调休, rolled."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rules.calendar import WEEKDAYS

KIND_WORDS = {
    "day": "逐日计入",
    "work": "工作日计入",
    "make_up": "调休上班计入",
    "rest": "休息日不计",
    "holiday": "放假不计",
    "suspended": "中止不计",
    "rolled": "顺延",
    "period": "按月、年计入",
    "clock": "按钟点计入",
}
ONE = timedelta(days=1)
# Months that are drawn whole; of a longer period only the ends are, the middle is one sentence.
DRAWN_FIRST, DRAWN_LAST = 1, 2


@dataclass(frozen=True)
class Entry:
    """One day of the ledger. `nth` is its place among the counted days, 0 where it is not counted."""

    day: date
    kind: str
    nth: int

    @property
    def said(self) -> str:
        """2026-10-10（周六）调休上班计入，第11日."""
        counted = f"，第{self.nth}日" if self.nth else ""
        return f"{self.day}（周{WEEKDAYS[self.day.weekday()]}）{KIND_WORDS[self.kind]}{counted}"


@dataclass(frozen=True)
class Cell:
    """One square: empty outside the month; `marks` are start, due, raw."""

    day: date | None
    kind: str = ""
    nth: int = 0
    said: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class MonthPicture:
    """One month in weeks from Monday. `left_out` counts the months between it and the one before."""

    title: str
    weeks: tuple[tuple[Cell, ...], ...]
    left_out: int = 0


def entries(certificate: Mapping[str, Any]) -> Iterator[Entry]:
    """Every day of the ledger in order; periods of hours have none."""
    for run in certificate.get("ledger", ()):
        if run["kind"] == "clock":
            continue
        day, last = date.fromisoformat(run["from"]), date.fromisoformat(run["to"])
        nth = run["total"] - run["counted"]
        while day <= last:
            nth += bool(run["counted"])
            yield Entry(day, run["kind"], nth if run["counted"] else 0)
            day += ONE


def picture(certificate: Mapping[str, Any]) -> list[MonthPicture]:
    """The months from the start event to the due date."""
    found = {entry.day: entry for entry in entries(certificate)}
    if certificate.get("kind") == "promise" or "events" not in certificate:
        return []
    events = certificate["events"]
    marks: dict[date, list[str]] = {}
    for text, mark in (
        (events["restart"] or events["start"], "start"),
        (certificate["raw_last_day"], "raw"),
        (certificate["due"], "due"),
    ):
        marks.setdefault(datetime.fromisoformat(text).date(), []).append(mark)
    days = [*found, *marks]
    first, last = min(days), max(days)
    months = [divmod(place, 12) for place in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    drawn = months
    if len(months) > DRAWN_FIRST + DRAWN_LAST + 1:
        drawn = [*months[:DRAWN_FIRST], *months[-DRAWN_LAST:]]
    gap = len(months) - len(drawn)
    return [
        _month(year, month + 1, found, marks, gap if place == DRAWN_FIRST and gap else 0)
        for place, (year, month) in enumerate(drawn)
    ]


def _month(
    year: int, month: int, found: Mapping[date, Entry], marks: Mapping[date, list[str]], left_out: int
) -> MonthPicture:
    lead, length = monthrange(year, month)
    cells = [Cell(None)] * lead
    for number in range(1, length + 1):
        day = date(year, month, number)
        entry, marked = found.get(day), tuple(marks.get(day, ()))
        if entry is None:
            cells.append(Cell(day, marks=marked))
        else:
            cells.append(Cell(day, entry.kind, entry.nth, entry.said, marked))
    cells += [Cell(None)] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[place : place + 7]) for place in range(0, len(cells), 7))
    return MonthPicture(f"{year}年{month}月", weeks, left_out)
