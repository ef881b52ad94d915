"""Statutory holidays proper 法定休假日: the days that earn the holiday rate, not all days of a break."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from rules.article import articles
from rules.errors import BrokenRules
from rules.reading import read_yaml


@lru_cache
def _years() -> Mapping[int, frozenset[date]]:
    found: dict[int, frozenset[date]] = {}
    for row in read_yaml(Path(__file__).with_name("statutory_days.yaml")):
        days = frozenset(row["days"])
        fits = row["article"] in articles() and all(day.year == row["year"] for day in days)
        if not fits or len(days) != len(row["days"]) or row["year"] in found:
            raise BrokenRules(f"statutory_days.yaml: {row['year']}")
        found[row["year"]] = days
    return found


def statutory_holiday(day: date) -> bool | None:
    """Whether the day is one; None for years of which the list is not at hand. Raises BrokenRules."""
    days = _years().get(day.year)
    return None if days is None else day in days
