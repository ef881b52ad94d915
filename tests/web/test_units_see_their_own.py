"""People of a unit below open their own unit's cases: on pages, in lists, by search, on paper and through the API."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views.reach import NOT_YOURS
from foundation.database import reading
from foundation.errors import NotAllowed, NotValid
from foundation.work import begin
from people.accounts import actor_of
from people.passwords import hash_password
from people.unit import Unit
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening
from workflows.perform import perform

_unit: sa.Table = Unit.__table__


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office in which the second mediator belongs to 大通县总工会."""
    found = furnish(db, hash_password(PASSWORD))
    found.act("place_account", by="admin", account_id=str(found.account_id("tiaojie2")), unit_id=str(datong(found)))
    return found


def datong(office: Office) -> UUID:
    with office.engine.connect() as connection:
        found: UUID = connection.execute(sa.select(_unit.c.id).where(_unit.c.code == "630121")).scalar_one()
    return found


def a_case(office: Office, **more: object) -> UUID:
    done = office.act("open_case", **opening("wage_arrears", **more))
    assert done.case_id is not None
    office.act("accept", done.case_id)
    return done.case_id


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def test_the_pages_of_another_units_case_stay_closed(office: Office) -> None:
    case_id = a_case(office)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    below, beside = enter(office, "mediator2"), enter(office, "supervisor")
    for address in (
        f"/cases/{case_id}",
        f"/cases/{case_id}/roster",
        f"/cases/{case_id}/roster.csv",
        f"/cases/{case_id}/acts/record-talk",
        f"/cases/{case_id}/papers/evidence/{case_id}.pdf",
    ):
        closed = below.get(address)
        assert (closed.status_code, NOT_YOURS in closed.text) == (403, True), address
        assert beside.get(address).status_code != 403, address


def test_what_is_sent_to_the_unit_is_on_its_desk_and_opens(office: Office) -> None:
    ours, theirs = a_case(office, worker_name="钱某"), a_case(office, worker_name="孙某", phone="0971-0000077")
    office.act("assign", ours, by="supervisor", unit_id=str(datong(office)))
    client = enter(office, "mediator2")

    desk = client.get("/").text
    assert "待我（本单位）签收" in desk
    assert f"/cases/{ours}" in desk
    listed = client.get("/cases?still=open").text
    assert (str(ours) in listed, str(theirs) in listed) == (True, False)
    assert client.get(f"/cases/{ours}").status_code == 200
    assert client.get(f"/cases/{theirs}").status_code == 403

    whole = enter(office, "mediator").get("/cases?still=open").text
    assert (str(ours) in whole, str(theirs) in whole) == (True, True)


def test_a_returned_case_is_no_longer_the_units(office: Office) -> None:
    case_id = a_case(office)
    office.act("assign", case_id, by="supervisor", unit_id=str(datong(office)))
    client = enter(office, "mediator2")
    assert client.get(f"/cases/{case_id}").status_code == 200
    office.act("return_dispatch", case_id, by="mediator2", reason_code="not_our_duty")
    assert client.get(f"/cases/{case_id}").status_code == 403


def test_who_opened_a_case_goes_on_seeing_it(office: Office) -> None:
    done = office.act("open_case", by="mediator2", **opening("wage_arrears"))
    assert enter(office, "mediator2").get(f"/cases/{done.case_id}").status_code == 200


def test_search_and_registers_name_own_cases_only(office: Office) -> None:
    ours, theirs = a_case(office), a_case(office)
    office.act("assign", ours, by="supervisor", unit_id=str(datong(office)))
    with office.engine.connect() as connection:
        employer = connection.execute(sa.text('SELECT employer_id FROM "case"')).scalars().first()
    below, whole = enter(office, "mediator2"), enter(office, "operator")
    for address in ("/search?q=测试", f"/employers/{UUID(str(employer))}"):
        narrow, wide = below.get(address).text, whole.get(address).text
        assert str(ours) in narrow, address
        assert str(theirs) not in narrow, address
        assert str(theirs) in wide, address


def test_lists_of_letters_are_the_citys_but_a_units_own_letter_opens(office: Office) -> None:
    ours, theirs = a_case(office), a_case(office)
    office.act("assign", ours, by="supervisor", unit_id=str(datong(office)))
    office.act("sign_for", ours, by="mediator2")
    drafts = {}
    for case_id, by in ((ours, "mediator2"), (theirs, "supervisor")):
        matter = {"matter": "M04", "law_article": "《劳动法》第五十条", "facts": "拖欠工资"}
        office.act("record_violation", case_id, by=by, **matter)
        drafts[case_id] = office.act("draft_letter", case_id, by=by, kind="notice", cause="拖欠工资").made["letter_id"]
    below, whole = enter(office, "mediator2"), enter(office, "supervisor")
    for address in ("/letters", "/letters/ledger", "/letters/numbers", f"/letters/{drafts[theirs]}"):
        assert below.get(address).status_code == 403, address
        assert whole.get(address).status_code == 200, address
    assert below.get(f"/letters/{drafts[ours]}").status_code == 200
    desk = below.get("/").text
    assert (str(drafts[ours]) in desk, str(drafts[theirs]) in desk) == (True, False)
    assert 'href="/letters"' not in desk


def test_calls_that_others_took_are_not_listed(office: Office) -> None:
    mine = office.act(
        "register_contact", by="mediator2", channel="walk_in", is_anonymous=True, content="来单位反映欠薪"
    ).made["contact_id"]
    other = office.act("register_contact", channel="hotline_12351", is_anonymous=True, content="来电").made[
        "contact_id"
    ]
    client = enter(office, "mediator2")
    listed = client.get("/contacts").text
    assert (str(mine) in listed, str(other) in listed) == (True, False)
    assert client.get(f"/contacts/{other}").status_code == 404
    assert client.get(f"/cases/new?contact={other}").status_code == 404


def test_a_call_is_not_attached_to_another_units_case(office: Office) -> None:
    a_case(office)
    with reading(office.engine) as session:
        below = actor_of(session, LOGINS["mediator2"])
    call = {"channel": "walk_in", "is_anonymous": True, "content": "来访"}
    with begin(office.engine, by=below, at=MORNING) as work:
        contact_id = str(perform(work, "register_contact", None, call).made["contact_id"])
    wanted = {"contact_id": contact_id, "case_number": "2026薪1"}
    with pytest.raises(NotAllowed, match="不由您所在的单位"), begin(office.engine, by=below, at=MORNING) as work:
        perform(work, "attach_contact", None, wanted)
    # The same words in the office: the number is understood however it is written.
    office.act("attach_contact", **wanted)


def test_tickets_sent_down_are_seen_and_answered_by_the_unit(office: Office) -> None:
    sent = {"due_on": "2026-12-01", "content": "请核实该项目欠薪情况"}
    ours = office.act("send_ticket_down", unit_id=str(datong(office)), **sent).made["ticket_id"]
    with office.engine.connect() as connection:
        other = connection.execute(sa.select(_unit.c.id).where(_unit.c.code == "630102")).scalar_one()
    theirs = office.act("send_ticket_down", unit_id=str(other), **sent).made["ticket_id"]
    client = enter(office, "mediator2")
    for address in ("/", "/tickets"):
        listed = client.get(address).text
        assert (str(ours) in listed, str(theirs) in listed) == (True, False), address
    assert client.get(f"/tickets/{theirs}").status_code == 404
    assert "报回办理结果" in client.get(f"/tickets/{ours}").text

    with reading(office.engine) as session:
        below = actor_of(session, LOGINS["mediator2"])
    for ticket_id, by in ((theirs, below), (ours, office.actor("mediator"))):
        with pytest.raises(NotAllowed, match="受转单位自己的人员"), begin(office.engine, by=by, at=MORNING) as work:
            perform(work, "record_ticket_result", None, {"ticket_id": str(ticket_id), "result": "已付清"})
    with begin(office.engine, by=below, at=MORNING) as work:
        perform(work, "record_ticket_result", None, {"ticket_id": str(ours), "result": "已付清"})
    assert "已付清" in client.get(f"/tickets/{ours}").text


def test_acts_and_the_api_ask_the_same(office: Office) -> None:
    case_id = a_case(office)
    with reading(office.engine) as session:
        below = actor_of(session, LOGINS["mediator2"])
    with pytest.raises(NotAllowed, match="不由您所在的单位办理"), begin(office.engine, by=below, at=MORNING) as work:
        perform(work, "mark_retaliation_risk", case_id, {"risk": True, "reason": "来电说明"})

    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": LOGINS["mediator2"], "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/cases", headers=headers).json()["items"] == []
    for address in (f"/cases/{case_id}", f"/cases/{case_id}/desk", f"/files?subject_kind=case&subject_id={case_id}"):
        assert client.get(address, headers=headers).status_code == 403, address


def test_desks_for_the_whole_city_are_not_given_to_a_unit_below(office: Office) -> None:
    for login in ("huawu", "zhuguan", "lingdao", "guanli"):
        with pytest.raises(NotValid, match="只能是调解员账号"):
            office.act(
                "place_account", by="admin", account_id=str(office.account_id(login)), unit_id=str(datong(office))
            )
    with office.engine.connect() as connection:
        city = connection.execute(sa.select(_unit.c.id).where(_unit.c.kind == "city")).scalar_one()
    office.act("place_account", by="admin", account_id=str(office.account_id("huawu")), unit_id=str(city))
    assert enter(office, "operator").get("/cases").status_code == 200
