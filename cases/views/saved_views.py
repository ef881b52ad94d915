"""The saved views of a person: their own and the shared ones."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound

_v = t.saved_view.c


def views_for(session: Session, account_id: UUID | None) -> list[Any]:
    """Shared views first, then one's own, each by its name's age."""
    query = sa.select(t.saved_view).where(sa.or_(_v.shared.is_(True), _v.account_id == account_id))
    return list(session.connection().execute(query.order_by(_v.shared.desc(), _v.created_at, _v.id)))


def one_view(views: list[Any], wanted: str) -> Any:
    """The view with this identifier among those that a person sees. Raises NotFound."""
    for one in views:
        if str(one.id) == wanted:
            return one
    raise NotFound("没有这个视图，可能已被删除。")
