"""The referral 转办移送: one record per addressee, with what came of it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import ADDRESSEE, REFERRAL_STATE
from foundation.columns import Yuan, one_of
from foundation.ids import new_id


class Referral(SQLModel, table=True):
    """Sent, acknowledged, replied, returned, result: each with its day."""

    __tablename__ = "referral"
    __table_args__ = (one_of("addressee", ADDRESSEE), one_of("state", REFERRAL_STATE))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    addressee: str = Field(max_length=30)
    addressee_name: str = Field(max_length=80)
    matter: str = ""
    state: str = Field(default="prepared", max_length=20)
    prepared_at: datetime
    sent_on: date | None = None
    acknowledged_on: date | None = None
    returned_on: date | None = None
    return_reason: str | None = None
    answered_on: date | None = None
    result: str | None = None
    result_amount: Decimal | None = Field(default=None, sa_type=Yuan)
    recorded_at: datetime
