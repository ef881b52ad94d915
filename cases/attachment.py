"""Files that belong to something: kept by content, in versions, and with a list of who saw them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.agreement import Agreement
from cases.case import Case
from cases.codes import ATTACHMENT_KIND, VIEWED_HOW
from cases.contact import Contact
from cases.employer import Employer
from cases.letter import Letter
from cases.referral import Referral
from foundation.columns import one_of
from foundation.ids import new_id


class StoredFile(SQLModel, table=True):
    """One upload: its bytes lie in the file store under their hash."""

    __tablename__ = "stored_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    size: int = Field(sa_type=sa.BigInteger)
    media_type: str = Field(max_length=100)
    name: str = Field(max_length=150)
    kept_at: datetime
    kept_by: str = Field(max_length=60)


class Attachment(SQLModel, table=True):
    """A file in a place: a case, an employer, an activity. A new version keeps the old one; nothing is deleted."""

    __tablename__ = "attachment"
    __table_args__ = (
        one_of("kind", ATTACHMENT_KIND),
        # Each version is replaced once: two people at once cannot both be the next.
        sa.UniqueConstraint("replaces_id"),
        sa.Index("ix_attachment_subject", "subject_kind", "subject_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_kind: str = Field(max_length=20)
    subject_id: UUID
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    kind: str = Field(max_length=20)
    label: str = Field(max_length=150)
    file_id: UUID = Field(foreign_key="stored_file.id", index=True)
    version: int = 1
    replaces_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    by_name: str = Field(max_length=60)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=60)
    withdrawn_reason: str | None = None


class FileView(SQLModel, table=True):
    """Somebody saw a file: 谁看过."""

    __tablename__ = "file_view"
    __table_args__ = (one_of("how", VIEWED_HOW),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attachment_id: UUID = Field(foreign_key="attachment.id", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    name: str = Field(max_length=60)
    at: datetime
    how: str = Field(max_length=10)


_SUBJECTS: dict[str, tuple[str, sa.Table]] = {}


def attachable(kind: str, label: str, model: type[SQLModel]) -> None:
    """Let files be attached to rows of this table under this kind; a `case_id` column there is taken over."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    _SUBJECTS[kind] = (label, table)


def subject_of(kind: str) -> tuple[str, sa.Table] | None:
    """The word and the table of a kind of subject; None for a kind that takes no files."""
    return _SUBJECTS.get(kind)


attachable("case", "案件", Case)
attachable("employer", "用人单位", Employer)
attachable("letter", "文书", Letter)
attachable("referral", "移送", Referral)
attachable("agreement", "协议", Agreement)
attachable("contact", "来电", Contact)
