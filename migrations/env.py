"""Alembic's entry: the connection is handed in by migrations/upgrade.py, the models say what should be."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import cases.models  # noqa: F401 - every table registers itself
from foundation.columns import Yuan
from foundation.crypto import Sealed


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write the database's own types into a revision, so that history does not depend on today's classes."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    if isinstance(item, Sealed):
        return "sa.String()"
    if isinstance(item, Yuan):
        return "sa.BigInteger()"
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    # SQLite cannot alter a table in place; batch mode rebuilds it.
    render_as_batch=connection.dialect.name == "sqlite" and not context.config.attributes.get("first", False),
    render_item=plain_types,
    include_object=context.config.attributes.get("include_object"),
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
