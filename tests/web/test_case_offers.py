"""What a case's page and the API offer can be done: nothing is undone, decided or told where there is nothing."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views.case_file import case_file
from foundation.database import reading
from people.passwords import hash_password
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.outside.stories import closed, in_callback, in_hand, rows, the_case
from tests.outside.test_aid import a_lawyer, granted
from tests.stories.lives.outside_and_the_end import SCORES
from workflows.offers import offered_on_file

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


class Page:
    """The acts that the page of a case offers to a desk."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clients: dict[str, TestClient] = {}

    def __call__(self, case_id: UUID, desk: str = "supervisor", *, below: str = "") -> set[str]:
        if desk not in self.clients:
            self.clients[desk] = TestClient(build_app(self.office.engine))
            self.clients[desk].post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD})
        page = self.clients[desk].get(f"/cases/{case_id}{below}").text
        return {name.replace("-", "_") for name in re.findall(rf"/cases/{case_id}/acts/([a-z-]+)", page)}


@pytest.fixture
def page(office: Office) -> Page:
    return Page(office)


def test_a_link_is_undone_where_one_is(office: Office, page: Page) -> None:
    one, other = in_hand(office), in_hand(office)
    number = the_case(office, other).number
    assert "link_case" in page(one)
    assert "unlink_case" not in page(one)
    office.act("link_case", one, other=number, reason="同一工地")
    assert "unlink_case" in page(one)
    assert "unlink_case" in page(other)
    with reading(office.engine) as session:
        file = case_file(session, one, MORNING, MORNING)
    assert "unlink_case" in {act.name for act in offered_on_file(file, "supervisor", None)}
    office.act("unlink_case", other, other=the_case(office, one).number, reason="不是")
    assert "unlink_case" not in page(one)
    # Aid beside a case is a link too, but none that somebody could undo.
    office.act("open_aid_beside", one, by="mediator", reason="起诉")
    assert "unlink_case" not in page(one)


def test_people_are_joined_where_there_are_several(office: Office, page: Page) -> None:
    case_id = in_hand(office)
    acts = {"merge_people", "unmerge_people"}
    assert not acts & (page(case_id) | page(case_id, below="/roster"))
    office.act("take_roster", case_id, roster_text="姓名,电话,金额\n钱某,0971-0000010,600\n钱某某,0971-0000011,500")
    assert acts & page(case_id) == acts & page(case_id, below="/roster") == {"merge_people"}
    made = office.act("merge_people", case_id, by="supervisor", gone="钱某某", stays="钱某", reason="同一人").made
    assert "unmerge_people" in page(case_id) & page(case_id, below="/roster")
    office.act("unmerge_people", case_id, by="supervisor", merge_id=made["merge_id"], reason="不是")
    assert "unmerge_people" not in page(case_id) | page(case_id, below="/roster")


def test_what_runs_is_heard_and_decided(office: Office, page: Page) -> None:
    case_id = in_hand(office)
    acts = {"note_hearing", "record_proceeding_result"}
    assert not (acts | {"record_recourse"}) & page(case_id)
    office.act("register_proceeding", case_id, by="mediator", kind="arbitration", body="市仲裁委")
    assert acts <= page(case_id)
    [row] = rows(office, "proceeding", case_id)
    office.act("record_proceeding_result", case_id, by="mediator", outcome="withdrawn", proceeding_id=str(row.id))
    assert not acts & page(case_id)
    office.act("record_advance", case_id, by="mediator", advanced_by="contractor", name="总包", amount="1000")
    assert "record_recourse" in page(case_id)


def test_a_demand_is_decided_and_told_where_one_was_asked(office: Office, page: Page) -> None:
    case_id = in_hand(office)
    acts = {"ask_unreasonable", "decide_unreasonable", "tell_unreasonable"}
    assert acts & page(case_id) == {"ask_unreasonable"}
    office.act("ask_unreasonable", case_id, by="mediator", grounds="要求十倍工资")
    assert acts & page(case_id) == {"decide_unreasonable"}
    office.act("decide_unreasonable", case_id, by="supervisor", approved=True)
    assert acts & page(case_id) == {"ask_unreasonable", "tell_unreasonable"}


def test_dissatisfaction_is_dealt_with_where_somebody_is_not_satisfied(office: Office, page: Page) -> None:
    case_id = in_callback(office)
    assert "decide_dissatisfied" not in page(case_id)
    office.act("record_callback", case_id, contacted=False)
    assert "decide_dissatisfied" not in page(case_id)
    office.act("record_callback", case_id, contacted=True, satisfied=False)
    office.act("record_callback", case_id, contacted=False)
    assert "decide_dissatisfied" in page(case_id)


def test_a_defect_is_appealed_once_and_pages_are_those_of_a_catalogue(office: Office, page: Page) -> None:
    case_id = closed(office)
    assert "appeal_quality_check" not in page(case_id, "mediator")
    bad = [{**one, "points": 1} for one in SCORES]
    office.act("fail_quality_check", case_id, by="supervisor", scores=bad, defects="没有调解记录")
    assert "appeal_quality_check" in page(case_id, "mediator")
    assert "decide_quality_appeal" not in page(case_id)
    office.act("appeal_quality_check", case_id, by="mediator", reason="记录在卷")
    assert "appeal_quality_check" not in page(case_id, "mediator")
    assert "decide_quality_appeal" in page(case_id)
    assert "set_archive_pages" not in page(case_id)
    office.act("make_catalogue", case_id, by="supervisor")
    assert "set_archive_pages" in page(case_id)


def test_a_subsidy_is_approved_and_paid_where_there_is_one(office: Office, page: Page) -> None:
    case_id = granted(office)
    lawyer_id = a_lawyer(office)
    office.act("appoint_lawyer", case_id, by="supervisor", lawyer_id=lawyer_id)
    office.act("log_aid_hours", case_id, by="supervisor", stage="arbitration", minutes=150, what="开庭")
    acts = {"approve_subsidy", "pay_subsidy"}
    assert not acts & page(case_id)
    office.act("compute_subsidy", case_id, by="supervisor", stage="arbitration")
    assert acts & page(case_id) == {"approve_subsidy"}
    [row] = rows(office, "aid_subsidy", case_id)
    office.act("approve_subsidy", case_id, by="leader", subsidy_id=str(row.id))
    assert acts & page(case_id) == {"pay_subsidy"}
    office.act("pay_subsidy", case_id, by="supervisor", subsidy_id=str(row.id))
    assert not acts & page(case_id)
