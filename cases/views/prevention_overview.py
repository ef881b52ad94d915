"""预防 on one page: how much there is, and what waits."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t


def overview(session: Session, day: date) -> dict[str, int]:
    """Counts for the tiles; `year` figures are of the calendar year of `day`."""
    first = date(day.year, 1, 1)
    held = (t.activity.c.state == "held", t.activity.c.held_on >= first, t.activity.c.held_on <= day)
    queries: dict[str, sa.Select[Any]] = {
        "campaigns": _count(t.campaign, t.campaign.c.state == "running"),
        "sessions": _count(t.activity, *held),
        "people": sa.select(sa.func.sum(t.activity.c.people)).where(*held),
        "copies": sa.select(sa.func.sum(t.activity.c.copies)).where(*held),
        "lectures": _count(t.activity, *held, t.activity.c.kind == "lecture"),
        "lecture_people": sa.select(sa.func.sum(t.activity.c.people)).where(*held, t.activity.c.kind == "lecture"),
        "firms": sa.select(sa.func.count(sa.distinct(t.check_up.c.employer_id))).where(
            t.check_up.c.state == "done", t.check_up.c.held_on >= first
        ),
        "check_ups_open": _count(t.check_up, t.check_up.c.state == "open"),
        "findings_open": _count(t.check_up_finding, t.check_up_finding.c.state == "open"),
        "findings_late": _count(
            t.check_up_finding, t.check_up_finding.c.state == "open", t.check_up_finding.c.due_on < day
        ),
        "leads_new": _count(t.lead, t.lead.c.state == "new"),
        "leads_red": _count(t.lead, t.lead.c.state.in_(["new", "verified"]), t.lead.c.risk == "red"),
        "sentinels": _count(t.sentinel, t.sentinel.c.active.is_(True)),
        "meetings": _count(t.meeting, t.meeting.c.held_on >= first),
        "issues_open": _count(t.issue, t.issue.c.state == "open"),
        "issues_late": _count(t.issue, t.issue.c.state == "open", t.issue.c.due_on < day),
        "sites": _count(t.site, t.site.c.active.is_(True)),
        "contracts": _count(t.contract, t.contract.c.ended_why.is_(None), t.contract.c.signed_on >= first),
    }
    connection = session.connection()
    return {name: int(connection.execute(query).scalar() or 0) for name, query in queries.items()}


def _count(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions)
