"""A worker who asked for secrecy: named to intake, supervisor and handler, to nobody else, on page, file and API."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening

NAME = "赵某某"


@pytest.fixture
def open_office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def secret_case(office: Office) -> UUID:
    data = {**opening("wage_arrears"), "worker_name": NAME, "is_confidential": True}
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
        for card in ("meetings", "talks", "agreements", "files", "journal"):
            assert (f"panel-{card}" in page.text) is sees, (desk, card)
        for address in (f"/cases/{case_id}/roster", f"/cases/{case_id}/roster.csv", f"/cases/{case_id}/roster.xlsx"):
            assert client.get(address).status_code == (200 if sees else 403), (desk, address)


def test_the_api_says_no_more_than_the_page(open_office: Office) -> None:
    case_id = secret_case(open_office)
    client = TestClient(build_app(open_office.engine), base_url="http://testserver/api/v1")
    for desk, sees in (("supervisor", True), ("mediator2", False), ("leader", False)):
        token = client.post("/session", json={"login": LOGINS[desk], "password": PASSWORD}).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        [person] = client.get(f"/cases/{case_id}", headers=headers).json()["parties"]
        assert (person["name"] == NAME) is sees, desk
        assert client.get(f"/cases/{case_id}/roster", headers=headers).status_code == (200 if sees else 403)
