"""Who has to ring sees the number in full, and stands in the record of looks; nobody else sees it."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.paper_look import PaperLook
from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening

_look: sa.Table = PaperLook.__table__
PHONE = "13971000077"


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def token(client: TestClient) -> str:
    return str(client.get("/").text).split('name="csrf" value="')[1].split('"')[0]


def looks(office: Office) -> list[tuple[str, str]]:
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(_look.c.name, _look.c.paper).order_by(_look.c.at))]


@pytest.mark.parametrize("confidential", [False, True])
def test_numbers_of_a_case(office: Office, confidential: bool) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", phone=PHONE, is_confidential=confidential)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    seen = []
    for desk in ("operator", "mediator", "supervisor", "mediator2", "leader", "admin"):
        client = enter(office, desk)
        page = client.get(f"/cases/{case_id}").text
        assert PHONE not in page
        sees = desk in ("operator", "mediator", "supervisor")
        assert ("显示电话" in page) is sees, desk
        answer = client.post(f"/cases/{case_id}/numbers", data={"csrf": token(client)})
        assert (answer.status_code, PHONE in answer.text) == ((200, True) if sees else (403, False)), desk
        if sees:
            assert answer.headers["cache-control"] == "no-store"
            seen.append((office.actor(desk).name, "电话号码"))
    assert looks(office) == seen
    assert "电话号码" in enter(office, "supervisor").get("/file-looks").text


def test_in_its_place_with_htmx_and_never_without_the_token(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", phone=PHONE)).case_id
    client = enter(office, "operator")
    part = client.post(f"/cases/{case_id}/numbers", data={"csrf": token(client)}, headers={"HX-Request": "true"})
    assert f'href="tel:{PHONE}"' in part.text
    assert "<html" not in part.text
    assert client.post(f"/cases/{case_id}/numbers", data={"csrf": "x"}).status_code == 403
    assert client.get(f"/cases/{case_id}/numbers").status_code == 405
    assert len(looks(office)) == 1


def test_the_number_of_a_caller(office: Office) -> None:
    made = office.act(
        "register_contact", by="mediator", channel="walk_in", caller_name="孙某", phone=PHONE, content="欠薪"
    ).made
    contact_id = UUID(str(made["contact_id"]))
    for desk, sees in (("operator", True), ("mediator", True), ("mediator2", False)):
        client = enter(office, desk)
        page = client.get(f"/contacts/{contact_id}").text
        assert PHONE not in page
        assert ("显示电话" in page) is sees, desk
        answer = client.post(f"/contacts/{contact_id}/numbers", data={"csrf": token(client)})
        assert (answer.status_code, PHONE in answer.text) == ((200, True) if sees else (403, False)), desk
    assert looks(office) == [("话务员甲", "电话号码"), ("调解员甲", "电话号码")]
    assert f"来电 {made['number']}" in enter(office, "supervisor").get("/file-looks").text
