"""A case ends only in a way that its file can show; and until then somebody has a next step with a time limit."""

from typing import Any
from uuid import UUID

import pytest

from cases.codes import CLAIM_KIND, OUTCOME
from cases.outcomes import register
from cases.topics import TOPIC, topic_list
from foundation.errors import NotFound, NotPossible, NotValid
from tests.office import Office
from tests.stories.scripts import REFER, opener, opening
from tests.workflows.clock_stories import a_case, case_row, clocks_of, in_mediation
from workflows.charts.registry import CHARTS
from workflows.next_step import UNASSIGNED, next_step


def ask(office: Office, case_id: UUID, outcome: str, **more: Any) -> None:
    """Ask for closure by the mediator."""
    office.act("request_closure", case_id, by="mediator", outcome=outcome, **more)


@pytest.mark.parametrize(
    ("outcome", "lacking"),
    [
        ("mediated_paid", "到账记录"),
        ("inspection_paid", "移送记录"),
        ("advance_paid", "先行垫付"),
        ("award_made", "移送结果"),
        ("transferred", "接收记录"),
        ("unreachable", "结案说明"),
    ],
)
def test_an_outcome_without_its_papers_is_refused_with_what_is_missing(
    office: Office, outcome: str, lacking: str
) -> None:
    case_id = in_mediation(office)
    with pytest.raises(NotValid, match=lacking):
        ask(office, case_id, outcome)
    assert case_row(office, case_id).state == "mediating"


def test_with_its_papers_it_is_accepted(office: Office) -> None:
    case_id = in_mediation(office)
    office.act("refer", case_id, by="mediator", **REFER)
    office.act("send_referral", case_id, by="mediator")
    office.act("acknowledge_referral", case_id, by="mediator")
    with pytest.raises(NotValid, match="移送结果"):
        ask(office, case_id, "award_made")
    ask(office, case_id, "transferred")
    assert case_row(office, case_id).outcome == "transferred"


def test_the_supervisor_is_held_to_the_same(office: Office) -> None:
    case_id = in_mediation(office)
    ask(office, case_id, "unreachable", outcome_note="三次不同时段均未接通")
    with pytest.raises(NotValid, match="到账记录"):
        office.act("approve_closure", case_id, by="supervisor", outcome="mediated_paid")
    office.act("approve_closure", case_id, by="supervisor")
    assert case_row(office, case_id).outcome == "unreachable"


@pytest.mark.parametrize("outcome", ["merged", "settled_withdrawn", "aid_finished"])
def test_what_another_act_writes_or_another_type_has_cannot_be_picked(office: Office, outcome: str) -> None:
    with pytest.raises(NotValid, match="不能以"):
        ask(office, in_mediation(office), outcome, outcome_note="说明")


def test_the_register_is_whole() -> None:
    assert set(OUTCOME) == set(register().outcomes)
    for one in register().outcomes.values():
        assert one.next
        assert one.mode
        assert not one.stages - {"mediation", "referral"}
        assert one.recovered or "payment" not in one.needs


def test_every_kind_of_claim_has_a_place_and_every_place_a_kind() -> None:
    listed = topic_list()
    assert set(listed.by_kind) == set(CLAIM_KIND)
    assert set(listed.by_kind.values()) <= set(TOPIC)
    assert {one.kind for one in listed.topics.values()} <= set(CLAIM_KIND)
    assert {one.level for one in listed.topics.values()} == set(listed.first)
    assert all(one.yearbook for one in listed.topics.values())


def test_a_case_takes_its_place_from_its_first_claim_and_changes_it_with_a_reason(office: Office) -> None:
    case_id = a_case(office, claims=[{"kind": "wages", "topic": "0107"}, {"kind": "severance"}])
    assert case_row(office, case_id).topic == "0107"
    with pytest.raises(NotPossible, match="没有改动"):
        office.act("reclassify", case_id, topic="0107", reason="同前")
    done = office.act("reclassify", case_id, topic="0501", reason="实为工伤")
    row = case_row(office, case_id)
    assert (row.topic, row.category) == ("0501", "work_injury")
    assert done.made["before"].endswith("工程款混合工资")
    with pytest.raises(NotFound):
        office.act("reclassify", case_id, topic="0101", claim_id=str(case_id), reason="不是诉求")


@pytest.mark.parametrize("case_type", list(CHARTS))
def test_every_state_of_a_chart_says_who_does_what(office: Office, case_type: str) -> None:
    done = office.act(opener(opening(case_type)), **opening(case_type))
    assert done.case_id is not None
    row = case_row(office, done.case_id)
    for state in CHARTS[case_type].states:
        step = next_step(type("Row", (), {**row._mapping, "state": state})(), handled=True)
        assert (step is None) == (state == "archived")
        assert step is None or (step.who and step.what)


def test_without_a_mediator_it_is_the_supervisors_turn(office: Office) -> None:
    row = case_row(office, in_mediation(office))
    with_one, without = next_step(row, handled=True), next_step(row, handled=False)
    assert with_one is not None
    assert without is not None
    assert (with_one.who, without.who) == ("调解员", UNASSIGNED)
    assert with_one.until == row.next_due_at


def test_an_agreement_without_instalments_is_followed_up_all_the_same(office: Office) -> None:
    case_id = in_mediation(office)
    office.act("record_agreement", case_id, by="mediator", amount="54000", terms="一次付清")
    [ours] = clocks_of(office, case_id, rule_id="SVC-PROGRESS")
    assert (ours.state, ours.bound_state, ours.kind) == ("running", "performing", "stage")
    office.act("record_breach", case_id, by="mediator", reason="到期未付")
    [ours] = clocks_of(office, case_id, rule_id="SVC-PROGRESS")
    assert ours.state == "met"
