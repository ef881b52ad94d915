"""Letters and their registers for programs."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from people.passwords import hash_password
from tests.api.test_api import Caller
from tests.letters.lives import issued, whole_life
from tests.office import MORNING, PASSWORD, Office, furnish


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def test_letters_are_read_with_their_parts(office: Office) -> None:
    letter_id, other = whole_life(office), issued(office, at=MORNING + timedelta(days=20))
    api = Caller(office)
    listed = api("GET", "/letters").json()
    assert [one["id"] for one in listed["items"]] == [str(other), str(letter_id)]
    assert listed["by_group"]["awaiting"] == 1
    assert [one["id"] for one in api("GET", "/letters?group=ended").json()["items"]] == [str(letter_id)]
    answer = api("GET", f"/letters/{letter_id}", "supervisor")
    one = answer.json()
    assert answer.headers["etag"] == f'"{one["version"]}"'
    assert {step["standing"] for step in one["steps"]} == {"done"}
    assert one["items"][0]["result"] == "done"
    assert one["services"][0]["outcome"] == "served"
    assert one["replies"][0]["seq"] == 1
    assert {"number_letter", "archive_letter"} <= {entry["act"] for entry in one["entries"]}
    waiting = api("GET", f"/letters/{other}", "mediator").json()
    assert "record-reply" in waiting["offered"]
    assert waiting["clocks"][0]["due_at"]
    assert api("GET", f"/letters/{uuid4()}").status_code == 404


def test_registers_are_read(office: Office) -> None:
    issued(office)
    api = Caller(office)
    ledger = api("GET", "/letters/ledger?since=2026-10&kind=notice").json()
    assert ledger["total"] == 1
    assert ledger["items"][0]["number"] == "宁工劳监函〔2026〕1号"
    assert ledger["rollup"][0]["lines"][-1]["closing"] == 1
    assert ledger["rollup"][0]["lines"][-1]["difference"] == 0
    assert api("GET", "/letters/ledger?since=nothing").status_code == 422
    figures = api("GET", "/letters/indicators?since=2026-10&until=2026-10").json()["items"]
    by_code = {one["code"]: one for one in figures}
    assert by_code["sent_notice"]["value"] == 1
    assert by_code["objection_rate"]["value"] is None
    assert by_code["objection_rate"]["base"] == 0
    assert api("GET", "/letters/indicators?since=2026&until=2026-10").status_code == 422
    [book] = api("GET", "/letters/numbers").json()["items"]
    assert (book["kind"], book["last"], book["complete"]) == ("notice", 1, True)
