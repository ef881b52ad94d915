"""What is due: the timers that wait, each with its clock and its case, claimed for one batch."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow, Timer
from foundation.database import is_postgres
from foundation.stored import Stored, rows_as_stored, stored

_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


class DueRow(NamedTuple):
    """One due timer; identifiers and instants in the driver's spelling, in the order of `_COLUMNS`."""

    timer_id: Any
    timer_generation: int
    level: int
    fire_at: Any
    clock_id: Any
    letter_id: Any
    rule_id: str
    label: str
    kind: str
    bound_state: str | None
    clock_state: str
    generation: int
    due_at: Any
    provisional: bool
    deadline_seq: int
    case_id: Any
    number: str
    case_type: str
    chart_version: int
    case_state: str
    handler_id: Any
    has_violation: bool
    breaches: int
    journal_seq: int
    journal_hash: str
    origin: str
    recorded_at: Any


_COLUMNS = (
    _timer.c.id,
    _timer.c.generation,
    _timer.c.level,
    _timer.c.fire_at,
    _clock.c.id,
    _clock.c.letter_id,
    _clock.c.rule_id,
    _clock.c.label,
    _clock.c.kind,
    _clock.c.bound_state,
    _clock.c.state,
    _clock.c.generation,
    _clock.c.due_at,
    _clock.c.provisional,
    _clock.c.deadline_seq,
    _case.c.id,
    _case.c.number,
    _case.c.case_type,
    _case.c.chart_version,
    _case.c.state,
    _case.c.handler_id,
    _case.c.has_violation,
    _case.c.breaches,
    _case.c.journal_seq,
    _case.c.journal_hash,
    _case.c.origin,
    _case.c.recorded_at,
)
# Spelt as in the partial index, so that both databases use it.
_OPEN = sa.text("timer.done_at IS NULL")
_DUE = (
    sa.select(*(column.label(name) for name, column in zip(DueRow._fields, _COLUMNS, strict=True)))
    .select_from(_timer.join(_clock, _clock.c.id == _timer.c.clock_id).join(_case, _case.c.id == _clock.c.case_id))
    .where(_OPEN, _timer.c.fire_at <= sa.bindparam("at"))
    .order_by(_timer.c.fire_at)
    .limit(sa.bindparam("limit"))
)
# The case is locked too: its journal is a chain, and a person may be acting on it this moment.
_DUE_LOCKED = _DUE.with_for_update(of=[_timer, _case], skip_locked=True)
_OF_CASE = _DUE.where(_case.c.id == sa.bindparam("case"))
_ANY = sa.select(sa.literal(1)).select_from(_timer).where(_OPEN, _timer.c.fire_at <= sa.bindparam("at")).limit(1)


def spelling(connection: sa.Connection) -> Stored:
    """How this database spells what a due row carries."""
    return stored(connection.dialect, _timer.c.fire_at, _timer.c.id)


def anything_due(connection: sa.Connection, at: datetime) -> bool:
    """Whether a timer waits: one look into the partial index."""
    return connection.execute(_ANY, {"at": at}).one_or_none() is not None


def claim_first_of_case(connection: sa.Connection, case_id: UUID, at: datetime) -> DueRow | None:
    """The earliest due timer of a case that this transaction holds already."""
    spelt = spelling(connection)
    values = {"at": spelt.spell_instant(at), "limit": 1, "case": spelt.spell_id(case_id)}
    found = rows_as_stored(connection, _OF_CASE, values)
    return DueRow._make(found[0]) if found else None


def claim_due(connection: sa.Connection, at: datetime, limit: int) -> list[DueRow]:
    """At most `limit` due timers, earliest first; on PostgreSQL those that nobody else holds."""
    query = _DUE_LOCKED if is_postgres(connection) else _DUE
    values = {"at": spelling(connection).spell_instant(at), "limit": limit}
    return [DueRow._make(row) for row in rows_as_stored(connection, query, values)]
