"""One mediator's open cases, the worker's endangered rights first: the first thing a mediator sees in the morning."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.case import Case
from foundation.stored import rows_as_stored, stored


class WorklistRow(NamedTuple):
    """What the page shows of a case."""

    id: str
    number: str
    case_type: str
    chart_version: int
    state: str
    title: str
    next_due_at: datetime | None
    right_due_at: datetime | None
    alarm: str | None
    urgency: str


_case = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_MINE = sa.select(
    _case.c.id,
    _case.c.number,
    _case.c.case_type,
    _case.c.chart_version,
    _case.c.state,
    _case.c.title,
    _case.c.next_due_at,
    _case.c.right_due_at,
    _case.c.alarm,
    _case.c.urgency,
).where(
    # Spelt as in the partial indexes, so that both databases find the page by them.
    _case.c.handler_id == sa.bindparam("handler"),
    sa.text('"case".closed_at IS NULL'),
)
_ENDANGERED = (
    _MINE.where(_case.c.right_due_at <= sa.bindparam("until"))
    .order_by(_case.c.right_due_at)
    .limit(sa.bindparam("limit"))
)
_SAFE = _MINE.where(sa.or_(_case.c.right_due_at.is_(None), _case.c.right_due_at > sa.bindparam("until")))
# The few that must be reported, by their own partial index; spelt as there.
_ALARMED = (
    _SAFE.add_columns(sa.literal_column("1").label("rank"))
    .where(sa.text('"case".alarm IS NOT NULL'))
    .order_by(_case.c.next_due_at)
    .limit(sa.bindparam("limit"))
    .subquery()
)
_QUIET = _SAFE.where(_case.c.alarm.is_(None))
_DUE = (
    _QUIET.add_columns(sa.literal_column("2").label("rank"))
    .where(_case.c.next_due_at.is_not(None))
    .order_by(_case.c.next_due_at)
    .limit(sa.bindparam("limit"))
    .subquery()
)
# One round trip for both: each part walks its own index and stops at the page's length.
_NEXT = sa.union_all(sa.select(_ALARMED), sa.select(_DUE))
_UNTIMED = _QUIET.where(_case.c.next_due_at.is_(None)).limit(sa.bindparam("limit"))
_RANK = len(WorklistRow._fields)


def worklist(session: Session, handler_id: UUID, until: datetime, *, limit: int = 50) -> list[WorklistRow]:
    """The most urgent open cases of one mediator: rights that end by `until` first, then what must be reported.

    The rest follow by nearest due date.

    Those without a running limit come last.
    """
    connection = session.connection()
    spelt = stored(connection.dialect, _case.c.next_due_at, _case.c.id)
    given = {"handler": spelt.spell_id(handler_id), "until": spelt.spell_instant(until), "limit": limit}
    # A page full of endangered rights ends here, and looks at nothing else.
    rows = list(rows_as_stored(connection, _ENDANGERED, given))
    if len(rows) < limit:
        # Each part comes in its own order; no database promises to keep the parts themselves in order.
        rows += sorted(rows_as_stored(connection, _NEXT, given), key=lambda row: row[_RANK])
        del rows[limit:]
    if len(rows) < limit:
        # The two databases sort empty values to different ends; asking twice keeps the order and the index.
        rows += rows_as_stored(connection, _UNTIMED, {**given, "limit": limit - len(rows)})
    text, instant = spelt.id_text, spelt.instant
    return [
        WorklistRow._make((text(row[0]), *row[1:6], instant(row[6]), instant(row[7]), *row[8:_RANK])) for row in rows
    ]
