"""The days that a published case tells: a day, a month, a year, or a span of them; and what each says of the case."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflows.importing import words

LAST_DAY = date(2026, 10, 31)
EARLIEST = date(2000, 1, 1)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From the first to the last day that the published words can mean."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day that stands for the span: the day itself, the middle of a month."""
        return self.first + (self.last - self.first) // 2

    @property
    def exact(self) -> bool:
        """Whether a day was published."""
        return self.first == self.last


def published(found: object) -> Span | None:
    """What a published date can mean; None for anything else than a plausible one."""
    if not isinstance(found, str):
        return None
    ends = [_one(part.strip()) for part in found.split("/")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        return None
    if first.first > last.last or first.first < EARLIEST or first.first > LAST_DAY:
        return None
    return Span(first.first, min(last.last, LAST_DAY))


def _one(text: str) -> Span | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        if year is None or month is None:
            return None if year is None else Span(date(year, 1, 1), date(year, 12, 31))
        if day is not None:
            return Span(date(year, month, day), date(year, month, day))
        following = date(year + month // 12, month % 12 + 1, 1)
        return Span(date(year, month, 1), following - ONE_DAY)
    except ValueError:
        return None


def told(key_dates: Mapping[str, Any], kind: str) -> list[Span]:
    """The plausible dates of one kind (first, before, after ...), by the table of words."""
    return list(_spans(key_dates, words.table()["dates"][kind]))


def exact_day(key_dates: Mapping[str, Any], kind: str) -> date | None:
    """The earliest published day of a kind. A month alone starts no legal period: its day would be ours."""
    return min((span.first for span in told(key_dates, kind) if span.exact), default=None)


def _spans(key_dates: Mapping[str, Any], names: Iterable[str]) -> Iterable[Span]:
    for name in names:
        span = published(key_dates.get(name))
        if span is not None:
            yield span
