"""What the office has set about callback and quality check (workflows/closing.yaml), and the arithmetic on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class CallbackRule:
    """How often, and how far apart, before a worker counts as unreachable."""

    tries: int
    hours_apart: int


@dataclass(frozen=True)
class QualityRule:
    """When files are checked, how many of them, and what makes a pass."""

    when: str
    sample_percent: int
    pass_score: int
    items: Mapping[str, tuple[str, int]]


@lru_cache
def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "closing.yaml").read_text(encoding="utf-8"))
    return loaded


@lru_cache
def callback_rule() -> CallbackRule:
    """The office's own rule on callbacks."""
    row = _loaded()["callback"]
    return CallbackRule(int(row["tries"]), int(row["hours_apart"]))


@lru_cache
def quality_rule() -> QualityRule:
    """The office's own rule on quality checks."""
    row = _loaded()["quality_check"]
    items = {str(one["id"]): (str(one["title"]), int(one["points"])) for one in row["items"]}
    return QualityRule(str(row["when"]), int(row["sample_percent"]), int(row["pass_score"]), items)


def sampled(number: str, percent: int) -> bool:
    """Whether a case is in the sample: by the hash of its number, so that anybody can check the choice."""
    return int(sha256(number.encode()).hexdigest()[:8], 16) % 100 < percent


def counted_tries(moments: Iterable[datetime], hours_apart: int) -> int:
    """How many tries count: each at least so many hours after the one counted before."""
    count, last = 0, None
    for moment in sorted(moments):
        if last is None or moment - last >= timedelta(hours=hours_apart):
            count, last = count + 1, moment
    return count
