"""One mediator's open cases by nearest due date: the first thing a mediator sees in the morning."""

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
    state: str
    title: str
    next_due_at: datetime | None


_case = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_MINE = sa.select(
    _case.c.id, _case.c.number, _case.c.case_type, _case.c.state, _case.c.title, _case.c.next_due_at
).where(
    # Spelt as in the partial index, so that both databases find the page by it.
    _case.c.handler_id == sa.bindparam("handler"),
    sa.text('"case".closed_at IS NULL'),
)
_DUE = _MINE.where(_case.c.next_due_at.is_not(None)).order_by(_case.c.next_due_at).limit(sa.bindparam("limit"))
_UNTIMED = _MINE.where(_case.c.next_due_at.is_(None)).limit(sa.bindparam("limit"))


def worklist(session: Session, handler_id: UUID, *, limit: int = 50) -> list[WorklistRow]:
    """The most urgent open cases of one mediator; those without a running limit come last."""
    connection = session.connection()
    spelt = stored(connection.dialect, _case.c.next_due_at, _case.c.id)
    handler = spelt.spell_id(handler_id)
    rows = rows_as_stored(connection, _DUE, {"handler": handler, "limit": limit})
    if len(rows) < limit:
        # The two databases sort empty values to different ends; asking twice keeps the order and the index.
        rows += rows_as_stored(connection, _UNTIMED, {"handler": handler, "limit": limit - len(rows)})
    text, instant = spelt.id_text, spelt.instant
    return [WorklistRow(text(row[0]), row[1], row[2], row[3], row[4], instant(row[5])) for row in rows]
