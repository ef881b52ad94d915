"""Meetings with government and employers (联席会议, 三方机制, 领导接访) and the issues that they leave behind."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.prevention.codes import ISSUE_STATE, MEETING_KIND
from foundation.columns import one_of
from foundation.ids import new_id


class JointMeeting(SQLModel, table=True):
    """One meeting or reception: who, about what, what was decided (工会法 35 for government and union)."""

    __tablename__ = "joint_meeting"
    __table_args__ = (one_of("kind", MEETING_KIND), sa.Index("ix_joint_meeting_held_on", "held_on"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=120)
    held_on: date
    place: str = Field(default="", max_length=120)
    chair: str = Field(default="", max_length=60)
    bodies: str = ""
    topics: str
    decisions: str = ""
    visitors: int | None = Field(default=None, description="at a reception")
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


class MeetingIssue(SQLModel, table=True):
    """Something a body must do by a day; raised at a meeting, from a case, or both."""

    __tablename__ = "meeting_issue"
    __table_args__ = (
        one_of("state", ISSUE_STATE),
        sa.Index(
            "ix_meeting_issue_due",
            "due_on",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID | None = Field(default=None, foreign_key="joint_meeting.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    title: str = Field(max_length=200)
    owner_body: str = Field(max_length=80)
    owner_id: UUID | None = Field(default=None, foreign_key="account.id")
    due_on: date | None = None
    state: str = Field(default="open", max_length=20)
    result: str | None = None
    closed_on: date | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime
