"""Making an agreement enforceable: 司法确认 or 仲裁审查, applied for by both parties together."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import CLAIM_KIND, CONFIRMATION_RESULT, CONFIRMATION_WAY
from foundation.columns import Yuan, one_of
from foundation.ids import new_id


class Confirmation(SQLModel, table=True):
    """One joint application (办案规则 74; 人民调解法 33), from the day it was made to what came of it."""

    __tablename__ = "confirmation"
    __table_args__ = (one_of("way", CONFIRMATION_WAY), one_of("result", CONFIRMATION_RESULT))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    agreement_id: UUID | None = Field(default=None, foreign_key="agreement.id", index=True)
    way: str = Field(max_length=20)
    body: str | None = Field(default=None, max_length=80)
    applied_on: date
    accepted_on: date | None = None
    result: str | None = Field(default=None, max_length=20)
    decided_on: date | None = None
    document: str | None = Field(default=None, max_length=80)
    note: str | None = None
    by_name: str = Field(max_length=60)
    recorded_at: datetime


class AgreementItem(SQLModel, table=True):
    """What was agreed about one claim."""

    __tablename__ = "agreement_item"
    __table_args__ = (one_of("kind", CLAIM_KIND),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    kind: str = Field(max_length=30)
    amount: Decimal | None = Field(default=None, sa_type=Yuan)
    note: str | None = Field(default=None, max_length=500)
