"""A third opinion by brute force: no code of rules/ is used, only its data files, and every period is walked through.

Days are numbers (1 is 0001-01-01, a Monday). A table holds for each whether it is worked, its month and its place in
the month; periods of days, months and years are walked day by day on it, hours and office minutes minute by minute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parents[2] / "rules"
BEIJING = timezone(timedelta(hours=8))
FIRST, END = date(2004, 1, 1).toordinal(), date(2087, 1, 1).toordinal()
INSTANT = ("hour", "minute", "work_minute")
DAY_MINUTES = 1440


@dataclass(frozen=True)
class Answer:
    """What the oracle found. Days as dates, instants as Beijing time."""

    rule: str
    raw: date | datetime
    due: date | datetime
    provisional: bool


class Refused(Exception):
    """The oracle has no answer."""


@dataclass(frozen=True)
class Table:
    """What is known of every day from number `base` on; `last` is the last published day."""

    base: int
    worked: Sequence[bool]
    month: Sequence[int]
    in_month: Sequence[int]
    ends_month: Sequence[bool]
    last: int

    @property
    def end(self) -> int:
        """Sixty years beyond the last notice nothing is answered any more."""
        return date(date.fromordinal(self.last).year + 61, 1, 1).toordinal()


def _days_of(items: Iterable[Any]) -> list[int]:
    found = []
    for item in items:
        parts = str(item).split("..")
        day = date.fromisoformat(parts[0])
        while day <= date.fromisoformat(parts[-1]):
            found.append(day.toordinal())
            day += timedelta(days=1)
    return found


@lru_cache
def notices() -> list[dict[str, Any]]:
    """The notices as they lie in the folder, in the order in which they were published."""
    found = [yaml.safe_load(path.read_text("utf-8")) for path in (RULES / "calendars").glob("*.yaml")]
    for notice in found:
        if not isinstance(notice["published"], date):
            notice["published"] = date(notice["year"] - 1, 12, 25)
    return sorted(found, key=lambda notice: (notice["year"], "replaces" in notice, notice["published"]))


@lru_cache(maxsize=64)
def _table(known: tuple[str, ...]) -> Table:
    base = FIRST - 400
    numbers = range(base, END)
    worked = [number % 7 not in (6, 0) for number in numbers]
    years = set()
    for notice in notices():
        if notice["paper"] not in known:
            continue
        if "replaces" in notice:
            for number in _days_of([notice["replaces"]]):
                worked[number - base] = number % 7 not in (6, 0)
        else:
            years.add(notice["year"])
        for number in _days_of(notice["days_off"]):
            worked[number - base] = False
        for number in _days_of(notice["make_up"]):
            worked[number - base] = True
    days = [date.fromordinal(number) for number in numbers]
    return Table(
        base,
        worked,
        [day.year * 12 + day.month for day in days],
        [day.day for day in days],
        [(day + timedelta(days=1)).day == 1 for day in days],
        date(max(years), 12, 31).toordinal(),
    )


@lru_cache(maxsize=20_000)
def table(as_of: date | None) -> Table:
    """The days as they were known on a day."""
    return _table(tuple(notice["paper"] for notice in notices() if as_of is None or notice["published"] <= as_of))


@lru_cache
def book() -> dict[str, list[dict[str, Any]]]:
    """The rows with a length, by id, as they stand in the files."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in (RULES / "law").glob("*.yaml"):
        for row in yaml.safe_load(path.read_text("utf-8")):
            if "length" in row:
                begun = row.get("from")
                if isinstance(begun, int) or (isinstance(begun, str) and begun[:4].isdigit()):
                    begun = date(int(str(begun)[:4]), int((str(begun)[5:] or "1").lstrip("0")), 1)
                row["begins"] = begun if isinstance(begun, date) else date.min
                row["ends"] = row.get("to") or date.max
                rows.setdefault(row["id"], []).append(row)
    return rows


@lru_cache
def _parents() -> dict[str, str | None]:
    rows = yaml.safe_load((RULES / "regions.yaml").read_text("utf-8"))
    return {row["code"]: row.get("parent") for row in rows}


def row_for(rule: str, day: date, region: str | None) -> dict[str, Any]:
    """The row in force on a day for a region. Raises Refused."""
    rows = book().get(rule) or book().get(f"{rule}.1") or []
    wanted: str | None = region
    while True:
        for row in rows:
            if (row.get("benchmark") or row.get("region") == wanted) and row["begins"] <= day <= row["ends"]:
                return row
        if wanted is None:
            raise Refused(rule)
        wanted = _parents().get(wanted)


def solve(
    rule: str,
    start: date | datetime,
    extend: int = 0,
    pauses: Iterable[tuple[date, date]] = (),
    restart: date | datetime | None = None,
    region: str | None = None,
    as_of: date | None = None,
) -> Answer:
    """The due date by walking. Raises Refused where there is no answer."""
    row = row_for(rule, _beijing_day(start), region)
    if restart is not None and _is_earlier(restart, start, row["unit"] in INSTANT):
        raise Refused(rule)
    return walk(row, restart if restart is not None else start, extend, pauses, table(as_of))


def walk(
    row: Mapping[str, Any], begun: date | datetime, extend: int, pauses: Iterable[tuple[date, date]], days: Table
) -> Answer:
    """The same for a row at hand. Raises Refused."""
    paused: set[int] = set()
    for first, end in pauses:
        paused.update(range(first.toordinal(), end.toordinal()))
    if row["unit"] in INSTANT:
        if not isinstance(begun, datetime):
            raise Refused(row["id"])
        due = _minutes(row, begun, extend, paused, days)
        provisional = row["unit"] == "work_minute" and due.toordinal() > days.last
        return Answer(row["id"], due, due, provisional)
    raw = _raw(row, _beijing_day(begun).toordinal(), extend, paused, days)
    due_number, direction = raw, row.get("direction", "forward")
    forward_roll = "none" if direction == "backward" or row["length"] == 0 else "next"
    roll = row.get("roll", "prev" if direction == "pay_day" else forward_roll)
    step = {"next": 1, "prev": -1, "none": 0}[roll]
    _inside(raw, days)
    while step and not days.worked[due_number - days.base]:
        due_number += step
        _inside(due_number, days)
    return Answer(row["id"], date.fromordinal(raw), date.fromordinal(due_number), max(raw, due_number) > days.last)


def _raw(row: Mapping[str, Any], start: int, extend: int, paused: set[int], days: Table) -> int:
    unit, length, direction = row["unit"], row["length"], row.get("direction", "forward")
    if direction == "pay_day":
        return start + extend
    if direction == "backward":
        return _step(_step(start, length, -1, unit, set(), days), extend, 1, unit, set(), days)
    if unit not in ("month", "year"):
        return _step(start, length + extend, 1, unit, paused, days)
    months = 12 if unit == "year" else 1
    last = _months_on(_months_on(start, length * months, days), extend * months, days)
    missed = len([number for number in range(start + 1, last + 1) if number in paused])
    return _step(last, missed, 1, "cal_day", paused, days)


def _step(number: int, count: int, step: int, unit: str, paused: set[int], days: Table) -> int:
    worked, base = days.worked, days.base
    while count:
        number += step
        if unit == "work_day":
            _inside(number, days)
            if not worked[number - base]:
                continue
        if number not in paused:
            count -= 1
    return number


def _months_on(number: int, months: int, days: Table) -> int:
    """Walk until so many months later the same day comes, or the month ends before it does."""
    place = number - days.base
    wanted, day = days.month[place] + months, days.in_month[place]
    while days.month[place] != wanted or not (days.in_month[place] == day or days.ends_month[place]):
        place += 1
    return place + days.base


def _minutes(row: Mapping[str, Any], begun: datetime, extend: int, paused: set[int], days: Table) -> datetime:
    local = begun.astimezone(BEIJING)
    at = local.toordinal() * DAY_MINUTES + local.hour * 60 + local.minute
    if row.get("next_hour"):
        at = (at // 60 + 1) * 60
    left = (row["length"] + extend) * (60 if row["unit"] == "hour" else 1)
    runs = _office_minutes() if row["unit"] == "work_minute" else None
    while left:
        number, minute = divmod(at, DAY_MINUTES)
        if number in paused or (runs is not None and not days.worked[number - days.base]):
            at = (number + 1) * DAY_MINUTES  # no minute of such a day counts
            continue
        left -= runs is None or runs[minute]
        at += 1
    number, minute = divmod(at, DAY_MINUTES)
    day = date.fromordinal(number)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=BEIJING)


@lru_cache
def _office_minutes() -> list[bool]:
    spans = yaml.safe_load((RULES / "office_hours.yaml").read_text("utf-8"))["spans"]
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(DAY_MINUTES)]
    return [any(first <= text < end for first, end in spans) for text in clock]


def _inside(number: int, days: Table) -> None:
    if not FIRST <= number < days.end:
        raise Refused("beyond the days that are known")


def _is_earlier(one: date | datetime, other: date | datetime, by_instant: bool) -> bool:
    if by_instant:
        return not isinstance(one, datetime) or not isinstance(other, datetime) or one < other
    return _beijing_day(one) < _beijing_day(other)


def _beijing_day(when: date | datetime) -> date:
    return when.astimezone(BEIJING).date() if isinstance(when, datetime) else when
