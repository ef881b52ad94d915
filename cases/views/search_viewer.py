"""Who searches, and which cases that person's search may show."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from people.roles import Role

SEES_ALL = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM})


@dataclass(frozen=True)
class Viewer:
    """Who searches: what they may find depends on it."""

    role: str
    account_id: UUID | None


def allowed(viewer: Viewer, *, own: bool) -> list[sa.ColumnElement[bool]]:
    """Conditions on the (outer joined) case; `own` where a personal number was asked for."""
    if viewer.role in SEES_ALL:
        return []
    mine = t.case.c.handler_id == viewer.account_id
    if own:
        return [mine]
    return [sa.or_(t.case.c.id.is_(None), t.case.c.is_confidential.is_(False), mine)]
