"""Activities: the list with its totals, one activity with its sign-in list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.views.prevention_common import Page, a_day, one_row, paged, tags_of, traces, with_tag

MOST_EXPORTED = 5000


@dataclass(frozen=True)
class ActivityFilters:
    """What is asked for; empty means all. Days are written 2026-10-31 and included."""

    kind: str = ""
    district: str = ""
    campaign: str = ""
    state: str = ""
    since: str = ""
    until: str = ""


def activities(session: Session, filters: ActivityFilters, p: int, *, export: bool = False) -> Page:
    """A page of activities, newest first."""
    query = sa.select(t.activity).where(*_conditions(filters))
    query = query.order_by(t.activity.c.held_on.desc(), t.activity.c.id.desc())
    return paged(session, query, 1, size=MOST_EXPORTED) if export else paged(session, query, p)


def _conditions(filters: ActivityFilters) -> list[sa.ColumnElement[bool]]:
    table = t.activity
    wanted = [table.c[name] == value for name in ("kind", "district", "state") if (value := getattr(filters, name))]
    if filters.campaign:
        wanted.append(with_tag("activity", table.c.id, filters.campaign))
    since, until = a_day(filters.since), a_day(filters.until)
    if since is not None:
        wanted.append(table.c.held_on >= since)
    if until is not None:
        wanted.append(table.c.held_on <= until)
    return wanted


def totals(session: Session, filters: ActivityFilters, by: str) -> Sequence[Any]:
    """Sessions, people, copies and questions of what was held, by kind, district or month; what was cancelled or is
    only planned counts nowhere."""
    column = {
        "kind": t.activity.c.kind,
        "district": t.activity.c.district,
        "month": sa.func.substr(sa.cast(t.activity.c.held_on, sa.String), 1, 7),
    }[by]
    key = column.label("key")
    query = (
        sa.select(
            key,
            sa.func.count().label("sessions"),
            sa.func.sum(t.activity.c.people).label("people"),
            sa.func.sum(t.activity.c.copies).label("copies"),
            sa.func.sum(t.activity.c.questions).label("questions"),
        )
        .where(*_conditions(filters), t.activity.c.state == "held")
        .group_by(key)
        .order_by(key)
    )
    return session.connection().execute(query).all()


@dataclass(frozen=True)
class ActivityFile:
    """One activity with everything on file."""

    row: Any
    attendees: Sequence[Any]
    tags: Sequence[Any]
    traces: Sequence[Any]


def activity(session: Session, activity_id: UUID) -> ActivityFile:
    """One activity. Raises NotFound."""
    row = one_row(session, sa.select(t.activity).where(t.activity.c.id == activity_id), "活动")
    signed = (
        sa.select(t.attendee)
        .where(t.attendee.c.activity_id == activity_id, t.attendee.c.replaced_at.is_(None))
        .order_by(t.attendee.c.place)
    )
    return ActivityFile(
        row,
        session.connection().execute(signed).all(),
        tags_of(session, "activity", activity_id),
        traces(session, "activity", activity_id),
    )
