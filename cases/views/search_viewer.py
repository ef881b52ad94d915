"""Who searches, and which cases that person's search may show."""

from dataclasses import dataclass
from typing import Any
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
    return [] if viewer.role in SEES_ALL else [narrowed(viewer.account_id, own=own)]


def narrowed(me: Any, *, own: bool) -> sa.ColumnElement[bool]:
    """The condition for those who see only what is theirs or open to all; `me` is their account."""
    mine: sa.ColumnElement[bool] = t.case.c.handler_id == me
    return mine if own else sa.or_(t.case.c.id.is_(None), t.case.c.is_confidential.is_(False), mine)
