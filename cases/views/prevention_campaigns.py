"""Campaigns with their progress, and what carries their tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from cases.prevention.progress import MEASURES, Measure, reached
from cases.views import tables as c
from cases.views.prevention_common import Page, one_row, paged, tags_of

SUBJECTS = {"case": c.case, "activity": t.activity, "check_up": t.check_up}


@dataclass(frozen=True)
class Bar:
    """One target and how far it is."""

    indicator: str
    measure: Measure
    target: int
    value: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: a target is only reached when it is reached."""
        return self.value * 100 // self.target


@dataclass(frozen=True)
class CampaignFile:
    """One campaign with everything counted."""

    row: Any
    values: Mapping[str, int]
    bars: Sequence[Bar]


def campaigns(session: Session, p: int, state: str = "") -> tuple[Page, Mapping[UUID, CampaignFile]]:
    """A page of campaigns, those under way first, each with its bars."""
    order = sa.case({"running": 0, "planned": 1, "ended": 2}, value=t.campaign.c.state, else_=3)
    query = sa.select(t.campaign).order_by(order, t.campaign.c.name)
    if state:
        query = query.where(t.campaign.c.state == state)
    page = paged(session, query, p)
    return page, {row.id: _file(session, row) for row in page.rows}


def campaign(session: Session, campaign_id: UUID) -> CampaignFile:
    """One campaign. Raises NotFound."""
    return _file(session, one_row(session, sa.select(t.campaign).where(t.campaign.c.id == campaign_id), "专项行动"))


def _file(session: Session, row: Any) -> CampaignFile:
    connection = session.connection()
    values = reached(connection, row.id)
    wanted = sa.select(t.campaign_target).where(t.campaign_target.c.campaign_id == row.id)
    targets = {one.indicator: one.target for one in connection.execute(wanted)}
    bars = [Bar(name, measure, targets[name], values[name]) for name, measure in MEASURES.items() if name in targets]
    return CampaignFile(row, values, bars)


def tagged(session: Session, campaign_id: UUID, kind: str, p: int) -> Page:
    """What carries the campaign's tag, newest tag first: cases, activities or check-ups with the tag's own columns."""
    tag, table = t.campaign_tag, SUBJECTS[kind]
    shown = {
        "case": (c.case.c.number, c.case.c.title, c.case.c.opened_at.label("day")),
        "activity": (t.activity.c.number, t.activity.c.topic.label("title"), t.activity.c.held_on.label("day")),
        "check_up": (t.check_up.c.number, c.employer.c.name.label("title"), t.check_up.c.held_on.label("day")),
    }[kind]
    source = tag.join(table, table.c.id == tag.c.subject_id)
    if kind == "check_up":
        source = source.join(c.employer, c.employer.c.id == t.check_up.c.employer_id)
    query = (
        sa.select(tag.c.subject_id, tag.c.how, tag.c.tagged_at, tag.c.tagged_by_name, *shown)
        .select_from(source)
        .where(tag.c.campaign_id == campaign_id, tag.c.subject_kind == kind, tag.c.removed_at.is_(None))
        .order_by(tag.c.tagged_at.desc(), tag.c.id)
    )
    return paged(session, query, p)


def targets(session: Session, campaign_id: UUID) -> Sequence[Any]:
    """The targets, for the form."""
    query = sa.select(t.campaign_target).where(t.campaign_target.c.campaign_id == campaign_id)
    return session.connection().execute(query.order_by(t.campaign_target.c.recorded_at)).all()


@dataclass(frozen=True)
class OfCase:
    """What prevention knows of a case: its campaigns, and what it came from or raised."""

    tags: Sequence[Any]
    leads: Sequence[Any]
    findings: Sequence[Any]
    issues: Sequence[Any]


def of_case(session: Session, case_id: UUID) -> OfCase:
    """For the case page."""
    connection = session.connection()
    leads = sa.select(t.lead.c.id, t.lead.c.number, t.lead.c.sign).where(t.lead.c.case_id == case_id)
    findings = (
        sa.select(t.check_up_finding, t.check_up.c.number)
        .join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id)
        .where(t.check_up_finding.c.case_id == case_id)
    )
    issues = sa.select(t.issue).where(t.issue.c.case_id == case_id).order_by(t.issue.c.recorded_at)
    return OfCase(
        tags_of(session, "case", case_id),
        connection.execute(leads).all(),
        connection.execute(findings).all(),
        connection.execute(issues).all(),
    )
