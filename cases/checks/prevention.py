"""Prevention: counts agree with lists, tags with their campaign, leads with their case, late findings with an alert."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.clock_rows import Alert
from cases.prevention import tables as t
from cases.prevention.matching import next_day
from foundation.clock import office_day, start_of

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_alert: sa.Table = Alert.__table__  # type: ignore[attr-defined]


@check("activity_people", "活动人次与签到表、对象合计一致")
def people_that_differ(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Activities whose count is not the length of their sign-in list, or not the sum of their audiences."""
    counted = (
        sa.select(t.attendee.c.activity_id, sa.func.count().label("people"))
        .where(t.attendee.c.replaced_at.is_(None))
        .group_by(t.attendee.c.activity_id)
    )
    signed = {row.activity_id: row.people for row in connection.execute(counted)}
    columns = (t.activity.c.id, t.activity.c.number, t.activity.c.people, t.activity.c.has_list, t.activity.c.audiences)
    for row in connection.execute(sa.select(*columns)):
        listed = signed.get(row.id, 0)
        if (row.has_list or listed) and listed != row.people:
            message = f"登记 {row.people} 人次，签到表 {listed} 人。"
            yield Finding("activity_people", "error", row.number, message)
        total = sum(one["people"] for one in row.audiences)
        if total != row.people:
            message = f"登记 {row.people} 人次，按对象合计 {total}。"
            yield Finding("activity_people", "error", row.number, message)


@check("tag_period", "自动归入的都在行动起止日内")
def tags_outside_the_period(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Automatic tags on what was opened or held before or after the campaign; a proposed change of days may wait."""
    campaigns = connection.execute(sa.select(t.campaign).where(t.campaign.c.proposed.is_(None))).all()
    for campaign in campaigns:
        for kind, table, day in (
            ("case", _case, _case.c.opened_at),
            ("activity", t.activity, t.activity.c.held_on),
            ("check_up", t.check_up, t.check_up.c.held_on),
        ):
            outside = sa.or_(*_outside(day, campaign.starts_on, campaign.ends_on, as_instant=kind == "case"))
            query = (
                sa.select(table.c.number)
                .join(t.campaign_tag, t.campaign_tag.c.subject_id == table.c.id)
                .where(
                    t.campaign_tag.c.campaign_id == campaign.id,
                    t.campaign_tag.c.subject_kind == kind,
                    t.campaign_tag.c.how == "auto",
                    t.campaign_tag.c.removed_at.is_(None),
                    outside,
                )
            )
            for (number,) in connection.execute(query):
                yield Finding("tag_period", "error", number, f"自动归入“{campaign.name}”，但不在其起止日内。")


def _outside(day: sa.Column[object], first: object, last: object, *, as_instant: bool) -> list[sa.ColumnElement[bool]]:
    if first is None:
        return [sa.true()]
    if not as_instant:
        return [day < first, *([day > last] if last is not None else [])]
    begin = [day < start_of(first)]  # type: ignore[arg-type]
    return [*begin, *([day >= start_of(next_day(last))] if last is not None else [])]  # type: ignore[arg-type]


@check("tag_subject", "归入的案件、活动、体检都在")
def tags_of_nothing(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Tags on something that is not there."""
    for kind, table in (("case", _case), ("activity", t.activity), ("check_up", t.check_up)):
        query = (
            sa.select(t.campaign.c.name)
            .join(t.campaign_tag, t.campaign_tag.c.campaign_id == t.campaign.c.id)
            .where(
                t.campaign_tag.c.subject_kind == kind,
                ~sa.exists().where(table.c.id == t.campaign_tag.c.subject_id),
            )
        )
        for (name,) in connection.execute(query):
            yield Finding("tag_subject", "error", name, "归入的事项不存在。")


@check("lead_case", "已立案的线索都有案件")
def leads_without_case(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Leads that say a case was opened and name none, and those that name one without saying so."""
    query = sa.select(t.lead.c.number, t.lead.c.state).where(
        (t.lead.c.state == "case") != t.lead.c.case_id.is_not(None)
    )
    for number, state in connection.execute(query):
        said = "已立案，但没有案件" if state == "case" else "有案件，但没有标明已立案"
        yield Finding("lead_case", "error", number, f"线索{said}。")


@check("late_finding", "逾期的体检问题和议题都提醒过")
def late_without_reminder(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Findings and issues past their day of which nobody was reminded; a whole night is left for the reminder."""
    until = office_day(night.at) - timedelta(days=1)
    known = set(connection.execute(sa.select(_alert.c.key).where(_alert.c.key.like("prevention:%"))).scalars())
    findings = (
        sa.select(t.check_up_finding.c.id, t.check_up_finding.c.due_on, t.check_up.c.number)
        .join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id)
        .where(
            t.check_up_finding.c.state == "open", t.check_up_finding.c.due_on < until, t.check_up.c.state != "cancelled"
        )
    )
    for row in connection.execute(findings):
        if f"prevention:finding:{row.id}:{row.due_on}" not in known:
            yield Finding("late_finding", "error", row.number, f"问题应于 {row.due_on} 前整改，逾期未提醒。")
    issues = sa.select(t.issue).where(t.issue.c.state == "open", t.issue.c.due_on < until)
    for row in connection.execute(issues):
        if f"prevention:issue:{row.id}:{row.due_on}" not in known:
            yield Finding("late_finding", "error", row.title, f"议题应于 {row.due_on} 前办理，逾期未提醒。")
