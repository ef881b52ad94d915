"""Effects ordered by a firing clock: drafting the next letter. Each in one transaction with its own row."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from foundation.database import is_postgres, reading
from foundation.outbox import OutboxMessage
from foundation.work import SYSTEM, Work, begin
from workflows import letter_ladder, letters

EFFECTS: Mapping[str, Callable[[Work, Mapping[str, Any]], Any]] = {
    "draft_letter": letters.draft_from_clock,
    "letter_overdue": letter_ladder.ran_out,
}
RETRY = timedelta(minutes=5)
MOST_ATTEMPTS = 5

_outbox: sa.Table = OutboxMessage.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_WAITING = sa.select(_outbox.c.id).where(
    sa.text("outbox.state IN ('waiting', 'sending')"),
    _outbox.c.due_at <= sa.bindparam("at"),
    _outbox.c.effect.in_(list(EFFECTS)),
)


def effects_waiting(connection: sa.Connection, at: datetime) -> bool:
    """Whether something waits to be done."""
    return connection.execute(_WAITING.limit(1), {"at": at}).one_or_none() is not None


def run_effects(engine: sa.Engine, at: datetime) -> dict[str, int]:
    """Carry out everything that waits; what fails is tried again later and never stops the rest."""
    with reading(engine) as session:
        waiting = list(session.connection().execute(_WAITING.order_by(_outbox.c.due_at), {"at": at}).scalars())
    done = {"done": 0, "failed": 0}
    for message_id in waiting:
        try:
            done["done"] += _run_one(engine, at, message_id)
        except Exception as error:
            # The boundary of what runs by itself: written down, told by the nightly check, tried again.
            done["failed"] += 1
            _note_failure(engine, at, message_id, type(error).__name__)
    return done


def _claim(work: Work, message_id: UUID) -> Any:
    query = sa.select(_outbox).where(_outbox.c.id == message_id, _outbox.c.state == "waiting")
    if is_postgres(work.connection):
        query = query.with_for_update(skip_locked=True)
    return work.connection.execute(query).mappings().one_or_none()


def _run_one(engine: sa.Engine, at: datetime, message_id: UUID) -> int:
    with begin(engine, by=SYSTEM, at=at) as work:
        message = _claim(work, message_id)
        if message is None:
            return 0
        EFFECTS[message["effect"]](work, message["payload"])
        work.writes.update(OutboxMessage, {"id": message_id}, {"state": "delivered", "delivered_at": at})
        return 1


def _note_failure(engine: sa.Engine, at: datetime, message_id: UUID, error: str) -> None:
    with begin(engine, by=SYSTEM, at=at) as work:
        message = _claim(work, message_id)
        if message is None:
            return
        attempts = message["attempts"] + 1
        work.writes.update(
            OutboxMessage,
            {"id": message_id},
            {
                "attempts": attempts,
                "last_error": error,
                "due_at": at + RETRY * 2**attempts,
                "state": "failed" if attempts >= MOST_ATTEMPTS else "waiting",
            },
        )
