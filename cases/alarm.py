"""A matter that must be reported at once 必报（重大事项）, and the reports that were made: 首报, 续报, 终报."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ALARM_REPORT, ALARM_STATE
from foundation.columns import one_of
from foundation.ids import new_id


class Alarm(SQLModel, table=True):
    """One marking. It is never deleted: taking it back needs a second person and stays on file."""

    __tablename__ = "alarm"
    __table_args__ = (
        one_of("state", ALARM_STATE),
        sa.CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_by_id <> asked_back_by_id", name="two_persons"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    clock_id: UUID | None = Field(default=None, foreign_key="clock.id")
    triggers: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    note: str | None = None
    state: str = Field(default="reported", max_length=20)
    marked_by: str = Field(max_length=60)
    marked_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    marked_at: datetime
    acknowledged_by: str | None = Field(default=None, max_length=60)
    acknowledged_at: datetime | None = None
    instruction: str | None = Field(default=None, description="批示")
    asked_back_by: str | None = Field(default=None, max_length=60, description="who asked to take the mark back")
    asked_back_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    asked_back_at: datetime | None = None
    asked_back_why: str | None = None
    withdrawn_by: str | None = Field(default=None, max_length=60)
    withdrawn_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    recorded_at: datetime


class AlarmReport(SQLModel, table=True):
    """One report on such a matter: what was said, to whom, when."""

    __tablename__ = "alarm_report"
    __table_args__ = (one_of("kind", ALARM_REPORT), sa.UniqueConstraint("case_id", "seq"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    kind: str = Field(max_length=20)
    body: str
    addressee: str = Field(max_length=120)
    reported_at: datetime
    by: str = Field(max_length=60)
    recorded_at: datetime
