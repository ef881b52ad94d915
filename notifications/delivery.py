"""Delivering what the outbox holds: at least once towards the channel, exactly once in our ledger.

A row is claimed in one transaction, sent outside of any, and marked in a second. A sender that dies in between
leaves the row claimed until its lease runs out; then it is sent again with the same Message-ID.
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from foundation.database import is_postgres
from foundation.outbox import OutboxMessage
from foundation.settings import Settings
from foundation.work import SYSTEM, begin
from notifications import email
from people.account import Account

LEASE = timedelta(minutes=5)
BACKOFF = timedelta(minutes=1)
MOST_ATTEMPTS = 10
BATCH = 50

_outbox: sa.Table = OutboxMessage.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_DUE = sa.select(_outbox).where(
    sa.text("outbox.state IN ('waiting', 'sending')"),
    _outbox.c.due_at <= sa.bindparam("at"),
    _outbox.c.effect == "email",
)


@dataclass
class Delivered:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def mail_waiting(connection: sa.Connection, at: datetime, conf: Settings) -> bool:
    """Whether a mail waits that could be sent."""
    return conf.smtp_host is not None and connection.execute(_DUE.limit(1), {"at": at}).first() is not None


def deliver(engine: sa.Engine, at: datetime, conf: Settings) -> Delivered:
    """Send every waiting mail once. Without an SMTP host everything stays waiting."""
    done = Delivered()
    if conf.smtp_host is None:
        return done
    while rows := _claim(engine, at):
        for row in rows:
            _send_one(engine, at, conf, row, done)
    return done


def _claim(engine: sa.Engine, at: datetime) -> list[dict[str, Any]]:
    with begin(engine, by=SYSTEM, at=at) as work:
        query = _DUE.order_by(_outbox.c.due_at).limit(BATCH)
        if is_postgres(work.connection):
            query = query.with_for_update(skip_locked=True)
        rows = [dict(row) for row in work.connection.execute(query, {"at": at}).mappings()]
        for row in rows:
            row["attempts"] += 1
            changes = {"state": "sending", "due_at": at + LEASE, "attempts": row["attempts"]}
            work.writes.update(OutboxMessage, {"id": row["id"]}, changes)
        receivers = {UUID(row["payload"]["account_id"]) for row in rows}
        query = sa.select(_account.c.id, _account.c.email).where(_account.c.id.in_(receivers), _account.c.active)
        addresses = {str(account): address for account, address in work.connection.execute(query)}
        for row in rows:
            row["to"] = addresses.get(row["payload"]["account_id"])
        return rows


def _send_one(engine: sa.Engine, at: datetime, conf: Settings, row: dict[str, Any], done: Delivered) -> None:
    payload = row["payload"]
    error = None
    if row["to"]:
        # A word about many cases leads to the reader's own list.
        where = f"cases/{payload['case_id']}" if payload.get("case_id") else "alerts"
        body = f"{payload['body']}\n\n{conf.origin}/{where}"
        mail = email.compose(conf, key=row["key"], to=row["to"], subject=payload["subject"], body=body)
        try:
            email.send(conf, mail)
        except (OSError, smtplib.SMTPException) as failure:
            error = type(failure).__name__
    with begin(engine, by=SYSTEM, at=at) as work:
        changes: dict[str, Any]
        if row["to"] is None:
            changes = {"state": "failed", "last_error": "no address"}
            done.given_up += 1
        elif error is None:
            changes = {"state": "delivered", "delivered_at": at, "last_error": None}
            done.sent += 1
        elif row["attempts"] >= MOST_ATTEMPTS:
            changes = {"state": "failed", "last_error": error}
            done.given_up += 1
        else:
            wait = BACKOFF * 2 ** min(row["attempts"], 6)
            changes = {"state": "waiting", "due_at": at + wait, "last_error": error}
            done.failed += 1
        work.writes.update(OutboxMessage, {"id": row["id"]}, changes)
