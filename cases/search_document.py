"""What the search looks into: for each subject one line of grams, made from its words by cases/grams.py."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of

SEARCH_KIND = ("case", "party", "employer", "contact", "letter")
# Made by the migration for one database only (virtual table, generated column), so no model describes them.
ENGINE_MADE = ("search_index", "ix_search_document_vector", "ix_search_document_newest", "vector")


def engine_made(name: str | None) -> bool:
    """Whether this table, index or column belongs to one database's own full-text engine."""
    return name is not None and (name in ENGINE_MADE or name.startswith("search_index_"))


class SearchDocument(SQLModel, table=True):
    """The grams of one subject. No sentence stands here, and of personal numbers only keyed fingerprints.

    SQLite feeds an FTS5 table from `grams` by triggers, PostgreSQL a generated tsvector column with a GIN index
    and an index of the newest of each kind.
    Rows are replaced, never changed: the highest id is what was written last, and is found first.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        one_of("kind", SEARCH_KIND),
        sa.UniqueConstraint("kind", "subject_id"),
        sa.Index("ix_search_document_version", "kind", "version"),
    )

    id: int | None = Field(
        default=None,
        sa_column=sa.Column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
    )
    kind: str = Field(max_length=10)
    subject_id: UUID
    case_id: UUID | None = Field(default=None, index=True)
    version: int = Field(default=1, description="the subject's version that these grams were made from")
    grams: str
    indexed_at: datetime


class SearchCursor(SQLModel, table=True):
    """How far the indexer has read each stream of new identifiers."""

    __tablename__ = "search_cursor"

    name: str = Field(primary_key=True, max_length=20)
    seen: UUID
    full_at: datetime | None = Field(default=None, description="when everything was last compared")
    at: datetime
