"""Check-ups: the list, one with its answers and findings, findings past their day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.views import tables as c
from cases.views.prevention_common import Page, one_row, paged, tags_of, traces

MOST = 100


Days = tuple[date, date]


def check_ups(
    session: Session,
    p: int,
    *,
    state: str = "",
    district: str = "",
    days: Days | None = None,
    corrected: Days | None = None,
) -> Page:
    """A page of check-ups, newest first, with how many findings are open.

    `days`: when they were held; `corrected`: when a finding of theirs was put right.
    """
    found = t.check_up_finding
    mine = sa.select(sa.func.count()).where(found.c.check_up_id == t.check_up.c.id)
    query = (
        sa.select(
            t.check_up,
            c.employer.c.name.label("employer"),
            mine.scalar_subquery().label("findings"),
            mine.where(found.c.state == "open").scalar_subquery().label("open"),
        )
        .join(c.employer, c.employer.c.id == t.check_up.c.employer_id)
        .order_by(t.check_up.c.held_on.desc(), t.check_up.c.id.desc())
    )
    if state:
        query = query.where(t.check_up.c.state == state)
    if district:
        query = query.where(t.check_up.c.district == district)
    if days is not None:
        query = query.where(t.check_up.c.held_on >= days[0], t.check_up.c.held_on <= days[1])
    if corrected is not None:
        right = (found.c.corrected_on >= corrected[0], found.c.corrected_on <= corrected[1])
        query = query.where(sa.exists().where(found.c.check_up_id == t.check_up.c.id, *right))
    return paged(session, query, p)


@dataclass(frozen=True)
class CheckUpFile:
    """One check-up with everything on file."""

    row: Any
    answers: Mapping[str, Any]
    findings: Sequence[Any]
    tags: Sequence[Any]
    traces: Sequence[Any]


def check_up(session: Session, check_up_id: UUID) -> CheckUpFile:
    """One check-up. Raises NotFound."""
    query = (
        sa.select(t.check_up, c.employer.c.name.label("employer"), c.account.c.name.label("owner"))
        .join(c.employer, c.employer.c.id == t.check_up.c.employer_id)
        .outerjoin(c.account, c.account.c.id == t.check_up.c.owner_id)
        .where(t.check_up.c.id == check_up_id)
    )
    row = one_row(session, query, "体检")
    connection = session.connection()
    answers = connection.execute(sa.select(t.check_answer).where(t.check_answer.c.check_up_id == check_up_id))
    return CheckUpFile(
        row,
        {one.item: one for one in answers},
        connection.execute(_findings().where(t.check_up_finding.c.check_up_id == check_up_id)).all(),
        tags_of(session, "check_up", check_up_id),
        traces(session, "check_up", check_up_id),
    )


def _findings() -> sa.Select[Any]:
    return (
        sa.select(
            t.check_up_finding,
            t.check_up.c.number,
            c.employer.c.name.label("employer"),
            c.case.c.number.label("case_number"),
            c.letter.c.number.label("letter_number"),
            c.letter.c.state.label("letter_state"),
        )
        .join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id)
        .join(c.employer, c.employer.c.id == t.check_up.c.employer_id)
        .outerjoin(c.case, c.case.c.id == t.check_up_finding.c.case_id)
        .outerjoin(c.letter, c.letter.c.id == t.check_up_finding.c.letter_id)
        .order_by(t.check_up_finding.c.due_on, t.check_up_finding.c.id)
    )


def overdue_findings(session: Session, day: date) -> Sequence[Any]:
    """Findings past their day, the oldest first."""
    query = _findings().where(
        t.check_up_finding.c.state == "open", t.check_up_finding.c.due_on < day, t.check_up.c.state != "cancelled"
    )
    return session.connection().execute(query.limit(MOST)).all()
