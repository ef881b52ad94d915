"""Activities: lectures, consultations, training … counted in sessions, people and copies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.attachment import attachable
from cases.codes import DISTRICT
from cases.prevention.codes import ACTIVITY_KIND, ACTIVITY_STATE
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Activity(SQLModel, table=True):
    """One activity. `people` is the sum of `audiences` and, where a sign-in list is kept, its length."""

    __tablename__ = "activity"
    __table_args__ = (
        one_of("kind", ACTIVITY_KIND),
        one_of("state", ACTIVITY_STATE),
        one_of("district", DISTRICT),
        sa.Index("ix_activity_held_on", "held_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    state: str = Field(default="held", max_length=20)
    held_on: date
    district: str = Field(max_length=12)
    place: str = Field(max_length=120)
    topic: str = Field(max_length=120)
    host_unit: str = Field(max_length=120)
    partners: str = ""
    lawyers: str = ""
    people: int = 0
    audiences: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    has_list: bool = False
    copies: int = 0
    materials: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    questions: int = 0
    result: str = ""
    cancelled_why: str | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


class Attendee(SQLModel, table=True):
    """One line of a sign-in list; a corrected list replaces the earlier one, which stays on file."""

    __tablename__ = "attendee"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id", index=True)
    place: int
    name: str = Field(max_length=60)
    unit: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, sa_type=Sealed)
    recorded_at: datetime
    replaced_at: datetime | None = None


attachable("activity", "活动", Activity)
