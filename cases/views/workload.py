"""Who has how much in hand: mediators and units with open and overdue cases, people, returns, age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.database import is_postgres
from people.roles import Role

_SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True)
class Load:
    """One person or unit. `age_days`: how long the open cases have been open, on average."""

    key: UUID
    name: str
    unit: str | None
    open: int = 0
    overdue: int = 0
    people: int = 0
    unsigned: int = 0
    returns: int = 0
    age_days: int | None = None


@dataclass(frozen=True)
class Loads:
    """Mediators, then units."""

    people: Sequence[Load]
    units: Sequence[Load]


def loads(session: Session, at: datetime, *, returns_within: timedelta | None = None) -> Loads:
    """What everybody has in hand at this moment; returns are counted as far back as asked."""
    connection = session.connection()
    since = at - returns_within if returns_within is not None else None
    mediators = sa.select(t.account.c.id, t.account.c.name, t.account.c.unit, t.account.c.active).where(
        t.account.c.role == Role.MEDIATOR.value
    )
    all_units = sa.select(t.unit.c.id, t.unit.c.name, sa.null().label("unit"), t.unit.c.active)
    return Loads(
        people=_loads(connection, mediators.order_by(t.account.c.login), "handler_id", at, since),
        units=_loads(connection, all_units.order_by(t.unit.c.code, t.unit.c.name), "unit_id", at, since),
    )


def _loads(
    connection: sa.Connection, who: sa.Select[Any], column: str, at: datetime, since: datetime | None
) -> Sequence[Load]:
    cases = _by(connection, column, at)
    sent = _sent(connection, column, since)
    found = []
    for row in connection.execute(who).all():
        counted, returned = cases.get(row.id), sent.get(row.id)
        if not row.active and counted is None:
            continue
        found.append(
            Load(
                key=row.id,
                name=row.name,
                unit=row.unit,
                open=counted.open if counted is not None else 0,
                overdue=counted.overdue if counted is not None else 0,
                people=int(counted.people) if counted is not None else 0,
                unsigned=returned.unsigned if returned is not None else 0,
                returns=returned.returns if returned is not None else 0,
                age_days=_age(counted.mean, at) if counted is not None else None,
            )
        )
    return found


def _by(connection: sa.Connection, column: str, at: datetime) -> Mapping[UUID, Any]:
    opened = t.case.c.opened_at
    # Neither database averages instants; both average numbers.
    seconds: sa.ColumnElement[Any] = (
        sa.extract("epoch", opened) if is_postgres(connection) else sa.cast(sa.func.strftime("%s", opened), sa.Integer)
    )
    key = t.case.c[column]
    query = (
        sa.select(
            key.label("key"),
            sa.func.count().label("open"),
            sa.func.count().filter(t.case.c.next_due_at <= at).label("overdue"),
            sa.func.sum(t.case.c.head_count).label("people"),
            sa.func.avg(seconds).label("mean"),
        )
        .where(t.case.c.closed_at.is_(None), key.is_not(None))
        .group_by(key)
    )
    return {row.key: row for row in connection.execute(query)}


def _age(mean: Any, at: datetime) -> int:
    return max(0, int((at.timestamp() - float(mean)) // _SECONDS_OF_A_DAY))


def _sent(connection: sa.Connection, column: str, since: datetime | None) -> Mapping[UUID, Any]:
    key = t.dispatch.c[column]
    returned: sa.ColumnElement[bool] = t.dispatch.c.returned_at.is_not(None)
    if since is not None:
        returned = sa.and_(returned, t.dispatch.c.returned_at >= since)
    query = (
        sa.select(
            key.label("key"),
            sa.func.count().filter(returned).label("returns"),
            sa.func.count().filter(waits_to_be_signed()).label("unsigned"),
        )
        .select_from(t.dispatch.join(t.case, t.case.c.id == t.dispatch.c.case_id))
        .where(key.is_not(None))
        .group_by(key)
    )
    return {row.key: row for row in connection.execute(query)}


def waits_to_be_signed() -> sa.ColumnElement[bool]:
    """Dispatches that somebody still has to sign for."""
    return sa.and_(
        t.dispatch.c.signed_at.is_(None),
        t.dispatch.c.returned_at.is_(None),
        t.dispatch.c.ended_at.is_(None),
        t.dispatch.c.needs_signing.is_(True),
        t.case.c.state == "awaiting_sign_for",
    )
