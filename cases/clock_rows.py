"""Clocks, every deadline ever given, what became of them, and the timers that fire."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import CLOCK_KIND
from foundation.columns import one_of
from foundation.ids import new_id

CLOCK_STATES = ("running", "paused", "met", "stopped", "not_opened")


class ClockRow(SQLModel, table=True):
    """One time limit that runs on a case. `not_opened` says why no clock could run (reason)."""

    __tablename__ = "clock"
    __table_args__ = (
        one_of("kind", CLOCK_KIND),
        one_of("state", CLOCK_STATES),
        sa.Index(
            "ix_clock_running",
            "case_id",
            sqlite_where=sa.text("state IN ('running', 'paused')"),
            postgresql_where=sa.text("state IN ('running', 'paused')"),
        ),
        sa.Index("ix_clock_case", "case_id", "opened_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id")
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id", index=True)
    referral_id: UUID | None = Field(default=None, foreign_key="referral.id")
    instalment_id: UUID | None = Field(default=None, foreign_key="instalment.id")
    rule_id: str = Field(max_length=40)
    label: str = Field(max_length=80)
    kind: str = Field(max_length=20)
    bound_state: str | None = Field(default=None, max_length=40, description="the chart state whose leaving stops it")
    state: str = Field(default="running", max_length=20)
    reason: str | None = Field(default=None, description="why it was not opened or was stopped")
    generation: int = 1
    opened_at: datetime
    stopped_at: datetime | None = None
    started_on: date | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    provisional: bool = False
    breached: bool = False
    deadline_seq: int = 1


class DeadlineRow(SQLModel, table=True):
    """One answer of the deadline engine, with its certificate. Never changed."""

    __tablename__ = "deadline"
    __table_args__ = (sa.UniqueConstraint("clock_id", "seq"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    clock_id: UUID = Field(foreign_key="clock.id")
    seq: int = 1
    raw_last_day: str = Field(max_length=25)
    due: str = Field(max_length=25)
    due_at: datetime
    provisional: bool = False
    rule_version: str = Field(max_length=60)
    calendar_version: str = Field(max_length=60)
    certificate: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    cause: str = Field(max_length=60, description="the act that asked")
    recorded_at: datetime


class ClockFact(SQLModel, table=True):
    """What became of a clock: warned, breached, met, withdrawn. Append-only."""

    __tablename__ = "clock_fact"
    __table_args__ = (
        one_of("kind", ("warned", "breached", "escalated", "met", "withdrawn")),
        sa.UniqueConstraint("clock_id", "generation", "level", "kind"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    clock_id: UUID = Field(foreign_key="clock.id")
    generation: int
    level: int
    kind: str = Field(max_length=20)
    at: datetime
    recorded_at: datetime
    deadline_seq: int = 1


class Timer(SQLModel, table=True):
    """When a clock must be looked at next. At most one open timer per clock; firing sets the next level."""

    __tablename__ = "timer"
    __table_args__ = (
        sa.UniqueConstraint("clock_id", "generation", "level"),
        sa.Index(
            "ix_timer_due",
            "fire_at",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    clock_id: UUID = Field(foreign_key="clock.id")
    generation: int = 1
    level: int
    fire_at: datetime
    done_at: datetime | None = None


class Alert(SQLModel, table=True):
    """A word to a role or person in the console 消息提醒. One per clock, level and recipient."""

    __tablename__ = "alert"
    __table_args__ = (
        sa.Index("ix_alert_role", "role", "at"),
        sa.Index("ix_alert_account", "account_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id")
    clock_id: UUID | None = Field(default=None, foreign_key="clock.id")
    level: int = 1
    role: str | None = Field(default=None, max_length=20)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    title: str = Field(max_length=120)
    body: str
    at: datetime
    recorded_at: datetime
    is_history: bool = Field(default=False, description="from a replay: shown as history, never sent")
    read_at: datetime | None = None
    read_by: str | None = Field(default=None, max_length=60)
    withdrawn_at: datetime | None = Field(default=None, description="the breach it told of turned out to be none")
    withdrawn_why: str | None = None
