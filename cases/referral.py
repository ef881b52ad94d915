"""The referral 转办移送: one record per addressee, with its package, its steps and what came of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ADDRESSEE, REFERRAL_STATE
from cases.outside_codes import REFERRAL_EVENT, RESULT_KIND, RETURN_REASON, SENT_BY
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
    followed: bool = Field(
        default=True,
        description="the case's state follows it; not so once the case went on to another door",
        sa_column_kwargs={"server_default": sa.true()},
    )
    package: dict[str, Any] = Field(
        default_factory=dict,
        sa_type=sa.JSON,
        description="facts, evidence, union_did, contact",
        sa_column_kwargs={"server_default": "{}"},
    )
    recorded_at: datetime


class ReferralEvent(SQLModel, table=True):
    """One step of one referral, with what belongs to it; nothing is overwritten."""

    __tablename__ = "referral_event"
    __table_args__ = (
        one_of("kind", REFERRAL_EVENT),
        one_of("way", SENT_BY),
        one_of("return_code", RETURN_REASON),
        one_of("result_kind", RESULT_KIND),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(max_length=20)
    on_day: date
    way: str | None = Field(default=None, max_length=20)
    proof: str | None = Field(default=None, max_length=80, description="number of the receipt, parcel or platform")
    return_code: str | None = Field(default=None, max_length=30)
    result_kind: str | None = Field(default=None, max_length=30)
    document_number: str | None = Field(default=None, max_length=80)
    amount: Decimal | None = Field(default=None, sa_type=Yuan)
    people: int | None = None
    note: str | None = None
    by: str = Field(max_length=60)
    at: datetime
    recorded_at: datetime
