"""Visits and talks 走访与联系: whom we tried to reach, whether we did, what was said."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import CONTACT_WAY, MEETING_SIDE
from foundation.columns import one_of
from foundation.ids import new_id


class ContactAttempt(SQLModel, table=True):
    """One try to reach somebody."""

    __tablename__ = "contact_attempt"
    __table_args__ = (one_of("side", MEETING_SIDE), one_of("way", CONTACT_WAY))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    at: datetime
    side: str = Field(max_length=20)
    who: str = Field(max_length=80)
    way: str = Field(max_length=20)
    reached: bool
    said: str = ""
    by_name: str = Field(max_length=60)
    recorded_at: datetime
