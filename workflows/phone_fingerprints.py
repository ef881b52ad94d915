"""Fingerprints of telephone numbers made anew in the one spelling of cases/phone.py.

Numbers on file stay as they were typed; by its fingerprint a number is found again, however it was typed then. Each
batch is a transaction: it may run while people work, be killed, and run again, and what is right is not written.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.contact import Contact
from cases.legal_aid import Lawyer
from cases.party import Party
from cases.phone import tidy_phone
from cases.prevention.lead import Sentinel
from cases.ticket import Ticket
from foundation.crypto import blind_index
from foundation.database import reading
from foundation.work import SYSTEM, begin

BATCH = 500
FIRST = UUID(int=0)
HOLDERS: tuple[type[SQLModel], ...] = (Party, Contact, Ticket, Lawyer, Sentinel)


def recompute(engine: sa.Engine, at: datetime) -> int:
    """Make every fingerprint what its number says; returns how many were not."""
    tables: list[sa.Table] = [model.__table__ for model in HOLDERS]  # type: ignore[attr-defined]  # SQLModel adds it
    return sum(_of_table(engine, table, at) for table in tables)


def _of_table(engine: sa.Engine, table: sa.Table, at: datetime) -> int:
    changed, seen = 0, FIRST
    while True:
        query = (
            sa.select(table.c.id, table.c.phone, table.c.phone_index)
            .where(table.c.id > seen, table.c.phone.is_not(None))
            .order_by(table.c.id)
            .limit(BATCH)
        )
        with reading(engine) as session:
            rows = session.connection().execute(query).all()
        if not rows:
            return changed
        seen = rows[-1].id
        wrong = [change for row in rows for change in [_change(row)] if change["new"] != change["old"]]
        if wrong:
            changed += _write(engine, table, wrong, at)


def _change(row: Any) -> dict[str, Any]:
    return {"which": row.id, "old": row.phone_index, "new": blind_index(tidy_phone(row.phone))}


def _write(engine: sa.Engine, table: sa.Table, wrong: list[dict[str, Any]], at: datetime) -> int:
    """Where an act has given another number meanwhile, its fingerprint is the act's."""
    with begin(engine, by=SYSTEM, at=at) as work:
        return sum(work.connection.execute(_update(table, change)).rowcount for change in wrong)


def _update(table: sa.Table, change: Mapping[str, Any]) -> sa.Update:
    unchanged = sa.and_(table.c.id == change["which"], table.c.phone_index.is_not_distinct_from(change["old"]))
    return sa.update(table).where(unchanged).values(phone_index=change["new"])
