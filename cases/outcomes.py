"""The register of outcomes 结案方式, read from outcomes.yaml once: what each means, needs and leaves to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Outcome:
    """One way in which a matter ends."""

    code: str
    word: str
    stages: frozenset[str]
    types: frozenset[str]
    next: str
    keeps: tuple[str, ...]
    success: bool
    needs: tuple[str, ...]
    wants: tuple[str, ...]
    recovered: bool
    mode: str
    result: str


@dataclass(frozen=True)
class Register:
    """All outcomes, the words of what they need, and where the register comes from."""

    source: str
    outcomes: Mapping[str, Outcome]
    needs: Mapping[str, str]
    results: Mapping[str, str]


@lru_cache
def register() -> Register:
    """The register. Raises KeyError where an outcome needs something that the file has no word for."""
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("outcomes.yaml").read_text(encoding="utf-8"))
    outcomes = {}
    for code, row in read["outcomes"].items():
        asked = {*row["needs"], *row.get("wants", ())}
        unknown = sorted(asked - set(read["needs"])) + sorted({row["result"]} - set(read["results"]))
        if unknown:
            raise KeyError(f"{code}: {', '.join(unknown)}")
        outcomes[code] = Outcome(
            code=code,
            word=row["word"],
            stages=frozenset(row["stages"]),
            types=frozenset(row.get("types", ())),
            next=row["next"],
            keeps=tuple(row.get("keeps", ())),
            success=row["success"],
            needs=tuple(row["needs"]),
            wants=tuple(row.get("wants", ())),
            recovered=row["recovered"],
            mode=row["mode"],
            result=row["result"],
        )
    return Register(read["source"], outcomes, read["needs"], read["results"])
