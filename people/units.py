"""Units: those that the program brings, and looking them up."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlmodel import Session

from foundation.ids import new_id
from people.account import Account
from people.unit import UNIT_KIND, Unit

SEED = Path(__file__).parent / "units.yaml"
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_parent = _unit.alias("parent")
_holder = _account.alias("holder")


def unit_below(account_id: sa.ColumnElement[Any] | UUID) -> sa.ScalarSelect[Any]:
    """The unit of an account where it is another than the city's own: its people see its cases only."""
    return (
        sa.select(_unit.c.id)
        .join(_holder, _holder.c.unit_id == _unit.c.id)
        .where(_holder.c.id == account_id, _unit.c.kind != "city")
        .scalar_subquery()
    )


def seed_units(connection: sa.Connection, at: datetime) -> int:
    """Add the units of the file whose code (or name) is not there yet; returns how many. Twice changes nothing."""
    rows = yaml.safe_load(SEED.read_text(encoding="utf-8"))
    present = connection.execute(sa.select(_unit.c.code, _unit.c.name, _unit.c.id)).all()
    known: dict[str, UUID] = {row.code: row.id for row in present if row.code is not None}
    names = {row.name for row in present}
    added = 0
    for row in rows:
        if row["code"] in known or row["name"] in names:
            continue
        known[row["code"]] = new_id()
        connection.execute(
            _unit.insert().values(
                id=known[row["code"]],
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                parent_id=known.get(row.get("parent", "")),
                district=row.get("district"),
                contact_role="联络员",
                active=True,
                recorded_at=at,
            )
        )
        added += 1
    return added


def units(session: Session, *, active_only: bool = False) -> Sequence[Any]:
    """All units by kind and name, each with its parent's name and how many accounts belong to it."""
    accounts = sa.select(sa.func.count()).where(_account.c.unit_id == _unit.c.id).scalar_subquery()
    query = sa.select(_unit, _parent.c.name.label("parent"), accounts.label("accounts")).select_from(
        _unit.outerjoin(_parent, _parent.c.id == _unit.c.parent_id)
    )
    if active_only:
        query = query.where(_unit.c.active.is_(True))
    order = list(UNIT_KIND)
    rows = session.connection().execute(query.order_by(_unit.c.code, _unit.c.name)).all()
    return sorted(rows, key=lambda row: (order.index(row.kind), row.code or "~", row.name))
