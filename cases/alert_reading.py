"""Marking alerts as read."""

from uuid import UUID

import sqlalchemy as sa

from cases.clock_rows import Alert
from foundation.work import Work

_alert: sa.Table = Alert.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def mark_read(work: Work, alert_id: UUID | None = None) -> None:
    """One alert, or all that are meant for the person who acts."""
    mine = sa.or_(_alert.c.role == work.by.role, _alert.c.account_id == work.by.account_id)
    change = sa.update(_alert).where(mine, _alert.c.read_at.is_(None)).values(read_at=work.at, read_by=work.by.name)
    work.connection.execute(change if alert_id is None else change.where(_alert.c.id == alert_id))
