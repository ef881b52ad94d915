"""Checks are declared where they stand; the night runs them all in the order of their names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.checks.finding import Finding
from foundation.settings import Settings


@dataclass(frozen=True)
class Night:
    """What a check may look at beside the database: the instant, the settings, what the charts know.

    `known_states`: the states of each chart by case type and version; `owners`: who must act next in each;
    `ends`: the states of a matter that is over; `collective_from`: so many people with one claim are a
    collective matter.
    """

    at: datetime
    conf: Settings
    known_states: Mapping[tuple[str, int], frozenset[str]]
    owners: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()
    collective_from: int | None = None


Look = Callable[[sa.Connection, Night], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """One thing that must be true of the records on every night."""

    name: str
    title: str
    look: Look


CHECKS: dict[str, Check] = {}


def check(name: str, title: str) -> Callable[[Look], Look]:
    """Declare a function as the check of this name; its findings carry the same name."""

    def declare(function: Look) -> Look:
        if name in CHECKS:
            raise ValueError(f"check {name} is declared twice")
        CHECKS[name] = Check(name, title, function)
        return function

    return declare


def found(name: str, severity: str, rows: Iterable[Any], words: str) -> Iterator[Finding]:
    """A finding for each row: its first value is the number of the file, the others fill the words."""
    for row in rows:
        yield Finding(name, severity, str(row[0]), words.format(*row[1:]))
