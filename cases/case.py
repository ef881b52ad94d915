"""The case 案件: one matter from first contact to archive."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ALARM_STATE, CASE_TYPE, OUTCOME
from cases.triggers import URGENCY
from foundation.columns import Yuan, one_of
from foundation.ids import new_id

STAGES = ("intake", "mediation", "referral", "closure")


class Case(SQLModel, table=True):
    """One matter. State and stage are the chart's; sums are kept by the acts that change them."""

    __tablename__ = "case"
    __table_args__ = (
        one_of("case_type", CASE_TYPE),
        one_of("stage", STAGES),
        one_of("outcome", OUTCOME),
        one_of("urgency", URGENCY),
        one_of("alarm", ALARM_STATE),
        sa.CheckConstraint("head_count >= 1", name="head_count_positive"),
        # The worklist: one mediator's open cases by nearest due date, answered from the index alone.
        sa.Index(
            "ix_case_worklist",
            "handler_id",
            "next_due_at",
            "case_type",
            "state",
            "id",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        # The few cases of one mediator in which a worker is about to lose a right: always the first lines.
        sa.Index(
            "ix_case_right",
            "handler_id",
            "right_due_at",
            sqlite_where=sa.text("closed_at IS NULL AND right_due_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND right_due_at IS NOT NULL"),
        ),
        # The few matters of one mediator that must be reported: right after the rights.
        sa.Index(
            "ix_case_alarm",
            "handler_id",
            "next_due_at",
            sqlite_where=sa.text("closed_at IS NULL AND alarm IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND alarm IS NOT NULL"),
        ),
        # The radar: an employer's or a site's newest cases, and how many came within some days.
        sa.Index("ix_case_employer", "employer_id", "opened_at"),
        sa.Index("ix_case_project", "project_id", "opened_at"),
        sa.Index("ix_case_state", "state", "next_due_at"),
        sa.Index("ix_case_opened", "opened_at"),
        sa.Index("ix_case_closed", "closed_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    case_type: str = Field(max_length=20)
    chart_version: int = 1
    state: str = Field(max_length=40)
    stage: str = Field(max_length=20)
    version: int = Field(default=1, description="grows with every act; two people at once: the second is told")

    title: str = Field(max_length=120)
    narrative: str = ""
    channel: str = Field(max_length=30)
    district: str = Field(max_length=12)
    category: str = Field(max_length=30, description="the main claim's kind")
    topic: str | None = Field(default=None, max_length=4, description="the main claim on the two-level list")
    urgency: str = Field(default="ordinary", max_length=10)
    urgency_by_hand: bool = Field(default=False, description="set by a person; triggers no longer change it")
    triggers: list[str] = Field(default_factory=list, sa_type=sa.JSON, description="what made it a matter to report")
    alarm: str | None = Field(default=None, max_length=20, description="必报: how the marking stands; none: no mark")
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id")
    project: str | None = Field(default=None, max_length=120)
    project_id: UUID | None = Field(default=None, foreign_key="project.id")
    owed_from: str | None = Field(default=None, max_length=10)
    owed_to: str | None = Field(default=None, max_length=10)
    head_count: int = 1
    is_migrant: bool = False
    is_new_form: bool = False
    key_groups: list[str] = Field(
        default_factory=list, sa_type=sa.JSON, description="涉及群体: women, minors and others of cases.codes.KEY_GROUP"
    )
    is_collective: bool = False
    is_confidential: bool = False
    retaliation_risk: bool = Field(default=False, description="怕打击报复: never to the employer's own union")
    has_violation: bool = Field(default=False, description="a breach of the law is on file (matter, article, facts)")

    claimed: Decimal | None = Field(default=None, sa_type=Yuan)
    agreed: Decimal | None = Field(default=None, sa_type=Yuan)
    paid: Decimal | None = Field(default=None, sa_type=Yuan)

    handler_id: UUID | None = Field(default=None, foreign_key="account.id")
    unit: str | None = Field(default=None, max_length=80)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    outcome: str | None = Field(default=None, max_length=40)
    outcome_note: str | None = None

    opened_at: datetime = Field(description="first contact: the citizen clock begins")
    accepted_at: datetime | None = None
    settled_at: datetime | None = Field(default=None, description="办结: the result was given, closing was asked for")
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    recorded_at: datetime
    anchors: dict[str, Any] = Field(
        default_factory=dict, sa_type=sa.JSON, description="days from which periods count: application_received ..."
    )
    next_due_at: datetime | None = Field(default=None, description="nearest due instant of the running clocks")
    next_rule: str | None = Field(default=None, max_length=40)
    right_due_at: datetime | None = Field(
        default=None, description="nearest due instant of the worker's own running rights; outranks every other"
    )
    breaches: int = 0
    callbacks: int = 0

    journal_seq: int = 0
    journal_hash: str = Field(default="", max_length=64)
    origin: str | None = Field(default=None, max_length=40, description="'import' for replayed cases")
    source_id: str | None = Field(default=None, unique=True, max_length=60)
    source_url: str | None = None
    dates_assumed: bool = Field(default=False, description="dates were not published; see the import's rule")
