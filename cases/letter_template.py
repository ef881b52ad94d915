"""The versions of the office's own letter templates: what was in force from when on, and who put it there."""

from datetime import datetime
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.letter_codes import LETTER_KIND
from foundation.columns import one_of
from foundation.ids import new_id

# A letter of another kind is only registered, never written here.
TEMPLATE_KIND = MappingProxyType({kind: word for kind, word in LETTER_KIND.items() if kind != "other"})
# How a version came: by the page, by an earlier version, from the disk (found later), from the program.
TEMPLATE_ORIGIN = MappingProxyType(
    {"saved": "保存", "restored": "恢复旧版", "disk": "直接修改文件", "delivered": "恢复系统模板"}
)


class LetterTemplateVersion(SQLModel, table=True):
    """One text that letters of a kind were written by. Rows are only added."""

    __tablename__ = "letter_template_version"
    __table_args__ = (
        sa.UniqueConstraint("kind", "seq"),
        one_of("kind", TEMPLATE_KIND),
        one_of("origin", TEMPLATE_ORIGIN),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=20)
    seq: int = Field(description="within its kind, without gaps")
    origin: str = Field(max_length=20)
    text: str
    sha256: str = Field(max_length=64)
    note: str | None = Field(default=None, max_length=200)
    by_name: str = Field(max_length=60)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    at: datetime
    recorded_at: datetime
