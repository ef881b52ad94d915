"""What ran by itself: one row per run, so that the office sees it in Chinese; and the lease that makes one leader."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id


class JobRun(SQLModel, table=True):
    """One run of escalation, letters, deliveries, reports or checks."""

    __tablename__ = "job_run"
    __table_args__ = (one_of("via", ("prefect", "direct")), sa.Index("ix_job_run_started", "started_at"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    job: str = Field(max_length=40)
    started_at: datetime
    finished_at: datetime | None = None
    state: str = Field(default="running", max_length=20)
    result: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    via: str = Field(max_length=10)
    prefect_run_id: str | None = Field(default=None, max_length=40)
    prefect_run_name: str | None = Field(default=None, max_length=80)
    error: str | None = None


class Lease(SQLModel, table=True):
    """Who may act as the one leader, and until when."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=80)
    until: datetime


class Series(SQLModel, table=True):
    """A running number; taken inside the transaction that uses it, so that a rollback gives it back."""

    __tablename__ = "series"

    name: str = Field(primary_key=True, max_length=120)
    last: int
