"""The pages about people, employers, sites and interests as people meet them."""

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.office import PASSWORD, Office, furnish
from tests.stories.scripts import opening
from tests.web.test_console import csrf, enter, opened
from tests.workflows.test_rosters import TEN, id_of

FIRM = "青海恒远建筑劳务有限公司"


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def test_a_roster_is_pasted_looked_at_and_taken(office: Office) -> None:
    case_id = opened(office)
    client = enter(office, "huawu")
    address = f"/cases/{case_id}/roster"
    assert "粘贴名册" in client.get(address).text
    token = csrf(client, f"{address}/paste")
    text = f"姓名,证件号码,诉求金额\n钱某,{id_of(1)},600\n孙某,{id_of(2)[:-1]}A,700"
    look = client.post(f"{address}/paste", data={"csrf": token, "roster_text": text})
    assert "第3行" in look.text
    assert "读到 1 人，1 行有误" in look.text
    assert "登记 1 人" in look.text
    taken = client.post(
        f"/cases/{case_id}/acts/take-roster",
        data={"csrf": token, "version": "", "roster_text": text, "skip_bad": "on"},
    )
    assert "已办理：登记名册" in taken.text
    assert "打开名册（2 人" in taken.text
    shown = client.get(f"{address}?order=claimed&show=unpaid").text
    assert "钱某" in shown
    assert id_of(1) not in shown
    assert f"{id_of(1)[:4]}**********{id_of(1)[-4:]}" in shown


def test_people_are_ticked_on_the_roster_and_the_file_is_masked(office: Office) -> None:
    case_id = opened(office)
    office.act("take_roster", case_id, roster_text=TEN)
    client = enter(office, "zhuguan")
    address = f"/cases/{case_id}/roster"
    page = client.get(address).text
    boxes = [part.split('"')[0] for part in page.split('name="party" value="')[1:]]
    version = page.split('name="version" value="')[1].split('"')[0]
    form = {"csrf": csrf(client, address), "version": version, "act": "tick_paid", "party": boxes[1:3]}
    assert "已办理：个人到账" in client.post(address, data=form).text
    stale = client.post(address, data=form)
    assert stale.status_code == 409
    assert "其他人已办理" in stale.text
    text = client.get(f"{address}.csv").text
    assert text.count("已到账") == 2
    assert "0971-0000010" not in text
    book = client.get(f"{address}.xlsx")
    assert book.content[:2] == b"PK"
    everyone = client.get(f"{address}?show=paid").text
    assert everyone.count('name="party"') == 2


def test_a_collective_case_says_that_it_has_no_representatives(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", head_count=12)).case_id
    page = enter(office, "zhuguan").get(f"/cases/{case_id}").text
    assert "没有按规定推举代表" in page
    assert "名册未全：案件涉及 12 人，名册登记 1 人" in page


def test_the_register_of_employers(office: Office) -> None:
    client = enter(office, "zhuguan")
    form = {"csrf": csrf(client, "/office/register-employer"), "name": FIRM, "phone": "0971-0000021"}
    page = client.post("/office/register-employer?back=/employers", data=form)
    assert page.url.path.startswith("/employers/")
    assert "0000021" not in page.text
    employer_id = page.url.path.rsplit("/", 1)[1]
    office.act("add_branch", employer_id=employer_id, name=f"{FIRM}西宁分公司", branch_kind="branch")
    office.act("open_case", **opening("wage_arrears", employer_name=f"{FIRM}西宁分公司"))
    assert FIRM in client.get("/employers?q=hy").text
    page = client.get(f"/employers/{employer_id}")
    assert "〔2026〕薪0001号" in page.text
    assert "未结欠薪案件" in page.text
    other = office.act("register_employer", name="青海恒源建筑劳务有限公司").made["employer_id"]
    assert "字号同音" in client.get("/employers/duplicates").text
    merge = f"/office/merge-employers?employer_id={other}&into={FIRM}&back=/employers"
    form = {"csrf": csrf(client, merge), "employer_id": other, "into": FIRM, "reason": "同一单位"}
    page = client.post("/office/merge-employers?back=/employers", data=form)
    assert "撤销合并" in page.text
    assert "已并入" in client.get(f"/employers/{other}").text


def test_a_site_and_who_pays_first(office: Office) -> None:
    client = enter(office, "huawu")
    case_id = office.act("open_case", **opening("wage_arrears", project="万达广场二期")).case_id
    made = office.act(
        "register_project",
        name="万达广场二期工程",
        wage_account="6300 0000 0000 12345",
        companies=[
            {"employer_name": "青海总包建设有限公司", "role": "contractor"},
            {"employer_name": "测试用建筑劳务有限公司", "role": "labour"},
        ],
    ).made
    office.act("link_project", case_id, project="万达广场二期工程")
    page = client.get(f"/cases/{case_id}").text
    panel = page.split('id="panel-project"')[1].split('id="panel-')[0]
    assert "施工总承包单位（青海总包建设有限公司）" in panel
    assert "先行清偿" in panel
    assert "第三十条" in panel
    page = client.get(f"/projects/{made['project_id']}").text
    assert "〔2026〕薪0001号" in page
    assert "6300 0000 0000 12345" not in page
    assert "万达广场" in client.get("/projects?q=万达").text


def test_interests_are_ones_own_to_see(office: Office) -> None:
    client = enter(office, "tiaojie")
    form = {
        "csrf": csrf(client, "/office/declare-interest"),
        "relation": "worked",
        "employer_name": FIRM,
        "from_on": "2024-01-01",
    }
    assert FIRM in client.post("/office/declare-interest?back=/interests", data=form).text
    assert FIRM not in enter(office, "tiaojie2").get("/interests").text
    assert FIRM in enter(office, "zhuguan").get("/interests").text


def test_a_handler_with_an_interest_is_shown_on_the_case(office: Office) -> None:
    case_id = opened(office)
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    client = enter(office, "zhuguan")
    assert "panel-conflict" not in client.get(f"/cases/{case_id}").text
    office.act(
        "declare_interest",
        by="mediator",
        relation="relative",
        employer_name="测试用建筑劳务有限公司",
        from_on="2024-01-01",
    )
    assert "须回避（工会自定）" in client.get(f"/cases/{case_id}").text


def test_the_forms_say_what_is_wrong_with_a_number_and_never_repeat_it(office: Office) -> None:
    client: TestClient = enter(office, "huawu")
    wrong = id_of(1)[:-1] + ("0" if id_of(1)[-1] != "0" else "1")
    data = {"csrf": csrf(client, "/cases/new"), "worker_name": "钱某", "id_number": wrong}
    page = client.post("/cases/new", data=data)
    assert page.status_code == 422
    message = page.text.split('id="message"')[1].split("</div>")[0]
    assert "校验位" in message
    assert wrong not in message
