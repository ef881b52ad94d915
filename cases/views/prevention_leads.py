"""Leads and sentinels; the sentinel's own view shows how far a report has come and nothing of a case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.views import tables as c
from cases.views.prevention_common import Page, one_row, paged, traces

OWN = 30


def leads(session: Session, p: int, *, state: str = "", risk: str = "", district: str = "") -> Page:
    """A page of leads: those that wait first, red before yellow, the oldest waiting first."""
    waits = sa.case({"new": 0, "verified": 1}, value=t.lead.c.state, else_=2)
    colour = sa.case({"red": 0, "yellow": 1}, value=t.lead.c.risk, else_=2)
    query = _leads().order_by(waits, colour, t.lead.c.recorded_at.desc())
    for name, value in (("state", state), ("risk", risk), ("district", district)):
        if value:
            query = query.where(t.lead.c[name] == value)
    return paged(session, query, p)


def _leads() -> sa.Select[Any]:
    known = t.lead.alias("known")
    return (
        sa.select(
            t.lead,
            c.case.c.number.label("case_number"),
            known.c.number.label("known_number"),
        )
        .outerjoin(c.case, c.case.c.id == t.lead.c.case_id)
        .outerjoin(known, known.c.id == t.lead.c.merged_into)
    )


def lead(session: Session, lead_id: UUID) -> tuple[Any, Sequence[Any]]:
    """One lead and what was done to it. Raises NotFound."""
    return one_row(session, _leads().where(t.lead.c.id == lead_id), "线索"), traces(session, "lead", lead_id)


def own_leads(session: Session, sentinel_id: UUID) -> Sequence[Any]:
    """What a sentinel has reported: number, day, sign and state only."""
    query = (
        sa.select(t.lead.c.number, t.lead.c.recorded_at, t.lead.c.sign, t.lead.c.state)
        .where(t.lead.c.sentinel_id == sentinel_id)
        .order_by(t.lead.c.recorded_at.desc())
        .limit(OWN)
    )
    return session.connection().execute(query).all()


def sentinels(session: Session, p: int, *, district: str = "") -> Page:
    """A page of sentinels with how many leads each gave and how many were verified."""
    mine = sa.select(sa.func.count()).where(t.lead.c.sentinel_id == t.sentinel.c.id)
    query = (
        sa.select(
            t.sentinel,
            t.site.c.name.label("site"),
            mine.scalar_subquery().label("leads"),
            mine.where(t.lead.c.state.in_(["verified", "case", "merged"])).scalar_subquery().label("good"),
        )
        .outerjoin(t.site, t.site.c.id == t.sentinel.c.site_id)
        .order_by(t.sentinel.c.active.desc(), t.sentinel.c.name, t.sentinel.c.id)
    )
    if district:
        query = query.where(t.sentinel.c.district == district)
    return paged(session, query, p)


def sentinel(session: Session, sentinel_id: UUID) -> tuple[Any, Sequence[Any], Sequence[Any]]:
    """One sentinel, their leads and what was done. Raises NotFound."""
    query = (
        sa.select(t.sentinel, t.site.c.name.label("site"))
        .outerjoin(t.site, t.site.c.id == t.sentinel.c.site_id)
        .where(t.sentinel.c.id == sentinel_id)
    )
    row = one_row(session, query, "哨兵")
    mine = _leads().where(t.lead.c.sentinel_id == sentinel_id).order_by(t.lead.c.recorded_at.desc()).limit(OWN)
    return row, session.connection().execute(mine).all(), traces(session, "sentinel", sentinel_id)
