"""The export log 导出登记: who took which list out of the house, when, why, and the fingerprint of the file."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

EXPORT_STATE = ("waiting", "approved", "refused")
EXPORT_LIST = ("cases", "letters")


class ExportLog(SQLModel, table=True):
    """One export. Large ones wait for a second person; `sha256` is that of the file last made from it."""

    __tablename__ = "export_log"
    __table_args__ = (one_of("state", EXPORT_STATE), one_of("form", ("csv", "xlsx")), one_of("list_name", EXPORT_LIST))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    by_name: str = Field(max_length=60)
    by_role: str = Field(max_length=20)
    list_name: str = Field(
        default="cases", max_length=20, description="which list", sa_column_kwargs={"server_default": "cases"}
    )
    query: str = Field(max_length=1000, description="filters and order, as in the list's address")
    columns: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    form: str = Field(max_length=4)
    row_count: int
    reason: str | None = Field(default=None, max_length=200)
    state: str = Field(max_length=10)
    decided_by: str | None = Field(default=None, max_length=60)
    decided_at: datetime | None = None
    decided_why: str | None = Field(default=None, max_length=200)
    asked_at: datetime
    taken_at: datetime | None = None
    taken: int = 0
    sha256: str | None = Field(default=None, max_length=64)
