"""What was asked about a running clock and who decided: pauses 暂停（中止） and extensions 延期, each by two people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import CASE_LINK, CLOCK_REQUEST, CLOCK_REQUEST_STATE
from foundation.columns import one_of
from foundation.ids import new_id


class ClockRequest(SQLModel, table=True):
    """One request. An approved pause is open until `ended_on`; the days from `from_on` up to it do not count."""

    __tablename__ = "clock_request"
    __table_args__ = (
        one_of("kind", CLOCK_REQUEST),
        one_of("state", CLOCK_REQUEST_STATE),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_persons"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    clock_id: UUID = Field(foreign_key="clock.id", index=True)
    kind: str = Field(max_length=20)
    state: str = Field(default="asked", max_length=20)
    ground: str | None = Field(default=None, max_length=40)
    reason: str
    from_on: date | None = Field(default=None, description="a pause: its first day")
    until_on: date | None = Field(default=None, description="a pause: the day on which it is looked at again")
    ended_on: date | None = Field(default=None, description="a pause: the day on which the clock went on")
    amount: int | None = Field(default=None, description="an extension: how many of the rule's own units")
    pause_clock_id: UUID | None = Field(default=None, foreign_key="clock.id")
    asked_by: str = Field(max_length=60)
    asked_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime
    decided_by: str | None = Field(default=None, max_length=60)
    decided_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = None
    decision_note: str | None = None
    recorded_at: datetime


class ClockLink(SQLModel, table=True):
    """A clock that took the place of another: 中断, a corrected start, a reopened or joined case."""

    __tablename__ = "clock_link"
    __table_args__ = (sa.UniqueConstraint("clock_id", "replaces_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    clock_id: UUID = Field(foreign_key="clock.id")
    replaces_id: UUID = Field(foreign_key="clock.id", index=True)
    why: str = Field(max_length=40)
    happened_on: date | None = None
    evidence: str | None = None
    recorded_at: datetime


class CaseLink(SQLModel, table=True):
    """Two files that belong together: 并案 (from_case went into to_case) or 分案 (to_case came out of from_case)."""

    __tablename__ = "case_link"
    __table_args__ = (one_of("kind", CASE_LINK), sa.UniqueConstraint("kind", "from_case_id", "to_case_id"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=20)
    from_case_id: UUID = Field(foreign_key="case.id", index=True)
    to_case_id: UUID = Field(foreign_key="case.id", index=True)
    reason: str
    by: str = Field(max_length=60)
    at: datetime
    recorded_at: datetime
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="what an undoing must restore")
    undone_at: datetime | None = None
    undone_by: str | None = Field(default=None, max_length=60)
