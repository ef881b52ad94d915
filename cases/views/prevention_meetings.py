"""Meetings and issues; those past their day first."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.views import tables as c
from cases.views.prevention_common import Page, one_row, paged, traces


def meetings(session: Session, p: int, *, kind: str = "") -> Page:
    """A page of meetings, newest first, with how many issues are open."""
    mine = sa.select(sa.func.count()).where(t.issue.c.meeting_id == t.meeting.c.id)
    query = sa.select(
        t.meeting,
        mine.scalar_subquery().label("issues"),
        mine.where(t.issue.c.state == "open").scalar_subquery().label("open"),
    ).order_by(t.meeting.c.held_on.desc(), t.meeting.c.id.desc())
    if kind:
        query = query.where(t.meeting.c.kind == kind)
    return paged(session, query, p)


def meeting(session: Session, meeting_id: UUID) -> tuple[Any, Sequence[Any], Sequence[Any]]:
    """One meeting, its issues and what was done. Raises NotFound."""
    row = one_row(session, sa.select(t.meeting).where(t.meeting.c.id == meeting_id), "会议")
    issues = session.connection().execute(_issues().where(t.issue.c.meeting_id == meeting_id)).all()
    return row, issues, traces(session, "meeting", meeting_id)


def _issues() -> sa.Select[Any]:
    order = sa.case((t.issue.c.state == "open", 0), else_=1)
    return (
        sa.select(
            t.issue,
            t.meeting.c.title.label("meeting"),
            c.case.c.number.label("case_number"),
            c.account.c.name.label("owner"),
        )
        .outerjoin(t.meeting, t.meeting.c.id == t.issue.c.meeting_id)
        .outerjoin(c.case, c.case.c.id == t.issue.c.case_id)
        .outerjoin(c.account, c.account.c.id == t.issue.c.owner_id)
        .order_by(order, t.issue.c.due_on.is_(None), t.issue.c.due_on, t.issue.c.id)
    )


def issues(session: Session, p: int, day: date, *, state: str = "") -> Page:
    """A page of issues; `state` overdue means open and past its day."""
    query = _issues()
    if state == "overdue":
        query = query.where(t.issue.c.state == "open", t.issue.c.due_on < day)
    elif state:
        query = query.where(t.issue.c.state == state)
    return paged(session, query, p)


def issue(session: Session, issue_id: UUID) -> tuple[Any, Sequence[Any]]:
    """One issue and its progress. Raises NotFound."""
    return one_row(session, _issues().where(t.issue.c.id == issue_id), "议题"), traces(session, "issue", issue_id)
