"""Matters that must be reported: told at once, climbed by the half hour, never hidden by one person alone."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.alarm import Alarm
from cases.clock_rows import Alert
from cases.views.worklist import worklist
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.outbox import OutboxMessage
from tests.cases.planting import run
from tests.office import MORNING, Office
from tests.stories.scripts import REASON
from tests.workflows.clock_stories import a_case, case_row, clock, in_mediation
from tests.workflows.standing import stand
from workflows.firing import fire_all_due

_alert, _outbox, _alarm = Alert.__table__, OutboxMessage.__table__, Alarm.__table__
HALF = timedelta(minutes=30)


def told(office: Office, case_id: UUID) -> list[tuple[str, int]]:
    """Whom the alarm has reached: roles, with the level."""
    query = sa.select(_alert.c.role, _alert.c.level, _alert.c.title, _alert.c.clock_id).where(
        _alert.c.case_id == case_id
    )
    alarm = clock(office, case_id, "SVC-ALARM")
    with office.engine.connect() as connection:
        rows = connection.execute(query.order_by(_alert.c.at, _alert.c.role)).all()
    return [(row.role, row.level) for row in rows if row.title.startswith("必报") or row.clock_id == alarm.id]


def test_supervisor_and_leader_are_told_in_the_same_act_and_again_until_somebody_answers(office: Office) -> None:
    case_id = a_case(office)
    office.act("mark_must_report", case_id, triggers=["stoppage", "casualty"], note="工地停工")
    row = case_row(office, case_id)
    assert (row.alarm, row.urgency, row.triggers) == ("reported", "critical", ["stoppage", "casualty"])
    assert clock(office, case_id, "SVC-ALARM").due_at == MORNING + HALF
    assert told(office, case_id) == [("leader", 1), ("supervisor", 1)]
    with office.engine.connect() as connection:
        mails = connection.execute(sa.select(_outbox.c.key).where(_outbox.c.key.like("mail:alarm:%"))).all()
    assert len(mails) == 2

    for _ in range(2):
        fire_all_due(office.engine, MORNING + HALF)
    assert told(office, case_id)[2:] == [("leader", 1), ("supervisor", 1)]
    fire_all_due(office.engine, MORNING + 2 * HALF)
    assert told(office, case_id)[4:] == [("leader", 2)]
    fire_all_due(office.engine, MORNING + 5 * HALF)
    assert told(office, case_id)[5:] == [("admin", 3), ("leader", 3)]


def test_a_word_from_above_stops_the_alarm(office: Office) -> None:
    case_id = a_case(office)
    with pytest.raises(NotPossible, match="没有等待批示"):
        office.act("acknowledge_alarm", case_id, by="leader", instruction="知道了")
    office.act("mark_must_report", case_id, triggers=["self_harm"])
    with pytest.raises(NotAllowed):
        office.act("acknowledge_alarm", case_id, by="operator", instruction="知道了")
    office.act("acknowledge_alarm", case_id, by="leader", at=MORNING + HALF / 2, instruction="立即到场")
    assert clock(office, case_id, "SVC-ALARM").state == "met"
    assert case_row(office, case_id).alarm == "acknowledged"
    fire_all_due(office.engine, MORNING + 9 * HALF)
    assert len(told(office, case_id)) == 2


def test_one_person_alone_takes_no_mark_back(office: Office) -> None:
    case_id = a_case(office)
    office.act("mark_must_report", case_id, triggers=["opinion"])
    with pytest.raises(NotPossible, match="没有等待决定"):
        office.act("decide_alarm_back", case_id, by="supervisor", agreed=True, note="误报")
    office.act("ask_alarm_back", case_id, by="supervisor", **REASON)
    with pytest.raises(NotAllowed, match="申请人以外"):
        office.act("decide_alarm_back", case_id, by="supervisor", agreed=True, note="误报")
    office.act("decide_alarm_back", case_id, by="leader", agreed=False, note="仍须报告")
    assert case_row(office, case_id).alarm == "reported"
    office.act("ask_alarm_back", case_id, by="operator", **REASON)
    office.act("decide_alarm_back", case_id, by="supervisor", agreed=True, note="确系误报")
    assert case_row(office, case_id).alarm is None
    assert clock(office, case_id, "SVC-ALARM").state == "stopped"
    with office.engine.connect() as connection:
        [kept] = connection.execute(sa.select(_alarm)).all()
    assert (kept.state, kept.asked_back_by, kept.withdrawn_by) == ("withdrawn", "话务员甲", "主管甲")


def test_so_many_people_are_an_alarm_by_themselves_and_only_once(office: Office) -> None:
    case_id = a_case(office, head_count=12)
    row = case_row(office, case_id)
    assert (row.alarm, row.urgency, row.triggers) == ("reported", "urgent", ["people"])
    office.act("update_case", case_id, head_count=130)
    assert case_row(office, case_id).urgency == "critical"
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(_alarm)).scalar_one() == 1
    assert case_row(office, a_case(office, head_count=5, channel="walk_in")).alarm == "reported"
    assert case_row(office, a_case(office, head_count=5)).alarm is None


def test_ticked_at_intake_it_is_an_alarm_from_the_first_minute(office: Office) -> None:
    case_id = a_case(office, triggers=["absconding"])
    assert case_row(office, case_id).alarm == "reported"
    assert told(office, case_id) == [("leader", 1), ("supervisor", 1)]


def test_urgency_by_hand_stays_until_it_is_given_back(office: Office) -> None:
    case_id = a_case(office)
    office.act("set_urgency", case_id, urgency="critical", reason="有人登高")
    office.act("update_case", case_id, project="测试项目")
    assert case_row(office, case_id).urgency == "critical"
    office.act("set_urgency", case_id, reason="已劝下")
    assert case_row(office, case_id).urgency == "ordinary"


def test_reports_come_in_their_order(office: Office) -> None:
    case_id = a_case(office)
    given = {"addressee": "市总工会值班室", "body": "情况"}
    with pytest.raises(NotPossible, match="没有列为必报"):
        office.act("record_alarm_report", case_id, kind="first", **given)
    office.act("mark_must_report", case_id, triggers=["opinion"])
    with pytest.raises(NotValid, match="还没有首报"):
        office.act("record_alarm_report", case_id, kind="final", **given)
    office.act("record_alarm_report", case_id, kind="first", **given)
    with pytest.raises(NotValid, match="已有首报"):
        office.act("record_alarm_report", case_id, kind="first", **given)
    late = (MORNING + HALF).isoformat()
    with pytest.raises(NotValid, match="不能晚于现在"):
        office.act("record_alarm_report", case_id, kind="follow_up", reported_at=late, **given)


def test_what_must_be_reported_stands_after_the_rights_and_before_the_rest(office: Office) -> None:
    quiet, loud = in_mediation(office), in_mediation(office)
    right = in_mediation(office, infringement_known_on="2025-10-20")
    office.act("mark_must_report", loud, by="mediator", triggers=["stoppage"])
    office.act("acknowledge_alarm", loud, by="leader", instruction="知道了")
    with reading(office.engine) as session:
        rows = worklist(session, office.account_id("tiaojie"), MORNING + timedelta(days=60))
    assert [row.id for row in rows] == [str(right), str(loud), str(quiet)]
    assert [row.alarm for row in rows] == [None, "acknowledged", None]


def test_a_case_is_not_closed_over_an_unanswered_alarm(office: Office) -> None:
    case_id = in_mediation(office)
    office.act("mark_must_report", case_id, by="mediator", triggers=["stoppage"])
    given = {"outcome": "unreachable", "outcome_note": "三次未接通"}
    with pytest.raises(NotValid, match="必报事项还没有批示"):
        office.act("request_closure", case_id, by="mediator", **given)
    office.act("acknowledge_alarm", case_id, by="leader", instruction="知道了")
    office.act("request_closure", case_id, by="mediator", **given)
    assert case_row(office, case_id).state == "closing_review"


def test_what_was_published_by_others_is_no_alarm(office: Office) -> None:
    case_id = a_case(office)
    run(office, "UPDATE \"case\" SET origin = 'import'")
    office.act("update_case", case_id, head_count=800)
    row = case_row(office, case_id)
    assert (row.alarm, row.urgency) == (None, "critical")


def test_a_file_ends_with_no_alarm_unanswered_that_came_after_its_way_of_ending(office: Office) -> None:
    """Found by a random life: the outcome was looked at before the matter became one to report."""
    case_id, other = stand(office, "wage_arrears", "callback"), case_row(office, a_case(office)).number
    office.act("record_callback", case_id, by="operator", contacted=True, resolved=True, satisfied=True)
    office.act("mark_must_report", case_id, triggers=["opinion"])
    with pytest.raises(NotPossible, match="还没有批示"):
        office.act("close", case_id, by="supervisor")
    active = a_case(office)
    office.act("mark_must_report", active, triggers=["opinion"])
    with pytest.raises(NotPossible, match="还没有批示"):
        office.act("merge_case", active, by="supervisor", into=other, reason="同一事项")
    office.act("acknowledge_alarm", case_id, by="leader", instruction="已核")
    office.act("close", case_id, by="supervisor")
    assert case_row(office, case_id).state == "closed"
