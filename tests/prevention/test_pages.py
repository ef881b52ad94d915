"""Every page of prevention opens, empty and with something in it, for everybody who has it in the menu."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.prevention.making import activity, campaign, check_up, finding, lead, sentinel

EMPTY = (
    "/prevention",
    "/prevention/campaigns",
    "/prevention/activities",
    "/prevention/check-ups",
    "/prevention/leads",
    "/prevention/sentinels",
    "/prevention/meetings",
    "/prevention/issues",
    "/prevention/issues?state=overdue",
    "/prevention/sites",
    "/prevention/contracts",
    "/prevention/activities/file.csv",
    "/prevention/activities/file.xlsx",
)


@pytest.fixture
def office(db: object, request: pytest.FixtureRequest) -> Office:
    """An office whose people can sign in."""
    return furnish(request.getfixturevalue("db"), hash_password(PASSWORD))


def visitor(office: Office, desk: str) -> TestClient:
    """A browser signed in at a desk."""
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def test_every_page_empty_and_filled(office: Office) -> None:
    clients = {desk: visitor(office, desk) for desk in ("operator", "supervisor", "leader", "admin")}
    for address in EMPTY:
        for client in clients.values():
            assert client.get(address).status_code == 200, address
    filled = full_office(office)
    for address in (*EMPTY, *filled):
        for desk, client in clients.items():
            answer = client.get(address)
            forms = ("/edit", "/targets", "/rule", "/checklist")
            allowed = desk != "admin" and not (desk == "leader" and address.endswith(forms))
            if address.endswith(forms):
                assert answer.status_code in ((200,) if desk == "supervisor" else (200, 403)), (desk, address)
            else:
                assert answer.status_code == 200, (desk, address, answer.text[:300])
            assert allowed or answer.status_code in (200, 403)


def full_office(office: Office) -> list[str]:
    """One of everything; the addresses of all."""
    act = office.act
    one = activity(office, audiences=[{"audience": "worker", "people": 2}], sign_in="赵某 测试单位 0971-0000009\n钱某")
    started = campaign(office, [{"subject": "activity"}], targets=[{"indicator": "lectures", "target": 68}])
    checked = check_up(office)
    problem = finding(office, checked, due_on="2026-10-12")
    told = lead(office)
    volunteer = sentinel(office)
    held = act(
        "record_joint_meeting",
        kind="joint",
        title="联席会议",
        held_on="2026-10-12",
        topics="欠薪",
        issues=[{"title": "工资保证金", "owner_body": "住建局", "due_on": "2026-10-12"}],
    ).made["meeting_id"]
    issue = act("raise_issue", title="另一项", owner_body="人社局", meeting_id=str(held)).made["issue_id"]
    place = act("add_site", name="测试站", kind="model_station", district="630105", address="测试路").made["site_id"]
    act("rate_site", site_id=str(place), platform=True, team=True)
    signed = act(
        "record_collective_contract",
        kind="wages",
        title="工资专项",
        parties="测试行业",
        district="630102",
        firms=3,
        workers=40,
        signed_on="2026-10-01",
    ).made["contract_id"]
    case_id = act(
        "open_case_from_lead", lead_id=str(told), case_type="wage_arrears", claim_kind="wages", worker_name="赵某"
    ).case_id
    assert isinstance(problem, UUID)
    return [
        f"/prevention/campaigns/{started}",
        *(f"/prevention/campaigns/{started}?kind={kind}" for kind in ("activity", "check_up")),
        *(f"/prevention/campaigns/{started}/{name}" for name in ("edit", "targets", "rule")),
        f"/prevention/activities/{one}",
        f"/prevention/activities/{one}/edit",
        f"/prevention/check-ups/{checked}",
        f"/prevention/check-ups/{checked}/checklist",
        f"/prevention/check-ups/{checked}/report.pdf",
        f"/prevention/leads/{told}",
        f"/prevention/sentinels/{volunteer}",
        f"/prevention/meetings/{held}",
        f"/prevention/meetings/{held}/edit",
        f"/prevention/issues/{issue}",
        f"/prevention/sites/{place}",
        f"/prevention/sites/{place}/edit",
        f"/prevention/contracts/{signed}",
        f"/cases/{case_id}",
        "/figures?month=2026-10",
    ]
