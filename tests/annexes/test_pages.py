"""Where the work stands the papers are offered: on the file, the letter, the referral, the register, and by the API."""

import re

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.annexes.papers import INFORMANT, PACKAGE, docx_words, drafted, in_hand, registered, whole_way
from tests.letter_office import one_row
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.outside.stories import every, rows
from tests.web.test_console import enter


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def card(page: str, name: str) -> str:
    """One card of a page."""
    return page.split(f'id="{name}"')[1].split('<div class="card mb-3" id=', maxsplit=1)[0]


def links(part: str) -> dict[str, str]:
    """The papers that are offered as Word, by their names."""
    return {name: link for link, name in re.findall(r'href="(/\w+/[^/"]+/annexes/(\w+)/[^"]+\.docx)"', part)}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_file_and_the_letter_offer_what_they_can_fill(office: Office) -> None:
    case_id, letter_id, _ = whole_way(office)
    client = enter(office, "zhuguan")
    offered = links(card(client.get(f"/cases/{case_id}").text, "panel-annexes"))
    assert set(offered) == {
        "clue_register",
        "handling_approval",
        "investigation_letter",
        "interview_record",
        "evidence_list",
        "consultation_record",
        "closing_report",
    }
    assert INFORMANT in docx_words(client.get(offered["clue_register"]).content)
    shown = links(card(client.get(f"/letters/{letter_id}").text, "card-annexes"))
    six = ("issue_sheet", "service_receipt", "reply_form", "reply_answers", "recheck_record", "letter_closing_report")
    assert set(shown) == set(six)
    for link in (*offered.values(), *shown.values()):
        answer = client.get(link.replace(".docx", ".pdf"))
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["content-type"] == "application/pdf"
    looks = client.get("/file-looks").text
    assert looks.count("线索登记表") == 2
    assert looks.count("复查记录（文书）") == 1
    number = one_row(office, "case", id=case_id)["number"]
    assert "没有查看记录" in client.get("/file-looks", params={"case": f"{number}0"}).text
    mine = client.get("/file-looks", params={"case": number, "account": str(office.account_id("tiaojie"))}).text
    assert "没有查看记录" in mine


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_cannot_be_had_says_why(office: Office) -> None:
    case_id = registered(office)
    letter_id = drafted(office, in_hand(office))
    client = enter(office, "zhuguan")
    waiting = card(client.get(f"/cases/{case_id}").text, "panel-annexes")
    assert "受理以后才有；请先办理“受理”" in waiting
    assert "提请结案以后才有" in waiting
    assert set(links(waiting)) == {"clue_register"}
    assert "编号以后才有" in card(client.get(f"/letters/{letter_id}").text, "card-annexes")
    # A colleague without the file sees that there are papers, and why not for them.
    other = enter(office, "tiaojie2")
    hidden = card(other.get(f"/cases/{case_id}").text, "panel-annexes")
    assert "要求保密，只对受理岗位、主管和承办人开放" in hidden
    assert links(hidden) == {}
    assert other.get(f"/cases/{case_id}/annexes/clue_register/{case_id}.pdf").status_code == 403
    assert client.get(f"/cases/{case_id}/annexes/handling_approval/{case_id}.pdf").status_code == 409
    assert client.get(f"/cases/{case_id}/annexes/nothing/{case_id}.pdf").status_code == 404
    # Each paper lives below its own record only.
    assert client.get(f"/letters/{letter_id}/annexes/clue_register/{case_id}.pdf").status_code == 404


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_gap_is_a_page_with_the_words(office: Office) -> None:
    case_id = registered(office)
    office.act("decline", case_id, by="supervisor", reason="不属于受理范围")
    client = enter(office, "zhuguan")
    assert "rejection" in links(card(client.get(f"/cases/{case_id}").text, "panel-annexes"))
    answer = client.get(f"/cases/{case_id}/annexes/rejection/{case_id}.pdf")
    assert answer.status_code == 422
    assert "其他救济途径（请办理“写明其他救济途径”）" in answer.text
    assert f"/cases/{case_id}/acts/state-remedies" in client.get(f"/cases/{case_id}").text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_referral_and_register_have_theirs(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="police", addressee_name="市公安局", matter="立案查处")
    office.act("prepare_package", case_id, by="mediator", **PACKAGE)
    referral_id = rows(office, "referral", case_id)[0].id
    client = enter(office, "zhuguan")
    page = client.get(f"/referrals/{referral_id}").text
    offered = links(page)
    # The two letters of one referral are both there, under names of their own.
    assert f'href="/referrals/{referral_id}/package.docx">移送函（材料包首页）' in page
    assert "移送函（附表：监督线索、材料清单和回执）" in card(page, "card-annexes")
    assert "移送函（材料包首页）" not in card(page, "card-annexes")
    assert "市公安局" in docx_words(client.get(offered["transfer_letter"]).content)
    register = links(client.get("/supervisors").text)
    assert "监督员甲" in docx_words(client.get(register["certificate_register"]).content)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_programs_get_the_same(office: Office) -> None:
    case_id = registered(office)
    letter_id = drafted(office, in_hand(office))
    client = TestClient(build_app(office.engine))
    token = client.post("/api/v1/session", json={"login": "zhuguan", "password": PASSWORD}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    listed = {one["name"]: one for one in client.get(f"/api/v1/cases/{case_id}/annexes").json()["items"]}
    assert listed["handling_approval"]["address"] is None
    assert "受理" in listed["handling_approval"]["why_not"]
    assert listed["clue_register"]["personal"]
    content = client.get(f"{listed['clue_register']['address']}.docx").content
    assert INFORMANT in docx_words(content)
    of_letter = client.get(f"/api/v1/letters/{letter_id}/annexes").json()["items"]
    assert [one["name"] for one in of_letter if one["address"]] == ["issue_sheet"]
    refused = client.get(f"/api/v1/cases/{case_id}/annexes/handling_approval/{case_id}.pdf")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_programs_get_the_papers_of_a_referral(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="police", addressee_name="市公安局", matter="立案查处")
    office.act("prepare_package", case_id, by="mediator", **PACKAGE)
    referral_id = rows(office, "referral", case_id)[0].id
    client = TestClient(build_app(office.engine))
    token = client.post("/api/v1/session", json={"login": "zhuguan", "password": PASSWORD}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    listed = {one["name"]: one for one in client.get(f"/api/v1/referrals/{referral_id}/annexes").json()["items"]}
    assert "市公安局" in docx_words(client.get(f"{listed['transfer_letter']['address']}.docx").content)
    assert [(row.name, row.how) for row in every(office, "paper_look")] == [("主管甲", "download")]
    assert client.get(f"/api/v1/referrals/{case_id}/annexes").status_code == 404
