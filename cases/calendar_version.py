"""The calendar's versions: notices that were imported into this database, and how far each has come."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import CodeList
from foundation.columns import one_of
from foundation.ids import new_id

VERSION_STATUS: CodeList = {
    "candidate": "待批准",
    "approved": "已批准待启用",
    "applied": "已启用",
    "withdrawn": "已撤销",
    "rejected": "已退回",
}
_LIVE = sa.text("status IN ('candidate', 'approved', 'applied')")


class CalendarVersion(SQLModel, table=True):
    """One imported notice. Its text is never changed; what it says is read from the text alone.

    `settled_at` is empty while the running clocks still have to follow what `status` says.
    """

    __tablename__ = "calendar_version"
    __table_args__ = (
        one_of("status", VERSION_STATUS),
        # The same text is under way once; after it was rejected or undone it may come again.
        sa.Index("uq_calendar_version_live", "sha256", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seq: int = Field(unique=True, description="in the order of import, without gaps")
    paper_id: str = Field(max_length=20)
    year: int
    notice: str = Field(max_length=120)
    title: str = Field(max_length=200)
    source: str
    published: date
    text: str
    sha256: str = Field(max_length=64)
    status: str = Field(default="candidate", max_length=20)
    supersedes: UUID | None = Field(default=None, foreign_key="calendar_version.id")
    imported_by: UUID = Field(foreign_key="account.id")
    imported_by_name: str = Field(max_length=60)
    imported_at: datetime
    approved_by: UUID | None = Field(default=None, foreign_key="account.id")
    approved_by_name: str | None = Field(default=None, max_length=60)
    approved_at: datetime | None = None
    applied_by_name: str | None = Field(default=None, max_length=60)
    applied_at: datetime | None = None
    undone_by_name: str | None = Field(default=None, max_length=60)
    undone_at: datetime | None = None
    reason: str | None = Field(default=None, description="why it was rejected or undone")
    settled_at: datetime | None = Field(default=None, description="since when no running clock has to follow any more")
    result: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="what following it changed")
