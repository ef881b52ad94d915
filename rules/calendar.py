"""The official working calendar with its 调休 days, year by year from the State Council's notices.

Days are looked up in tables made once: whether a day is worked, and how many working days lie before it,
so that sixty working days cost one search and no loop.
"""

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from rules.errors import BrokenRules, NotComputable

ONE = timedelta(days=1)
SATURDAY = 5
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Day:
    """One day as the calendar sees it."""

    on: date
    worked: bool
    reason: str


class Calendar:
    """Off days and make-up working days of the published years; beyond them Monday to Friday, provisionally."""

    def __init__(self, years: dict[int, tuple[frozenset[date], frozenset[date], str]], digest: str) -> None:
        if not years or sorted(years) != list(range(min(years), max(years) + 1)):
            raise BrokenRules("calendars must be consecutive years")
        self.first = date(min(years), 1, 1)
        self.last = date(max(years), 12, 31)
        self.notices = {year: notice for year, (_, _, notice) in years.items()}
        self.digest = digest
        self._off = frozenset().union(*(off for off, _, _ in years.values()))
        self._made_up = frozenset().union(*(work for _, work, _ in years.values()))
        self._ordinals: list[int] = []
        # Far enough that no real period leaves the table: provisional days are counted the same way.
        end = date(max(years) + 60, 12, 31)
        day = self.first
        while day <= end:
            if self._worked(day):
                self._ordinals.append(day.toordinal())
            day += ONE

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
        self.check(on)
        if on in self._made_up:
            return Day(on, True, "调休上班")
        if on in self._off:
            return Day(on, False, "放假")
        if on > self.last:
            return Day(on, self._worked(on), "日历未公布，按周末推算")
        return Day(on, self._worked(on), "工作日" if self._worked(on) else "休息日")

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

    def _nth(self, place: int) -> date:
        if place >= len(self._ordinals):
            raise NotComputable("期限过长，超出日历可推算的范围。")
        return date.fromordinal(self._ordinals[place])


def _days(items: list[str]) -> frozenset[date]:
    found: set[date] = set()
    for item in items:
        first, _, last = item.partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += ONE
    return frozenset(found)


@lru_cache
def calendar() -> Calendar:
    """The calendars that ship with the program. Raises BrokenRules."""
    years = {}
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "calendars").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        digest.update(text.encode())
        row = yaml.safe_load(text)
        off, work = _days(row["days_off"]), _days(row["make_up"])
        if {day.year for day in off | work} != {row["year"]} or off & work or any(d.weekday() < SATURDAY for d in work):
            raise BrokenRules(f"{path.name}: days of another year, a day both off and worked, or a weekday made up")
        years[int(row["year"])] = (off, work, str(row["notice"]))
    return Calendar(years, digest.hexdigest())
