"""The list of evidence of a case: what its claims ask for, and where each thing stands.

What each kind of claim needs stands in evidence.yaml, so a claim that is added later brings its things with it.
A row exists only for what somebody said something about, or added of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlmodel import Field, SQLModel

from cases.codes import ATTACHMENT_KIND, CLAIM_KIND, EVIDENCE_BRINGER, EVIDENCE_STATE
from foundation.columns import one_of
from foundation.ids import new_id
from rules.rule import TAGS

OWN = "own:"


class EvidenceItem(SQLModel, table=True):
    """Where one thing on the list stands; `code` is its name in the list, or own:… for one that was added."""

    __tablename__ = "evidence_item"
    __table_args__ = (
        one_of("state", EVIDENCE_STATE),
        one_of("bringer", EVIDENCE_BRINGER),
        sa.UniqueConstraint("case_id", "code"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    code: str = Field(max_length=50)
    label: str = Field(max_length=120)
    bringer: str = Field(max_length=20)
    is_essential: bool = False
    state: str = Field(max_length=20)
    promised_on: date | None = None
    note: str | None = None
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    by_name: str = Field(max_length=60)
    at: datetime


@dataclass(frozen=True)
class Burden:
    """Whose part the proof is, and the article that says so; tag M waits to be read in the original."""

    says: str
    law: str
    tag: str

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]


@dataclass(frozen=True)
class Thing:
    """One thing to collect, as the list knows it."""

    code: str
    label: str
    bringer: str
    attachment_kind: str
    burden: Burden | None


@dataclass(frozen=True)
class Needed:
    """What one kind of claim cannot do without, and what helps."""

    essential: Sequence[str]
    helpful: Sequence[str]


@lru_cache
def things() -> Mapping[str, Thing]:
    """Everything that the lists name. Raises ValueError for a list that does not hold together."""
    return _read()[0]


@lru_cache
def needs() -> Mapping[str, Needed]:
    """What each kind of claim asks for."""
    return _read()[1]


@lru_cache
def _read() -> tuple[Mapping[str, Thing], Mapping[str, Needed]]:
    text = (Path(__file__).parent / "evidence.yaml").read_text(encoding="utf-8")
    given = yaml.safe_load(text)
    burdens = {name: Burden(**said) for name, said in given["burdens"].items()}
    found = {code: _thing(code, said, burdens) for code, said in given["things"].items()}
    lists = {
        kind: Needed(tuple(said["essential"]), tuple(said.get("helpful", ()))) for kind, said in given["claims"].items()
    }
    unknown = {code for one in lists.values() for code in (*one.essential, *one.helpful)} - set(found)
    if unknown or set(lists) != set(CLAIM_KIND):
        raise ValueError(f"evidence.yaml: {sorted(unknown)} {sorted(set(lists) ^ set(CLAIM_KIND))}")
    return found, lists


def _thing(code: str, said: Mapping[str, Any], burdens: Mapping[str, Burden]) -> Thing:
    kind = said.get("file", "other")
    if said["bringer"] not in EVIDENCE_BRINGER or kind not in ATTACHMENT_KIND:
        raise ValueError(f"evidence.yaml: {code}")
    return Thing(code, said["label"], said["bringer"], kind, burdens[said["burden"]] if "burden" in said else None)


@dataclass(frozen=True)
class Wanted:
    """One thing that a case's claims want, for which of them, and whether one of them cannot do without it."""

    thing: Thing
    claims: Sequence[str]
    essential: bool


def wanted(claim_kinds: Iterable[str]) -> Sequence[Wanted]:
    """What these claims want together, each thing once: what none can do without first."""
    kinds = list(dict.fromkeys(claim_kinds))
    lists = needs()
    codes = list(dict.fromkeys(code for kind in kinds for code in (*lists[kind].essential, *lists[kind].helpful)))
    found = []
    for code in codes:
        wanting = [kind for kind in kinds if code in lists[kind].essential or code in lists[kind].helpful]
        essential = any(code in lists[kind].essential for kind in wanting)
        found.append(Wanted(things()[code], [CLAIM_KIND[kind] for kind in wanting], essential))
    return sorted(found, key=lambda one: not one.essential)
