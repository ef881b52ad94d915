"""The contact 来电来访: a call or visit; it may be answered at once and never become a case."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ANSWER_KIND, CHANNEL, HANDLING
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Contact(SQLModel, table=True):
    """Somebody turned to the union. Counted even when it opens no case."""

    __tablename__ = "contact"
    __table_args__ = (
        one_of("channel", CHANNEL),
        one_of("handling", HANDLING),
        one_of("answer_kind", ANSWER_KIND),
        sa.Index("ix_contact_at", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    channel: str = Field(max_length=30)
    at: datetime
    recorded_at: datetime
    caller_name: str | None = Field(default=None, max_length=60)
    is_anonymous: bool = Field(default=False, description="cannot be called back: neither name nor number is kept")
    is_confidential: bool = Field(default=False, description="name and number only for intake and the handler")
    retaliation_risk: bool = Field(default=False, description="怕打击报复")
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32, index=True)
    content: str = ""
    source_number: str | None = Field(default=None, max_length=60, description="12345, petition or superior's number")
    letter_number: str | None = Field(default=None, max_length=60, description="of the delegation letter")
    letter_on: date | None = None
    leader_name: str | None = Field(default=None, max_length=60, description="who received the visitor")
    instruction: str | None = Field(default=None, description="批示")
    repeat_of: UUID | None = Field(default=None, foreign_key="contact.id", description="the call before, same number")
    answer: str | None = None
    answer_kind: str | None = Field(default=None, max_length=20)
    told_body: str | None = Field(default=None, max_length=80, description="which body an outsider was shown to")
    resolved: bool | None = None
    handled_at: datetime | None = None
    handled_by_name: str | None = Field(default=None, max_length=60)
    handling: str = Field(default="open", max_length=20)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    taken_by: UUID | None = Field(default=None, foreign_key="account.id")
    taken_by_name: str = Field(max_length=60)
