"""The official working calendar with its 调休 days, year by year from the State Council's notices.

Days are looked up in tables made once: whether a day is worked, how many working days lie before it, and where the
runs of like days begin, so that sixty working days and their ledger cost a few searches and no walk.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from rules.errors import BrokenRules, NotComputable
from rules.holidays import holiday_name
from rules.papers import LATE_DECEMBER, ONE, SATURDAY, Paper, in_order, shipped

__all__ = ["ONE", "WEEKDAYS", "Calendar", "Day", "calendar"]
# Ordinal 1 is a Monday.
WEEKEND = frozenset({6, 0})
SPARE_YEARS = 60
REASONS = {"work": "工作日", "make_up": "调休上班", "rest": "周末休息"}
WORKED_KINDS = frozenset({"work", "make_up"})
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Day:
    """One day as the calendar sees it."""

    on: date
    worked: bool
    reason: str


class Calendar:
    """Off days and make-up working days of the published years; beyond them Monday to Friday, provisionally."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers = in_order(papers)
        years = [paper.year for paper in self.papers if paper.is_main]
        if not years or years != list(range(years[0], years[-1] + 1)):
            raise BrokenRules(f"main papers of consecutive years are wanted: {years}")
        self.first, self.last = date(years[0], 1, 1), date(years[-1], 12, 31)
        self.digest = hashlib.sha256("".join(paper.sha256 for paper in self.papers).encode()).hexdigest()
        off: set[date] = set()
        made_up: set[date] = set()
        for paper in self.papers:
            if paper.replaces is not None:
                off -= paper.replaces
                made_up -= paper.replaces
            # Of two papers on one day (late December) the later one holds.
            off = (off - paper.make_up) | paper.days_off
            made_up = (made_up - paper.days_off) | paper.make_up
        self._off, self._made_up = frozenset(off), frozenset(made_up)
        # Far enough that no real period leaves the table: provisional days are counted the same way.
        end = date(years[-1] + SPARE_YEARS, 12, 31).toordinal() + 1
        changed = {day.toordinal() for day in self._off | self._made_up}
        self._told: dict[date, Day] = {}
        self._ordinals: list[int] = []
        self._run_starts: list[int] = []
        self._run_kinds: list[str] = []
        for day in range(self.first.toordinal(), end):
            if day in changed:
                kind = "make_up" if date.fromordinal(day) in self._made_up else "holiday"
            else:
                kind = "rest" if day % 7 in WEEKEND else "work"
            if kind in WORKED_KINDS:
                self._ordinals.append(day)
            if not self._run_kinds or self._run_kinds[-1] != kind:
                self._run_starts.append(day)
                self._run_kinds.append(kind)

    @property
    def version(self) -> str:
        """Years and fingerprint: which calendar an answer was given on."""
        return f"{self.first.year}-{self.last.year}#{self.digest[:8]}"

    def _worked(self, day: date) -> bool:
        if day in self._made_up:
            return True
        return day not in self._off and day.weekday() < SATURDAY

    def day(self, on: date) -> Day:
        """A day with the reason why it is worked or not. Raises NotComputable before the first calendar."""
        told = self._told.get(on)
        if told is None:
            told = self._told[on] = self._day(on)
        return told

    def _day(self, on: date) -> Day:
        self.check(on)
        place = bisect_right(self._run_starts, on.toordinal()) - 1
        kind = self._run_kinds[place]
        if kind != "holiday":
            return Day(on, kind in WORKED_KINDS, REASONS[kind])
        first, last = date.fromordinal(self._run_starts[place]), date.fromordinal(self._run_starts[place + 1]) - ONE
        return Day(on, False, f"{holiday_name(first, last)}放假")

    def check(self, on: date) -> None:
        """Raises NotComputable for days of which no calendar is at hand."""
        if on < self.first:
            raise NotComputable(f"没有 {on.year} 年的放假调休日历（现有 {self.first.year} 年起），不能计算期限。")

    def is_worked(self, on: date) -> bool:
        """Whether the office works on this day. Raises NotComputable."""
        self.check(on)
        return self._worked(on)

    def provisional(self, on: date) -> bool:
        """Whether the day lies beyond the published calendars."""
        return on > self.last

    def next_worked(self, on: date) -> date:
        """This day if it is worked, else the next that is. Raises NotComputable."""
        self.check(on)
        return self._nth(bisect_left(self._ordinals, on.toordinal()))

    def previous_worked(self, on: date) -> date:
        """This day if it is worked, else the last before it that is. Raises NotComputable."""
        self.check(on)
        if self._worked(on):
            return on
        place = bisect_left(self._ordinals, on.toordinal()) - 1
        if place < 0:
            self.check(self.first - ONE)
        return self._nth(place)

    def add_worked(self, start: date, count: int) -> date:
        """The count-th working day after a day (before it for a negative count). Raises NotComputable."""
        self.check(start)
        if count == 0:
            return start
        if count > 0:
            following = bisect_left(self._ordinals, start.toordinal() + 1)
            return self._nth(following + count - 1)
        place = bisect_left(self._ordinals, start.toordinal()) + count
        if place < 0:
            self.check(self.first - ONE)
        return self._nth(place)

    def worked_between(self, start: date, end: date) -> int:
        """How many working days lie from `start` up to, not including, `end`."""
        return bisect_left(self._ordinals, end.toordinal()) - bisect_left(self._ordinals, start.toordinal())

    def papers_for(self, first: date, last: date) -> tuple[Paper, ...]:
        """The notices that speak of these days; the next year's among them, since it may speak of late December."""
        return tuple(paper for paper in self.papers if first.year <= paper.year <= last.year + 1)

    def runs(self, first: date, last: date) -> Iterator[tuple[date, date, str]]:
        """The runs of like days from `first` up to and with `last`: from, to, and work, make_up, rest or holiday.

        Raises NotComputable before the first calendar.
        """
        if first > last:
            return
        self.check(first)
        day, end = first.toordinal(), last.toordinal()
        place = bisect_right(self._run_starts, day) - 1
        while day <= end:
            place += 1
            after = self._run_starts[place] if place < len(self._run_starts) else end + 1
            stop = min(after - 1, end)
            yield date.fromordinal(day), date.fromordinal(stop), self._run_kinds[place - 1]
            day = stop + 1

    def _nth(self, place: int) -> date:
        if place >= len(self._ordinals):
            raise NotComputable("期限过长，超出日历可推算的范围。")
        return date.fromordinal(self._ordinals[place])


def calendar(as_of: date | None = None) -> Calendar:
    """The calendar by the notices that come with the program; `as_of` leaves out those published later.

    Raises BrokenRules, or NotComputable for a day before the first notice.
    """
    known = len(_published()) if as_of is None else bisect_right(_published(), as_of)
    if not known:
        raise NotComputable(f"{as_of} 时没有已公布的放假调休日历，不能计算期限。")
    return _of(known)


def known_calendars() -> Iterator[Calendar]:
    """Every calendar that the shipped notices made, one after the other."""
    return (_of(known) for known in range(1, len(_published()) + 1))


@lru_cache
def _published() -> list[date]:
    """The days on which something new was known, first to last."""
    return sorted({paper.published or date(paper.year - 1, 12, LATE_DECEMBER) for paper in shipped()})


@cache
def _of(known: int) -> Calendar:
    return Calendar(paper for paper in shipped() if paper.known_on(_published()[known - 1]))
