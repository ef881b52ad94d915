"""Meetings whose time is over: what happened there must be on record."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.meeting import Meeting

_meeting: sa.Table = Meeting.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


@check("meeting_record", "举行过的会议都有记录")
def without_record(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Planned meetings of open cases that are over without minutes and were not called off."""
    query = (
        sa.select(_case.c.number)
        .join(_meeting, _meeting.c.case_id == _case.c.id)
        .where(_meeting.c.state == "planned", _meeting.c.ends_at < night.at, _case.c.closed_at.is_(None))
        .order_by(_case.c.number)
    )
    for (number,) in connection.execute(query):
        yield Finding("meeting_record", "warning", number, "会议时间已过，没有笔录，也没有改期或取消。")
