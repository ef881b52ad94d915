"""放假安排 in the console and the API: a file handed in, rehearsed, approved by another, applied, undone."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.clock_rows import ClockRow
from foundation.clock import now
from people.passwords import hash_password
from rules.papers import dump
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.web.test_console import csrf, enter
from tests.workflows.test_calendar_versions import NOTICE_2027, opened
from workflows.reissue_by_calendar import follow

# A publication day that is past whenever this runs.
TEXT = dump({**NOTICE_2027, "published": date(2024, 1, 5)})


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def hand_in(client: TestClient, text: str) -> str:
    """The address of the imported notice."""
    data = {"csrf": csrf(client, "/calendars")}
    done = client.post("/calendars", data=data, files={"file": ("2027.yaml", text.encode())}, follow_redirects=False)
    assert done.status_code == 303, done.text
    return str(done.headers["location"])


def test_a_notice_through_the_console(office: Office) -> None:
    case_id, clock_id = opened(office, "LS-17-1", "2026-11-10")
    admin, supervisor = enter(office, "guanli"), enter(office, "zhuguan")
    data = {"csrf": csrf(admin, "/calendars")}
    wrong = admin.post("/calendars", data=data, files={"file": ("x.yaml", b"paper: 1")})
    assert wrong.status_code == 422
    assert "缺少 year（年份）" in wrong.text
    assert admin.post("/calendars", data=data).status_code == 422
    assert 'type="file"' not in supervisor.get("/calendars").text
    refused = supervisor.post("/calendars", data=data, files={"file": ("x.yaml", TEXT.encode())})
    assert refused.status_code == 403

    address = hand_in(admin, TEXT)
    assert hand_in(admin, TEXT) == address
    assert "approve-calendar" not in admin.get(address).text
    shown = supervisor.get(f"{address}?rehearse=1").text
    assert "共 1 个期限" in shown
    assert "2027年" in shown
    assert "班" in shown
    sheet = supervisor.get(f"{address}/rehearsal.csv").text
    assert "后移" in sheet
    assert len(sheet.splitlines()) == 2

    def act(slug: str, **more: str) -> str:
        place = f"{address}/acts/{slug}"
        done = supervisor.post(place, data={"csrf": csrf(supervisor, place), **more})
        assert done.status_code == 200, done.text
        assert "已办理" in done.text
        return str(done.text)

    assert (
        supervisor.post(
            f"{address}/acts/apply-calendar", data={"csrf": csrf(supervisor, f"{address}/acts/apply-calendar")}
        ).status_code
        == 409
    )
    act("approve-calendar")
    assert "正在由引擎逐案调整" in act("apply-calendar")
    follow(office.engine, now())
    assert "后移 1" in supervisor.get(address).text
    assert "恢复原期限" in supervisor.get(f"{address}?rehearse=1").text
    page = supervisor.get(f"/cases/{case_id}/clocks/{clock_id}").text
    assert "逐日核验，成立" in page
    assert "放假安排变更（2027）" in page
    assert "/calendars" in supervisor.get("/alerts").text
    place = f"{address}/acts/undo-calendar"
    assert supervisor.post(place, data={"csrf": csrf(supervisor, place)}).status_code == 422
    act("undo-calendar", reason="演练")
    follow(office.engine, now())
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(ClockRow.provisional).where(ClockRow.id == clock_id)).scalar_one()
    assert supervisor.get(f"{address}/acts/accept").status_code == 404


def test_a_notice_through_the_api(office: Office) -> None:
    case_id, clock_id = opened(office, "LS-17-1", "2026-11-10")
    http = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")

    def headers(login: str) -> dict[str, str]:
        token = http.post("/session", json={"login": login, "password": PASSWORD}).json()["token"]
        return {"Authorization": f"Bearer {token}"}

    admin, leader = headers("guanli"), headers("lingdao")
    made = http.post("/office/import-calendar", json={"text": TEXT}, headers=admin).json()["made"]
    version = {"version_id": made["version_id"]}
    found = http.get(f"/calendars/{made['version_id']}/rehearsal?limit=1", headers=leader).json()
    assert (found["total"], found["counts"]["later"], found["items"][0]["outcome"]) == (1, 1, "later")
    assert http.post("/office/approve-calendar", json=version, headers=admin).status_code == 403
    assert http.post("/office/approve-calendar", json=version, headers=leader).status_code == 200
    assert http.post("/office/apply-calendar", json=version, headers=leader).json()["state"] == "applied"
    listed = http.get("/calendars", headers=leader).json()
    assert listed["until"] == "2027-12-31"
    assert listed["versions"][0]["status_word"] == "已启用"
    assert http.get(f"/calendars/{made['version_id']}", headers=leader).json()["text"] == TEXT
    assert http.get(f"/calendars/{UUID(int=1)}", headers=leader).status_code == 404
    # Long after everything else, whenever this runs.
    followed_at = datetime(2090, 1, 1, tzinfo=UTC)
    follow(office.engine, followed_at)
    place = f"/cases/{case_id}/clocks/{clock_id}/deadlines"
    every = http.get(place, headers=leader).json()["items"]
    assert [(one["seq"], one["cause"], one["faults"]) for one in every] == [(2, "calendar:2027", []), (1, "test", [])]
    known_at = (followed_at - timedelta(days=1)).isoformat()
    then = http.get(place, params={"known_at": known_at}, headers=leader).json()["items"]
    assert [one["due"] for one in then] == [every[1]["due"]]
