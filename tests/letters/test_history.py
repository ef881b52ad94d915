"""The history of a letter on its own page: everybody who touched it, and nothing of the other letters of the file."""

from collections.abc import Sequence
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.letter_life import Step, steps_of
from cases.views import tables as t
from cases.views.letter_history import Entry
from cases.views.letters import letter_file
from foundation.database import reading
from tests.letter_office import drafted, on_file, one_row, rows
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.service.making import SERVERS
from workflows.charts.registry import LETTER_CHART


def history(office: Office, letter_id: UUID) -> Sequence[Entry]:
    """As the page reads it."""
    with reading(office.engine) as session:
        return letter_file(session, letter_id, MORNING).entries


def steps(office: Office, letter_id: UUID) -> Sequence[Step]:
    """Its line of steps, as the page draws it."""
    with reading(office.engine) as session:
        file = letter_file(session, letter_id, MORNING)
    return steps_of(file.letter, file.doers, {name: state.label for name, state in LETTER_CHART.states.items()})


def told(office: Office, letter_id: UUID) -> list[tuple[str, str, str]]:
    """What, by whom, with which words."""
    return [(one.title, one.by_name, one.said) for one in history(office, letter_id)]


def test_who_drafted_returned_signed_and_served(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="submit_letter")
    office.act("return_letter", letter_id, by="supervisor", reason="事实不清，补充考勤")
    sent(office, letter_id)
    assert told(office, letter_id) == [
        ("起草", "调解员甲", "测试"),
        ("提交审核", "调解员甲", ""),
        ("退回修改", "主管甲", "事实不清，补充考勤"),
        ("提交审核", "调解员甲", ""),
        ("审核通过", "主管甲", ""),
        ("签发", "主席甲", ""),
        ("编号", "主管甲", "宁工劳监函〔2026〕1号"),
        ("用印", "主管甲", "2份"),
        ("发出文书", "调解员甲", "直接送达"),
        ("登记送达", "调解员甲", "直接送达"),
    ]
    assert all(one.at == MORNING for one in history(office, letter_id))


def test_what_was_sent_back_names_no_reviewer_and_the_history_does(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="review_letter")
    assert one_row(office, "letter", id=letter_id)["reviewed_by"] == "主管甲"
    office.act("return_letter", letter_id, by="leader", reason="补写依据")
    for act in (None, "submit_letter"):
        if act is not None:
            sent(office, letter_id, until=act)
        row = one_row(office, "letter", id=letter_id)
        assert (row["reviewed_by"], row["reviewed_at"]) == (None, None)
        [review] = [one for one in steps(office, letter_id) if one.name == "review"]
        assert (review.by, review.on) == ("", None)
    assert ("审核通过", "主管甲", "") in told(office, letter_id)


def test_a_reviewer_left_from_before_goes_when_it_is_submitted_again(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    with office.engine.begin() as connection:
        stale = {"reviewed_by": "主管乙", "reviewed_at": MORNING}
        connection.execute(sa.update(t.letter).where(t.letter.c.id == letter_id).values(stale))
    sent(office, letter_id, until="submit_letter")
    assert one_row(office, "letter", id=letter_id)["reviewed_by"] is None


def test_two_drafts_of_one_kind_are_told_apart(office: Office) -> None:
    case_id = on_file(office)
    first, second = drafted(office, case_id, "notice"), drafted(office, case_id, "notice")
    sent(office, first, until="submit_letter")
    office.act("return_letter", first, by="supervisor", reason="第一份退回")
    sent(office, second, until="review_letter")
    assert [one[0] for one in told(office, first)] == ["起草", "提交审核", "退回修改"]
    assert [one[0] for one in told(office, second)] == ["起草", "提交审核", "审核通过"]


def test_what_the_machine_drafted_says_so_and_why(office: Office) -> None:
    opinion = drafted(office, on_file(office), "opinion")
    sent(office, opinion, until="dispatch_letter")
    refusal = {"how": "direct", "reason": "门卫拒收", "witness": "见证人", "proof": "照片", **SERVERS}
    office.act("refuse_service", opinion, by="mediator", **refusal)
    assert told(office, opinion)[-1] == ("登记拒收", "调解员甲", "直接送达，门卫拒收")
    [only] = told(office, one_row(office, "letter", kind="recommendation")["id"])
    assert (only[0], "系统自动起草" in only[2]) == ("起草", True)


@pytest.mark.parametrize("alone", [True, False])
def test_entries_from_before_they_named_their_letter(office: Office, alone: bool) -> None:
    """By the number they are certain; before it only where the file has one letter of the kind."""
    case_id = on_file(office)
    letter_id = drafted(office, case_id, "notice")
    if not alone:
        drafted(office, case_id, "notice")
    sent(office, letter_id, until="number_letter")
    with office.engine.begin() as connection:
        for row in rows(office, "journal_entry", case_id=case_id):
            detail = {name: value for name, value in row["detail"].items() if name != "letter_id"}
            connection.execute(sa.update(t.journal).where(t.journal.c.id == row["id"]).values(detail=detail))
    acts = [one.act for one in history(office, letter_id)]
    before = ["submit_letter", "review_letter", "sign_letter"] if alone else []
    assert acts == ["draft_letter", *before, "number_letter"]
