"""Outgoing messages as rows: written in the act's own transaction, delivered later, retried from here alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id
from foundation.work import Work


class OutboxMessage(SQLModel, table=True):
    """One message to one recipient. `key` makes it one whatever writes it twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", ("waiting", "sending", "delivered", "failed", "history")),
        sa.Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    effect: str = Field(max_length=40, description="which sender: 'email' ...")
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: str = Field(default="waiting", max_length=20)
    attempts: int = 0
    due_at: datetime = Field(
        description="not before this instant; a claim moves it on, so that a lost sender's row returns"
    )
    created_at: datetime
    delivered_at: datetime | None = None
    last_error: str | None = None


def post(work: Work, effect: str, payload: Mapping[str, Any], *, key: str) -> None:
    """Note a message; a rollback takes it with it, a replay keeps it as history."""
    work.writes.insert(
        OutboxMessage,
        {
            "key": key,
            "effect": effect,
            "payload": dict(payload),
            "state": "history" if work.history else "waiting",
            "due_at": work.recorded_at,
            "created_at": work.recorded_at,
        },
        unless_exists=True,
    )
