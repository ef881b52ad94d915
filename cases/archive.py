"""The archive 归档: volumes of a case, their catalogue 卷内目录, and who borrowed them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.outside_codes import RETENTION
from foundation.columns import one_of
from foundation.ids import new_id


class ArchiveVolume(SQLModel, table=True):
    """One volume 卷. A case that is reopened after archiving gets a second one; the first stays as it is."""

    __tablename__ = "archive_volume"
    __table_args__ = (one_of("retention", RETENTION), sa.UniqueConstraint("case_id", "seq"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    archive_number: str | None = Field(default=None, max_length=60, description="the archive office's own number")
    retention: str = Field(max_length=20)
    review_on: date | None = Field(default=None, index=True, description="appraisal on expiry; empty: permanent")
    pages: int = 0
    incomplete_reason: str | None = Field(default=None, description="why it was stored although something is missing")
    catalogued_at: datetime
    archived_at: datetime | None = None
    archived_by: str | None = Field(default=None, max_length=60)
    recorded_at: datetime


class ArchiveItem(SQLModel, table=True):
    """One document in a volume, with its pages."""

    __tablename__ = "archive_item"
    __table_args__ = (sa.CheckConstraint("page_to >= page_from", name="pages_in_order"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    volume_id: UUID = Field(foreign_key="archive_volume.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    seq: int
    item: str = Field(max_length=30, description="which of the thirteen parts of the file")
    title: str = Field(max_length=200)
    source: str | None = Field(default=None, max_length=80, description="the record it stands for: table and id")
    dated_on: date | None = None
    page_from: int
    page_to: int
    recorded_at: datetime


class ArchiveLoan(SQLModel, table=True):
    """A volume that somebody took out."""

    __tablename__ = "archive_loan"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    volume_id: UUID = Field(foreign_key="archive_volume.id", index=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    borrower: str = Field(max_length=60)
    purpose: str
    borrowed_on: date
    due_on: date
    returned_on: date | None = None
    approved_by: str = Field(max_length=60)
    recorded_at: datetime
