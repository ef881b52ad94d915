"""A year as twelve small months: what the weekend does not say stands out."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.calendar import WEEKDAYS, Calendar
from rules.papers import SATURDAY

WORDS = {"holiday": "放假", "make_up": "调休上班", "rest": "周末", "work": "工作日"}


@dataclass(frozen=True)
class Square:
    """One day, or an empty place before the first; `is_named` where the notice itself speaks of it."""

    day: date | None
    kind: str = ""
    is_named: bool = False

    @property
    def said(self) -> str:
        """2027-02-14（周日）调休上班."""
        return f"{self.day}（周{WEEKDAYS[self.day.weekday()]}）{WORDS[self.kind]}" if self.day is not None else ""


@dataclass(frozen=True)
class SmallMonth:
    """One month in weeks from Monday."""

    title: str
    weeks: Sequence[Sequence[Square]]


def year_picture(on: Calendar, year: int, named: frozenset[date]) -> list[SmallMonth]:
    """The months of a year on a calendar; `named` are the days that the notice at hand speaks of."""
    return [_month(on, year, month, named) for month in range(1, 13)]


def _month(on: Calendar, year: int, month: int, named: frozenset[date]) -> SmallMonth:
    lead, length = monthrange(year, month)
    squares = [Square(None)] * lead
    squares += [_square(on, date(year, month, number), named) for number in range(1, length + 1)]
    squares += [Square(None)] * (-len(squares) % 7)
    return SmallMonth(f"{month}月", [squares[place : place + 7] for place in range(0, len(squares), 7)])


def _square(on: Calendar, day: date, named: frozenset[date]) -> Square:
    weekend, worked = day.weekday() >= SATURDAY, on.is_worked(day)
    kind = ("make_up" if weekend else "work") if worked else ("rest" if weekend and day not in named else "holiday")
    return Square(day, kind, day in named)
