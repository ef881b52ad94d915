"""The list of evidence of one case: what its claims want and what was added, with where each thing stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import EVIDENCE_BRINGER, EVIDENCE_STATE
from cases.evidence import OWN, Burden, wanted
from cases.views import tables as t

NOT_ASKED = "未问"


@dataclass(frozen=True)
class EvidenceShown:
    """One thing: what it is, who brings it, for which claims, where it stands (None: nobody asked yet)."""

    code: str
    label: str
    bringer: str
    essential: bool
    claims: Sequence[str]
    burden: Burden | None
    attachment_kind: str
    state: str | None = None
    note: str | None = None
    promised_on: date | None = None
    attachment_id: UUID | None = None
    by_name: str = ""
    at: datetime | None = None

    @property
    def bringer_word(self) -> str:
        """Who brings it, in words."""
        return EVIDENCE_BRINGER[self.bringer]

    @property
    def state_word(self) -> str:
        """Where it stands, in words."""
        return EVIDENCE_STATE[self.state] if self.state is not None else NOT_ASKED

    @property
    def missing(self) -> bool:
        """Whether it is something the claims cannot do without and is not here."""
        return self.essential and self.state != "received"


@dataclass(frozen=True)
class EvidenceList:
    """The whole list."""

    items: Sequence[EvidenceShown]

    @property
    def missing(self) -> Sequence[EvidenceShown]:
        """What must still come before the matter goes on to arbitration."""
        return [one for one in self.items if one.missing]

    def count(self, state: str | None) -> int:
        """How many things stand so."""
        return sum(one.state == state for one in self.items)


def evidence_of(session: Session, case_id: UUID) -> EvidenceList:
    """The list as it stands now; a claim that was added since brings its things with it."""
    return evidence_on(session.connection(), case_id)


def evidence_on(connection: sa.Connection, case_id: UUID) -> EvidenceList:
    """The same on a transaction's own connection."""
    kinds = connection.execute(sa.select(t.claim.c.kind).where(t.claim.c.case_id == case_id).order_by(t.claim.c.id))
    query = sa.select(t.evidence_item).where(t.evidence_item.c.case_id == case_id).order_by(t.evidence_item.c.id)
    rows = {row.code: row for row in connection.execute(query)}
    items = []
    for one in wanted(kinds.scalars()):
        row = rows.pop(one.thing.code, None)
        items.append(
            EvidenceShown(
                one.thing.code,
                one.thing.label,
                one.thing.bringer,
                one.essential,
                one.claims,
                one.thing.burden,
                one.thing.attachment_kind,
                **_standing(row),
            )
        )
    # What was added, and what a claim wanted that is no longer made.
    for row in rows.values():
        claims = ["自行添加"] if row.code.startswith(OWN) else ["原诉求"]
        items.append(
            EvidenceShown(row.code, row.label, row.bringer, row.is_essential, claims, None, "other", **_standing(row))
        )
    return EvidenceList(sorted(items, key=lambda one: not one.essential))


def _standing(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("state", "note", "promised_on", "attachment_id", "by_name", "at")}
