"""What makes a matter one that must be reported at once 必报, and how urgent that makes it; thresholds are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

PEOPLE = "people"


@dataclass(frozen=True)
class Threshold:
    """So many people, by these doors (none named: by any)."""

    least: int
    channels: frozenset[str]
    urgency: str
    report: bool
    word: str


@lru_cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("triggers.yaml").read_text(encoding="utf-8"))
    return found


URGENCY: Mapping[str, str] = MappingProxyType(dict(_table()["levels"]))
TRIGGER: Mapping[str, str] = MappingProxyType({key: row["word"] for key, row in _table()["triggers"].items()})
# What a person ticks; the number of people is counted.
TICKED: Mapping[str, str] = MappingProxyType({key: word for key, word in TRIGGER.items() if key != PEOPLE})
_RANK = {level: place for place, level in enumerate(URGENCY)}


@lru_cache
def thresholds() -> tuple[Threshold, ...]:
    """The numbers of people, the lowest first."""
    rows = [
        Threshold(row["from"], frozenset(row.get("channels", ())), row["urgency"], row["report"], row["word"])
        for row in _table()["people"]
    ]
    return tuple(sorted(rows, key=lambda one: one.least))


def reached(head_count: int, channel: str) -> list[Threshold]:
    """The thresholds that a matter of so many people reaches."""
    return [one for one in thresholds() if head_count >= one.least and (not one.channels or channel in one.channels)]


def urgency_of(triggers: Iterable[str], head_count: int, channel: str) -> str:
    """The highest level that the triggers and the number of people call for."""
    rows = _table()["triggers"]
    levels = [rows[key]["urgency"] for key in triggers if key in rows and key != PEOPLE]
    levels += [one.urgency for one in reached(head_count, channel)]
    return max(levels, key=_RANK.__getitem__, default="ordinary")
