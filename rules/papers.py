"""Calendar papers 放假通知: each is one file, kept as it was, with its own fingerprint.

A year has one main paper; a later paper of the same year `replaces` a span of its days (the emergency change of
2020, the changed 劳动节 of 2019). Days are taken by paper and not by year: the last days of December may belong
to the next year's.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rules.errors import BrokenRules
from rules.reading import UNCHECKED, read_yaml_text

ONE = timedelta(days=1)
SATURDAY = 5
FIELDS = {"paper", "year", "notice", "title", "source", "published", "days_off", "make_up"}
# The first day of the year before that a notice can speak of.
LATE_DECEMBER = 25


@dataclass(frozen=True)
class Paper:
    """One notice. `published` is None where the day is not known: it counts as known from its first possible day on."""

    id: str
    year: int
    notice: str
    title: str
    source: str
    published: date | None
    days_off: frozenset[date]
    make_up: frozenset[date]
    replaces: frozenset[date] | None
    sha256: str
    text: str

    @property
    def is_main(self) -> bool:
        """Whether it covers its whole year."""
        return self.replaces is None

    def known_on(self, day: date) -> bool:
        """Whether it had been published by then."""
        return (self.published or date(self.year - 1, 12, LATE_DECEMBER)) <= day


def read_paper(text: str, where: str) -> Paper:
    """A notice from its text. Raises BrokenRules that says what is wrong."""
    row = read_yaml_text(text, where)
    if not isinstance(row, dict) or (missing := FIELDS - set(row)) or set(row) - FIELDS - {"replaces"}:
        names = sorted(missing) if isinstance(row, dict) and missing else "unknown fields or no mapping"
        raise BrokenRules(f"{where}: {names}")
    try:
        off, work = _days(row["days_off"]), _days(row["make_up"])
        replaced = _days([row["replaces"]]) if "replaces" in row else None
    except (TypeError, ValueError) as error:
        raise BrokenRules(f"{where}: {error}") from None
    published = None if row["published"] == UNCHECKED else row["published"]
    if not isinstance(row["year"], int) or not (published is None or isinstance(published, date)):
        raise BrokenRules(f"{where}: year or published")
    strangers = [day for day in off | work if not _belongs(day, row["year"])]
    if strangers or off & work or any(day.weekday() < SATURDAY for day in work):
        raise BrokenRules(f"{where}: days of another year, a day both off and worked, or a weekday made up")
    if replaced is not None and not off | work <= replaced:
        raise BrokenRules(f"{where}: a day that the paper does not replace")
    return Paper(
        id=str(row["paper"]),
        year=row["year"],
        notice=str(row["notice"]),
        title=str(row["title"]),
        source=str(row["source"]),
        published=published,
        days_off=off,
        make_up=work,
        replaces=replaced,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == 12 and day.day >= LATE_DECEMBER)


def _days(items: Any) -> frozenset[date]:
    found: set[date] = set()
    for item in items:
        first, _, last = str(item).partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += ONE
    return frozenset(found)


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Main papers by year, each followed by what changed it."""
    return tuple(sorted(papers, key=lambda paper: (paper.year, not paper.is_main, paper.published or date.min)))


@lru_cache
def shipped() -> tuple[Paper, ...]:
    """The notices that come with the program. Raises BrokenRules."""
    paths = sorted((Path(__file__).parent / "calendars").glob("*.yaml"))
    return in_order(read_paper(path.read_text(encoding="utf-8"), path.name) for path in paths)


def dump(row: dict[str, Any]) -> str:
    """A notice as the text of a file."""
    return yaml.safe_dump(row, allow_unicode=True, sort_keys=False)
