"""The ladder of alerts: level by level, each exactly once, until the case moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

RIGHT = "right"
LETTER = "letter"


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
    """Rungs by kind of clock, or by the rule that has a ladder of its own, in order."""
    text = (Path(__file__).parent / "ladder.yaml").read_text(encoding="utf-8")
    return {
        kind: tuple(
            Rung(row["level"], timedelta(hours=row["offset_hours"]), row["fact"], tuple(row["tell"])) for row in rows
        )
        for kind, rows in yaml.safe_load(text).items()
    }


def ladder_of(kind: str, rule_id: str, letter_id: object | None = None) -> str:
    """The ladder that a clock climbs: its rule's own where there is one, else that of its kind.

    The limits of an addressee of a letter (answer, correction, filing, feedback) have one of their own.
    """
    if rule_id in ladders():
        return rule_id
    return LETTER if kind == "obligation" and letter_id is not None else kind


def first_rung(kind: str, due_at: datetime, opened_at: datetime) -> Rung | None:
    """The level that fires first. Warnings that already lie behind are skipped, a breach never is.

    Of a worker's right the latest warning that lies behind is not skipped: whoever learns late that a right ends
    in five days must be told now, not in two days.
    """
    passed = None
    for rung in ladders().get(kind, ()):
        if rung.fact != "warned" or rung.fire_at(due_at) > opened_at:
            late = kind == RIGHT and passed is not None and opened_at < due_at
            return passed if late else rung
        passed = rung
    return None


def first_fire_at(rung: Rung, due_at: datetime, opened_at: datetime) -> datetime:
    """When the first level fires: a warning never before the clock was opened, a breach when it happened."""
    return max(rung.fire_at(due_at), opened_at) if rung.fact == "warned" else rung.fire_at(due_at)


def next_rung(kind: str, level: int) -> Rung | None:
    """The level after this one."""
    return next((rung for rung in ladders().get(kind, ()) if rung.level > level), None)


def rung_of(kind: str, level: int) -> Rung:
    """The rung with this level."""
    return next(rung for rung in ladders()[kind] if rung.level == level)
