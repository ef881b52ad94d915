"""The ticket 工单: a matter between two levels of the union, whose result is owed upwards."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import TICKET_DIRECTION, TICKET_STATE
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Ticket(SQLModel, table=True):
    """In: received from the province, the result goes back up. Out: sent down to a unit, the result comes back."""

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("direction", TICKET_DIRECTION),
        one_of("state", TICKET_STATE),
        sa.UniqueConstraint("direction", "other_side", "number"),
        sa.Index("ix_ticket_owed", "state", "due_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    direction: str = Field(max_length=10)
    number: str = Field(max_length=60)
    other_side: str = Field(max_length=80, description="who sent it, or to whom it was sent")
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    parent_id: UUID | None = Field(default=None, foreign_key="ticket.id", index=True)
    received_at: datetime = Field(description="received, or sent down")
    due_on: date | None = Field(default=None, description="the day the sender set; no law sets it")
    caller_name: str | None = Field(default=None, max_length=60)
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32)
    content: str
    is_confidential: bool = False
    state: str = Field(default="received", max_length=20)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    result: str | None = Field(default=None, description="frozen once it was sent back")
    answered_at: datetime | None = None
    sent_back_at: datetime | None = None
    sent_back_by: str | None = Field(default=None, max_length=60)
    taken_by_name: str = Field(max_length=60)
    recorded_at: datetime
