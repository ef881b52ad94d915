"""Sites with their last rating, collective contracts with their coverage, and counts of both."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.views.prevention_common import Page, a_day, one_row, paged, traces


def sites(session: Session, p: int, *, kind: str = "", district: str = "", still: str = "") -> Page:
    """A page of sites, those in service first, with the last rating."""
    rating = t.site_rating
    last = (
        sa.select(rating.c.id)
        .where(rating.c.site_id == t.site.c.id)
        .order_by(rating.c.rated_on.desc(), rating.c.recorded_at.desc(), rating.c.id.desc())
        .limit(1)
        .correlate(t.site)
        .scalar_subquery()
    )
    query = (
        sa.select(t.site, rating.c.met, rating.c.asked, rating.c.rated_on)
        .outerjoin(rating, rating.c.id == last)
        .order_by(t.site.c.active.desc(), t.site.c.district, t.site.c.name)
    )
    for name, value in (("kind", kind), ("district", district)):
        if value:
            query = query.where(t.site.c[name] == value)
    if still:
        query = query.where(t.site.c.active.is_(still == "active"))
    return paged(session, query, p)


def sites_by_district(session: Session) -> Sequence[Any]:
    """How many sites of each kind are in service, by district."""
    query = (
        sa.select(t.site.c.district, t.site.c.kind, sa.func.count().label("sites"))
        .where(t.site.c.active.is_(True))
        .group_by(t.site.c.district, t.site.c.kind)
        .order_by(t.site.c.district)
    )
    return session.connection().execute(query).all()


def site(session: Session, site_id: UUID) -> tuple[Any, Sequence[Any], Sequence[Any]]:
    """One site, its ratings and what was done. Raises NotFound."""
    row = one_row(session, sa.select(t.site).where(t.site.c.id == site_id), "站点")
    rated = (
        sa.select(t.site_rating)
        .where(t.site_rating.c.site_id == site_id)
        .order_by(t.site_rating.c.rated_on.desc(), t.site_rating.c.recorded_at.desc())
    )
    return row, session.connection().execute(rated).all(), traces(session, "site", site_id)


def _contract_conditions(kind: str, district: str, since: str, until: str) -> list[sa.ColumnElement[bool]]:
    wanted = [t.contract.c[name] == value for name, value in (("kind", kind), ("district", district)) if value]
    first, last = a_day(since), a_day(until)
    if first is not None:
        wanted.append(t.contract.c.signed_on >= first)
    if last is not None:
        wanted.append(t.contract.c.signed_on <= last)
    return wanted


def contracts(
    session: Session, p: int, *, kind: str = "", district: str = "", since: str = "", until: str = ""
) -> tuple[Page, Sequence[Any]]:
    """A page of collective contracts, newest first, and the totals of all that fit by kind."""
    wanted = _contract_conditions(kind, district, since, until)
    query = sa.select(t.contract).where(*wanted).order_by(t.contract.c.signed_on.desc(), t.contract.c.id.desc())
    sums = (
        sa.select(
            t.contract.c.kind.label("key"),
            sa.func.count().label("contracts"),
            sa.func.sum(t.contract.c.firms).label("firms"),
            sa.func.sum(t.contract.c.workers).label("workers"),
            sa.func.sum(sa.case((t.contract.c.filed_on.is_not(None), 1), else_=0)).label("filed"),
        )
        .where(*wanted, t.contract.c.ended_why.is_(None))
        .group_by(t.contract.c.kind)
        .order_by(t.contract.c.kind)
    )
    return paged(session, query, p), session.connection().execute(sums).all()


def contract(session: Session, contract_id: UUID) -> tuple[Any, Sequence[Any]]:
    """One collective contract. Raises NotFound."""
    row = one_row(session, sa.select(t.contract).where(t.contract.c.id == contract_id), "集体合同")
    return row, traces(session, "contract", contract_id)
