"""When each act of a published case happened: published days where there are any, else a pure function of the id."""

import calendar
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from foundation.clock import OFFICE
from workflows.importing import words
from workflows.importing.plan import Step
from workflows.importing.reading import PublishedCase

FIRST_MONTH = (2024, 11)
MONTHS = 24
LAST_DAY = date(2026, 10, 31)
EARLIEST = date(2000, 1, 1)
_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def fraction(case_id: str, what: str) -> float:
    """A number from 0 up to 1 that depends on the id alone."""
    return int.from_bytes(hashlib.sha256(f"{case_id}/{what}".encode()).digest()[:6]) / 2**48


def plausible(found: object) -> date | None:
    """A published day; a month alone stands for its fifteenth. None for anything else."""
    if not isinstance(found, str):
        return None
    match = _FULL.fullmatch(found.strip()) or _MONTH.fullmatch(found.strip())
    if match is None:
        return None
    parts = [int(part) for part in match.groups()]
    try:
        day = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 15)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LAST_DAY else None


def schedule(case: PublishedCase, steps: Sequence[Step]) -> tuple[datetime, list[datetime], bool]:
    """The instant of the first contact, one for every step in order, and whether any of them is assumed."""
    anchors = _anchors(case, steps)
    first = _first(case, anchors)
    days = [first]
    assumed = first != _published_first(case)
    length = _length(case)
    open_end = min(first + timedelta(days=length), LAST_DAY)
    places = [place for place in sorted(anchors) if anchors[place] >= first]
    last, last_place = first, -1
    bounds: dict[int, date] = {}
    for place in places:
        if anchors[place] >= last:
            bounds[place] = last = anchors[place]
    if len(steps) - 1 not in bounds and steps:
        bounds[len(steps) - 1] = max(open_end, last)
        assumed = True
    last = first
    for place in sorted(bounds):
        span = (bounds[place] - last).days
        count = place - last_place
        days.extend(last + timedelta(days=span * nth // count) for nth in range(1, count + 1))
        assumed = assumed or count > 1
        last, last_place = bounds[place], place
    return (
        _instant(case, days[0], 0, len(days)),
        [_instant(case, day, nth, len(days)) for nth, day in enumerate(days[1:], 1)],
        assumed,
    )


def _instant(case: PublishedCase, day: date, nth: int, count: int) -> datetime:
    """Within the day, acts follow each other from half past eight on."""
    start = datetime.combine(day, time(8, 30), OFFICE)
    minutes = int(fraction(case.id, "minute") * 60) + nth * (8 * 60 // max(count, 1))
    return (start + timedelta(minutes=minutes)).astimezone(UTC)


def _published_first(case: PublishedCase) -> date | None:
    wanted = words.table()["dates"]["first"]
    found = [day for name, value in case.key_dates.items() if name in wanted and (day := plausible(value)) is not None]
    return min(found, default=None)


def _first(case: PublishedCase, anchors: dict[int, date]) -> date:
    published = _published_first(case)
    earliest = min(anchors.values(), default=None)
    if published is not None and (earliest is None or published <= earliest):
        return published
    if earliest is not None:
        return earliest - timedelta(days=3 + int(fraction(case.id, "lead") * 20))
    place = int(fraction(case.id, "month") * MONTHS)
    month = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + place
    year, index = divmod(month, 12)
    days = calendar.monthrange(year, index + 1)[1]
    return date(year, index + 1, 1 + int(fraction(case.id, "day") * days))


def _length(case: PublishedCase) -> int:
    if case.days_to_resolve is not None:
        return case.days_to_resolve
    return 4 + int(fraction(case.id, "length") * 36)


def _anchors(case: PublishedCase, steps: Sequence[Step]) -> dict[int, date]:
    """The published day of a step, by its place among the acts."""
    wanted = words.table()["dates"]["step"]
    found: dict[int, date] = {}
    for name, value in case.key_dates.items():
        day = plausible(value)
        if day is None or name not in wanted:
            continue
        for word in wanted[name]:
            nth = max((place for place, one in enumerate(case.path) if one == word), default=None)
            if nth is None:
                continue
            acts = [place for place, step in enumerate(steps) if step.word == nth and not step.inferred]
            if acts:
                found[acts[0]] = day
            break
    return found
