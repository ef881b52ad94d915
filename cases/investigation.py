"""What an investigation 监督调查 leaves on paper: letter, notice, records, evidence, talks, who was replaced."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import INTEREST
from cases.inquiry_codes import CONSULTATION_RESULT, EVIDENCE_COPY, NOTICE_WAY
from foundation.columns import one_of
from foundation.ids import new_id


class InvestigationLetter(SQLModel, table=True):
    """调查函 (安徽20, 徐州14): who may ask whom about what, until when. Its numbers have no gaps."""

    __tablename__ = "investigation_letter"
    __table_args__ = (sa.CheckConstraint("valid_until >= issued_on", name="days_in_order"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    investigation_id: UUID = Field(foreign_key="investigation.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    number: str = Field(unique=True, max_length=60)
    addressee: str = Field(max_length=120)
    supervisors: list[Any] = Field(default_factory=list, sa_type=sa.JSON, description="names and certificates, as sent")
    matters: str
    scope: str
    issued_on: date
    valid_until: date
    issued_by: str = Field(max_length=60)
    recorded_at: datetime


class InvestigationNotice(SQLModel, table=True):
    """The employer was told purpose, content, requirements and way (杭州15, 昆明18, 合肥17)."""

    __tablename__ = "investigation_notice"
    __table_args__ = (one_of("told_how", NOTICE_WAY),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    investigation_id: UUID = Field(foreign_key="investigation.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    told_on: date
    told_how: str = Field(max_length=20)
    receiver: str = Field(max_length=60, description="who took the notice for the employer")
    purpose: str
    content: str
    requirements: str
    way: str
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class InvestigationChange(SQLModel, table=True):
    """One supervisor went, another came; with `relation` because the first had to stand aside."""

    __tablename__ = "investigation_change"
    __table_args__ = (one_of("relation", INTEREST),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    investigation_id: UUID = Field(foreign_key="investigation.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    out_id: UUID | None = Field(default=None, foreign_key="supervisor.id")
    out_name: str = Field(max_length=60)
    out_certificate: str = Field(max_length=40)
    in_id: UUID = Field(foreign_key="supervisor.id")
    relation: str | None = Field(default=None, max_length=20)
    reason: str
    changed_on: date
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class InvestigationRecord(SQLModel, table=True):
    """调查笔录: read by who was asked, signed by both sides, or refused with the reason (湖北25, 杭州15, 徐州13)."""

    __tablename__ = "investigation_record"
    __table_args__ = (
        sa.UniqueConstraint("investigation_id", "seq"),
        sa.CheckConstraint("signed OR refusal_reason IS NOT NULL", name="signed_or_why_not"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    investigation_id: UUID = Field(foreign_key="investigation.id")
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    asked_at: datetime
    place: str = Field(max_length=120)
    person: str = Field(max_length=60)
    person_role: str = Field(max_length=60)
    first_supervisor: str = Field(max_length=60)
    first_certificate: str = Field(max_length=40)
    second_supervisor: str = Field(max_length=60)
    second_certificate: str = Field(max_length=40)
    certificates_shown: bool | None = Field(default=None, description="empty: as the text of the record says")
    told_rights: bool | None = None
    talk: list[Any] = Field(default_factory=list, sa_type=sa.JSON, description="questions and answers in their order")
    text: str | None = None
    read_back: bool
    signed: bool
    supervisors_signed: bool = True
    refusal_reason: str | None = None
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class InvestigationEvidence(SQLModel, table=True):
    """One thing on the list of evidence 证据清单 (徐州13)."""

    __tablename__ = "investigation_evidence"
    __table_args__ = (
        sa.UniqueConstraint("investigation_id", "seq"),
        one_of("form", EVIDENCE_COPY),
        sa.CheckConstraint("pages >= 1", name="pages_positive"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    investigation_id: UUID = Field(foreign_key="investigation.id")
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    name: str = Field(max_length=120)
    pages: int
    form: str = Field(max_length=20)
    source: str = Field(max_length=120)
    given_by: str | None = Field(default=None, max_length=60)
    taken_on: date
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class Consultation(SQLModel, table=True):
    """协商 before paper (浙江19, 湖北22, 陕西18): a talk that was held, or the reason why none was."""

    __tablename__ = "consultation"
    __table_args__ = (
        one_of("result", CONSULTATION_RESULT),
        sa.CheckConstraint("(held_on IS NULL) <> (skipped_why IS NULL)", name="held_or_why_not"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    held_on: date | None = None
    place: str | None = Field(default=None, max_length=120)
    parties: str | None = None
    claims: str | None = None
    result: str | None = Field(default=None, max_length=20)
    outcome: str | None = Field(default=None, description="what was agreed or said")
    skipped_why: str | None = None
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime
