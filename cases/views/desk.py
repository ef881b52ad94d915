"""What waits on a desk: cases by state, letters by state, alerts, runs, calls.

What has ended and waits for the archive only comes after everything of open cases, and what of it is overdue is
counted, not listed: years of old files must not bury a right that runs out today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.case_filters import Filters
from cases.views.case_list import count_cases, list_cases
from cases.views.reach import contact_within, limits
from cases.views.rights import rights_first
from cases.views.search_viewer import Viewer
from foundation.errors import NotFound
from foundation.runs import JobRun
from foundation.work import Actor

MOST = 50
# So many files whose time for the archive has not come yet are named on a desk.
NEXT_FOR_THE_ARCHIVE = 5
_run: sa.Table = JobRun.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@dataclass(frozen=True)
class ForTheArchive:
    """Closed files that wait for the archive: the next ones due, how many are due later, how many are late."""

    rows: Sequence[Any]
    due: int
    late: int


def waiting_cases(
    session: Session, by: Actor, states: Sequence[str], until: datetime, *, limit: int = MOST
) -> Sequence[Any]:
    """Open cases in these states that this person may open: rights that end by `until` first, then the most urgent."""
    query = (
        sa.select(
            t.case.c.id,
            t.case.c.number,
            t.case.c.case_type,
            t.case.c.chart_version,
            t.case.c.state,
            t.case.c.title,
            t.case.c.next_due_at,
            t.case.c.right_due_at,
            t.case.c.alarm,
            t.case.c.urgency,
        )
        .where(t.case.c.state.in_(states), t.case.c.closed_at.is_(None), *limits(by))
        .order_by(*rights_first(until))
        .limit(limit)
    )
    return session.connection().execute(query).all()


def for_the_archive(session: Session, by: Actor, at: datetime, until: datetime) -> ForTheArchive:
    """What has ended and is not archived; the counts are those of the lists that the desk leads to."""
    viewer = Viewer(by.role, by.account_id)
    due = Filters(still="archive_due", sort="due")
    page = list_cases(session, due, 1, at, until, size=NEXT_FOR_THE_ARCHIVE, viewer=viewer)
    late = count_cases(session, Filters(still="archive_late"), at, until, viewer=viewer)
    return ForTheArchive(page.rows, page.total, late)


def alerts(
    session: Session,
    account_id: UUID | None,
    role: str,
    *,
    unread_only: bool,
    still_open: bool = False,
    limit: int = MOST,
    offset: int = 0,
) -> Sequence[Any]:
    """Alerts to this person or role, in four parts, each newest first.

    Unread ones about a right that still runs, other unread ones, unread ones about the office's own limits on closed
    cases, and what has been read. `still_open` leaves the third out. What a replay made is history and not shown here.
    """
    is_right = sa.and_(t.clock.c.kind.is_not_distinct_from("right"), t.clock.c.state.is_not_distinct_from("running"))
    parts = sa.case((t.alert.c.read_at.is_not(None), 3), (is_right, 0), (_ENDED, 2), else_=1)
    query = (
        sa.select(t.alert, t.case.c.number, is_right.label("is_right"), _ENDED.label("is_over"))
        .select_from(_ALERTS)
        .where(_mine(account_id, role))
        .order_by(parts, t.alert.c.at.desc())
        .limit(limit)
        .offset(offset)
    )
    if unread_only:
        query = query.where(t.alert.c.read_at.is_(None))
    if still_open:
        query = query.where(sa.not_(_ENDED))
    return session.connection().execute(query).all()


def unread(session: Session, account_id: UUID | None, role: str) -> tuple[int, int]:
    """How many alerts wait, and how many of them are about the office's own limits on closed cases."""
    ended = sa.func.count().filter(_ENDED)
    query = sa.select(sa.func.count(), ended).where(_mine(account_id, role), t.alert.c.read_at.is_(None))
    every, over = session.connection().execute(query.select_from(_ALERTS)).one()
    return int(every), int(over)


_ALERTS = t.alert.outerjoin(t.case, t.case.c.id == t.alert.c.case_id).outerjoin(
    t.clock, t.clock.c.id == t.alert.c.clock_id
)
# A limit of the office on a case that is over; a worker's right, a letter and what people tell each other are not.
_ENDED = sa.and_(
    t.case.c.closed_at.is_not(None),
    t.clock.c.id.is_not(None),
    t.clock.c.kind.is_distinct_from("right"),
    t.clock.c.letter_id.is_(None),
)


def _mine(account_id: UUID | None, role: str) -> sa.ColumnElement[bool]:
    return sa.and_(sa.or_(t.alert.c.role == role, t.alert.c.account_id == account_id), t.alert.c.is_history.is_(False))


def letters(
    session: Session,
    states: Sequence[str] = (),
    *,
    handled_by: Actor | None = None,
    limit: int = 200,
    offset: int = 0,
) -> Sequence[Any]:
    """Letters with their cases, newest first; of this mediator's own cases, and of those that wait in their unit."""
    query = (
        sa.select(t.letter, t.case.c.number.label("case_number"))
        .select_from(t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id))
        .order_by(t.letter.c.drafted_at.desc())
        .limit(limit)
        .offset(offset)
    )
    if states:
        query = query.where(t.letter.c.state.in_(states))
    if handled_by is not None:
        theirs = t.case.c.handler_id == handled_by.account_id
        waiting = sa.and_(t.case.c.handler_id.is_(None), t.case.c.unit_id == handled_by.unit_id)
        query = query.where(theirs if handled_by.unit_id is None else sa.or_(theirs, waiting))
    return session.connection().execute(query).all()


def one_letter(session: Session, letter_id: UUID) -> Any:
    """A letter with its case's number. Raises NotFound."""
    query = (
        sa.select(t.letter, t.case.c.number.label("case_number"))
        .select_from(t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id))
        .where(t.letter.c.id == letter_id)
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这份文书，或您无权查看。")
    return row


def open_contacts(session: Session, by: Actor, *, limit: int = MOST) -> Sequence[Any]:
    """Calls that were neither answered nor made a case; for people of a unit those that the unit took."""
    query = sa.select(t.contact).where(t.contact.c.handling == "open").order_by(t.contact.c.at.desc()).limit(limit)
    if by.unit_id is not None:
        query = query.where(contact_within(by.unit_id))
    return session.connection().execute(query).all()


def runs(session: Session, *, limit: int = 100) -> Sequence[Any]:
    """What ran by itself, newest first."""
    return session.connection().execute(sa.select(_run).order_by(_run.c.started_at.desc()).limit(limit)).all()


def counts(session: Session, by: Actor, at: datetime, until: datetime) -> dict[str, int]:
    """How many cases are open, how many have a limit that has run out, and in how many a right ends by `until`."""
    is_open = sa.and_(t.case.c.closed_at.is_(None), *limits(by))
    late, rights = (sa.func.count().filter(one) for one in (t.case.c.next_due_at <= at, t.case.c.right_due_at <= until))
    query = sa.select(sa.func.count().label("open"), late.label("late"), rights.label("rights")).where(is_open)
    return dict(session.connection().execute(query.select_from(t.case)).one()._mapping)
