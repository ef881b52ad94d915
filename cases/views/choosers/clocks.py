"""What an act on a clock may be about: the case's clocks and requests, nearest due first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import CLOCK_REQUEST
from cases.views import tables as t
from cases.views.choosers import Choices, chooser


def _clocks(session: Session, case_id: UUID | None, fits: Callable[[Any], bool]) -> Choices:
    query = sa.select(t.clock).where(t.clock.c.case_id == case_id, t.clock.c.due_at.is_not(None))
    rows = session.connection().execute(query.order_by(t.clock.c.due_at, t.clock.c.id))
    return [(str(row.id), f"{row.label}（{row.rule_id}），截止 {row.due_on}") for row in rows if fits(row)]


@chooser("clock")
def running(session: Session, case_id: UUID | None) -> Choices:
    """Limits that run."""
    return _clocks(session, case_id, lambda row: row.state == "running" and row.rule_id not in ("CITIZEN", "AGREED"))


@chooser("paused_clock")
def paused(session: Session, case_id: UUID | None) -> Choices:
    """Limits that stand still."""
    return _clocks(session, case_id, lambda row: row.state == "paused")


@chooser("right_clock")
def rights(session: Session, case_id: UUID | None) -> Choices:
    """The worker's own rights that can still be lost."""
    return _clocks(session, case_id, lambda row: row.state in ("running", "paused") and row.kind == "right")


@chooser("breached_clock")
def breached(session: Session, case_id: UUID | None) -> Choices:
    """Limits that ran out."""
    return _clocks(session, case_id, lambda row: row.breached)


@chooser("clock_request")
def requests(session: Session, case_id: UUID | None) -> Choices:
    """Requests that wait for a second person."""
    asked = (
        sa.select(t.clock_request, t.clock.c.label)
        .join(t.clock, t.clock.c.id == t.clock_request.c.clock_id)
        .where(t.clock_request.c.case_id == case_id, t.clock_request.c.state == "asked")
        .order_by(t.clock_request.c.asked_at)
    )
    return [
        (str(row.id), f"{CLOCK_REQUEST[row.kind]}：{row.label}（{row.asked_by}申请）")
        for row in session.connection().execute(asked)
    ]
