"""Legal aid 法律援助 in detail: the register of lawyers, application and decision, hours and subsidy."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.outside_codes import AID_EXEMPTION, AID_STAGE, SUBSIDY_STATE
from foundation.columns import Yuan, one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Lawyer(SQLModel, table=True):
    """A lawyer whom the union can appoint. The phone is sealed."""

    __tablename__ = "lawyer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=60)
    firm: str = Field(max_length=80)
    licence: str = Field(max_length=40, unique=True)
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32, index=True)
    fields: str = ""
    active: bool = True
    recorded_at: datetime


class AidFile(SQLModel, table=True):
    """What is known of one legal-aid case: means, decision, lawyer, papers. One for each case."""

    __tablename__ = "aid_file"
    __table_args__ = (one_of("exemption", AID_EXEMPTION),)

    case_id: UUID = Field(foreign_key="case.id", primary_key=True)
    situation: str = ""
    means: str | None = None
    exemption: str | None = Field(default=None, max_length=30)
    applied_on: date | None = None
    aid_first: bool = Field(default=False, description="先行援助、后补手续 (法律援助法 44)")
    formalities_on: date | None = Field(default=None, description="the papers of aid that came first, supplied later")
    granted: bool | None = None
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=60)
    decision_reasons: str | None = None
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id", index=True)
    appointed_on: date | None = None
    result: str | None = None
    result_on: date | None = None
    papers_on: date | None = Field(default=None, description="closing papers received from the lawyer")
    papers_in_time: bool | None = None
    recorded_at: datetime


class AidHours(SQLModel, table=True):
    """Work that a lawyer did."""

    __tablename__ = "aid_hours"
    __table_args__ = (
        one_of("stage", AID_STAGE),
        sa.CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id")
    worked_on: date
    stage: str = Field(max_length=20)
    minutes: int
    what: str
    recorded_at: datetime


class AidSubsidy(SQLModel, table=True):
    """A subsidy 办案补贴: computed by the tariff, approved by a second person, then paid."""

    __tablename__ = "aid_subsidy"
    __table_args__ = (
        one_of("stage", AID_STAGE),
        one_of("state", SUBSIDY_STATE),
        sa.CheckConstraint("approved_by_id IS NULL OR approved_by_id <> computed_by_id", name="two_persons"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id")
    stage: str = Field(max_length=20)
    state: str = Field(default="computed", max_length=20)
    amount: Decimal = Field(sa_type=Yuan)
    tariff: str = Field(max_length=200, description="the line of the tariff it was computed by")
    computed_by: str = Field(max_length=60)
    computed_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    computed_at: datetime
    approved_by: str | None = Field(default=None, max_length=60)
    approved_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = None
    paid_on: date | None = None
    proof: str | None = Field(default=None, max_length=80)
    recorded_at: datetime
