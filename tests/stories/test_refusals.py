"""What is refused, why, and what is possible instead; two people at once."""

import threading
from uuid import UUID

import pytest

from foundation.errors import NotAllowed, NotPossible, NotValid
from tests.office import MORNING, Office
from tests.stories.players import state_of
from tests.stories.scripts import TO_MEDIATION, opening


def opened(office: Office) -> UUID:
    """A fresh wage case."""
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    return case_id


def test_a_forbidden_move_says_what_is_possible(office: Office) -> None:
    with pytest.raises(NotPossible) as refused:
        office.act("record_agreement", opened(office), by="mediator")
    assert "登记待审" in refused.value.detail
    assert "受理" in refused.value.possible


def test_every_role_but_the_right_one_is_refused(office: Office) -> None:
    case_id = opened(office)
    for by in ("mediator", "leader", "admin"):
        with pytest.raises(NotAllowed, match="须由"):
            office.act("accept", case_id, by=by)


def test_a_mediator_does_not_act_on_a_colleagues_case(office: Office) -> None:
    case_id = opened(office)
    for line in TO_MEDIATION[:2]:
        data = {"handler_id": str(office.account_id("tiaojie"))} if line.act == "assign" else {}
        office.act(line.act, case_id, by=line.by, **data)
    with pytest.raises(NotAllowed, match="其他调解员"):
        office.act("sign_for", case_id, by="mediator2")


def test_two_people_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    case_id = opened(office)
    answers: list[str] = []
    start = threading.Barrier(2)

    def act(name: str) -> None:
        start.wait()
        try:
            office.act(name, case_id, by="supervisor", expected_version=1, reason="测试") if name == "decline" else (
                office.act(name, case_id, by="supervisor", expected_version=1)
            )
            answers.append("done")
        except NotPossible as told:
            answers.append(told.detail)

    both = [threading.Thread(target=act, args=(name,)) for name in ("accept", "decline")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answer == "done" for answer in answers) == [False, True]
    assert any("其他人已办理" in answer for answer in answers)
    assert state_of(office, case_id) in ("assigning", "declined")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"worker_name": ""}, "worker_name"),
        ({"phone": "call me"}, "phone"),
        ({"head_count": 0}, "head_count"),
        ({"claims": []}, "claims"),
        ({"claims": [{"kind": "wages", "amount": "-1"}]}, "claims.0.amount"),
        ({"claims": [{"kind": "gold"}]}, "claims.0.kind"),
        ({"district": "999999"}, "district"),
        ({"infringement_known_on": "2026-13-01"}, "infringement_known_on"),
        ({"employer_name": "（）"}, "employer_name"),
        ({"owed_from": "2026-05", "owed_to": "2026-03"}, "form"),
    ],
)
def test_wrong_fields_are_named(office: Office, change: dict[str, object], field: str) -> None:
    with pytest.raises(NotValid) as wrong:
        office.act("open_case", **opening("wage_arrears", **change))
    assert field in wrong.value.fields
    assert any("一" <= letter <= "龥" for letter in wrong.value.detail)


def test_days_in_the_future_are_refused(office: Office) -> None:
    case_id = opened(office)
    with pytest.raises(NotPossible, match="不能晚于今天"):
        office.act("accept", case_id, by="supervisor", received_on="2026-10-14", at=MORNING)


def test_a_refused_act_leaves_nothing_behind(office: Office) -> None:
    with pytest.raises(NotValid):
        office.act("open_case", **opening("wage_arrears", employer_name="（）"))
    number = office.act("open_case", **opening("wage_arrears")).case_number
    assert number == "〔2026〕薪0001号"
