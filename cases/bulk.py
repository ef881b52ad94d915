"""The bulk job 批量办理: one act on many cases, each case in a transaction of its own and exactly once."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

JOB_STATE = ("running", "done")
ITEM_STATE = ("waiting", "done", "refused")


class BulkJob(SQLModel, table=True):
    """What one person ordered. The same key is ordered once, however often the browser sends it."""

    __tablename__ = "bulk_job"
    __table_args__ = (
        one_of("state", JOB_STATE),
        sa.UniqueConstraint("account_id", "key"),
        sa.Index(
            "ix_bulk_job_running",
            "created_at",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    key: str = Field(max_length=64)
    act: str = Field(max_length=60)
    title: str = Field(max_length=80)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    by_name: str = Field(max_length=60)
    by_role: str = Field(max_length=20)
    state: str = Field(default="running", max_length=10)
    total: int
    created_at: datetime
    moved_at: datetime
    finished_at: datetime | None = None


class BulkItem(SQLModel, table=True):
    """One case of a job, and what became of it."""

    __tablename__ = "bulk_item"
    __table_args__ = (
        one_of("state", ITEM_STATE),
        sa.UniqueConstraint("job_id", "case_id"),
        sa.Index("ix_bulk_item_job", "job_id", "state", "seq"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    job_id: UUID = Field(foreign_key="bulk_job.id")
    seq: int
    case_id: UUID = Field(foreign_key="case.id")
    number: str = Field(max_length=40)
    state: str = Field(default="waiting", max_length=10)
    reason: str | None = None
    at: datetime | None = None
