"""Questions of law over the API."""

import pytest

from people.passwords import hash_password
from rules.findings.catalogue import all_inquiries
from tests.api.test_api import Caller
from tests.office import PASSWORD, Office, furnish


@pytest.fixture
def call(db: object) -> Caller:
    """A program on an office."""
    office: Office = furnish(db, hash_password(PASSWORD))
    return Caller(office)


def test_questions_are_listed_with_their_input(call: Caller) -> None:
    listed = {one["name"]: one for one in call("GET", "/findings").json()}
    assert set(listed) == set(all_inquiries())
    for one in listed.values():
        assert one["input"]["properties"]
        assert one["title"]
    assert listed["doors"]["input"]["properties"]["claim"]["x-labels"]["housing_fund"] == "住房公积金"


def test_an_answer_carries_its_reasoning(call: Caller) -> None:
    asked = {"region": "XN", "started_on": "2020-01-01", "ended_on": "2026-06-30", "average_wage": "6000"}
    answer = call("POST", "/findings/severance", json=asked)
    assert answer.status_code == 200
    found = answer.json()
    assert found["amount"] == "42000.00"
    assert found["result"] == "uncapped"
    assert found["missing"]
    assert found["certainty"] == "待核实"
    assert {"《劳动合同法》第四十七条第一款"} <= {one["law"] for one in found["articles"]}
    assert {one["name"] for one in found["parameters"]} >= {"wage_cap_multiple", "minimum_wage_monthly"}


def test_a_bad_question_is_a_problem_in_chinese(call: Caller) -> None:
    wrong = call("POST", "/findings/severance", json={"started_on": "x", "extra": 1})
    assert wrong.status_code == 422
    assert wrong.json()["fields"] == {
        "region": "必填",
        "started_on": "日期格式应为 2026-10-31",
        "ended_on": "必填",
        "average_wage": "必填",
        "extra": "没有这一项",
    }
    early = {"region": "XN", "started_on": "2000-01-01", "ended_on": "2007-12-31", "average_wage": "6000"}
    refused = call("POST", "/findings/severance", json=early)
    assert refused.status_code == 422
    assert "2008-01-01" in refused.json()["detail"]
    assert call("POST", "/findings/nothing", json={}).status_code == 404
    assert call("POST", "/findings/severance", desk=None, json={}).status_code == 401
