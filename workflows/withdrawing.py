"""Taking back a breach that turned out to be none: 撤销逾期. What was recorded and sent stays, marked as withdrawn."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cases.clock_rows import Alert, ClockFact, ClockRow
from foundation.outbox import OutboxMessage
from foundation.work import Work
from workflows.subjects import CaseNow

BREACH_LEVEL = 1
_alert: sa.Table = Alert.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_outbox: sa.Table = OutboxMessage.__table__  # type: ignore[attr-defined]
_TOLD = sa.select(_alert.c.id).where(
    _alert.c.clock_id == sa.bindparam("clock"), _alert.c.level >= BREACH_LEVEL, _alert.c.withdrawn_at.is_(None)
)
_UNSENT = sa.select(_outbox.c.id).where(
    sa.text("outbox.state IN ('waiting', 'sending')"),
    _outbox.c.state == "waiting",
    _outbox.c.key.like(sa.bindparam("prefix")),
)


def take_back(work: Work, case: CaseNow, clock: dict[str, Any], why: str) -> None:
    """Withdraw the breach on file: a fact beside the old one, the alerts marked, mails not yet sent held back."""
    work.writes.insert(
        ClockFact,
        {
            "clock_id": clock["id"],
            "generation": clock["generation"],
            "level": BREACH_LEVEL,
            "kind": "withdrawn",
            "at": work.at,
            "recorded_at": work.recorded_at,
            "deadline_seq": clock["deadline_seq"],
        },
        unless_exists=True,
    )
    work.writes.update(ClockRow, {"id": clock["id"]}, {"breached": False})
    clock["breached"] = False
    case.breaches = max(0, case.breaches - 1)
    for alert_id in work.connection.execute(_TOLD, {"clock": clock["id"]}).scalars():
        work.writes.update(Alert, {"id": alert_id}, {"withdrawn_at": work.at, "withdrawn_why": why})
    for message_id in work.connection.execute(_UNSENT, {"prefix": f"mail:{clock['id']}:%"}).scalars():
        work.writes.update(OutboxMessage, {"id": message_id}, {"state": "history"})


def noted(clock: Mapping[str, Any], why: str) -> dict[str, str]:
    """What the journal says of it."""
    return {"withdrawn_clock": str(clock["label"]), "withdrawn_why": why}
