"""What the workers ask for, and the breaches of the law that are on file."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import CLAIM_KIND, MATTER
from cases.inquiry_codes import INQUIRY_FINDING
from foundation.columns import Yuan, one_of
from foundation.ids import new_id


class Claim(SQLModel, table=True):
    """One item asked for; an unknown amount is empty, never zero."""

    __tablename__ = "claim"
    __table_args__ = (one_of("kind", CLAIM_KIND),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(max_length=30)
    topic: str | None = Field(default=None, max_length=4, description="second level of the two-level list")
    amount: Decimal | None = Field(default=None, sa_type=Yuan)
    note: str | None = None
    recorded_at: datetime


class Violation(SQLModel, table=True):
    """A breach of the law by the employer: matter code, article, facts. Without one no letter is drafted."""

    __tablename__ = "violation"
    __table_args__ = (one_of("matter", MATTER),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    matter: str = Field(max_length=4)
    law_article: str = Field(max_length=200)
    facts: str
    found_on: date
    recorded_at: datetime
    recorded_by: str = Field(max_length=60)


class Investigation(SQLModel, table=True):
    """An investigation by at least two supervisors with a record; an opinion letter needs a closed one."""

    __tablename__ = "investigation"
    __table_args__ = (one_of("finding", INQUIRY_FINDING),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    first_supervisor: str = Field(max_length=60)
    first_certificate: str = Field(max_length=40)
    second_supervisor: str = Field(max_length=60)
    second_certificate: str = Field(max_length=40)
    first_supervisor_id: UUID | None = Field(default=None, foreign_key="supervisor.id")
    second_supervisor_id: UUID | None = Field(default=None, foreign_key="supervisor.id")
    first_since: date | None = Field(default=None, description="the day on which the first took part, if later")
    second_since: date | None = None
    purpose: str
    opened_on: date
    record: str | None = Field(default=None, description="调查笔录")
    employer_signed: bool | None = None
    refusal_reason: str | None = None
    consultation: str | None = Field(default=None, description="协商经过，或未协商的理由")
    finding: str | None = Field(default=None, max_length=10)
    conclusion: str | None = Field(default=None, description="调查结论")
    closed_at: datetime | None = None
    recorded_at: datetime
