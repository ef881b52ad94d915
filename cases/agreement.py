"""Promises and money: an agreement is not its performance, a promise is not a payment."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import PAYMENT_WAY
from foundation.columns import Yuan, one_of
from foundation.ids import new_id


class Agreement(SQLModel, table=True):
    """A mediation agreement 调解协议."""

    __tablename__ = "agreement"
    __table_args__ = (
        one_of("status", ("performing", "performed", "breached", "replaced")),
        one_of("payment_way", PAYMENT_WAY),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    effective_on: date
    amount: Decimal | None = Field(default=None, sa_type=Yuan)
    terms: str = ""
    payment_way: str | None = Field(default=None, max_length=20)
    breach_terms: str | None = Field(default=None, description="违约条款")
    signed_on: date | None = None
    worker_signed: bool | None = None
    employer_signed: bool | None = None
    mediator_name: str | None = Field(default=None, max_length=60)
    status: str = Field(default="performing", max_length=20)
    recorded_at: datetime


class Instalment(SQLModel, table=True):
    """One promised payment; each has its own clock."""

    __tablename__ = "instalment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    due_on: date
    amount: Decimal | None = Field(default=None, sa_type=Yuan)
    paid_on: date | None = None


class Payment(SQLModel, table=True):
    """Money that arrived and was confirmed. Only this counts as 挽回经济损失."""

    __tablename__ = "payment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    paid_on: date = Field(index=True)
    amount: Decimal | None = Field(default=None, sa_type=Yuan, description="empty where the source gives no figure")
    people: int | None = None
    is_advance: bool = Field(default=False, description="先行垫付: paid by another than the employer")
    proof: str | None = None
    confirmed_by: str = Field(max_length=60)
    recorded_at: datetime


class Callback(SQLModel, table=True):
    """One call back 回访. Contacted, resolved, satisfied are three answers; whether the record is true is a fourth."""

    __tablename__ = "callback"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    at: datetime
    contacted: bool
    resolved: bool | None = None
    satisfied: bool | None = None
    truthful: bool | None = Field(default=None, description="whether what the file says of the handling is true")
    note: str | None = None
    by: str = Field(max_length=60)
    by_id: UUID | None = Field(default=None, description="the account that called")
    recorded_at: datetime
