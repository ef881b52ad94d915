"""Meetings of one case, and the calendar of the office: today's and this week's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound


@dataclass(frozen=True)
class MeetingShown:
    """One meeting and the people asked to it."""

    row: Any
    people: Sequence[Any]

    @property
    def where(self) -> str:
        """Place, room or online."""
        parts = [self.row.place or "", f"（{self.row.room}）" if self.row.room else ""]
        return "".join(parts) or ("线上" if self.row.online_link else "")


def meetings_of(session: Session, case_id: UUID) -> Sequence[MeetingShown]:
    """All meetings of a case, the latest first."""
    connection = session.connection()
    query = sa.select(t.meeting).where(t.meeting.c.case_id == case_id)
    rows = connection.execute(query.order_by(t.meeting.c.starts_at.desc(), t.meeting.c.id.desc())).all()
    if not rows:
        return []
    people: dict[UUID, list[Any]] = {}
    asked = sa.select(t.meeting_person).where(t.meeting_person.c.case_id == case_id)
    for person in connection.execute(asked.order_by(t.meeting_person.c.seq)):
        people.setdefault(person.meeting_id, []).append(person)
    return [MeetingShown(row, people.get(row.id, [])) for row in rows]


def one_meeting(session: Session, case_id: UUID, meeting_id: UUID) -> MeetingShown:
    """One meeting of a case. Raises NotFound."""
    found = next((one for one in meetings_of(session, case_id) if one.row.id == meeting_id), None)
    if found is None:
        raise NotFound("没有这次会议，或您无权查看。")
    return found


def meetings_between(
    session: Session, first: datetime, until: datetime, mediator_id: UUID | None = None
) -> Sequence[Any]:
    """Meetings that begin in a span of time, of one mediator or of all, with their cases; not those called off."""
    query = (
        sa.select(
            t.meeting,
            t.case.c.number,
            t.case.c.title,
            t.case.c.is_confidential,
            t.case.c.handler_id,
        )
        .join(t.case, t.case.c.id == t.meeting.c.case_id)
        .where(t.meeting.c.starts_at >= first, t.meeting.c.starts_at < until, t.meeting.c.state != "cancelled")
        .order_by(t.meeting.c.starts_at, t.meeting.c.id)
    )
    if mediator_id is not None:
        query = query.where(t.meeting.c.mediator_id == mediator_id)
    return session.connection().execute(query).all()


def unrecorded_meetings(session: Session, at: datetime, mediator_id: UUID | None = None) -> Sequence[Any]:
    """Meetings whose time is over without a record, the oldest first."""
    query = (
        sa.select(t.meeting, t.case.c.number, t.case.c.title)
        .join(t.case, t.case.c.id == t.meeting.c.case_id)
        .where(t.meeting.c.state == "planned", t.meeting.c.ends_at < at, t.case.c.closed_at.is_(None))
        .order_by(t.meeting.c.starts_at)
    )
    if mediator_id is not None:
        query = query.where(t.meeting.c.mediator_id == mediator_id)
    return session.connection().execute(query).all()


@dataclass(frozen=True)
class Talks:
    """Visits and talks of a case with how often whom."""

    rows: Sequence[Any]

    @property
    def counts(self) -> Sequence[tuple[str, int, int]]:
        """For each side: how many tries, how many of them reached somebody."""
        sides = dict.fromkeys(row.side for row in self.rows)
        return [
            (
                side,
                sum(row.side == side for row in self.rows),
                sum(row.side == side and row.reached for row in self.rows),
            )
            for side in sides
        ]


def talks_of(session: Session, case_id: UUID) -> Talks | None:
    """Visits and talks, the latest first; None where there were none."""
    query = sa.select(t.contact_attempt).where(t.contact_attempt.c.case_id == case_id)
    rows = (
        session.connection().execute(query.order_by(t.contact_attempt.c.at.desc(), t.contact_attempt.c.id.desc())).all()
    )
    return Talks(rows) if rows else None
