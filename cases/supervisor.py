"""The register of labour-law supervisors 劳动法律监督员, their certificates, and what keeps one from a matter.

Trained first, certified then (湖北12); numbered uniformly and taken back at the end of the term (内蒙古14).
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import INTEREST
from foundation.columns import one_of
from foundation.ids import new_id


class Supervisor(SQLModel, table=True):
    """A person with a certificate 监督员证. Nobody is deleted: a certificate runs out or is withdrawn."""

    __tablename__ = "supervisor"
    __table_args__ = (sa.CheckConstraint("valid_to >= valid_from", name="days_in_order"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=60)
    certificate: str = Field(max_length=40, unique=True)
    authority: str = Field(max_length=120, description="发证机关")
    trained_on: date | None = None
    valid_from: date = Field(description="the newest term; all terms stand in supervisor_term")
    valid_to: date
    withdrawn_on: date | None = None
    withdrawn_why: str | None = None
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    unit: str | None = Field(default=None, max_length=120, description="where they work")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class SupervisorTerm(SQLModel, table=True):
    """One term of a certificate: a renewal is a further row, so that a gap stays a gap."""

    __tablename__ = "supervisor_term"
    __table_args__ = (sa.CheckConstraint("valid_to >= valid_from", name="days_in_order"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    supervisor_id: UUID = Field(foreign_key="supervisor.id", index=True)
    valid_from: date
    valid_to: date
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class SupervisorInterest(SQLModel, table=True):
    """A declared tie of a supervisor or a close relative to an employer or to one case 回避 (湖北11, 浙江13)."""

    __tablename__ = "supervisor_interest"
    __table_args__ = (
        one_of("relation", INTEREST),
        sa.CheckConstraint("employer_id IS NOT NULL OR case_id IS NOT NULL", name="to_something"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    supervisor_id: UUID = Field(foreign_key="supervisor.id", index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    relation: str = Field(max_length=20)
    note: str | None = Field(default=None, max_length=200)
    from_on: date
    until_on: date | None = None
    declared_by: str = Field(max_length=60)
    declared_at: datetime
    recorded_at: datetime
