"""How often the handler of a case was urged."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t


def urged(session: Session, case_id: UUID) -> list[Any]:
    """The journal's entries of 催办, newest first: when, by whom, what was asked."""
    e = t.journal.c
    query = sa.select(e.at, e.by_name, e.detail).where(e.case_id == case_id, e.act == "urge_handler")
    return list(session.connection().execute(query.order_by(e.seq.desc())))
