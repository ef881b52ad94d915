"""When each act of a published case happened: published days where there are any, else a pure function of the id."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from foundation.clock import OFFICE
from workflows.importing import words
from workflows.importing.dates import LAST_DAY, ONE_DAY, published, told
from workflows.importing.plan import Step
from workflows.importing.reading import PublishedCase

WINDOW_FIRST = date(2024, 11, 1)
# How long after its occasion a worker comes, at most; how long before its known end a matter began, at most.
COMES_WITHIN = 183
ENDS_WITHIN = 90


def fraction(case_id: str, what: str) -> float:
    """A number from 0 up to 1 that depends on the id alone."""
    return int.from_bytes(hashlib.sha256(f"{case_id}/{what}".encode()).digest()[:6]) / 2**48


def schedule(case: PublishedCase, steps: Sequence[Step]) -> tuple[datetime, list[datetime], bool]:
    """The instant of the first contact, one for every step in order, and whether any of them is assumed."""
    anchors = _anchors(case, steps)
    first, given = _first(case, anchors)
    bounds: dict[int, date] = {}
    last = first
    for place in sorted(anchors):
        if anchors[place] >= last:
            bounds[place] = last = anchors[place]
    assumed = not given
    if steps and len(steps) - 1 not in bounds:
        bounds[len(steps) - 1] = max(_end(case, first), last)
        assumed = True
    days = [first]
    last, last_place = first, -1
    for place in sorted(bounds):
        span, count = (bounds[place] - last).days, place - last_place
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


def _first(case: PublishedCase, anchors: dict[int, date]) -> tuple[date, bool]:
    """The day of the first contact, and whether it was published."""
    earliest = min(anchors.values(), default=None)
    told_first = min((span.middle for span in told(case.key_dates, "first")), default=None)
    if told_first is not None and (earliest is None or told_first <= earliest):
        return told_first, True
    if earliest is not None:
        lead = earliest - timedelta(days=3 + int(fraction(case.id, "lead") * 20))
        return min(max([lead, *_facts(case)]), earliest), False
    low, high = _window(case)
    return low + timedelta(days=int(fraction(case.id, "day") * ((high - low).days + 1))), False


def _facts(case: PublishedCase) -> list[date]:
    """The days on which the first contact can be at the earliest, by each thing that went before it."""
    return [span.first + ONE_DAY for kind in ("occasion", "before") for span in told(case.key_dates, kind)]


def _window(case: PublishedCase) -> tuple[date, date]:
    """The days among which the first contact lies, by all that is known of what came before and after.

    A date told as a month or a year binds by its first day where something follows it, by its last where
    something precedes it, so that no published order is ever turned round.
    """
    low, high = WINDOW_FIRST, LAST_DAY
    within = told(case.key_dates, "within")
    occasions = [span.first + ONE_DAY for span in told(case.key_dates, "occasion")]
    over = _over(case)
    if within:
        low, high = within[0].first, within[0].last
    elif occasions:
        low = max(occasions)
        high = low + timedelta(days=COMES_WITHIN)
    elif over is not None:
        low = over - timedelta(days=ENDS_WITHIN)
    low = max([low, *_facts(case)])
    if over is not None:
        high = min(high, over - timedelta(days=_length(case)))
    high = min(high, LAST_DAY)
    return min(low, LAST_DAY), max(low, high)


def _over(case: PublishedCase) -> date | None:
    return min((span.last for span in told(case.key_dates, "after")), default=None)


def _end(case: PublishedCase, first: date) -> date:
    end = first + timedelta(days=_length(case))
    over = _over(case)
    if over is not None:
        end = min(end, max(over, first))
    return min(end, LAST_DAY)


def _length(case: PublishedCase) -> int:
    """Days from the first contact to the last act: published, else drawn."""
    if case.days_to_resolve is not None:
        return case.days_to_resolve
    return 4 + int(fraction(case.id, "length") * 36)


def _anchors(case: PublishedCase, steps: Sequence[Step]) -> dict[int, date]:
    """The published day of a step, by its place among the acts."""
    found: dict[int, date] = {}
    table = words.table()["dates"]
    for name, value in case.key_dates.items():
        span = published(value)
        if span is None:
            continue
        if name in table["promise"]:
            nth = table["promise"][name]
            places = [place for place, word in enumerate(case.path) if word == "agreement"][nth - 1 : nth]
            # A promise is made before the day it promises, by a few days that the source does not tell.
            day = span.first - timedelta(days=1 + int(fraction(case.id, name) * 10))
        else:
            wanted = table["step"].get(name) or table["first_step"].get(name) or []
            places = _places(case, wanted, first=name in table["first_step"])
            day = span.middle
        acts = [at for at, step in enumerate(steps) if step.word in places and not step.inferred]
        if acts:
            found[acts[0]] = day
    return found


def _places(case: PublishedCase, wanted: Sequence[str], *, first: bool) -> list[int]:
    """The place of the first or last step of the path among the wanted words, the words by precedence."""
    for word in wanted:
        places = [place for place, one in enumerate(case.path) if one == word]
        if places:
            return [places[0] if first else places[-1]]
    return []
