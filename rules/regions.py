"""Regions: their names, and whose rules they follow where they have none."""

from functools import lru_cache
from pathlib import Path

from rules.errors import BrokenRules
from rules.reading import read_yaml


@lru_cache
def _table() -> dict[str, tuple[str, str | None]]:
    rows = read_yaml(Path(__file__).with_name("regions.yaml"))
    table = {row["code"]: (row["name"], row.get("parent")) for row in rows}
    if len(table) != len(rows) or any(parent is not None and parent not in table for _, parent in table.values()):
        raise BrokenRules("regions.yaml: a code twice, or an unknown parent")
    return table


def region_name(code: str | None) -> str:
    """The Chinese name of a region; an unknown code is shown as it is."""
    return _table().get(code or "", (code or "", None))[0]


def chain(code: str | None) -> tuple[str | None, ...]:
    """The region, those above it, and None for the general rule."""
    found: list[str | None] = []
    while code is not None:
        found.append(code)
        code = _table().get(code, ("", None))[1]
    return (*found, None)


def regions() -> list[tuple[str, str]]:
    """Every region: code and name."""
    return [(code, name) for code, (name, _) in _table().items()]
