"""The contact 来电来访: a call or visit; it may be answered at once and never become a case."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import CHANNEL
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Contact(SQLModel, table=True):
    """Somebody turned to the union. Counted even when it opens no case."""

    __tablename__ = "contact"
    __table_args__ = (
        one_of("channel", CHANNEL),
        one_of("handling", ("open", "answered", "attached", "opened_case")),
        sa.Index("ix_contact_at", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    channel: str = Field(max_length=30)
    at: datetime
    recorded_at: datetime
    caller_name: str | None = Field(default=None, max_length=60)
    is_anonymous: bool = False
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32, index=True)
    content: str = ""
    answer: str | None = None
    handling: str = Field(default="open", max_length=20)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    taken_by: UUID | None = Field(default=None, foreign_key="account.id")
    taken_by_name: str = Field(max_length=60)
