"""Meetings of a mediation: planned, held with who was there and what was said, or called off."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.attachment import attachable
from cases.codes import MEETING_KIND, MEETING_SIDE, MEETING_STATE, SIGNING
from foundation.columns import one_of
from foundation.ids import new_id


class Meeting(SQLModel, table=True):
    """One meeting: 单方谈话, 双方调解, 联合调解 or 现场走访."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("kind", MEETING_KIND),
        one_of("state", MEETING_STATE),
        one_of("signing", SIGNING),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_meeting_calendar", "starts_at", "state"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(max_length=20)
    state: str = Field(default="planned", max_length=20)
    starts_at: datetime
    ends_at: datetime
    place: str | None = Field(default=None, max_length=120)
    room: str | None = Field(default=None, max_length=60)
    online_link: str | None = Field(default=None, max_length=300)
    mediator_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    mediator_name: str = Field(max_length=60)
    moved: int = Field(default=0, description="how often the time was changed; when and why stands in the journal")
    reason: str | None = Field(default=None, description="why it was moved last, or called off")
    minutes: str | None = Field(default=None, description="笔录")
    signing: str | None = Field(default=None, max_length=20)
    signing_note: str | None = None
    planned_by: str = Field(max_length=60)
    recorded_by: str | None = Field(default=None, max_length=60)
    recorded_at: datetime


class MeetingPerson(SQLModel, table=True):
    """Somebody who is asked to a meeting; `present` is known when it was held."""

    __tablename__ = "meeting_person"
    __table_args__ = (one_of("side", MEETING_SIDE),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    side: str = Field(max_length=20)
    name: str = Field(max_length=80)
    present: bool | None = None
    reason: str | None = Field(default=None, max_length=200)


attachable("meeting", "会议", Meeting)
