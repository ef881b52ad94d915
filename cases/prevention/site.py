"""Service sites and stations, their ratings, and the register of collective contracts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import DISTRICT
from cases.prevention.codes import CONTRACT_KIND, SITE_KIND
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Site(SQLModel, table=True):
    """A place where workers are served."""

    __tablename__ = "site"
    __table_args__ = (one_of("kind", SITE_KIND), one_of("district", DISTRICT))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True, max_length=120)
    kind: str = Field(max_length=20)
    district: str = Field(max_length=12)
    address: str = Field(max_length=200)
    manager: str = Field(default="", max_length=60)
    phone: str | None = Field(default=None, sa_type=Sealed)
    open_hours: str = Field(default="", max_length=120)
    services: str = ""
    active: bool = True
    closed_on: date | None = None
    closed_why: str | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


class SiteRating(SQLModel, table=True):
    """One look at a site by the checklist of the six haves; earlier ones stay on file."""

    __tablename__ = "site_rating"
    __table_args__ = (sa.Index("ix_site_rating_site", "site_id", "rated_on"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id")
    rated_on: date
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    met: int
    asked: int
    note: str = ""
    rated_by_name: str = Field(max_length=60)
    recorded_at: datetime


class CollectiveContract(SQLModel, table=True):
    """A collective contract or special agreement: whom it covers, when it was signed and filed."""

    __tablename__ = "collective_contract"
    __table_args__ = (
        one_of("kind", CONTRACT_KIND),
        one_of("district", DISTRICT),
        sa.Index("ix_collective_contract_signed", "signed_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=120)
    parties: str = Field(max_length=200, description="firm, industry or area, as on the contract")
    district: str = Field(max_length=12)
    firms: int
    workers: int
    signed_on: date
    valid_until: date | None = None
    filed_on: date | None = None
    filed_with: str | None = Field(default=None, max_length=80)
    ended_why: str | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime
