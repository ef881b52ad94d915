"""Around the end of a case: what a callback led to, the quality check 质检, the unreasonable demand 不合理诉求."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.outside_codes import APPEAL_STATE, DEMAND_STATE, DISSATISFIED
from foundation.columns import one_of
from foundation.ids import new_id


class CallbackDecision(SQLModel, table=True):
    """A worker was not satisfied: a second dispatch, or a closing that is justified in writing."""

    __tablename__ = "callback_decision"
    __table_args__ = (one_of("decision", DISSATISFIED),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    callback_id: UUID = Field(foreign_key="callback.id", unique=True)
    decision: str = Field(max_length=20)
    reason: str
    by: str = Field(max_length=60)
    at: datetime
    recorded_at: datetime


class QualityCheck(SQLModel, table=True):
    """One score sheet with its defects; the handler may appeal against the defects once."""

    __tablename__ = "quality_check"
    __table_args__ = (one_of("appeal", APPEAL_STATE),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    scores: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="points by item")
    total: int
    passed: bool
    sent_back: bool = False
    defects: str | None = None
    note: str | None = None
    by: str = Field(max_length=60)
    by_id: UUID | None = Field(default=None, foreign_key="account.id")
    at: datetime
    appeal: str = Field(default="none", max_length=20)
    appeal_reason: str | None = None
    appealed_by: str | None = Field(default=None, max_length=60)
    appeal_decided_by: str | None = Field(default=None, max_length=60)
    appeal_note: str | None = None
    recorded_at: datetime


class UnreasonableDemand(SQLModel, table=True):
    """A demand without a basis: asked by the handler, decided by a supervisor, told to the caller."""

    __tablename__ = "unreasonable_demand"
    __table_args__ = (
        one_of("state", DEMAND_STATE),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_persons"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    grounds: str
    state: str = Field(default="asked", max_length=20)
    asked_by: str = Field(max_length=60)
    asked_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime
    decided_by: str | None = Field(default=None, max_length=60)
    decided_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = None
    decision_note: str | None = None
    told_on: date | None = None
    told_how: str | None = None
    recorded_at: datetime
