"""The API as a program meets it: problems, versions, repeated requests, figures, privacy."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from foundation.work import Work
from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening
from workflows.acts import ACTS

PHONE = "13800001234"


class Caller:
    """A program signed in at a desk."""

    def __init__(self, office: Office, *, strict: bool = True) -> None:
        self.http = TestClient(
            build_app(office.engine), base_url="http://testserver/api/v1", raise_server_exceptions=strict
        )

    def __call__(self, method: str, path: str, desk: str | None = "operator", **more: Any) -> Any:
        headers = dict(more.pop("headers", {}))
        if desk is not None:
            given = {"login": LOGINS[desk], "password": PASSWORD}
            headers["Authorization"] = f"Bearer {self.http.post('/session', json=given).json()['token']}"
        return self.http.request(method, path, headers=headers, **more)


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


@pytest.fixture
def call(office: Office) -> Caller:
    """A program on that office."""
    return Caller(office)


def opened(call: Caller) -> UUID:
    """A fresh case."""
    return UUID(call("POST", "/office/open-case", json=opening("wage_arrears", phone=PHONE)).json()["case_id"])


def test_every_refusal_is_a_problem_with_a_stable_type(call: Caller) -> None:
    case_id = opened(call)
    table: list[tuple[str, str, str | None, Any, int, str]] = [
        ("GET", "/cases", None, None, 401, "sign-in-needed"),
        ("POST", f"/cases/{case_id}/accept", "mediator", {}, 403, "not-allowed"),
        ("GET", f"/cases/{UUID(int=1)}", "operator", None, 404, "not-found"),
        ("GET", "/nowhere", "operator", None, 404, "not-found"),
        ("PUT", "/cases", "operator", None, 405, "method-not-allowed"),
        ("POST", f"/cases/{case_id}/close", "supervisor", {}, 409, "not-possible"),
        ("POST", "/office/open-case", "operator", {"case_type": "x"}, 422, "not-valid"),
        ("POST", "/office/open-case", "operator", [1], 422, "not-valid"),
        ("GET", "/cases?limit=9999", "operator", None, 422, "not-valid"),
        ("GET", "/cases?cursor=x", "operator", None, 422, "not-valid"),
        ("GET", "/figures/2026-99", "leader", None, 422, "not-valid"),
    ]
    for method, path, desk, body, status, kind in table:
        answer = call(method, path, desk, json=body) if body is not None else call(method, path, desk)
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"] == f"urn:weiquan:problem:{kind}"
        assert any("一" <= letter <= "龥" for letter in problem["detail"])
    refused = call("POST", f"/cases/{case_id}/close", "supervisor", json={}).json()
    assert "受理" in refused["possible"]
    wrong = call("POST", "/office/open-case", json={"case_type": "x"}).json()
    assert {"case_type", "worker_name", "claims"} <= set(wrong["fields"])


def test_the_same_key_acts_once(call: Caller) -> None:
    body, headers = opening("wage_arrears"), {"Idempotency-Key": "one"}
    first = call("POST", "/office/open-case", json=body, headers=headers)
    again = call("POST", "/office/open-case", json=body, headers=headers)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(call("GET", "/cases").json()["items"]) == 1
    other = call("POST", "/office/open-case", json=opening("legal_aid"), headers=headers)
    assert other.status_code == 422


def test_versions(call: Caller) -> None:
    case_id = opened(call)
    tag = call("GET", f"/cases/{case_id}").headers["ETag"]
    done = call("POST", f"/cases/{case_id}/accept", json={}, headers={"If-Match": tag})
    assert done.headers["ETag"] == '"2"'
    late = call("POST", f"/cases/{case_id}/add-note", json={"note": "x"}, headers={"If-Match": tag})
    assert late.status_code == 409
    assert "其他人" in late.json()["detail"]
    assert call("POST", f"/cases/{case_id}/add-note", json={"note": "x"}, headers={"If-Match": "x"}).status_code == 422


def test_pages_follow_each_other(call: Caller) -> None:
    wanted = {str(opened(call)) for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = call("GET", f"/cases?limit=2{cursor}").json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == 5
    assert set(seen) == wanted


def test_phones_are_masked_and_offers_fit_the_role(call: Caller) -> None:
    case_id = opened(call)
    seen = call("GET", f"/cases/{case_id}")
    assert PHONE not in seen.text
    assert "138****1234" in seen.text
    assert "accept" in seen.json()["offered"]
    assert call("GET", f"/cases/{case_id}", "leader").json()["offered"] == ["raise-case-issue"]
    assert {clock["rule_id"] for clock in seen.json()["clocks"]} >= {"CITIZEN", "LA-27-1", "SVC-REVIEW"}


def test_a_failing_commit_is_a_failing_request(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Caller(office, strict=False)
    monkeypatch.setattr(Work, "write_now", lambda self: (_ for _ in ()).throw(OSError("disk")))
    with office.engine.connect() as connection:
        token = connection.execute(sa.text("SELECT count(*) FROM sign_in")).scalar_one()
    assert token == 0
    monkeypatch.undo()
    real = Work.write_now

    def fail_on_cases(self: Work) -> None:
        if any("case" in table for table, _ in self.writes._rows):
            raise OSError("disk")
        real(self)

    monkeypatch.setattr(Work, "write_now", fail_on_cases)
    answer = call("POST", "/office/open-case", json=opening("wage_arrears"))
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:weiquan:problem:internal"
    monkeypatch.undo()
    assert call("GET", "/cases").json()["items"] == []


def test_openapi_describes_every_act_in_chinese(call: Caller) -> None:
    described = call("GET", "/openapi.json", None).json()
    paths = {path: methods["post"] for path, methods in described["paths"].items() if "post" in methods}
    for act in ACTS.values():
        place = {"office": "/office", "case": "/cases/{subject_id}", "letter": "/letters/{subject_id}"}[act.subject]
        assert paths[f"/api/v1{place}/{act.slug}"]["summary"] == act.title
        assert any("一" <= letter <= "龥" for letter in act.summary), act.name
    listed = call("GET", "/acts").json()
    assert {row["name"] for row in listed} == {act.slug for act in ACTS.values()}


def test_figures_lead_to_their_cases(call: Caller) -> None:
    from foundation.clock import now, office_day

    case_id = opened(call)
    call("POST", f"/cases/{case_id}/accept", json={})
    month = f"{office_day(now()):%Y-%m}"
    figures = call("GET", f"/figures/{month}", "leader").json()["figures"]
    assert figures["accepted"]["value"] == "1"
    assert call("GET", f"/figures/{month}/accepted/cases", "leader").json()["items"] == [str(case_id)]
    assert call("GET", f"/figures/{month}/gold/cases", "leader").status_code == 404


def test_a_cookie_does_not_open_the_api(office: Office) -> None:
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": "huawu", "password": PASSWORD})
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/cases").status_code == 401
