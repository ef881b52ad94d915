"""Tags by rule: what belongs to a campaign, each once, however often and from how many places this runs.

Opening a case is the hottest act and sends no statement for this: cases are tagged in the night and when somebody
asks for it on the campaign's page. Activities and check-ups are tagged in the act that records them.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.prevention import tables as t
from cases.prevention.campaign import CampaignTag
from cases.prevention.matching import Rule, matching
from foundation.database import reading
from foundation.work import SYSTEM, Work, begin

TAGGING = ("running", "ended")


def tag_new(db: sa.Engine, at: datetime) -> int:
    """Tag everything that the campaigns under way mean and that has no tag yet; returns how many. Safe to run twice."""
    query = sa.select(t.campaign.c.id).where(t.campaign.c.state.in_(TAGGING)).order_by(t.campaign.c.id)
    with reading(db) as session:
        campaigns = list(session.connection().execute(query).scalars())
    made = 0
    for campaign_id in campaigns:
        with begin(db, by=SYSTEM, at=at) as work:
            made += tag_campaign(work, campaign_id)
    return made


def tag_campaign(work: Work, campaign_id: UUID) -> int:
    """Tag what one campaign means and has not; a tag taken off stays off."""
    campaign = work.connection.execute(sa.select(t.campaign).where(t.campaign.c.id == campaign_id)).mappings().one()
    if campaign["state"] not in TAGGING:
        return 0
    missing = untagged(work.connection, campaign_id, campaign["rule"], campaign["starts_on"], campaign["ends_on"])
    for kind, ids in missing.items():
        for subject_id in ids:
            add_tag(work, campaign_id, kind, subject_id, how="auto", rule_version=campaign["rule_version"])
    return sum(map(len, missing.values()))


def tag_subject(work: Work, kind: str, subject_id: UUID) -> None:
    """Tag something that this act has just recorded or corrected; what no longer fits loses its automatic tag."""
    work.write_now()
    tag = t.campaign_tag
    mine = sa.select(tag).where(tag.c.subject_kind == kind, tag.c.subject_id == subject_id)
    known = {row["campaign_id"]: row for row in work.connection.execute(mine).mappings()}
    rows = work.connection.execute(sa.select(t.campaign).where(t.campaign.c.state.in_(TAGGING))).mappings().all()
    for row in rows:
        query = matching(row["rule"], row["starts_on"], row["ends_on"]).get(kind)
        fits = query is not None and work.connection.execute(_one_of(query, subject_id)).first() is not None
        there = known.get(row["id"])
        if there is None and fits:
            add_tag(work, row["id"], kind, subject_id, how="auto", rule_version=row["rule_version"])
        elif there is not None and there["how"] == "auto":
            if there["removed_at"] is None and not fits:
                _take_off(work, there["id"], "登记更正后不再符合规则")
            elif there["removed_how"] == "rule" and fits:
                _put_back(work, there["id"], row["rule_version"])


def _one_of(query: sa.Select[Any], subject_id: UUID) -> sa.Select[Any]:
    wanted = query.subquery()
    return sa.select(wanted.c.id).where(wanted.c.id == subject_id)


def _take_off(work: Work, tag_id: UUID, why: str) -> None:
    off = {"removed_how": "rule", "removed_why": why, "removed_by_name": work.by.name, "removed_at": work.at}
    work.writes.update(CampaignTag, {"id": tag_id}, off)


def _put_back(work: Work, tag_id: UUID, version: int) -> None:
    on = {"removed_how": None, "removed_why": None, "removed_by_name": None, "removed_at": None}
    work.writes.update(CampaignTag, {"id": tag_id}, {**on, "rule_version": version})


def add_tag(
    work: Work, campaign_id: UUID, kind: str, subject_id: UUID, *, how: str, rule_version: int | None = None
) -> None:
    """One tag; where it is already there nothing happens."""
    work.writes.insert(
        CampaignTag,
        {
            "campaign_id": campaign_id,
            "subject_kind": kind,
            "subject_id": subject_id,
            "how": how,
            "rule_version": rule_version,
            "tagged_by_name": work.by.name,
            "tagged_at": work.at,
        },
        unless_exists=True,
    )


def untagged(
    connection: sa.Connection, campaign_id: UUID, rule: Rule, starts_on: Any, ends_on: Any
) -> dict[str, list[UUID]]:
    """What the rule means and the campaign has no tag for, taken off or not, by kind."""
    found = {}
    for kind, query in matching(rule, starts_on, ends_on).items():
        wanted = query.subquery()
        there = sa.exists().where(
            t.campaign_tag.c.campaign_id == campaign_id,
            t.campaign_tag.c.subject_kind == kind,
            t.campaign_tag.c.subject_id == wanted.c.id,
        )
        ids = list(connection.execute(sa.select(wanted.c.id).where(~there).order_by(wanted.c.id)).scalars())
        if ids:
            found[kind] = ids
    return found


def retag(work: Work, campaign: dict[str, Any], rule: Rule, version: int) -> dict[str, int]:
    """Follow a new rule: add what it means, take off what only the old one meant, put back what a rule took off.

    Tags by hand, and those that a person took off, stay as they are.
    """
    campaign_id = campaign["id"]
    added = 0
    for kind, ids in untagged(work.connection, campaign_id, rule, campaign["starts_on"], campaign["ends_on"]).items():
        for subject_id in ids:
            add_tag(work, campaign_id, kind, subject_id, how="auto", rule_version=version)
        added += len(ids)
    gone, back = changed_tags(work.connection, campaign_id, rule, campaign["starts_on"], campaign["ends_on"])
    for tag_id in gone:
        _take_off(work, tag_id, "规则变更")
    for tag_id in back:
        _put_back(work, tag_id, version)
    return {"added": added + len(back), "removed": len(gone)}


def changed_tags(
    connection: sa.Connection, campaign_id: UUID, rule: Rule, starts_on: Any, ends_on: Any
) -> tuple[list[UUID], list[UUID]]:
    """Automatic tags that the rule no longer means, and those taken off by a rule that it means again."""
    wanted = {kind: query.subquery() for kind, query in matching(rule, starts_on, ends_on).items()}
    tag = t.campaign_tag
    means = [
        sa.and_(tag.c.subject_kind == kind, tag.c.subject_id.in_(sa.select(query.c.id)))
        for kind, query in wanted.items()
    ]
    fits = sa.or_(sa.false(), *means)
    mine = sa.select(tag.c.id).where(tag.c.campaign_id == campaign_id, tag.c.how == "auto").order_by(tag.c.id)
    gone = connection.execute(mine.where(tag.c.removed_at.is_(None), ~fits)).scalars()
    back = connection.execute(mine.where(tag.c.removed_how == "rule", fits)).scalars()
    return list(gone), list(back)


def preview(connection: sa.Connection, campaign: Any, rule: Rule) -> dict[str, int]:
    """How many tags a rule would add and take off; changes nothing."""
    missing = untagged(connection, campaign.id, rule, campaign.starts_on, campaign.ends_on)
    gone, back = changed_tags(connection, campaign.id, rule, campaign.starts_on, campaign.ends_on)
    return {"added": sum(map(len, missing.values())) + len(back), "removed": len(gone)}
