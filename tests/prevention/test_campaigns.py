"""Campaigns: figures of the seed, tags exactly once, rules with a preview, tags by hand that stay."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from cases.prevention import tables as t
from cases.views.prevention_activities import ActivityFilters, totals
from cases.views.prevention_campaigns import campaign as campaign_file
from cases.views.prevention_campaigns import of_case
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from reports.monthly import monthly
from tests.office import MORNING, Office
from tests.prevention.making import activity, campaign, check_up
from tests.stories.scripts import opening
from workflows.prevention.night import prevention_night
from workflows.prevention.tags import tag_new

SEPTEMBER = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)
OCTOBER = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)


def live_tags(office: Office) -> list[tuple[str, str]]:
    """Every tag that counts: campaign and kind."""
    query = (
        sa.select(t.campaign.c.name, t.campaign_tag.c.subject_kind)
        .join(t.campaign, t.campaign.c.id == t.campaign_tag.c.campaign_id)
        .where(t.campaign_tag.c.removed_at.is_(None))
        .order_by(t.campaign.c.name, t.campaign_tag.c.subject_kind)
    )
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_the_figures_of_the_seed(office: Office) -> None:
    """68 sessions, 23,000 people, 25 firms: entered one by one, shown on the campaign, the list and the report."""
    targets = [{"indicator": "lectures", "target": 68}, {"indicator": "lecture_people", "target": 23000}]
    law = campaign(office, [{"subject": "activity", "activity_kind": "lecture"}], targets=targets)
    firms = campaign(
        office, [{"subject": "check_up"}], name="体检", targets=[{"indicator": "firms_checked", "target": 25}]
    )
    for place in range(68):
        people = 338 if place < 67 else 23000 - 67 * 338
        activity(
            office,
            audiences=[{"audience": "worker", "people": people}],
            materials=[{"what": "手册", "copies": 100}],
        )
    activity(office, kind="training", audiences=[{"audience": "cadre", "people": 40}])
    for place in range(26):
        checked = check_up(office, employer_name=f"测试用第{max(place, 1)}公司")
        office.act("finish_check_up", check_up_id=str(checked), summary="总体合规")
    with reading(office.engine) as session:
        shown = {one.indicator: (one.value, one.percent) for one in campaign_file(session, law).bars}
        checked_firms = campaign_file(session, firms).values["firms_checked"]
        lines = {one.key: (one.sessions, one.people, one.copies) for one in totals(session, ActivityFilters(), "kind")}
        months = [(one.key, one.sessions) for one in totals(session, ActivityFilters(), "month")]
        figures = {code: figure.value for code, figure in monthly(session, "2026-10").figures.items()}
    assert shown == {"lectures": (68, 100), "lecture_people": (23000, 100)}
    assert checked_firms == 25
    assert lines == {"lecture": (68, 23000, 6800), "training": (1, 40, 0)}
    assert months == [("2026-10", 69)]
    wanted = {"lectures": 68, "lecture_people": 23000, "copies": 6800, "firms_checked": 25}
    assert {code: figures[code] for code in wanted} == {code: Decimal(value) for code, value in wanted.items()}


def test_cases_are_tagged_by_rule_within_the_days_and_once(office: Office) -> None:
    campaign(office, [{"subject": "case", "claim_kind": "wages"}, {"subject": "case", "flag": "is_new_form"}])
    office.act("open_case", at=SEPTEMBER, **opening("wage_arrears"))
    first = office.act("open_case", at=OCTOBER, **opening("wage_arrears", is_new_form=True)).case_id
    office.act("open_case", at=OCTOBER, **opening("labour_dispute", claims=[{"kind": "bonus"}]))
    assert live_tags(office) == []
    assert tag_new(office.engine, MORNING) == 1
    assert tag_new(office.engine, MORNING) == 0
    assert prevention_night(office.engine, MORNING) == 0
    with reading(office.engine) as session:
        tags = of_case(session, first).tags
    assert [(one.name, one.how) for one in tags] == [("测试行动", "auto")]


def test_many_runs_at_once_tag_once(office: Office) -> None:
    campaign(office, [{"subject": "case", "case_type": "wage_arrears"}])
    for _ in range(5):
        office.act("open_case", **opening("wage_arrears"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tag_new(office.engine, MORNING), range(4)))
    assert live_tags(office) == [("测试行动", "case")] * 5
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.campaign_tag)).scalar_one() == 5


def test_a_rule_is_proposed_seen_and_then_applied(office: Office) -> None:
    campaign_id = str(campaign(office, [{"subject": "activity", "activity_kind": "lecture"}]))
    activity(office)
    activity(office, kind="training")
    by_hand = activity(office, kind="congress")
    office.act(
        "tag_by_hand", campaign_id=campaign_id, record_kind="activity", record_id=str(by_hand), reason="同一工作"
    )
    assert len(live_tags(office)) == 2
    rule = [{"subject": "activity", "activity_kind": "training"}]
    office.act("propose_campaign_rule", by="supervisor", campaign_id=campaign_id, rule=rule)
    assert len(live_tags(office)) == 2
    done = office.act("apply_campaign_rule", by="supervisor", campaign_id=campaign_id)
    assert (done.made["added"], done.made["removed"]) == (1, 1)
    assert len(live_tags(office)) == 2
    back = [{"subject": "activity", "activity_kind": "lecture"}]
    office.act("propose_campaign_rule", by="supervisor", campaign_id=campaign_id, rule=back)
    done = office.act("apply_campaign_rule", by="supervisor", campaign_id=campaign_id)
    assert (done.made["added"], done.made["removed"]) == (1, 1)
    with pytest.raises(NotPossible, match="没有待启用的规则"):
        office.act("apply_campaign_rule", by="supervisor", campaign_id=campaign_id)


def test_what_a_person_takes_off_stays_off(office: Office) -> None:
    campaign_id = str(campaign(office, [{"subject": "case", "case_type": "wage_arrears"}]))
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    tag_new(office.engine, MORNING)
    given = {"campaign_id": campaign_id, "record_kind": "case", "record_id": str(case_id), "reason": "重复"}
    with pytest.raises(NotPossible, match="已经归入"):
        office.act("tag_by_hand", **given)
    office.act("untag_by_hand", **given)
    assert tag_new(office.engine, MORNING) == 0
    assert live_tags(office) == []
    office.act("tag_by_hand", **given)
    assert len(live_tags(office)) == 1
    with office.engine.connect() as connection:
        acts = connection.execute(
            sa.text("SELECT act FROM journal_entry WHERE act LIKE '%tag_by_hand' ORDER BY seq")
        ).scalars()
        assert list(acts) == ["untag_by_hand", "tag_by_hand"]


def test_without_a_first_day_nothing_starts(office: Office) -> None:
    office.act("take_campaign_seeds", by="supervisor")
    office.act("take_campaign_seeds", by="supervisor")
    with office.engine.connect() as connection:
        rows = connection.execute(sa.select(t.campaign.c.id, t.campaign.c.starts_on)).all()
    assert len(rows) == 7
    assert {row.starts_on for row in rows} == {None}
    with pytest.raises(NotPossible, match="起始日"):
        office.act("move_campaign", by="supervisor", campaign_id=str(rows[0].id), state="running")
    with pytest.raises(NotValid, match="截止日不能早于起始日"):
        office.act(
            "create_campaign", by="supervisor", name="倒", kind="other", starts_on="2026-10-02", ends_on="2026-10-01"
        )
