"""Contacts: registered in seconds, then answered, attached or made a case; repeats, anonymity, secrecy."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow
from cases.contact import Contact
from cases.journal import JournalEntry
from cases.views.contacts import ContactFilters, caller_of, contact_file, list_contacts
from foundation.database import reading
from foundation.errors import NotFound, NotPossible, NotValid
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.intake_settings import intake_settings

_contact: sa.Table = Contact.__table__
_case: sa.Table = Case.__table__
_entry: sa.Table = JournalEntry.__table__
DAY = timedelta(days=1)


def call(office: Office, **more: Any) -> UUID:
    """A call from the number that everybody knows."""
    values = {"caller_name": "赵某", "phone": "0971-0000009", "content": "问工资", **more}
    made: UUID = office.act("register_contact", **values).made["contact_id"]
    return made


def row(office: Office, contact_id: UUID) -> Any:
    with office.engine.connect() as connection:
        return connection.execute(sa.select(_contact).where(_contact.c.id == contact_id)).one()


def test_an_answer_at_once_says_what_kind_and_whether_it_helped(office: Office) -> None:
    contact_id = call(office, channel="walk_in")
    with pytest.raises(NotValid, match="找哪个部门"):
        office.act("answer_contact", contact_id=contact_id, answer_kind="out_of_scope", answer="不属工会")
    office.act(
        "answer_contact",
        contact_id=contact_id,
        answer_kind="out_of_scope",
        answer="属公积金中心",
        told_body="住房公积金管理中心",
        resolved=False,
    )
    found = row(office, contact_id)
    assert (found.handling, found.answer_kind, found.told_body, found.resolved) == (
        "answered",
        "out_of_scope",
        "住房公积金管理中心",
        False,
    )
    assert found.handled_by_name == "话务员甲"
    with pytest.raises(NotPossible, match="已经办结：已答复，由话务员甲办理"):
        office.act("answer_contact", contact_id=contact_id, answer_kind="other", answer="再答")


def test_a_contact_is_attached_to_a_case_and_noted_in_its_journal(office: Office) -> None:
    case = office.act("open_case", **opening("wage_arrears"))
    contact_id = call(office, is_confidential=True)
    with pytest.raises(NotFound, match="请核对"):
        office.act("attach_contact", contact_id=contact_id, case_number="〔2026〕薪9999号")
    done = office.act("attach_contact", contact_id=contact_id, case_number=case.case_number)
    assert done.case_id == case.case_id
    with office.engine.connect() as connection:
        entry = connection.execute(
            sa.select(_entry).where(_entry.c.case_id == case.case_id, _entry.c.act == "attach_contact")
        ).one()
        confidential = connection.execute(sa.select(_case.c.is_confidential)).scalar_one()
    assert entry.detail["contact"] == row(office, contact_id).number
    assert "赵某" not in str(entry.detail)
    assert confidential


def test_a_case_opened_from_a_contact_takes_over_its_time_and_its_protection(office: Office) -> None:
    contact_id = call(office, retaliation_risk=True)
    later = MORNING + timedelta(hours=5)
    done = office.act("open_case", at=later, contact_id=str(contact_id), **opening("wage_arrears"))
    with office.engine.connect() as connection:
        case = connection.execute(sa.select(_case)).one()
    assert case.retaliation_risk
    assert case.opened_at == MORNING
    assert row(office, contact_id).case_id == done.case_id
    with pytest.raises(NotPossible, match="已立案（案件〔2026〕薪0001号）"):
        office.act("open_case", at=later, contact_id=str(contact_id), **opening("wage_arrears"))


def test_the_wait_began_with_the_call_that_came_before_the_case(office: Office) -> None:
    contact_id = call(office)
    case = office.act("open_case", at=MORNING + 2 * DAY, **opening("wage_arrears"))
    office.act("attach_contact", at=MORNING + 3 * DAY, contact_id=contact_id, case_number=case.case_number)
    with office.engine.connect() as connection:
        opened = connection.execute(sa.select(_case.c.opened_at)).scalar_one()
        citizen = sa.select(ClockRow.opened_at).where(ClockRow.kind == "citizen")
        assert opened == connection.execute(citizen).scalar_one() == MORNING


def test_two_people_attach_the_same_contact_at_once(office: Office) -> None:
    """One of them has it; the other is told who, and no case is noted twice."""
    first = office.act("open_case", **opening("wage_arrears"))
    second = office.act("open_case", **opening("wage_arrears"))
    contact_id = call(office)

    def attach(by: str, number: str | None) -> str:
        try:
            office.act("attach_contact", by=by, contact_id=contact_id, case_number=number)
        except NotPossible as refused:
            return refused.detail
        return "attached"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(attach, ("operator", "supervisor"), (first.case_number, second.case_number)))

    assert sorted(one == "attached" for one in said) == [False, True]
    assert any("已经办结" in one for one in said)
    with office.engine.connect() as connection:
        noted = connection.execute(sa.select(sa.func.count()).where(_entry.c.act == "attach_contact")).scalar_one()
    assert noted == 1


def test_the_same_number_is_known_however_it_was_typed(office: Office) -> None:
    first = call(office, phone="139 7100 0001")
    second = call(office, phone="+86 139-7100-0001")
    assert row(office, first).phone == "13971000001"
    assert row(office, second).repeat_of == first
    with reading(office.engine) as session:
        found = list_contacts(session, ContactFilters(phone="１３９７１０００００１"), 1, office.actor("operator"))
    assert found.total == 2


def test_the_same_number_again_is_a_repeat_for_so_many_days(office: Office) -> None:
    span = intake_settings().repeat_span
    old = call(office, at=MORNING - span - DAY)
    first = call(office, at=MORNING - span + DAY)
    case = office.act("open_case", **opening("wage_arrears"))
    second = call(office)
    other = call(office, phone="0971-0000008")
    assert row(office, first).repeat_of == old
    assert row(office, second).repeat_of == first
    assert row(office, other).repeat_of is None
    with reading(office.engine) as session:
        known = caller_of(session, second, span, office.actor("operator"))
        page = list_contacts(session, ContactFilters(repeat="yes"), 1, office.actor("operator"))
        by_phone = list_contacts(session, ContactFilters(phone="0971-0000009"), 1, office.actor("operator"))
    assert known.lately == 2
    assert [one.id for one in known.contacts] == [first, old]
    assert [one.id for one in known.cases] == [case.case_id]
    assert {one["id"] for one in page.rows} == {first, second}
    assert by_phone.total == 3


def test_after_the_span_it_is_no_repeat(office: Office) -> None:
    call(office, at=MORNING - intake_settings().repeat_span)
    assert row(office, call(office)).repeat_of is None


def test_an_anonymous_caller_leaves_neither_name_nor_number(office: Office) -> None:
    with pytest.raises(NotValid, match="要求保密"):
        office.act("register_contact", is_anonymous=True, phone="0971-0000009", content="举报")
    with pytest.raises(NotValid, match="勾选匿名"):
        office.act("register_contact", content="举报")
    made = office.act("register_contact", is_anonymous=True, content="举报").made
    assert row(office, made["contact_id"]).phone is None


def test_channels_with_a_paper_of_their_own_name_it(office: Office) -> None:
    with pytest.raises(NotValid, match="函号"):
        call(office, channel="court_delegation", letter_number="（2026）青01委1号")
    with pytest.raises(NotValid, match="来源编号"):
        call(office, channel="ticket_12345")
    with pytest.raises(NotValid, match="接访领导"):
        call(office, channel="leader_reception")
    kept = row(
        office,
        call(office, channel="arbitration_delegation", letter_number="宁劳仲委字1号", letter_on="2026-10-12"),
    )
    assert (kept.letter_number, kept.letter_on) == ("宁劳仲委字1号", date(2026, 10, 12))
    heard = row(office, call(office, channel="leader_reception", leader_name="主席甲", instruction="请从速办理"))
    assert heard.instruction == "请从速办理"


def test_a_confidential_caller_is_named_only_to_intake_and_the_handler(office: Office) -> None:
    contact_id = call(office, is_confidential=True)

    def seen(desk: str) -> tuple[str | None, str | None]:
        with reading(office.engine) as session:
            found = contact_file(session, contact_id, office.actor(desk))
            [listed] = list_contacts(session, ContactFilters(), 1, office.actor(desk)).rows
        assert (listed["caller_name"], listed["phone"]) == (found["caller_name"], found["phone"])
        return found["caller_name"], found["phone"]

    for desk in ("operator", "supervisor"):
        assert seen(desk) == ("赵某", "0971-0000009")
    for desk in ("mediator", "mediator2", "leader", "admin"):
        assert seen(desk) == ("（要求保密）", None)
    done = office.act("open_case", contact_id=str(contact_id), **opening("wage_arrears"))
    office.act("reassign", done.case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    assert seen("mediator") == ("赵某", "0971-0000009")
    assert seen("mediator2") == ("（要求保密）", None)


def test_the_list_shows_those_that_wait_first_and_filters(office: Office) -> None:
    answered = call(office, at=MORNING, channel="letter")
    office.act("answer_contact", contact_id=answered, answer_kind="other", answer="已答")
    waiting = call(office, at=MORNING - 3 * DAY, phone="0971-0000007")
    with reading(office.engine) as session:
        by = office.actor("operator")
        whole = list_contacts(session, ContactFilters(), 1, by)
        letters = list_contacts(session, ContactFilters(channel="letter"), 1, by)
        early = list_contacts(session, ContactFilters(until="2026-10-11"), 1, by)
        late = list_contacts(session, ContactFilters(since="2026-10-13", handling="answered"), 1, by)
        with pytest.raises(NotValid):
            list_contacts(session, ContactFilters(since="昨天"), 1, by)
    assert [one["id"] for one in whole.rows] == [waiting, answered]
    assert (whole.total, whole.waiting) == (2, 1)
    assert [one["id"] for one in letters.rows] == [answered]
    assert [one["id"] for one in early.rows] == [waiting]
    assert [one["id"] for one in late.rows] == [answered]
