"""What exports read beyond the list, and the log of exports."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from people.roles import Role

MOST = 200
SEES_ALL = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN})


def first_people(session: Session, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """The first person of each case: name and telephone number."""
    p = t.party.c
    query = sa.select(p.case_id, p.name, p.phone).where(p.case_id.in_(ids)).order_by(p.id.desc())
    return {row.case_id: row for row in session.connection().execute(query)}


def exports(session: Session, account_id: UUID | None, role: str) -> list[Any]:
    """The log, newest first: one's own, and everybody's for supervisors, leaders and administrators."""
    e = t.export_log.c
    query = sa.select(t.export_log).order_by(e.asked_at.desc()).limit(MOST)
    if role not in SEES_ALL:
        query = query.where(e.account_id == account_id)
    return list(session.connection().execute(query))
