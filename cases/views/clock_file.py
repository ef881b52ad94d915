"""One clock with every deadline it ever had, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.light import Light, light, rest
from foundation.errors import NotFound


@dataclass(frozen=True)
class ClockFile:
    """The clock's row with its case, its deadlines newest first, its facts in order, what was asked about it.

    `before` are the clocks whose place it took, `after` those that took its place.
    """

    row: Any
    light: Light
    rest: str
    deadlines: Sequence[Any]
    facts: Sequence[Any]
    requests: Sequence[Any]
    before: Sequence[Any]
    after: Sequence[Any]

    @property
    def certificate(self) -> dict[str, Any]:
        """The certificate in force; empty where the clock has no limit."""
        found: dict[str, Any] = self.deadlines[0].certificate if self.deadlines else {}
        return found


def clock_file(session: Session, case_id: UUID, clock_id: UUID, at: datetime) -> ClockFile:
    """Everything about one clock. Raises NotFound."""
    connection = session.connection()
    query = (
        sa.select(t.clock, t.case.c.number, t.case.c.title)
        .join(t.case, t.case.c.id == t.clock.c.case_id)
        .where(t.clock.c.id == clock_id, t.clock.c.case_id == case_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这个时钟，或您无权查看。")
    deadlines = sa.select(t.deadline).where(t.deadline.c.clock_id == clock_id).order_by(t.deadline.c.seq.desc())
    facts = sa.select(t.clock_fact).where(t.clock_fact.c.clock_id == clock_id).order_by(t.clock_fact.c.at)
    return ClockFile(
        row,
        light(row.kind, row.state, row.due_at, at),
        rest(row.due_at, at) if row.state == "running" else "",
        connection.execute(deadlines).all(),
        connection.execute(facts).all(),
        connection.execute(
            sa.select(t.clock_request)
            .where(t.clock_request.c.clock_id == clock_id)
            .order_by(t.clock_request.c.asked_at.desc())
        ).all(),
        before=_linked(connection, t.clock_link.c.replaces_id, t.clock_link.c.clock_id == clock_id),
        after=_linked(connection, t.clock_link.c.clock_id, t.clock_link.c.replaces_id == clock_id),
    )


def _linked(connection: sa.Connection, other: sa.ColumnElement[Any], which: sa.ColumnElement[bool]) -> Sequence[Any]:
    query = (
        sa.select(
            t.clock.c.id,
            t.clock.c.case_id,
            t.clock.c.label,
            t.clock.c.due_on,
            t.clock_link.c.why,
            t.clock_link.c.happened_on,
            t.clock_link.c.evidence,
        )
        .join(t.clock, t.clock.c.id == other)
        .where(which)
    )
    return connection.execute(query).all()
