"""Local names of the organs that letters are copied to 联动机关名称, as the office has entered them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.letter_copy import COPY_ORGAN
from cases.views import tables as t


def names_beside(connection: sa.Connection, union: str) -> Mapping[str, str]:
    """What the organs beside this union (by its name) are called, by organ; those without an entry are not there."""
    organ = t.linkage_organ.c
    query = (
        sa.select(organ.organ, organ.name)
        .join(t.unit, t.unit.c.id == organ.unit_id)
        .where(t.unit.c.name == union, organ.ended_at.is_(None))
    )
    return {row.organ: row.name for row in connection.execute(query)}


def unit_called(connection: sa.Connection, name: str) -> UUID | None:
    """The unit of this name on the office's list."""
    found: UUID | None = connection.execute(sa.select(t.unit.c.id).where(t.unit.c.name == name)).scalar_one_or_none()
    return found


def register(session: Session) -> Sequence[Any]:
    """Every name, those that hold first, by unit and organ; what was replaced stays to be seen."""
    organ = t.linkage_organ
    query = sa.select(organ, t.unit.c.name.label("union")).join(t.unit, t.unit.c.id == organ.c.unit_id)
    rows = session.connection().execute(query.order_by(t.unit.c.code, t.unit.c.name, organ.c.recorded_at)).all()
    order = list(COPY_ORGAN)
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.union, order.index(row.organ)))
