"""Callback, dissatisfaction, quality check by configuration, unreasonable demands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cases.views.ending import satisfaction
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from tests.office import MORNING, Office
from tests.outside.stories import closed, in_callback, in_hand, rows, running, the_case
from tests.stories.lives.outside_and_the_end import SCORES
from workflows import closing_rules
from workflows.closing_rules import QualityRule, counted_tries, sampled

BAD = [{**one, "points": 1} for one in SCORES]
Setting = Callable[[str], None]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Every file is checked, before or after closing."""

    def put(when: str) -> None:
        rule: QualityRule = replace(closing_rules.quality_rule(), when=when, sample_percent=100)
        monkeypatch.setattr(closing_rules, "quality_rule", lambda: rule)

    return put


def test_the_handler_does_not_call_back(office: Office) -> None:
    case_id = in_callback(office)
    with pytest.raises(NotAllowed):
        office.act("record_callback", case_id, by="mediator", contacted=True)
    # Who asked for closing is a handler too, whatever the desk.
    other = in_hand(office)
    office.act("request_closure", other, by="supervisor", outcome="other", outcome_note="测试")
    office.act("approve_closure", other, by="supervisor")
    with pytest.raises(NotAllowed, match="承办人不能回访"):
        office.act("record_callback", other, by="supervisor", contacted=True)


def test_three_tries_at_different_hours_before_unreachable(office: Office) -> None:
    case_id = in_callback(office)
    for hours in (0, 1, 4):
        office.act("record_callback", case_id, contacted=False, at=MORNING + timedelta(hours=hours))
    late = MORNING + timedelta(hours=9)
    with pytest.raises(NotPossible, match="拨打了2次"):
        office.act("close", case_id, by="supervisor", at=late)

    office.act("record_callback", case_id, contacted=False, at=late)
    office.act("close", case_id, by="supervisor", at=late)
    assert the_case(office, case_id).state == "closed"


def test_tries_close_together_count_once() -> None:
    assert counted_tries([MORNING, MORNING + timedelta(hours=2), MORNING + timedelta(hours=3)], 3) == 2
    assert counted_tries([], 3) == 0


def test_not_satisfied_waits_for_the_supervisor(office: Office) -> None:
    case_id = in_callback(office)
    office.act("record_callback", case_id, contacted=True, satisfied=False)
    with pytest.raises(NotPossible, match="处理不满意"):
        office.act("close", case_id, by="supervisor")

    office.act("decide_dissatisfied", case_id, by="supervisor", decision="send_back", reason="还有一笔未付")
    case = the_case(office, case_id)
    assert (case.state, case.outcome, case.settled_at) == ("preparing", None, None)

    office.act("request_closure", case_id, by="mediator", outcome="other", outcome_note="测试", at=MORNING)
    office.act("approve_closure", case_id, by="supervisor")
    office.act("record_callback", case_id, contacted=True, satisfied=False)
    office.act("decide_dissatisfied", case_id, by="supervisor", decision="justified", reason="诉求已全部办结")
    office.act("close", case_id, by="supervisor")
    assert the_case(office, case_id).state == "closed"


def test_settled_closed_and_archived_are_three_dates(office: Office) -> None:
    case_id = in_hand(office)
    days = [MORNING + timedelta(days=one) for one in range(4)]
    office.act("request_closure", case_id, by="mediator", at=days[0], outcome="other", outcome_note="测试")
    office.act("approve_closure", case_id, by="supervisor", at=days[1])
    office.act("record_callback", case_id, contacted=True, at=days[1])
    office.act("close", case_id, by="supervisor", at=days[2])
    office.act("archive", case_id, at=days[3], incomplete_reason="测试")
    case = the_case(office, case_id)
    assert (case.settled_at, case.closed_at, case.archived_at) == (days[0], days[2], days[3])
    # A case that nobody asked to close was settled when its review began.
    other = in_hand(office)
    office.act("withdraw", other, by="supervisor", at=days[0], reason="本人撤回")
    office.act("approve_closure", other, by="supervisor", at=days[2])
    assert the_case(office, other).settled_at == days[0]


def test_checked_before_closing(office: Office, checked: Setting) -> None:
    checked("before")
    case_id = in_callback(office)
    office.act("record_callback", case_id, contacted=True, satisfied=True)
    with pytest.raises(NotPossible, match="转质检"):
        office.act("close", case_id, by="supervisor")

    office.act("start_quality_check", case_id, by="supervisor")
    assert "SVC-QC" in running(office, case_id)
    with pytest.raises(NotValid, match="不到合格分"):
        office.act("pass_quality_check", case_id, by="supervisor", scores=BAD)
    office.act("fail_quality_check", case_id, by="supervisor", scores=BAD, defects="没有调解记录", send_back=True)
    assert the_case(office, case_id).state == "preparing"

    office.act("request_closure", case_id, by="mediator", outcome="other", outcome_note="测试")
    office.act("approve_closure", case_id, by="supervisor")
    office.act("record_callback", case_id, contacted=True, satisfied=True)
    office.act("start_quality_check", case_id, by="supervisor")
    office.act("pass_quality_check", case_id, by="supervisor", scores=SCORES)
    case = the_case(office, case_id)
    assert (case.state, case.closed_at) == ("closed", MORNING)
    assert running(office, case_id) == ["SVC-ARCHIVE"]


def test_checked_after_closing(office: Office, checked: Setting) -> None:
    checked("after")
    case_id = closed(office)
    assert running(office, case_id) == ["SVC-ARCHIVE", "SVC-QC"]
    with pytest.raises(NotValid, match="质检"):
        office.act("archive", case_id)

    with pytest.raises(NotPossible, match="已经结案"):
        office.act("fail_quality_check", case_id, by="supervisor", scores=BAD, defects="缺陷", send_back=True)
    office.act("fail_quality_check", case_id, by="supervisor", scores=BAD, defects="没有调解记录")
    assert running(office, case_id) == ["SVC-ARCHIVE"]
    office.act("appeal_quality_check", case_id, by="mediator", reason="记录在卷")
    with pytest.raises(NotAllowed, match="质检人不能"):
        office.act("decide_quality_appeal", case_id, by="supervisor", lifted=False, note="维持")
    office.act("decide_quality_appeal", case_id, by="leader", lifted=True, note="查明在卷")
    assert [row.appeal for row in rows(office, "quality_check", case_id)] == ["lifted"]
    office.act("archive", case_id)


def test_the_sample_can_be_computed_again_by_anybody() -> None:
    numbers = [f"〔2026〕薪{one:04d}号" for one in range(1, 1001)]
    drawn = [number for number in numbers if sampled(number, 10)]
    assert drawn == [number for number in numbers if sampled(number, 10)]
    assert 60 < len(drawn) < 140
    assert all(sampled(number, 20) for number in drawn)
    assert not any(sampled(number, 0) for number in numbers)


def test_a_score_sheet_is_complete(office: Office) -> None:
    case_id = closed(office)
    with pytest.raises(NotValid, match="没有评的"):
        office.act("pass_quality_check", case_id, by="supervisor", scores=SCORES[:2])
    over = [*SCORES[:4], {"item": "attitude", "points": 50}]
    with pytest.raises(NotValid, match="超过满分"):
        office.act("pass_quality_check", case_id, by="supervisor", scores=over)


def test_an_unreasonable_demand_needs_two_people_and_does_not_count(office: Office) -> None:
    case_id = in_hand(office)
    office.act("ask_unreasonable", case_id, by="supervisor", grounds="要求十倍工资")
    with pytest.raises(NotAllowed, match="自己提出"):
        office.act("decide_unreasonable", case_id, by="supervisor", approved=True)
    other = in_hand(office)
    office.act("ask_unreasonable", other, by="mediator", grounds="要求十倍工资")
    office.act("decide_unreasonable", other, by="supervisor", approved=True, note="属实")
    office.act("tell_unreasonable", other, by="mediator", told_how="电话")
    office.act("request_closure", other, by="mediator", outcome="other", outcome_note="测试")
    office.act("approve_closure", other, by="supervisor")
    office.act("record_callback", other, contacted=True, resolved=False, satisfied=False)
    office.act("close", other, by="supervisor")
    closed(office)

    with reading(office.engine) as session:
        found = satisfaction(session, MORNING - timedelta(days=1), MORNING + timedelta(days=1))
    assert (found.contacted, found.satisfied, found.not_counted) == (1, 1, 1)
