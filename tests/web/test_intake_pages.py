"""The pages of contacts, tickets, units, dispatch and workload, and the same through the API."""

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.ticket import Ticket
from people.passwords import hash_password
from people.unit import Unit
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening

_ticket: sa.Table = Ticket.__table__
_unit: sa.Table = Unit.__table__


@pytest.fixture
def open_office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def csrf(client: TestClient, address: str) -> str:
    return str(client.get(address).text.split('name="csrf" value="')[-1].split('"')[0])


def test_a_contact_from_the_short_form_to_the_case(open_office: Office) -> None:
    case = open_office.act("open_case", **opening("wage_arrears"))
    client = enter(open_office, "operator")
    token = csrf(client, "/contacts/new")
    data = {"csrf": token, "channel": "walk_in", "caller_name": "赵某", "phone": "0971-0000009", "content": "又来催"}
    page = client.post("/contacts/new", data={**data, "is_confidential": "on"})
    assert "要求保密：姓名和号码" in page.text
    assert str(case.case_number) in page.text
    address = page.url.path
    wrong = client.post(f"{address}/attach", data={"csrf": token, "case_number": "〔2026〕薪9999号"})
    assert "没有案号为" in wrong.text
    shown = client.post(f"{address}/attach", data={"csrf": token, "case_number": str(case.case_number)})
    assert shown.url.path == f"/cases/{case.case_id}"
    assert "来电来访" in shown.text
    assert "并入本案" in shown.text
    assert "（要求保密）" in shown.text
    listed = client.get("/contacts?channel=walk_in")
    assert "赵某" in listed.text
    assert "没有待处理的来电" in listed.text
    found = client.post("/contacts/search", data={"csrf": token, "phone": "0971-0000009"})
    assert "1 次" in found.text
    assert "0971-0000009" not in str(found.url)
    exported = client.get("/contacts.csv").text
    assert "来访" in exported
    assert "赵某" not in exported
    assert "0971" not in exported
    others = enter(open_office, "mediator2")
    assert "赵某" not in others.get(address).text
    assert "赵某" not in others.get("/contacts").text
    assert enter(open_office, "leader").get("/contacts").status_code == 403


def test_what_a_channel_needs_is_asked_for_with_everything_still_typed(open_office: Office) -> None:
    client = enter(open_office, "operator")
    data = {
        "csrf": csrf(client, "/contacts/new"),
        "channel": "court_delegation",
        "caller_name": "赵某",
        "content": "诉前调解",
    }
    page = client.post("/contacts/new", data=data)
    assert page.status_code == 422
    assert "须填函号和函的日期" in page.text
    assert '<details class="mt-2" open>' in page.text
    assert "诉前调解" in page.text
    done = client.post("/contacts/new", data={**data, "letter_number": "（2026）青01委1号", "letter_on": "2026-10-12"})
    assert "（2026）青01委1号" in done.text


def test_a_ticket_on_its_pages(open_office: Office) -> None:
    client = enter(open_office, "operator")
    token = csrf(client, "/tickets/new")
    assert "青海省总工会" in client.get("/tickets/new").text
    data = {"csrf": token, "number": "QH-1", "sender": "青海省总工会", "content": "欠薪", "due_on": "2026-10-01"}
    page = client.post("/tickets/new", data=data)
    address = page.url.path
    again = client.post("/tickets/new", data=data)
    assert again.status_code == 409
    assert f'href="{address}"' in again.text
    assert "逾期" in client.get("/").text
    assert "欠报结果的工单" in enter(open_office, "supervisor").get("/").text
    assert client.get(f"{address}/sheet").status_code == 409
    form = client.post(f"{address}/take-up", data={"csrf": token, "then": "case"})
    assert form.url.path == "/cases/new"
    assert "结果还不能反馈" in client.get(address).text
    contact = form.url.params["contact"]
    said = {"csrf": token, "answer_kind": "policy_advice", "answer": "已当场解答", "resolved": "on"}
    client.post(f"/contacts/{contact}/answer", data=said)
    assert "已当场解答" in client.get(address).text
    sent = client.post(f"{address}/send-back", data={"csrf": token, "result": "已解答，来电人满意"})
    assert "文字不能再改" in sent.text
    assert "已解答，来电人满意" in client.get(f"{address}/sheet").text
    assert "没有欠报结果的工单" in client.get("/tickets").text
    assert client.post(f"{address}/send-back", data={"csrf": token, "result": "改"}).status_code == 409


def test_pasting_shows_what_is_wrong_then_takes_the_rest(open_office: Office) -> None:
    client = enter(open_office, "operator")
    data = {
        "csrf": csrf(client, "/office/paste-tickets"),
        "pasted": "QH-1\t2026-10-12\t赵某\t0971-0000009\t欠薪\t\nQH-2\t\t\t\t\t2026-10-20\n",
    }
    refused = client.post("/office/paste-tickets?back=/tickets", data=data)
    assert refused.status_code == 422
    assert "第2行：没有内容" in refused.text
    taken = client.post("/office/paste-tickets?back=/tickets", data={**data, "take_good": "on"})
    assert "已登记 1 件，另有 1 行有误没有登记" in taken.text
    with open_office.engine.connect() as connection:
        assert connection.execute(sa.select(_ticket.c.number)).scalars().all() == ["QH-1"]


def test_units_are_changed_and_put_away(open_office: Office) -> None:
    client = enter(open_office, "admin")
    page = client.get("/units").text
    for name in ("西宁市总工会", "湟源县总工会", "甘河工业园工会"):
        assert name in page
    with open_office.engine.connect() as connection:
        unit_id = connection.execute(sa.select(_unit.c.id).where(_unit.c.code == "630123")).scalar_one()
    form = client.get(f"/units/{unit_id}/change")
    assert "湟源县总工会" in form.text
    data = {
        "csrf": csrf(client, "/office/add-unit"),
        "unit_id": str(unit_id),
        "name": "湟源县总工会",
        "kind": "district",
        "contact_role": "值班联络员",
    }
    assert "值班联络员" in client.post("/office/change-unit?back=/units", data=data).text
    off = client.post("/office/switch-unit", data={"csrf": data["csrf"], "unit_id": str(unit_id), "active": "false"})
    assert "已停用" in off.text
    assert enter(open_office, "operator").get("/units").status_code == 403


def test_the_assign_form_proposes_somebody_and_says_why(open_office: Office) -> None:
    case_id = open_office.act("open_case", **opening("wage_arrears")).case_id
    open_office.act("accept", case_id)
    client = enter(open_office, "supervisor")
    form = client.get(f"/cases/{case_id}/acts/assign").text
    assert "调解员甲（在办 0，逾期 0）" in form
    chosen = str(open_office.account_id("tiaojie"))
    assert f'value="{chosen}" selected' in form
    assert "建议调解员甲：在办件最少" in form
    data = {
        "csrf": csrf(client, f"/cases/{case_id}/acts/assign"),
        "version": form.split('name="version" value="')[1].split('"')[0],
        "handler_id": chosen,
        "kind": "dispatch",
    }
    page = client.post(f"/cases/{case_id}/acts/assign", data=data)
    assert "未签收" in page.text
    assert "派出未签收" in client.get("/").text
    assert "调解员甲" in client.get("/workload").text
    assert enter(open_office, "operator").get("/workload").status_code == 403


def test_the_api_says_the_same(open_office: Office) -> None:
    made = open_office.act(
        "register_contact", caller_name="赵某", phone="0971-0000009", content="问", is_confidential=True
    ).made
    ticket = open_office.act("register_ticket", number="QH-1", content="欠薪").made["ticket_id"]
    case_id = open_office.act("open_case", **opening("wage_arrears")).case_id
    open_office.act("accept", case_id)
    client = TestClient(build_app(open_office.engine), base_url="http://testserver/api/v1")

    def get(desk: str, address: str) -> tuple[int, dict[str, object]]:
        token = client.post("/session", json={"login": LOGINS[desk], "password": PASSWORD}).json()["token"]
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()

    status, listed = get("operator", "/contacts")
    assert (status, listed["waiting"]) == (200, 1)
    assert "0971-0000009" not in str(listed)
    assert "赵某" in str(listed)
    assert "赵某" not in str(get("mediator", f"/contacts/{made['contact_id']}")[1])
    assert get("leader", "/contacts")[0] == 403
    assert get("operator", "/tickets")[1]["total"] == 1
    assert "还没有答复" in str(get("operator", f"/tickets/{ticket}")[1]["obstacle"])
    assert "城东区总工会" in str(get("mediator", "/units")[1])
    assert "调解员乙" in str(get("supervisor", "/workload")[1])
    assert str(get("supervisor", f"/cases/{case_id}/suggestion")[1]["reason"]).startswith("建议调解员甲")
    open_office.act("assign", case_id, by="supervisor", handler_id=str(open_office.account_id("tiaojie")))
    assert "调解员甲" in str(get("mediator", f"/cases/{case_id}/dispatches")[1])
