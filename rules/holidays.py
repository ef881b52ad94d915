"""What a break is called, to say why a day is off. Which days are off stands in the notices alone."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.errors import BrokenRules
from rules.reading import read_yaml


@lru_cache
def _names() -> list[dict[str, Any]]:
    rows = read_yaml(Path(__file__).with_name("holidays.yaml"))
    if any(set(row) not in ({"name", "holds"}, {"name", "begins"}) for row in rows):
        raise BrokenRules("holidays.yaml: a name, and what its break holds or where it begins")
    return list(rows)


@lru_cache(maxsize=1024)
def holiday_name(first: date, last: date) -> str:
    """The name of the break from `first` to `last`, or nothing where none is known."""
    held = {f"{first + timedelta(days=n):%m-%d}" for n in range((last - first).days + 1)}
    for row in _names():
        begins = row.get("begins")
        if held & set(row.get("holds", ())) or (begins and begins[0] <= f"{first:%m-%d}" <= begins[1]):
            return str(row["name"])
    return ""
