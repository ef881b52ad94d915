"""Copies and linkage 抄送与联动: of a file, of letters (for the ledger), and what a desk still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import SERVICE_WAY
from cases.letter_copy import COPY_ACTION, COPY_ORGAN
from cases.obstruction import OBSTRUCTION
from cases.views import tables as t
from people.roles import Role

MOST = 50
_named = sa.func.coalesce(t.letter.c.number, t.letter.c.kind_label).label("letter_name")


@dataclass(frozen=True)
class CopyShown:
    """One copy with its words."""

    row: Any
    action: str
    organ: str
    how: str

    @property
    def is_open(self) -> bool:
        """Whether it has not gone out."""
        return self.row.sent_on is None


def copies_of_case(session: Session, case_id: UUID) -> Sequence[CopyShown]:
    """Every copy of a file: those still owed first, then what was sent."""
    query = (
        sa.select(t.letter_copy, _named)
        .select_from(t.letter_copy.outerjoin(t.letter, t.letter.c.id == t.letter_copy.c.letter_id))
        .where(t.letter_copy.c.case_id == case_id)
        .order_by(
            t.letter_copy.c.sent_on.is_not(None),
            t.letter_copy.c.is_optional,
            t.letter_copy.c.owed_on,
            t.letter_copy.c.rule,
            t.letter_copy.c.organ,
        )
    )
    return [_shown(row) for row in session.connection().execute(query)]


@dataclass(frozen=True)
class Linkage:
    """What the card shows: copies, and what others may begin themselves."""

    copies: Sequence[CopyShown]


def linkage_of_case(session: Session, case_id: UUID) -> Linkage | None:
    """The copies of a file; None where it has no breach on file and nothing to tell anybody."""
    copies = copies_of_case(session, case_id)
    return Linkage(copies) if copies or _has_breach(session, case_id) else None


def _has_breach(session: Session, case_id: UUID) -> bool:
    query = sa.select(t.case.c.has_violation).where(t.case.c.id == case_id)
    return bool(session.connection().execute(query).scalar_one_or_none())


def owed_copies(session: Session, role: str, account_id: UUID | None, *, limit: int = MOST) -> Sequence[CopyShown]:
    """What must be sent and was not: of a mediator's own files, or of all; the oldest first."""
    query = (
        sa.select(t.letter_copy, _named, t.case.c.number.label("case_number"))
        .select_from(
            t.letter_copy.join(t.case, t.case.c.id == t.letter_copy.c.case_id).outerjoin(
                t.letter, t.letter.c.id == t.letter_copy.c.letter_id
            )
        )
        .where(t.letter_copy.c.sent_on.is_(None), t.letter_copy.c.is_optional.is_(False))
        .order_by(t.letter_copy.c.due, t.letter_copy.c.id)
        .limit(limit)
    )
    if role == Role.MEDIATOR:
        query = query.where(t.case.c.handler_id == account_id)
    return [_shown(row) for row in session.connection().execute(query)]


@dataclass(frozen=True)
class Obstructions:
    """How the employer obstructed the investigation, in order: each record and its word."""

    rows: Sequence[tuple[Any, str]]


def obstructions_of(session: Session, case_id: UUID) -> Obstructions | None:
    """The records of a file; None where there is none and no breach on file either."""
    query = sa.select(t.obstruction).where(t.obstruction.c.case_id == case_id)
    rows = session.connection().execute(query.order_by(t.obstruction.c.happened_on, t.obstruction.c.id))
    found = [(row, OBSTRUCTION[row.kind]) for row in rows]
    return Obstructions(found) if found or _has_breach(session, case_id) else None


def _shown(row: Any) -> CopyShown:
    return CopyShown(row, COPY_ACTION[row.action], COPY_ORGAN[row.organ], SERVICE_WAY.get(row.how or "", ""))
