"""A form shows what it will take when nothing is touched: a default is seen, and a ticked box stays ticked."""

import re

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.outside.stories import in_hand
from web.fields import fields_of, read_values
from workflows.acts import ACTS


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def box(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
    assert found is not None, name
    return found[0]


def test_what_is_usual_is_ticked_and_shown(office: Office) -> None:
    case_id = in_hand(office)
    client = enter(office, "mediator")
    record = client.get(f"/cases/{case_id}/acts/record-meeting").text
    assert "checked" in box(record, "people.0.present")
    plan = client.get(f"/cases/{case_id}/acts/schedule-meeting").text
    assert 'value="60"' in box(plan, "minutes_long")
    assert "checked" not in box(plan, "despite_clash")
    ticket = enter(office, "operator").get("/office/register-ticket").text
    assert 'value="青海省总工会"' in box(ticket, "sender")


def test_a_row_in_which_only_a_box_is_ticked_is_empty() -> None:
    fields = fields_of(ACTS["record_meeting"].form)
    typed = {"people.0.side": "worker", "people.0.name": "赵某", "people.0.present": "on", "people.1.present": "on"}
    assert read_values(fields, typed)["people"] == [{"side": "worker", "name": "赵某", "present": True}]
    assert "people" not in read_values(fields, {"people.0.present": "on"})


def test_what_was_unticked_stays_so_after_an_error(office: Office) -> None:
    case_id = in_hand(office)
    client = enter(office, "mediator")
    address = f"/cases/{case_id}/acts/record-meeting"
    csrf = client.get(address).text.split('name="csrf" value="')[1].split('"')[0]
    typed = {"csrf": csrf, "people.0.side": "employer", "people.0.name": "某公司", "minutes": "", "signing": "signed"}
    again = client.post(address, data=typed)
    assert again.status_code == 422
    assert "checked" not in box(again.text, "people.0.present")
    assert "checked" in box(again.text, "people.1.present")
