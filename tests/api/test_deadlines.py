"""Rules and deadlines for programs: the same answers as the command line and the console."""

import json
from uuid import UUID

import pytest
from typer.testing import CliRunner

from main import cli
from rules.book import load_rules
from rules.checker import faults
from tests.api.test_api import Caller, call, office, opened  # noqa: F401 - fixtures


def test_rules(call: Caller) -> None:  # noqa: F811
    book = load_rules()
    found = call("GET", "/rules").json()
    assert len(found["rules"]) == len(book.all())
    assert {one["id"] for one in found["duties"]} == {duty.id for duty in book.duties()}
    assert {one["certainty"] for one in found["rules"]} == {"法定", "待核实", "工会自定期限"}
    one = call("GET", "/rules/LTR-NOTICE-REPLY").json()
    assert {row["region"] for row in one["rows"]} >= {None, "HB", "SN"}
    assert one["computable"] is True
    assert any("提示函" in words for words in one["used"])
    assert one["examples"][0]["due"] >= one["examples"][0]["from"]
    assert call("GET", "/rules/LA-43-3").json()["computable"] is False
    assert call("GET", "/rules/LA-99").status_code == 404
    assert call("GET", "/rules", None).status_code == 401


def test_a_deadline_is_the_command_lines(call: Caller) -> None:  # noqa: F811
    asked = "rule=LA-27-1&from=2025-02-10&suspend=2025-03-20..2025-05-19&suspend=2025-06-01..2025-06-03"
    found = call("GET", f"/deadlines?{asked}").json()
    said = CliRunner().invoke(
        cli,
        [
            *("deadline", "LA-27-1", "--from", "2025-02-10", "--json"),
            *("--suspend", "2025-03-20..2025-05-19", "--suspend", "2025-06-01..2025-06-03"),
        ],
    )
    expected = json.loads(said.stdout)
    assert {name: found[name] for name in expected} == expected
    assert faults(found["certificate"]) == []
    assert any("若没有中止" in words for words in found["changes"])
    assert found["sentence"] == found["certificate"]["sentence"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rule=LA-14-1", "from"),
        ("rule=LA-14-1&from=x", "写法"),
        ("rule=LA-99&from=2026-03-02", "没有规则"),
        ("rule=LA-43-3&from=2026-03-02", "没有规定期限"),
        ("rule=LA-14-1&from=2026-03-02&extend=-1", "不能小于零"),
        ("rule=LA-14-1&from=2026-03-02&extend=x", "extend"),
        ("rule=LA-14-1&from=2026-03-02&suspend=x", "中止"),
        ("rule=LA-14-1&from=9999-12-31", "范围"),
        ("rule=LA-14-1&from=2001-03-02", "起施行"),
    ],
)
def test_bad_questions_are_problems(call: Caller, query: str, words: str) -> None:  # noqa: F811
    answer = call("GET", f"/deadlines?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_clock_explains_itself(call: Caller) -> None:  # noqa: F811
    case_id = opened(call)
    clocks = {one["rule_id"]: one for one in call("GET", f"/cases/{case_id}").json()["clocks"]}
    right = call("GET", f"/cases/{case_id}/clocks/{clocks['LA-27-1']['id']}").json()
    assert right["kind"] == "right"
    assert right["faults"] == []
    counted = [one for one in right["days"] if one["nth"]]
    assert [one["nth"] for one in counted] == list(range(1, len(counted) + 1))
    assert len(counted) in (365, 366)
    assert right["days"][-1]["day"] == right["certificate"]["due"]
    assert right["changes"]
    assert [one["seq"] for one in right["history"]] == [1]
    citizen = call("GET", f"/cases/{case_id}/clocks/{clocks['CITIZEN']['id']}").json()
    assert citizen["certificate"] is None
    assert citizen["days"] == []
    assert call("GET", f"/cases/{case_id}/clocks/{UUID(int=5)}").status_code == 404
    assert call("GET", f"/cases/{case_id}/clocks/x").status_code == 422


def test_certificates_are_verified(call: Caller) -> None:  # noqa: F811
    certificate = call("GET", "/deadlines?rule=LA-14-1&from=2025-09-16").json()["certificate"]
    assert call("POST", "/certificates/verify", json=certificate).json() == {"valid": True, "faults": []}
    wrong = call("POST", "/certificates/verify", json={**certificate, "due": "2025-10-10"}).json()
    assert wrong["valid"] is False
    assert any("改动过" in fault for fault in wrong["faults"])
    assert call("POST", "/certificates/verify", json=[1]).status_code == 422
    described = call("GET", "/openapi.json", None).json()["paths"]
    assert described["/api/v1/deadlines"]["get"]["summary"] == "计算一个期限"
    assert described["/api/v1/certificates/verify"]["post"]["summary"] == "核验一份期限凭证"
