"""Checks are declared where they stand; the night runs them all in the order of their names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cases.checks.finding import Finding
from foundation.settings import Settings


@dataclass(frozen=True)
class Night:
    """What a check may look at beside the database: the instant, the settings, the states of each chart by
    case type and version."""

    at: datetime
    conf: Settings
    known_states: Mapping[tuple[str, int], frozenset[str]]


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
