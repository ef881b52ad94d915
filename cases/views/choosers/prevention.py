"""What prevention's forms choose from: people of the office, campaigns, meetings, sites, sentinels, leads."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.prevention.codes import LEAD_STATE, SIGN
from cases.views.choosers import Choices, chooser
from people.accounts import people
from people.roles import ROLE_WORDS, Role

MOST = 500


@chooser("staff")
def staff(session: Session, _subject_id: UUID | None) -> Choices:
    """Everybody with an account."""
    return [(str(one.id), f"{one.name}（{ROLE_WORDS[Role(one.role)]}）") for one in people(session, active_only=True)]


@chooser("campaign")
def campaigns(session: Session, _subject_id: UUID | None) -> Choices:
    """Campaigns that have not been stopped."""
    query = sa.select(t.campaign.c.id, t.campaign.c.name).where(t.campaign.c.state != "stopped")
    return [(str(row.id), row.name) for row in session.connection().execute(query.order_by(t.campaign.c.name))]


@chooser("joint_meeting")
def meetings(session: Session, _subject_id: UUID | None) -> Choices:
    """Meetings, newest first."""
    query = sa.select(t.meeting).order_by(t.meeting.c.held_on.desc(), t.meeting.c.id).limit(MOST)
    return [(str(row.id), f"{row.held_on} {row.title}") for row in session.connection().execute(query)]


@chooser("site")
def sites(session: Session, _subject_id: UUID | None) -> Choices:
    """Sites in service."""
    query = sa.select(t.site.c.id, t.site.c.name).where(t.site.c.active.is_(True)).order_by(t.site.c.name)
    return [(str(row.id), row.name) for row in session.connection().execute(query)]


@chooser("sentinel")
def sentinels(session: Session, _subject_id: UUID | None) -> Choices:
    """Active sentinels."""
    query = sa.select(t.sentinel).where(t.sentinel.c.active.is_(True)).order_by(t.sentinel.c.name)
    return [(str(row.id), f"{row.name}（{row.area}）") for row in session.connection().execute(query)]


@chooser("lead")
def leads(session: Session, _subject_id: UUID | None) -> Choices:
    """Leads that stand for a known matter: not rejected and not merged themselves."""
    query = sa.select(t.lead).where(t.lead.c.state.in_(["new", "verified", "case"]))
    rows = session.connection().execute(query.order_by(t.lead.c.recorded_at.desc()).limit(MOST))
    return [(str(row.id), f"{row.number} {SIGN[row.sign]} {row.place}（{LEAD_STATE[row.state]}）") for row in rows]
