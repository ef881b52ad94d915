"""Campaigns 专项行动, their targets and the tags on cases, activities and check-ups."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.prevention.codes import CAMPAIGN_KIND, CAMPAIGN_STATE, TAG_HOW, TAG_SUBJECT
from foundation.columns import one_of
from foundation.ids import new_id


class Campaign(SQLModel, table=True):
    """A campaign. Without a first day nothing is tagged by itself; `proposed` is a rule that waits to be applied."""

    __tablename__ = "campaign"
    __table_args__ = (one_of("kind", CAMPAIGN_KIND), one_of("state", CAMPAIGN_STATE))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True, max_length=80)
    kind: str = Field(max_length=20)
    state: str = Field(default="planned", max_length=20)
    state_reason: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    owner_id: UUID | None = Field(default=None, foreign_key="account.id")
    owner_name: str = Field(default="", max_length=60)
    note: str = ""
    source: str = Field(default="", description="where the campaign is known from")
    seed: str | None = Field(default=None, unique=True, max_length=40)
    rule: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    rule_version: int = 1
    proposed: list[dict[str, Any]] | None = Field(default=None, sa_column=sa.Column(sa.JSON(none_as_null=True)))
    created_by_name: str = Field(max_length=60)
    recorded_at: datetime


class CampaignTarget(SQLModel, table=True):
    """What a campaign wants to reach, by indicator."""

    __tablename__ = "campaign_target"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "indicator"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    campaign_id: UUID = Field(foreign_key="campaign.id")
    indicator: str = Field(max_length=30)
    target: int
    set_by_name: str = Field(max_length=60)
    recorded_at: datetime


class CampaignTag(SQLModel, table=True):
    """One thing belongs to one campaign, once. A tag taken off stays on file, so that no run puts it back."""

    __tablename__ = "campaign_tag"
    __table_args__ = (
        one_of("subject_kind", TAG_SUBJECT),
        one_of("how", TAG_HOW),
        one_of("removed_how", ("hand", "rule")),
        sa.UniqueConstraint("campaign_id", "subject_kind", "subject_id"),
        sa.Index("ix_campaign_tag_subject", "subject_kind", "subject_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    campaign_id: UUID = Field(foreign_key="campaign.id")
    subject_kind: str = Field(max_length=20)
    subject_id: UUID
    how: str = Field(max_length=10)
    rule_version: int | None = None
    tagged_by_name: str = Field(max_length=60)
    tagged_at: datetime
    removed_how: str | None = Field(default=None, max_length=10)
    removed_why: str | None = None
    removed_by_name: str | None = Field(default=None, max_length=60)
    removed_at: datetime | None = None


class Trace(SQLModel, table=True):
    """What was done to something of the prevention register, by whom. Append-only; no personal numbers."""

    __tablename__ = "prevention_trace"
    __table_args__ = (sa.Index("ix_prevention_trace_subject", "subject_kind", "subject_id", "recorded_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_kind: str = Field(max_length=20)
    subject_id: UUID
    title: str = Field(max_length=60)
    note: str = ""
    by_name: str = Field(max_length=60)
    by_role: str = Field(max_length=20)
    at: datetime
    recorded_at: datetime
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
