"""Referrals side by side, returned, unanswered: each has its own clocks, and the case follows the most open one."""

from uuid import UUID

import pytest

from foundation.errors import NotPossible, NotValid
from tests.office import MORNING, Office
from tests.outside.stories import in_hand, rows, running, the_case

INSPECTION = {"addressee": "labour_inspection", "addressee_name": "市劳动保障监察支队", "matter": "拖欠工资"}
ARBITRATION = {"addressee": "arbitration", "addressee_name": "市仲裁委", "matter": "支付工资"}


def two(office: Office) -> tuple[UUID, str, str]:
    """A case that was sent to inspection and to arbitration at once."""
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", **INSPECTION)
    office.act("send_referral", case_id, by="mediator", way="post", proof="EMS1")
    office.act("refer_also", case_id, by="mediator", **ARBITRATION)
    office.act("send_referral", case_id, by="mediator")
    found = {row.addressee: str(row.id) for row in rows(office, "referral", case_id)}
    return case_id, found["labour_inspection"], found["arbitration"]


def test_each_referral_has_the_clock_of_its_addressee(office: Office) -> None:
    case_id, first, second = two(office)

    due = {str(row.referral_id): row.rule_id for row in rows(office, "clock", case_id) if row.referral_id is not None}

    assert (due[first], due[second]) == ("LSI-18-1", "LA-29-1")
    assert the_case(office, case_id).state == "awaiting_acknowledgement"


def test_several_fit_and_none_is_named_so_it_asks(office: Office) -> None:
    case_id, _, second = two(office)

    with pytest.raises(NotValid, match="请选择是哪一件"):
        office.act("acknowledge_referral", case_id, by="mediator")
    with pytest.raises(NotPossible, match="待接收"):
        office.act("record_referral_result", case_id, by="mediator", referral_id=second, result="裁决支付")


def test_the_case_follows_the_most_open_referral(office: Office) -> None:
    case_id, first, second = two(office)

    office.act("acknowledge_referral", case_id, by="mediator", referral_id=second)
    assert the_case(office, case_id).state == "awaiting_acknowledgement"
    assert {"LA-43-1", "LSI-18-1", "SVC-PROGRESS"} <= set(running(office, case_id))

    # Inspection sends its part back: arbitration goes on, and so does the case.
    done = office.act(
        "referral_returned", case_id, by="mediator", referral_id=first, code="not_competent", reason="不属管辖"
    )
    assert done.made["returns"] == 1
    assert the_case(office, case_id).state == "handled_elsewhere"
    assert "LSI-18-1" not in running(office, case_id)
    assert "LA-43-1" in running(office, case_id)
    assert running(office, case_id).count("SVC-PROGRESS") == 1

    office.act("record_referral_result", case_id, by="mediator", result="裁决支付", result_kind="award", people=3)
    assert the_case(office, case_id).state == "result_received"
    kinds = [row.kind for row in rows(office, "referral_event", case_id)]
    assert kinds == ["prepared", "sent", "prepared", "sent", "acknowledged", "returned", "answered"]


def test_going_on_to_another_door_leaves_the_first_behind(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", **INSPECTION)
    office.act("send_referral", case_id, by="mediator")
    office.act("acknowledge_referral", case_id, by="mediator")
    office.act("refer", case_id, by="mediator", **ARBITRATION)
    office.act("send_referral", case_id, by="mediator")

    # What inspection still has to finish runs on, and its result is noted without moving the case.
    assert "LS-17-1" in running(office, case_id)
    first = str(rows(office, "referral", case_id)[0].id)
    office.act("record_referral_result", case_id, by="mediator", referral_id=first, result="责令改正")
    assert the_case(office, case_id).state == "awaiting_acknowledgement"
    assert "LS-17-1" not in running(office, case_id)
    office.act("acknowledge_referral", case_id, by="mediator")
    assert the_case(office, case_id).state == "handled_elsewhere"


def test_no_answer_names_the_next_door(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", **ARBITRATION)
    office.act("send_referral", case_id, by="mediator")

    done = office.act("record_no_answer", case_id, by="mediator")

    assert "向人民法院起诉" in done.made["next_door"]
    assert "J1-12" in done.made["next_door"]
    assert the_case(office, case_id).state == "preparing"


def test_a_returned_referral_counts_its_returns(office: Office) -> None:
    case_id = in_hand(office)
    for times in (1, 2):
        office.act("refer", case_id, by="mediator", **INSPECTION)
        office.act("send_referral", case_id, by="mediator")
        done = office.act("referral_returned", case_id, by="mediator", code="incomplete", reason="材料不全")
        assert done.made["returns"] == times
    codes = [row.return_code for row in rows(office, "referral_event", case_id) if row.kind == "returned"]
    assert codes == ["incomplete", "incomplete"]


def test_progress_starts_the_time_for_asking_anew(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", **INSPECTION)
    office.act("send_referral", case_id, by="mediator")
    office.act("acknowledge_referral", case_id, by="mediator")
    later = MORNING.replace(day=20)

    office.act("record_progress", case_id, by="mediator", note="正在调查", at=later)

    [clock] = [
        row for row in rows(office, "clock", case_id) if row.rule_id == "SVC-PROGRESS" and row.state == "running"
    ]
    assert clock.started_on.isoformat() == "2026-10-20"


def test_a_gap_in_the_package_is_named(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", **INSPECTION)

    said = office.act("prepare_package", case_id, by="mediator", facts="拖欠工资", evidence=["欠条"]).made["package"]
    assert said == "尚缺：本会所做的工作、联系人和办公电话"
    sent = office.act("send_referral", case_id, by="mediator")
    assert sent.made["missing"] == "本会所做的工作、联系人和办公电话"


def test_collective_and_migrant_matters_have_their_own_limits_at_arbitration(office: Office) -> None:
    case_id = in_hand(office, head_count=12, is_migrant=True)
    office.act("refer", case_id, by="mediator", **ARBITRATION)
    office.act("send_referral", case_id, by="mediator")
    office.act("acknowledge_referral", case_id, by="mediator")

    assert {"LA-43-1", "AR-64-2", "HX-30"} <= set(running(office, case_id))


def test_back_to_mediation_takes_back_what_is_open(office: Office) -> None:
    case_id, first, second = two(office)
    for one in (first, second):
        office.act("acknowledge_referral", case_id, by="mediator", referral_id=one)

    office.act("return_to_mediation", case_id, by="mediator")

    assert {row.state for row in rows(office, "referral", case_id)} == {"returned"}
    assert not {"LS-17-1", "LA-43-1"} & set(running(office, case_id))
