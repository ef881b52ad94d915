"""The seals, and the register of their use."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention.tables import trace
from cases.views import tables as t
from foundation.clock import office_day

MOST = 500


def seals(session: Session) -> Sequence[Any]:
    """All seals: those in use first, each with how often it was used."""
    used = sa.select(sa.func.count()).where(t.seal_use.c.seal_id == t.seal.c.id).scalar_subquery()
    query = sa.select(t.seal, used.label("used")).order_by(t.seal.c.retired_at.is_not(None), t.seal.c.name)
    return session.connection().execute(query).all()


def in_use(day: date) -> sa.ColumnElement[bool]:
    """Seals that may be used on this day."""
    return sa.and_(t.seal.c.valid_from <= day, t.seal.c.retired_at.is_(None))


def seals_in_use(connection: sa.Connection, day: date) -> Sequence[Any]:
    """These, of every union and committee."""
    return connection.execute(sa.select(t.seal).where(in_use(day)).order_by(t.seal.c.name, t.seal.c.id)).all()


def uses(session: Session, *, year: int | None = None, seal_id: UUID | None = None, limit: int = MOST) -> Sequence[Any]:
    """The register 用印登记, newest first: what was sealed, with which seal, how many copies, why, by whom."""
    query = (
        sa.select(
            t.seal_use,
            t.seal.c.name.label("seal"),
            t.letter.c.number,
            t.letter.c.kind_label,
            t.letter.c.addressee,
            t.letter.c.signed_by,
            t.letter.c.signed_title,
            t.letter.c.state.label("letter_state"),
            t.seal.c.keeper_id,
        )
        .select_from(
            t.seal_use.join(t.letter, t.letter.c.id == t.seal_use.c.letter_id).outerjoin(
                t.seal, t.seal.c.id == t.seal_use.c.seal_id
            )
        )
        .order_by(t.seal_use.c.used_at.desc(), t.seal_use.c.id)
    )
    if seal_id is not None:
        query = query.where(t.seal_use.c.seal_id == seal_id)
    if year is not None:
        query = query.where(sa.extract("year", t.seal_use.c.used_at).in_((year - 1, year)))
    rows = session.connection().execute(query.limit(limit if year is None else limit * 2)).all()
    # The year of the office calendar, not that of the database's clock.
    return [row for row in rows if year is None or office_day(row.used_at).year == year][:limit]


def history(session: Session) -> Sequence[Any]:
    """Registered, handed over, retired: newest first."""
    query = sa.select(trace, t.seal.c.name).join(t.seal, t.seal.c.id == trace.c.subject_id)
    rows = session.connection().execute(
        query.where(trace.c.subject_kind == "seal").order_by(trace.c.recorded_at.desc())
    )
    return rows.all()


def uses_on(session: Session, letter_id: UUID) -> Sequence[Any]:
    """The uses of seals on one letter, newest first."""
    query = (
        sa.select(t.seal_use, t.seal.c.name.label("seal"))
        .select_from(t.seal_use.outerjoin(t.seal, t.seal.c.id == t.seal_use.c.seal_id))
        .where(t.seal_use.c.letter_id == letter_id)
        .order_by(t.seal_use.c.used_at.desc())
    )
    return session.connection().execute(query).all()
