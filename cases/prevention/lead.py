"""Sentinels 哨兵 and their leads: early signs that are verified before they become anything."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import DISTRICT
from cases.prevention.codes import LEAD_STATE, RISK, SIGN
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Sentinel(SQLModel, table=True):
    """A volunteer with a link of their own; a new `link_serial` makes every earlier link worthless."""

    __tablename__ = "sentinel"
    __table_args__ = (one_of("district", DISTRICT),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=60)
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32, index=True)
    district: str = Field(max_length=12)
    area: str = Field(default="", max_length=120)
    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    active: bool = True
    inactive_why: str | None = None
    link_serial: int = 0
    link_until: date | None = None
    link_revoked_at: datetime | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


class Lead(SQLModel, table=True):
    """One early sign. Nothing follows from it by itself: somebody verifies, rejects, merges or opens a case."""

    __tablename__ = "lead"
    __table_args__ = (
        one_of("sign", SIGN),
        one_of("risk", RISK),
        one_of("state", LEAD_STATE),
        one_of("district", DISTRICT),
        sa.Index("ix_lead_state", "state", "recorded_at"),
        sa.Index("ix_lead_sentinel", "sentinel_id", "recorded_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    form_key: UUID = Field(unique=True, description="the form it was sent with: sent twice it is one lead")
    sentinel_id: UUID | None = Field(default=None, foreign_key="sentinel.id")
    reported_by: str = Field(max_length=60)
    sign: str = Field(max_length=20)
    place: str = Field(default="", max_length=120, description="employer or site, as told")
    district: str = Field(max_length=12)
    head_count: int | None = None
    content: str
    link: str | None = Field(default=None, max_length=500, description="where a public post stands")
    risk: str = Field(default="none", max_length=10)
    risk_why: str = ""
    state: str = Field(default="new", max_length=20)
    review_note: str | None = None
    reviewed_by_name: str | None = Field(default=None, max_length=60)
    reviewed_at: datetime | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="lead.id")
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    recorded_at: datetime
