"""Meetings that are still to come when a case ends: nobody is left waiting in an empty room."""

import sqlalchemy as sa

from cases.meeting import Meeting
from foundation.work import Work
from workflows.subjects import CaseNow

_meeting: sa.Table = Meeting.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_AHEAD = sa.select(_meeting.c.id).where(
    _meeting.c.case_id == sa.bindparam("case"), _meeting.c.state == "planned", _meeting.c.starts_at > sa.bindparam("at")
)


def call_off(work: Work, case: CaseNow, reason: str) -> int:
    """Call off what is planned after now; returns how many. Those that were asked still have to be told."""
    ahead = work.connection.execute(_AHEAD, {"case": case.id, "at": work.at}).scalars().all()
    for meeting_id in ahead:
        work.writes.update(Meeting, {"id": meeting_id}, {"state": "cancelled", "reason": reason})
    return len(ahead)
