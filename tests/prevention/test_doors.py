"""Programs read campaigns, activities and leads; photos lie with their activity; the night runs twice; privacy."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views.files import files_of
from foundation.database import reading
from people.passwords import hash_password
from tests.files.papers import png
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.prevention.making import activity, campaign, check_up, finding, lead, sentinel
from tests.prevention.test_pages import visitor
from workflows.flows.checks import checks

PHONE = "0971-0000008"


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def test_programs_read_the_same(office: Office) -> None:
    campaign(office, [{"subject": "activity"}], targets=[{"indicator": "lectures", "target": 4}])
    activity(office, audiences=[{"audience": "worker", "people": 30}], sign_in="\n".join(["赵某"] * 30))
    lead(office)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    assert client.get("/campaigns").status_code == 401
    given = {"login": LOGINS["operator"], "password": PASSWORD}
    headers = {"Authorization": f"Bearer {client.post('/session', json=given).json()['token']}"}
    [one] = client.get("/campaigns", headers=headers).json()["items"]
    assert (one["targets"], one["reached"]["lectures"], one["reached"]["lecture_people"]) == ({"lectures": 4}, 1, 30)
    found = client.get("/activities?kind=lecture", headers=headers).json()
    assert found["total"] == 1
    assert found["totals"][0]["people"] == 30
    assert "赵某" not in str(found)
    assert client.get("/activities?since=x", headers=headers).status_code == 422
    [told] = client.get("/leads?state=new", headers=headers).json()["items"]
    assert told["risk"] == "yellow"
    assert "form_key" not in told


def test_a_photo_lies_with_its_activity(office: Office) -> None:
    one = activity(office)
    client = visitor(office, "operator")
    address = f"/prevention/activities/{one}"
    token = client.get(address).text.split('name="csrf" value="')[-1].split('"')[0]
    given = {"csrf": token, "back": address, "kind": "photo", "label": "现场照片"}
    answer = client.post(f"/files/activity/{one}", data=given, files={"file": ("a.png", png(), "image/png")})
    assert answer.status_code == 200
    assert answer.url.path == address
    assert "现场照片" in answer.text
    with reading(office.engine) as session:
        assert [file.row.kind for file in files_of(session, "activity", one)] == ["photo"]


def test_the_night_runs_twice(office: Office) -> None:
    finding(office, check_up(office), due_on="2026-10-12")
    night = datetime(2026, 10, 13, 18, 30, tzinfo=UTC)
    checks(office.engine, night)
    checks(office.engine, night)
    with office.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT result FROM job_run WHERE job = 'checks' ORDER BY id")).scalars()
        results = [str(row) for row in rows]
        alerts = connection.execute(sa.text("SELECT count(*) FROM alert WHERE key LIKE 'prevention:%'")).scalar_one()
    assert len(results) == 2
    assert alerts == 1
    page = visitor(office, "supervisor").get("/alerts").text
    assert "整改逾期" in page
    assert 'href="/prevention"' in page


def test_a_sentinels_phone_is_sealed_and_masked(office: Office) -> None:
    volunteer = sentinel(office)
    with office.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT phone FROM sentinel")).scalar_one()
        said = str(connection.execute(sa.text("SELECT detail FROM prevention_trace")).scalars().all())
    assert PHONE not in kept
    assert PHONE not in said
    assert PHONE not in visitor(office, "supervisor").get(f"/prevention/sentinels/{volunteer}").text
    page = visitor(office, "operator").get(f"/prevention/sentinels/{volunteer}").text
    assert "/lead/" not in page
