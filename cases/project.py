"""A construction project 工程项目: who builds for whom, and what secures the wages there."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import COMPANY_ROLE, DEPOSIT_KIND
from foundation.columns import Yuan, one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Project(SQLModel, table=True):
    """A site. It begins with its name in a case; `registered_at` is when its profile was entered.

    Wage account, deposit and real names: 保障农民工工资支付条例 26, 28, 32.
    """

    __tablename__ = "project"
    __table_args__ = (one_of("deposit_kind", DEPOSIT_KIND),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=120, unique=True)
    address: str | None = Field(default=None, max_length=200)
    district: str | None = Field(default=None, max_length=12)
    wage_bank: str | None = Field(default=None, max_length=80)
    wage_account: str | None = Field(default=None, sa_type=Sealed)
    deposit_kind: str | None = Field(default=None, max_length=20)
    deposit_amount: Decimal | None = Field(default=None, sa_type=Yuan)
    has_real_names: bool | None = None
    started_on: date | None = None
    ended_on: date | None = None
    registered_at: datetime | None = None
    recorded_at: datetime


class ProjectCompany(SQLModel, table=True):
    """One company on a site, with its role."""

    __tablename__ = "project_company"
    __table_args__ = (one_of("role", COMPANY_ROLE), sa.Index("ix_project_company_project", "project_id"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    role: str = Field(max_length=20)
    recorded_at: datetime


class ProjectKey(SQLModel, table=True):
    """What a project's name is found by although it is written differently."""

    __tablename__ = "project_key"
    __table_args__ = (sa.Index("ix_project_key_project", "project_id"),)

    key: str = Field(primary_key=True, max_length=160)
    project_id: UUID = Field(primary_key=True, foreign_key="project.id")
