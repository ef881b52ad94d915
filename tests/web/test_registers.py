"""The registers, the checks' page and the report sheet, as people and programs see them."""

from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.outcomes import register
from cases.topics import topic_list
from people.passwords import hash_password
from tests.cases.planting import run
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.workflows.clock_stories import a_case, in_mediation


@pytest.fixture
def open_office(db: Any) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    """A browser in which somebody is signed in."""
    client = TestClient(build_app(office.engine))
    answer = client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD})
    assert answer.status_code == 200
    return client


def test_the_registers_show_every_entry(open_office: Office) -> None:
    client = enter(open_office, "operator")
    codes, outcomes = client.get("/codes").text, client.get("/outcomes").text
    assert all(one.word in codes for one in topic_list().topics.values())
    assert "待核实" in codes
    assert all(one.word in outcomes for one in register().outcomes.values())


def test_checks_are_run_by_a_button_and_their_findings_lead_to_the_case(open_office: Office) -> None:
    case_id = a_case(open_office)
    run(open_office, 'UPDATE "case" SET claimed = claimed + 1')
    client = enter(open_office, "supervisor")
    page = client.get("/checks").text
    assert "还没有核对过" in page
    csrf = page.split('name="csrf" value="')[-1].split('"')[0]
    page = client.post("/checks/run", data={"csrf": csrf}).text
    assert f'href="/cases/{case_id}"' in page
    assert "诉求金额与各项诉求的合计不一致" in page
    assert "● 通过" in page
    assert "核对发现错误" in client.get("/alerts").text

    operator = enter(open_office, "operator")
    page = operator.get("/checks").text
    assert "现在核对" not in page
    csrf = page.split('name="csrf" value="')[-1].split('"')[0]
    assert operator.post("/checks/run", data={"csrf": csrf}).status_code == 403


def test_marks_are_seen_on_page_and_list_and_the_report_prints(open_office: Office) -> None:
    case_id = in_mediation(open_office)
    open_office.act("mark_must_report", case_id, by="mediator", triggers=["stoppage"])
    given = {"kind": "first", "addressee": "市总工会值班室", "body": "工地门口聚集约二十人"}
    open_office.act("record_alarm_report", case_id, by="mediator", **given)
    client = enter(open_office, "mediator")
    page = client.get(f"/cases/{case_id}").text
    assert "待批示" in page
    assert 'id="next-step"' in page
    for address in ("/", "/cases?still=open"):
        assert "必报" in client.get(address).text
    assert "下一步：调解员" in client.get("/cases?still=open").text
    report = page.split(f"/cases/{case_id}/reports/")[1].split('"')[0]
    sheet = client.get(f"/cases/{case_id}/reports/{report}")
    assert sheet.status_code == 200
    assert "重大事项报告单（首报）" in sheet.text
    assert "工地门口聚集约二十人" in sheet.text
    assert "重大事项报告单（文书）" in enter(open_office, "supervisor").get("/file-looks").text
    other = a_case(open_office)
    assert client.get(sheet.url.path.replace(str(case_id), str(other))).status_code == 404
    # What was opened is written down, once; what was refused is not.
    with open_office.engine.connect() as connection:
        looks = connection.execute(sa.text("SELECT name, paper, form, how FROM paper_look")).all()
    assert [tuple(one) for one in looks] == [("调解员甲", "重大事项报告单", "html", "preview")]


def test_ticked_boxes_open_the_case_with_its_mark(open_office: Office) -> None:
    client = enter(open_office, "operator")
    page = client.get("/cases/new").text
    assert 'name="triggers.self_harm"' in page
    csrf = page.split('name="csrf" value="')[-1].split('"')[0]
    typed = {
        "csrf": csrf,
        "case_type": "wage_arrears",
        "channel": "hotline_12351",
        "district": "630102",
        "worker_name": "赵某",
        "head_count": "1",
        "claims.0.kind": "wages",
        "claims.0.topic": "0107",
        "triggers.self_harm": "on",
    }
    answer = client.post("/cases/new", data=typed)
    assert "特急" in answer.text
    assert "工程款混合工资" in answer.text


def test_programs_read_the_same(open_office: Office) -> None:
    case_id = a_case(open_office, triggers=["opinion"])
    client = TestClient(build_app(open_office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": LOGINS["admin"], "password": PASSWORD}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    assert len(client.get("/codes").json()["items"]) == len(topic_list().topics)
    assert set(client.get("/outcomes").json()["outcomes"]) == set(register().outcomes)
    assert client.get(f"/cases/{case_id}/alarms").json()["alarms"][0]["triggers"] == ["opinion"]
    assert {one["ran_at"] for one in client.get("/checks").json()["checks"]} == {None}
