"""The journal: every act on a case, in order, each entry sealed to the one before."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.ids import new_id


class JournalEntry(SQLModel, table=True):
    """Who did what when. `at` is when it happened, `recorded_at` when we learnt it."""

    __tablename__ = "journal_entry"
    __table_args__ = (sa.UniqueConstraint("case_id", "seq"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id")
    seq: int
    act: str = Field(max_length=60)
    title: str = Field(max_length=80)
    by_name: str = Field(max_length=60)
    by_role: str = Field(max_length=20)
    account_id: UUID | None = None
    at: datetime
    recorded_at: datetime
    from_state: str | None = Field(default=None, max_length=40)
    to_state: str | None = Field(default=None, max_length=40)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    inferred: bool = Field(default=False, description="推定: the source does not say it, the chart needs it")
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


def entry_hash(previous: str, row: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and the entry's own words; a changed entry breaks the chain after it."""
    words = [
        previous,
        row["case_id"],
        row["seq"],
        row["act"],
        row["by_name"],
        row["at"],
        row["from_state"] or "",
        row["to_state"] or "",
        row["detail"],
    ]
    spelt = orjson.dumps(words, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(spelt).hexdigest()
