"""A worker who asked for secrecy: named to intake, supervisor and handler, to nobody else, on page, file and API."""

from io import BytesIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from foundation.work import begin
from people.passwords import hash_password
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening
from workflows.attaching import attach, look, receive

NAME = "赵某某"
STORY = "赵某某说工头扣了身份证"


@pytest.fixture
def open_office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def secret_case(office: Office) -> UUID:
    data = {**opening("wage_arrears"), "worker_name": NAME, "is_confidential": True, "narrative": STORY}
    done = office.act("open_case", **data)
    assert done.case_id is not None
    office.act("accept", done.case_id)
    office.act("assign", done.case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    return done.case_id


def test_names_are_for_those_who_need_them(open_office: Office) -> None:
    case_id = secret_case(open_office)
    for desk, sees in (("operator", True), ("mediator", True), ("supervisor", True), ("mediator2", False)):
        client = enter(open_office, desk)
        page = client.get(f"/cases/{case_id}")
        assert page.status_code == 200
        assert (NAME in page.text) is sees, desk
        assert (STORY in page.text) is sees, desk
        for card in ("callbacks", "meetings", "talks", "agreements", "files", "journal"):
            assert (f"panel-{card}" in page.text) is sees, (desk, card)
        for address in (f"/cases/{case_id}/roster", f"/cases/{case_id}/roster.csv", f"/cases/{case_id}/roster.xlsx"):
            assert client.get(address).status_code == (200 if sees else 403), (desk, address)


def test_the_api_says_no_more_than_the_page(open_office: Office) -> None:
    case_id = secret_case(open_office)
    client = TestClient(build_app(open_office.engine), base_url="http://testserver/api/v1")
    for desk, sees in (("supervisor", True), ("mediator2", False), ("leader", False)):
        token = client.post("/session", json={"login": LOGINS[desk], "password": PASSWORD}).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        whole = client.get(f"/cases/{case_id}", headers=headers)
        [person] = whole.json()["parties"]
        assert (person["name"] == NAME) is sees, desk
        assert bool(whole.json()["journal"]) is sees, desk
        listed = client.get("/cases", headers=headers)
        for answer in (whole, listed):
            assert (STORY in answer.text) is sees, desk
        assert client.get(f"/cases/{case_id}/desk", headers=headers).status_code == (200 if sees else 403)
        assert client.get(f"/cases/{case_id}/roster", headers=headers).status_code == (200 if sees else 403)


def test_a_referral_tells_no_more_than_its_letter(open_office: Office) -> None:
    case_id = secret_case(open_office)
    open_office.act("sign_for", case_id, by="mediator")
    open_office.act("refer", case_id, by="mediator", addressee="labour_inspection", addressee_name="监察", matter=STORY)
    with open_office.engine.connect() as connection:
        referral_id = UUID(str(connection.execute(sa.text("SELECT id FROM referral")).scalar_one()))
    for desk, sees in (("mediator", True), ("supervisor", True), ("mediator2", False), ("leader", False)):
        client = enter(open_office, desk)
        page = client.get(f"/referrals/{referral_id}")
        assert page.status_code == 200
        assert (STORY in page.text) is sees, desk
        assert (STORY in client.get(f"/cases/{case_id}").text) is sees, desk


def test_opening_a_case_from_a_call_does_not_name_the_caller_to_others(open_office: Office) -> None:
    said = {"channel": "hotline_12351", "caller_name": NAME, "phone": "0971-0000009", "content": "工头扣证"}
    contact_id = open_office.act("register_contact", **said, is_confidential=True).made["contact_id"]
    for desk, sees in (("operator", True), ("supervisor", True), ("mediator2", False)):
        form = enter(open_office, desk).get(f"/cases/new?contact={contact_id}")
        assert form.status_code == 200
        assert (NAME in form.text) is sees, desk
        assert ("0971-0000009" in form.text) is sees, desk


def test_the_page_of_a_file_and_the_record_of_looks_do_not_name_it_to_others(open_office: Office) -> None:
    case_id = secret_case(open_office)
    with begin(open_office.engine, by=open_office.actor("mediator"), at=MORNING) as work:
        made = attach(work, "case", case_id, {"label": f"{NAME}的工资条"}, receive(BytesIO(b"text of a slip"), "a.txt"))
    with begin(open_office.engine, by=open_office.actor("mediator"), at=MORNING) as work:
        look(work, made.attachment_id, "preview")
    for desk, sees in (("mediator", True), ("supervisor", True), ("mediator2", False), ("leader", False)):
        shown = enter(open_office, desk).get(f"/files/{made.attachment_id}")
        assert (shown.status_code, NAME in shown.text) == ((200, True) if sees else (403, False)), desk
    for desk, sees in (("supervisor", True), ("leader", False), ("admin", False)):
        looks = enter(open_office, desk).get("/file-looks")
        assert looks.status_code == 200
        assert (NAME in looks.text) is sees, desk
