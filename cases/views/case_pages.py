"""Cases page after page for programs: the same order as the lists on the screen, continued after a given case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views.rights import endangered
from cases.views.tables import case

RIGHT, ALARM_TIMED, ALARM, TIMED, OPEN, CLOSED = range(6)


def case_page(
    session: Session, wanted: Sequence[sa.ColumnElement[bool]], until: datetime, after: UUID | None, limit: int
) -> Sequence[Any] | None:
    """At most `limit` cases after the case `after`: rights that end by `until` first, then what must be
    reported, each by nearest due date, then the rest by nearest due date.

    Open cases without a limit come next and closed ones last, each the newest first. None where there is no case
    `after`. A case whose dates change meanwhile may be met twice or not at all, as on every list by date.
    """
    rank = sa.case(
        (endangered(until), RIGHT),
        (sa.and_(case.c.closed_at.is_(None), case.c.alarm.is_not(None), case.c.next_due_at.is_not(None)), ALARM_TIMED),
        (sa.and_(case.c.closed_at.is_(None), case.c.alarm.is_not(None)), ALARM),
        (sa.and_(case.c.closed_at.is_(None), case.c.next_due_at.is_not(None)), TIMED),
        (case.c.closed_at.is_(None), OPEN),
        else_=CLOSED,
    )
    due = sa.case((rank == RIGHT, case.c.right_due_at), (rank.in_((TIMED, ALARM_TIMED)), case.c.next_due_at))
    query = sa.select(case).where(*wanted).order_by(rank, due, case.c.id.desc()).limit(limit)
    connection = session.connection()
    if after is not None:
        seen = connection.execute(
            sa.select(rank.label("rank"), due.label("due")).where(case.c.id == after)
        ).one_or_none()
        if seen is None:
            return None
        older = case.c.id < after
        if seen.due is not None:
            older = sa.or_(due > seen.due, sa.and_(due == seen.due, older))
        query = query.where(sa.or_(rank > seen.rank, sa.and_(rank == seen.rank, older)))
    return connection.execute(query).all()
