"""The letter 一函两书, one object from draft to close, and the book of its numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import LETTER_KIND, LETTER_STATE
from foundation.columns import one_of
from foundation.ids import new_id


class Letter(SQLModel, table=True):
    """A 提示函, 意见书 or 建议书. A machine drafts, a person signs."""

    __tablename__ = "letter"
    __table_args__ = (
        one_of("kind", LETTER_KIND),
        one_of("state", LETTER_STATE),
        # One open draft per cause: whatever drafts twice drafts once.
        sa.UniqueConstraint("cause_key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Always there: every act that makes a letter is one on a file. The column allows none because SQLite cannot rebuild
    # a table with rows that others point to.
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    kind: str = Field(max_length=20)
    kind_label: str = Field(max_length=40, description="what is printed; for letters of other unions their own name")
    state: str = Field(default="draft", max_length=20, index=True)
    version: int = 1
    cause: str = Field(default="", description="why it was drafted, in Chinese")
    cause_key: str = Field(max_length=120)
    previous_id: UUID | None = Field(default=None, foreign_key="letter.id")

    issuer: str = Field(max_length=80)
    issuer_level: str = Field(max_length=20)
    region: str = Field(max_length=10)
    addressee: str = Field(max_length=120)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="the facts the text is made of")
    rule_snapshot: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="the reply rule it used")

    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    trigger: str | None = Field(default=None, max_length=4, description="J1 to J7: what opened a recommendation")
    template: str | None = Field(default=None, description="the template it was signed with; later ones do not count")
    composed: dict[str, Any] | None = Field(
        default=None, sa_type=sa.JSON, description="the words as numbered; later templates never change them"
    )

    number: str | None = Field(default=None, unique=True, max_length=60)
    drafted_by: str = Field(max_length=60)
    drafted_at: datetime
    reviewed_by: str | None = Field(default=None, max_length=60)
    reviewed_at: datetime | None = None
    signed_by: str | None = Field(default=None, max_length=60)
    signed_title: str | None = Field(default=None, max_length=20)
    signed_at: datetime | None = None
    numbered_at: datetime | None = None
    sealed_by: str | None = Field(default=None, max_length=60)
    sealed_at: datetime | None = None
    issued_on: date | None = Field(default=None, index=True)
    dispatched_on: date | None = None
    dispatched_how: str | None = Field(default=None, max_length=20)
    published_on: date | None = None
    published_where: str | None = Field(default=None, max_length=200)
    served_on: date | None = Field(default=None, description="T0 of the reply clock; never changed once written")
    served_how: str | None = Field(default=None, max_length=40)
    served_proof: str | None = None
    refused_on: date | None = None
    reply_due: date | None = None
    replied_on: date | None = None
    reply: str | None = None
    replied_on_time: bool | None = None
    assessed_as: str | None = Field(default=None, max_length=20)
    assessed_by: str | None = Field(default=None, max_length=60)
    assessed_at: datetime | None = None
    assessment: str | None = None
    rectify_due: date | None = None
    rectified: bool | None = Field(default=None, description="all items put right; independent of the reply")
    rectification: str | None = Field(default=None, max_length=10)
    verified_on: date | None = None
    filed_on: date | None = Field(default=None, description="the authority opened a file")
    filing_reason: str | None = Field(default=None, description="why it did not")
    disposed_on: date | None = None
    disposal: str | None = Field(default=None, max_length=20)
    fed_back_on: date | None = None
    feedback: str | None = None
    ended_why: str | None = Field(default=None, description="why withdrawn, void or handed up")
    closing_report: str | None = None
    closed_at: datetime | None = None
    archive_number: str | None = Field(default=None, max_length=40)
    archived_at: datetime | None = None
    recorded_at: datetime


class LetterNumber(SQLModel, table=True):
    """The number book: gap-free per issuer, kind and year; a voided number stays consumed."""

    __tablename__ = "letter_number"
    __table_args__ = (sa.UniqueConstraint("issuer", "kind", "year", "seq"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    issuer: str = Field(max_length=80)
    kind: str = Field(max_length=20)
    year: int
    seq: int
    number: str = Field(unique=True, max_length=60)
    letter_id: UUID = Field(foreign_key="letter.id")
    taken_at: datetime
    voided: bool = False
