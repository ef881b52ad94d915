"""How each region arranges its letters: whether a 提示函 exists, what opens a 建议书, who signs, what must be said.

The data is a file of law with articles and tags; a region without a row of its own follows its parent, then the
office's own default (工会自定).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rules.regions import chain

FILE = Path(__file__).with_name("letter_regions.yaml")


@dataclass(frozen=True)
class Note:
    """One sentence that the region's regulation wants said in these kinds of letters."""

    kinds: tuple[str, ...]
    says: str
    basis: str
    tag: str

    @property
    def words(self) -> str:
        """The sentence as it is printed: what was not read in full says so."""
        return f"{self.says}（{self.basis}{'' if self.tag == 'F' else '，待核实'}）"


@dataclass(frozen=True)
class LetterRegion:
    """What holds of letters in one region."""

    code: str
    has_notice: bool
    notice_basis: str
    notice_tag: str
    triggers: Mapping[str, str]
    trigger_tag: str
    direct: Mapping[str, str]
    signers: tuple[str, ...]
    signers_basis: str
    notes: tuple[Note, ...]

    @property
    def must_sign(self) -> str:
        """Who must sign, as it is said to who may not."""
        return f"须由{'或'.join(self.signers)}签发（{self.signers_basis}）"

    def notes_for(self, kind: str) -> tuple[str, ...]:
        """What a letter of this kind must say here, each with its article."""
        return tuple(note.words for note in self.notes if kind in note.kinds)


@lru_cache
def _loaded() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@lru_cache
def letter_region(code: str) -> LetterRegion:
    """The arrangement of a region, each part from itself, its parents, or the office's own default."""
    data = _loaded()
    rows = [data["regions"].get(one, {}) for one in chain(code) if one is not None] + [data["default"]]

    def part(name: str) -> Any:
        return next(row[name] for row in rows if name in row)

    notice = part("notice")
    return LetterRegion(
        code=code,
        has_notice=bool(notice["has"]),
        notice_basis=notice["basis"],
        notice_tag=notice["tag"],
        triggers=part("triggers"),
        trigger_tag=part("trigger_tag"),
        direct=part("direct"),
        signers=tuple(part("signers")),
        signers_basis=part("signers_basis"),
        notes=tuple(Note(tuple(one["kinds"]), one["says"], one["basis"], one["tag"]) for one in part("notes")),
    )


def regions() -> tuple[str, ...]:
    """Every region with a row of its own."""
    return tuple(_loaded()["regions"])
