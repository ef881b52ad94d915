"""One leader among several engines, by a lease in the database."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from foundation.runs import Lease
from foundation.work import SYSTEM, begin

LASTS = timedelta(seconds=30)
_lease: sa.Table = Lease.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def lead(engine: sa.Engine, holder: str, at: datetime, *, name: str = "engine") -> bool:
    """Take or renew the lease; whether this holder leads until `at` + LASTS."""
    with begin(engine, by=SYSTEM, at=at) as work:
        query = sa.select(_lease).where(_lease.c.name == name)
        row = work.connection.execute(query.with_for_update()).mappings().one_or_none()
        if row is None:
            values = {"name": name, "holder": holder, "until": at + LASTS}
            work.writes.insert(Lease, values, unless_exists=True)
            work.write_now()
            row = work.connection.execute(query).mappings().one()
            return bool(row["holder"] == holder)
        if row["holder"] != holder and row["until"] > at:
            return False
        work.writes.update(Lease, {"name": name}, {"holder": holder, "until": at + LASTS})
        return True


def resign(engine: sa.Engine, holder: str, at: datetime, *, name: str = "engine") -> None:
    """Give the lease back on an orderly stop, so that the next engine need not wait."""
    with begin(engine, by=SYSTEM, at=at) as work:
        work.connection.execute(sa.delete(_lease).where(_lease.c.name == name, _lease.c.holder == holder))
