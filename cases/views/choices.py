"""What an act on a clock may be about: the case's clocks and requests as choices for a form."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import CLOCK_REQUEST
from cases.views import tables as t

Choices = list[tuple[str, str]]
_WHICH: Mapping[str, Callable[[Any], bool]] = {
    "clock": lambda row: row.state == "running" and row.rule_id not in ("CITIZEN", "AGREED"),
    "paused_clock": lambda row: row.state == "paused",
    "right_clock": lambda row: row.state in ("running", "paused") and row.kind == "right",
    "breached_clock": lambda row: row.breached,
}


def clock_choices(session: Session, case_id: UUID) -> dict[str, Choices]:
    """For each kind of chooser its choices, nearest due first: identifier, and the words that people read."""
    connection = session.connection()
    query = sa.select(t.clock).where(t.clock.c.case_id == case_id, t.clock.c.due_at.is_not(None))
    rows = connection.execute(query.order_by(t.clock.c.due_at, t.clock.c.id)).all()
    found = {
        name: [(str(row.id), f"{row.label}（{row.rule_id}），截止 {row.due_on}") for row in rows if fits(row)]
        for name, fits in _WHICH.items()
    }
    asked = (
        sa.select(t.clock_request, t.clock.c.label)
        .join(t.clock, t.clock.c.id == t.clock_request.c.clock_id)
        .where(t.clock_request.c.case_id == case_id, t.clock_request.c.state == "asked")
        .order_by(t.clock_request.c.asked_at)
    )
    found["clock_request"] = [
        (str(row.id), f"{CLOCK_REQUEST[row.kind]}：{row.label}（{row.asked_by}申请）")
        for row in connection.execute(asked)
    ]
    return found
