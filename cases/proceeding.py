"""Litigation and its relatives: one record per proceeding, its hearings, and money that others advanced 先行垫付."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.outside_codes import ADVANCED_BY, PROCEEDING, PROCEEDING_RESULT, PROCEEDING_STATE, RECOURSE_STATE
from foundation.columns import Yuan, one_of
from foundation.ids import new_id


class Proceeding(SQLModel, table=True):
    """Arbitration, an instance at court, enforcement, a payment order, preservation, recognition of an injury …"""

    __tablename__ = "proceeding"
    __table_args__ = (
        one_of("kind", PROCEEDING),
        one_of("state", PROCEEDING_STATE),
        one_of("outcome", PROCEEDING_RESULT),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(max_length=30)
    state: str = Field(default="filed", max_length=20)
    body: str = Field(max_length=80)
    docket: str | None = Field(default=None, max_length=80)
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id")
    filed_on: date
    accepted_on: date | None = None
    heard_on: date | None = Field(default=None, description="the newest hearing")
    decided_on: date | None = None
    received_on: date | None = Field(default=None, description="the day on which the worker received the document")
    outcome: str | None = Field(default=None, max_length=30)
    result: str | None = None
    document_number: str | None = Field(default=None, max_length=80)
    claimed: Decimal | None = Field(default=None, sa_type=Yuan)
    awarded: Decimal | None = Field(default=None, sa_type=Yuan)
    recorded_at: datetime


class Hearing(SQLModel, table=True):
    """One session 开庭."""

    __tablename__ = "hearing"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proceeding_id: UUID = Field(foreign_key="proceeding.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    heard_on: date
    place: str | None = Field(default=None, max_length=80)
    note: str | None = None
    by: str = Field(max_length=60)
    recorded_at: datetime


class Advance(SQLModel, table=True):
    """Who paid in the place of the employer, and what comes of the recourse (保障农民工工资支付条例 29, 30)."""

    __tablename__ = "advance"
    __table_args__ = (one_of("advanced_by", ADVANCED_BY), one_of("recourse", RECOURSE_STATE))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    payment_id: UUID | None = Field(default=None, foreign_key="payment.id")
    advanced_by: str = Field(max_length=30)
    name: str = Field(max_length=80)
    amount: Decimal = Field(sa_type=Yuan)
    advanced_on: date
    recourse_against: str | None = Field(default=None, max_length=80)
    recourse: str = Field(default="open", max_length=20)
    recovered: Decimal | None = Field(default=None, sa_type=Yuan)
    recourse_note: str | None = None
    recorded_at: datetime
