"""The ladder of alerts: level by level, each exactly once, until the case moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Rung:
    """One level: when relative to the due instant, what is written down, who is told."""

    level: int
    offset: timedelta
    fact: str
    tell: tuple[str, ...]

    def fire_at(self, due_at: datetime) -> datetime:
        """The instant of this level."""
        return due_at + self.offset


@lru_cache
def ladders() -> dict[str, tuple[Rung, ...]]:
    """Rungs by kind of clock, in order."""
    text = (Path(__file__).parent / "ladder.yaml").read_text(encoding="utf-8")
    return {
        kind: tuple(
            Rung(row["level"], timedelta(hours=row["offset_hours"]), row["fact"], tuple(row["tell"])) for row in rows
        )
        for kind, rows in yaml.safe_load(text).items()
    }


def first_rung(kind: str, due_at: datetime, opened_at: datetime) -> Rung | None:
    """The first level still ahead. Warnings that already lie behind are skipped, a breach never is."""
    for rung in ladders().get(kind, ()):
        if rung.fact != "warned" or rung.fire_at(due_at) > opened_at:
            return rung
    return None


def next_rung(kind: str, level: int) -> Rung | None:
    """The level after this one."""
    return next((rung for rung in ladders().get(kind, ()) if rung.level > level), None)


def rung_of(kind: str, level: int) -> Rung:
    """The rung with this level."""
    return next(rung for rung in ladders()[kind] if rung.level == level)
