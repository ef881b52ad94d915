"""Dispatches: those of a case, those that nobody signed for yet, those that came back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.workload import waits_to_be_signed
from foundation.work import Actor


def dispatches_of(session: Session, case_id: UUID) -> Sequence[Any]:
    """Every dispatch of a case, newest first; `own_union` where it went to the union of the case's own employer."""
    own = sa.and_(t.unit.c.employer_id.is_not(None), t.unit.c.employer_id == t.case.c.employer_id)
    query = (
        sa.select(t.dispatch, sa.func.coalesce(own, sa.false()).label("own_union"))
        .select_from(
            t.dispatch.join(t.case, t.case.c.id == t.dispatch.c.case_id).outerjoin(
                t.unit, t.unit.c.id == t.dispatch.c.unit_id
            )
        )
        .where(t.dispatch.c.case_id == case_id)
        .order_by(t.dispatch.c.sent_at.desc(), t.dispatch.c.id.desc())
    )
    return session.connection().execute(query).all()


def unsigned(session: Session, *, most: int = 50) -> Sequence[Any]:
    """Sent and not signed for, the longest first."""
    query = (
        sa.select(t.dispatch, t.case.c.number, t.case.c.title)
        .join(t.case, t.case.c.id == t.dispatch.c.case_id)
        .where(waits_to_be_signed())
        .order_by(t.dispatch.c.sent_at)
        .limit(most)
    )
    return session.connection().execute(query).all()


def arrived(session: Session, by: Actor, *, most: int = 50) -> Sequence[Any]:
    """Sent to this person, or to their unit and nobody in it, and not signed for: the longest waiting first."""
    mine = t.dispatch.c.handler_id == by.account_id
    unit_id = sa.select(t.account.c.unit_id).where(t.account.c.id == by.account_id).scalar_subquery()
    ours = sa.and_(t.dispatch.c.handler_id.is_(None), t.dispatch.c.unit_id == unit_id)
    query = (
        sa.select(t.dispatch, t.case.c.number, t.case.c.title)
        .join(t.case, t.case.c.id == t.dispatch.c.case_id)
        .where(waits_to_be_signed(), sa.or_(mine, ours))
        .order_by(t.dispatch.c.sent_at)
        .limit(most)
    )
    return session.connection().execute(query).all()


def returned(session: Session, *, most: int = 50) -> Sequence[Any]:
    """Cases that came back and wait to be sent again, with their last return."""
    later = t.dispatch.alias("later")
    last = sa.not_(
        sa.exists().where(later.c.case_id == t.dispatch.c.case_id, later.c.nth_return > t.dispatch.c.nth_return)
    )
    query = (
        sa.select(t.dispatch, t.case.c.number, t.case.c.title)
        .join(t.case, t.case.c.id == t.dispatch.c.case_id)
        .where(t.case.c.state == "assigning", t.dispatch.c.returned_at.is_not(None), last)
        .order_by(t.dispatch.c.returned_at)
        .limit(most)
    )
    return session.connection().execute(query).all()
