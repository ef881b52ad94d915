"""Who of a roster a payment reached: the payment is the one truth, its shares say whose it is."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.columns import Yuan
from foundation.ids import new_id


class PaymentShare(SQLModel, table=True):
    """One person's part of one payment. A payment either has no shares, or they sum up to it."""

    __tablename__ = "payment_share"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    payment_id: UUID = Field(foreign_key="payment.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    party_id: UUID = Field(foreign_key="party.id", index=True)
    moved_from_id: UUID | None = Field(
        default=None, foreign_key="party.id", description="whose it was before two entries of one person were joined"
    )
    amount: Decimal = Field(sa_type=Yuan)
    recorded_at: datetime
