"""Check-ups 法治体检: a firm, a checklist, findings and what became of them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.attachment import attachable
from cases.codes import DISTRICT, MATTER
from cases.prevention.codes import CHECK_ANSWER, CHECK_UP_STATE, FINDING_STATE
from foundation.columns import one_of
from foundation.ids import new_id


class CheckUp(SQLModel, table=True):
    """A visit of two persons to one firm."""

    __tablename__ = "check_up"
    __table_args__ = (
        one_of("state", CHECK_UP_STATE),
        one_of("district", DISTRICT),
        sa.Index("ix_check_up_held_on", "held_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    state: str = Field(default="open", max_length=20)
    held_on: date
    district: str = Field(max_length=12)
    first_member: str = Field(max_length=60)
    second_member: str = Field(max_length=60)
    workers: int | None = None
    firm_contact: str = Field(default="", max_length=60)
    checklist: str = Field(max_length=40, description="the version of the checklist that was asked")
    summary: str = ""
    owner_id: UUID | None = Field(default=None, foreign_key="account.id")
    cancelled_why: str | None = None
    finished_at: datetime | None = None
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


class CheckAnswer(SQLModel, table=True):
    """The answer to one item of the checklist."""

    __tablename__ = "check_answer"
    __table_args__ = (one_of("answer", CHECK_ANSWER), sa.UniqueConstraint("check_up_id", "item"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    check_up_id: UUID = Field(foreign_key="check_up.id")
    item: str = Field(max_length=20)
    answer: str = Field(max_length=10)
    evidence: str = ""
    recorded_at: datetime


class CheckUpFinding(SQLModel, table=True):
    """Something to correct, until when, and the case or letter that came of it."""

    __tablename__ = "check_up_finding"
    __table_args__ = (
        one_of("state", FINDING_STATE),
        one_of("matter", MATTER),
        sa.Index(
            "ix_check_up_finding_due",
            "due_on",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    check_up_id: UUID = Field(foreign_key="check_up.id", index=True)
    item: str | None = Field(default=None, max_length=20)
    matter: str = Field(max_length=4)
    issue: str
    law_article: str | None = Field(default=None, max_length=200)
    suggestion: str
    due_on: date
    state: str = Field(default="open", max_length=20)
    corrected_on: date | None = None
    verified_by: str | None = Field(default=None, max_length=60)
    result: str | None = None
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id")
    recorded_by_name: str = Field(max_length=60)
    recorded_at: datetime


attachable("check_up", "法治体检", CheckUp)
