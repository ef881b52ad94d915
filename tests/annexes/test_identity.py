"""Who told it does not reach the employer by any paper, nor anybody of the house who may not know it."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.paper_look import PaperLook
from cases.views.files import looks
from cases.views.on_record import LetterOnRecord
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible
from tests.annexes.papers import (
    INFORMANT,
    INQUIRY,
    PHONE,
    checked,
    docx_words,
    drafted,
    facts,
    in_hand,
    paper,
    pdf_cells,
    served,
    whole_way,
)
from tests.letter_office import one_row, rows
from tests.letter_steps import sent
from tests.office import FIRST_SUPERVISOR, MORNING, SECOND_SUPERVISOR, Office
from workflows.annexes.making import offers_on_file, offers_on_letter
from workflows.annexes.registry import PAPERS
from workflows.annexes.unnamed import LEFT_OUT

BOTH = (("docx", docx_words), ("pdf", pdf_cells))


def seen_by_employer(office: Office, case_id: UUID, letter_id: UUID) -> list[tuple[str, UUID, UUID]]:
    """Every paper for the employer that these two have: name, owner, subject."""
    with reading(office.engine) as session:
        letter = LetterOnRecord(session, letter_id, MORNING).file
        offers = [*offers_on_file(session, case_id), *offers_on_letter(session, letter, MORNING)]
    there = [one for one in offers if one.paper.reader in ("employer", "asked") and one.why_not is None]
    parts = [one.address.split("/") for one in there]
    return [(name, UUID(owner), UUID(subject)) for _, _, owner, _, name, subject in parts]


def test_no_paper_for_the_employer_names_the_informant(office: Office) -> None:
    case_id, letter_id, _ = whole_way(office)
    found = seen_by_employer(office, case_id, letter_id)
    given = {"investigation_letter", "interview_record", "service_receipt", "reply_form", "recheck_record"}
    assert {name for name, _, _ in found} == given
    for name, owner, subject in found:
        for form, words_of in BOTH:
            words = words_of(paper(office, name, owner, subject, form=form))
            assert INFORMANT not in words, (name, form)
            assert PHONE not in words, (name, form)


def test_what_was_written_later_is_left_out_and_says_so(office: Office) -> None:
    letter_id = drafted(office, in_hand(office))
    served(office, letter_id, receiver=INFORMANT)
    checked(office, letter_id, MORNING + timedelta(days=3), note=f"{INFORMANT}已收到工资，电话{PHONE}")
    found = facts(office, "recheck_record", letter_id)
    assert found["items"][0]["remarks"] == LEFT_OUT
    # What names nobody stays, and so do those who act.
    assert found["items"][0]["finding"].startswith("未足额支付三名工人工资")
    assert found["supervisors"] == "监督员甲（证号001）、监督员乙（证号002）"
    slip = one_row(office, "letter_service", letter_id=letter_id)["id"]
    assert facts(office, "service_receipt", letter_id, slip)["receiver"] == LEFT_OUT
    for form, words_of in BOTH:
        words = words_of(paper(office, "recheck_record", letter_id, form=form))
        assert INFORMANT not in words
        assert PHONE not in words


def test_of_one_person_what_lets_infer_them_is_left_out_too(office: Office) -> None:
    alone = {"head_count": 1, "amount": "18600.00", "facts": "木工班组一名工人2026年8月31日离职，工资18600元未结清"}
    letter_id = drafted(office, in_hand(office, **alone))
    sent(office, letter_id)
    checked(office, letter_id, MORNING + timedelta(days=3), note="木工班组的工资18600元已结清")
    assert facts(office, "recheck_record", letter_id)["items"][0]["remarks"] == LEFT_OUT


def test_an_inquiry_letter_that_names_somebody_is_not_issued(office: Office) -> None:
    case_id = in_hand(office)
    two = {"first_supervisor_id": str(FIRST_SUPERVISOR), "second_supervisor_id": str(SECOND_SUPERVISOR)}
    office.act("open_investigation", case_id, by="mediator", purpose="核实拖欠工资", **two)
    letter = INQUIRY["issue_inquiry_letter"]
    with pytest.raises(NotPossible, match=r"调查函会暴露.*调查事项出现姓名") as refused:
        office.act("issue_inquiry_letter", case_id, by="supervisor", **{**letter, "matters": f"拖欠{INFORMANT}工资"})
    assert INFORMANT not in refused.value.detail
    assert rows(office, "investigation_letter", case_id=case_id) == []
    # The number was not used up.
    made = office.act("issue_inquiry_letter", case_id, by="supervisor", **letter).made
    assert made["number"] == "监调〔2026〕1号"


def test_papers_that_repeat_what_people_said_are_for_those_who_may_know(office: Office) -> None:
    case_id, letter_id, inquiry = whole_way(office)
    for name, one in PAPERS.items():
        if not one.personal or one.place == "referral" or name in ("rejection", "clue_transfer"):
            continue
        owner = case_id if one.place == "file" else letter_id
        subject = UUID(str(inquiry[name])) if name in inquiry else owner
        for desk in ("mediator2", "leader", "admin"):
            with pytest.raises(NotAllowed, match="要求保密"):
                paper(office, name, owner, subject, by=desk)
        for desk in ("operator", "mediator", "supervisor"):
            assert paper(office, name, owner, subject, by=desk)
    # A refusal leaves no trace of having seen it.
    with office.engine.connect() as connection:
        names = set(connection.execute(sa.select(PaperLook.__table__.c.name)).scalars())
    assert names == {"话务员甲", "调解员甲", "主管甲"}


def test_every_opening_is_on_record(office: Office) -> None:
    case_id = in_hand(office)
    paper(office, "clue_register", case_id, by="operator", form="pdf")
    with pytest.raises(NotFound):
        paper(office, "clue_register", case_id, form="odt")
    with pytest.raises(NotPossible):
        paper(office, "closing_report", case_id)
    [seen] = rows(office, "paper_look")
    assert (seen["paper"], seen["case_id"], seen["name"], seen["form"]) == ("线索登记表", case_id, "话务员甲", "pdf")
    assert seen["at"] == MORNING
    number, mine = one_row(office, "case", id=case_id)["number"], office.account_id("huawu")
    with reading(office.engine) as session:
        for account, case in ((None, ""), (mine, number), (None, number)):
            [row] = looks(session, account, case, 10)
            assert (row.case_number, row.name) == (number, "话务员甲")
        assert list(looks(session, office.account_id("tiaojie"), "", 10)) == []
        assert list(looks(session, None, f"{number}0", 10)) == []
