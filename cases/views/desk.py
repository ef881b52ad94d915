"""What waits on a desk: cases by state, letters by state, alerts, runs, calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.reach import limits
from cases.views.rights import rights_first
from foundation.errors import NotFound
from foundation.runs import JobRun
from foundation.work import Actor

MOST = 50
_run: sa.Table = JobRun.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def waiting_cases(session: Session, states: Sequence[str], until: datetime, *, limit: int = MOST) -> Sequence[Any]:
    """Cases in these states: rights that end by `until` first, then the most urgent."""
    query = (
        sa.select(
            t.case.c.id,
            t.case.c.number,
            t.case.c.case_type,
            t.case.c.chart_version,
            t.case.c.state,
            t.case.c.title,
            t.case.c.next_due_at,
            t.case.c.right_due_at,
            t.case.c.alarm,
            t.case.c.urgency,
        )
        .where(t.case.c.state.in_(states), t.case.c.archived_at.is_(None))
        .order_by(*rights_first(until))
        .limit(limit)
    )
    return session.connection().execute(query).all()


def alerts(
    session: Session, account_id: UUID | None, role: str, *, unread_only: bool, limit: int = MOST, offset: int = 0
) -> Sequence[Any]:
    """Alerts to this person or role: unread ones about a right that still runs, then the rest, each newest first.

    What a replay made is history and not shown here.
    """
    is_right = sa.and_(t.clock.c.kind.is_not_distinct_from("right"), t.clock.c.state.is_not_distinct_from("running"))
    query = (
        sa.select(t.alert, t.case.c.number, is_right.label("is_right"))
        .select_from(
            t.alert.outerjoin(t.case, t.case.c.id == t.alert.c.case_id).outerjoin(
                t.clock, t.clock.c.id == t.alert.c.clock_id
            )
        )
        .where(_mine(account_id, role))
        .order_by(sa.case((sa.and_(t.alert.c.read_at.is_(None), is_right), 0), else_=1), t.alert.c.at.desc())
        .limit(limit)
        .offset(offset)
    )
    if unread_only:
        query = query.where(t.alert.c.read_at.is_(None))
    return session.connection().execute(query).all()


def unread(session: Session, account_id: UUID | None, role: str) -> int:
    """How many alerts wait."""
    query = sa.select(sa.func.count()).where(_mine(account_id, role), t.alert.c.read_at.is_(None))
    return int(session.connection().execute(query.select_from(t.alert)).scalar_one())


def _mine(account_id: UUID | None, role: str) -> sa.ColumnElement[bool]:
    return sa.and_(sa.or_(t.alert.c.role == role, t.alert.c.account_id == account_id), t.alert.c.is_history.is_(False))


def letters(session: Session, states: Sequence[str] = (), *, limit: int = 200, offset: int = 0) -> Sequence[Any]:
    """Letters with their cases, newest first."""
    query = (
        sa.select(t.letter, t.case.c.number.label("case_number"))
        .select_from(t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id))
        .order_by(t.letter.c.drafted_at.desc())
        .limit(limit)
        .offset(offset)
    )
    if states:
        query = query.where(t.letter.c.state.in_(states))
    return session.connection().execute(query).all()


def one_letter(session: Session, letter_id: UUID) -> Any:
    """A letter with its case's number. Raises NotFound."""
    query = (
        sa.select(t.letter, t.case.c.number.label("case_number"))
        .select_from(t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id))
        .where(t.letter.c.id == letter_id)
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这份文书，或您无权查看。")
    return row


def open_contacts(session: Session, *, limit: int = MOST) -> Sequence[Any]:
    """Calls that were neither answered nor made a case."""
    query = sa.select(t.contact).where(t.contact.c.handling == "open").order_by(t.contact.c.at.desc()).limit(limit)
    return session.connection().execute(query).all()


def runs(session: Session, *, limit: int = 100) -> Sequence[Any]:
    """What ran by itself, newest first."""
    return session.connection().execute(sa.select(_run).order_by(_run.c.started_at.desc()).limit(limit)).all()


def counts(session: Session, by: Actor, at: datetime, until: datetime) -> dict[str, int]:
    """How many cases are open, how many have a limit that has run out, and in how many a right ends by `until`."""
    is_open = sa.and_(t.case.c.closed_at.is_(None), *limits(by))
    late, rights = (sa.func.count().filter(one) for one in (t.case.c.next_due_at <= at, t.case.c.right_due_at <= until))
    query = sa.select(sa.func.count().label("open"), late.label("late"), rights.label("rights")).where(is_open)
    return dict(session.connection().execute(query.select_from(t.case)).one()._mapping)
