"""The console as people meet it: nothing typed is lost, conflicts are shown, nothing foreign gets in."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from rules.checker import faults
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.players import flat
from tests.stories.scripts import TO_MEDIATION, opening


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, login: str) -> TestClient:
    """A browser signed in."""
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": login, "password": PASSWORD})
    return client


def csrf(client: TestClient, address: str) -> str:
    """The token of a page's form."""
    page: str = client.get(address).text
    return page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]


def opened(office: Office) -> UUID:
    """A fresh case."""
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    return case_id


def test_nobody_sees_anything_without_signing_in(office: Office) -> None:
    client = TestClient(build_app(office.engine))
    for address in ("/", "/cases", f"/cases/{opened(office)}", "/letters", "/figures", "/alerts", "/runs", "/accounts"):
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    assert client.post("/sign-in", data={"login": "huawu", "password": "x"}).status_code == 403
    outside = client.post(
        "/sign-in", data={"login": "huawu", "password": PASSWORD, "next": "//evil.test"}, follow_redirects=False
    )
    assert outside.headers["location"] == "/"


def test_what_was_typed_survives_an_error(office: Office) -> None:
    client = enter(office, "huawu")
    typed = {
        "csrf": csrf(client, "/cases/new"),
        "worker_name": "钱某<script>",
        "claims.0.kind": "wages",
        "claims.0.amount": "一万",
        "narrative": "很长的事由",
    }
    page = client.post("/cases/new", data=typed)
    assert page.status_code == 422
    for words in ("钱某&lt;script&gt;", "一万", "很长的事由", "请填金额", "必填"):
        assert words in page.text, words
    assert "<script>" not in page.text.split("钱某")[1][:20]


def test_a_possible_repeat_is_shown_while_typing_and_stops_nobody(office: Office) -> None:
    opened(office)
    client = enter(office, "huawu")
    data = {"csrf": csrf(client, "/cases/new"), **flat(opening("wage_arrears"))}
    live = client.post("/cases/repeats", data=data)
    assert "〔2026〕薪0001号" in live.text
    assert "电话相同，用人单位名称相同" in live.text
    saved = client.post("/cases/new", data=data)
    assert "已办理：登记立案" in saved.text
    panel = saved.text.split('id="panel-radar"')[1].split('id="panel-')[0]
    assert "〔2026〕薪0001号" in panel


def test_the_second_of_two_is_told_and_keeps_their_words(office: Office) -> None:
    case_id = opened(office)
    client = enter(office, "zhuguan")
    address = f"/cases/{case_id}/acts/add-note"
    page = client.get(address).text
    version = page.split('name="version" value="')[1].split('"')[0]
    token = page.split('name="csrf" value="')[-1].split('"')[0]
    office.act("accept", case_id, by="operator")
    answer = client.post(address, data={"csrf": token, "version": version, "note": "我写的记录"})
    assert answer.status_code == 409
    assert "其他人已办理" in answer.text
    assert "我写的记录" in answer.text
    since = answer.text.split("在您填写期间：</strong>")[1].split("</ul>")[0]
    assert "受理" in since
    assert "待派单" in since
    assert "登记立案" not in since


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "http://testserver"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_another_site_cannot_send_a_form(office: Office, headers: dict[str, str], status: int) -> None:
    case_id = opened(office)
    client = enter(office, "zhuguan")
    page = client.get(f"/cases/{case_id}/acts/add-note").text
    token = page.split('name="csrf" value="')[-1].split('"')[0]
    data = {"csrf": token, "version": "1", "note": "一条记录"}
    assert client.post(f"/cases/{case_id}/acts/add-note", data=data, headers=headers).status_code == status


def test_the_list_shows_and_filters_by_light(office: Office) -> None:
    opened(office)
    client = enter(office, "zhuguan")
    seen = {light: client.get(f"/cases?light={light}").text for light in ("red", "yellow", "green", "none")}
    assert sum("没有符合条件的案件" not in page for page in seen.values()) == 1
    (light,) = [light for light, page in seen.items() if "没有符合条件的案件" not in page]
    word = {"red": "逾期", "yellow": "临近", "green": "正常", "none": "无期限"}[light]
    assert f"</span> {word}</span>" in client.get("/cases").text


def test_forms_of_others_are_refused(office: Office) -> None:
    client = enter(office, "huawu")
    case_id = opened(office)
    for given in ({}, {"csrf": "0" * 64}):
        answer = client.post(f"/cases/{case_id}/acts/accept", data=given)
        assert answer.status_code == 403
        assert "页面已过期" in answer.text


def test_each_role_sees_its_own_buttons(office: Office) -> None:
    case_id = opened(office)
    assert "/acts/accept" in enter(office, "huawu").get(f"/cases/{case_id}").text
    for login in ("lingdao", "guanli"):
        seen = set(re.findall(r"/acts/([a-z-]+)", enter(office, login).get(f"/cases/{case_id}").text))
        assert seen <= {"raise-case-issue"}, login
    assert enter(office, "huawu").get("/accounts").status_code == 403


def test_the_case_page_explains_its_clocks(office: Office) -> None:
    case_id = opened(office)
    for line in TO_MEDIATION:
        data = {"handler_id": str(office.account_id("tiaojie"))} if line.act == "assign" else {}
        office.act(line.act, case_id, by=line.by, **data)
    page = enter(office, "tiaojie").get(f"/cases/{case_id}").text
    for words in (
        "2026-10-28 24:00",
        "《劳动争议调解仲裁法》第14条第3款",
        "为什么是这一天",
        "群众时钟",
        "正常",
        "申请劳动争议仲裁",
    ):
        assert words in page, words


def test_no_phone_in_any_address_and_none_unmasked(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", phone="13800001234")).case_id
    client = enter(office, "huawu")
    for address in (f"/cases/{case_id}", "/cases", "/", "/cases.csv"):
        assert "13800001234" not in client.get(address).text


def test_pages_of_every_role_open_and_carry_their_headers(office: Office) -> None:
    opened(office)
    for login in ("huawu", "tiaojie", "zhuguan", "lingdao", "guanli"):
        client = enter(office, login)
        for address in (
            "/",
            "/cases",
            "/cases?text=薪&stage=intake&p=3",
            "/letters",
            "/alerts",
            "/figures?month=2026-10",
            "/runs",
        ):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"
    assert enter(office, "huawu").get("/nowhere").status_code == 404
    assert enter(office, "huawu").get("/cases/not-an-id").status_code == 404
    assert enter(office, "huawu").get("/cases?handler=nobody").status_code == 404


def test_calls(office: Office) -> None:
    client = enter(office, "huawu")
    token = csrf(client, "/contacts/new")
    data = {
        "csrf": token,
        "channel": "hotline_12351",
        "caller_name": "孙某",
        "phone": "13800001234",
        "content": "问加班费",
    }
    page = client.post("/contacts/new", data=data)
    assert "138****1234" in page.text
    contact = page.url.path
    form = client.get(f"/cases/new?contact={contact.rsplit('/', 1)[1]}").text
    assert "孙某" in form
    answered = client.post(
        f"{contact}/answer", data={"csrf": token, "answer_kind": "policy_advice", "answer": "已解答"}
    )
    assert "没有待处理的来电" in answered.text
    twice = client.post(f"{contact}/answer", data={"csrf": token, "answer_kind": "other", "answer": "再答"})
    assert "已经办结" in twice.text
    nameless = client.post("/contacts/new", data={"csrf": token, "channel": "walk_in", "content": "x"})
    assert "匿名" in nameless.text


def test_health(office: Office) -> None:
    client = TestClient(build_app(office.engine))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    late = client.get("/readyz")
    assert late.status_code == 503
    assert "weiquan db upgrade" in late.json()["detail"]


def test_every_clock_explains_itself(office: Office) -> None:
    case_id = opened(office)
    for line in TO_MEDIATION:
        data = {"handler_id": str(office.account_id("tiaojie"))} if line.act == "assign" else {}
        office.act(line.act, case_id, by=line.by, **data)
    client = enter(office, "tiaojie")
    links = sorted(set(re.findall(rf"/cases/{case_id}/clocks/[0-9a-f-]+", client.get(f"/cases/{case_id}").text)))
    assert len(links) >= 4
    pages = {link: client.get(link) for link in links}
    assert {answer.status_code for answer in pages.values()} == {200}
    text = next(answer.text for answer in pages.values() if "劳动争议调解期限" in answer.text)
    for words in ("第14条第3款", "2026年10月", "什么会改变它", "核验，成立", 'class="d-day is-due"'):
        assert words in text, words
    limited = next(link for link in links if "劳动争议调解期限" in pages[link].text)
    certificate = client.get(f"{limited}/certificate.json").json()
    assert faults(certificate) == []
    assert client.get(f"/cases/{case_id}/clocks/{case_id}").status_code == 404
