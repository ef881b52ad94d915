"""The catalogue of indicators, read from catalogue.yaml."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Indicator:
    """What a figure means 口径."""

    code: str
    name: str
    unit: str
    formula: str
    date: str
    note: str
    page: str = ""
    """The page behind a figure that is not of cases; the month is written at its end."""


@lru_cache
def catalogue() -> dict[str, Indicator]:
    """All indicators by code, in the order of the report."""
    rows = yaml.safe_load((Path(__file__).parent / "catalogue.yaml").read_text(encoding="utf-8"))
    return {row["code"]: Indicator(**row) for row in rows}
