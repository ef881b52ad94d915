"""The letter's page, its list and its registers, as people meet them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.codes import LETTER_STATE
from cases.letter_life import STATE_GROUPS, steps_of
from cases.views.letters import letter_file
from foundation.database import reading
from people.passwords import hash_password
from tests.letter_steps import sent
from tests.letters.lives import a_file, drafted, everything_due, investigated, issued, whole_life
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.web.test_console import enter
from workflows.offers import offered_on_letter


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def standing(page: str) -> dict[str, str]:
    """Each step of the line with how it stands."""
    found = re.findall(r'<li class="step-(\w+)"[^>]*><span[^>]*>[^<]*</span><strong>([^<]+)', page)
    return {label: how for how, label in found}


def test_every_state_has_one_group() -> None:
    grouped = [state for _, states in STATE_GROUPS.values() for state in states]
    assert sorted(grouped) == sorted(LETTER_STATE)


def test_the_page_follows_the_letter_through_its_life(office: Office) -> None:
    case_id = a_file(office)
    letter_id = drafted(office, case_id)
    client = enter(office, "tiaojie")
    page = client.get(f"/letters/{letter_id}").text
    assert standing(page)["拟稿"] == "now"
    assert standing(page)["审核"] == "ahead"
    assert "还没有送达记录" in page
    sent(office, letter_id)
    page = client.get(f"/letters/{letter_id}").text
    steps = standing(page)
    assert [steps[name] for name in ("拟稿", "审核", "签发", "编号", "用印", "发出", "送达", "答复")] == [
        "done"
    ] * 7 + ["now"]
    for words in (
        "宁工劳监函〔2026〕1号",
        "工会自定期限",
        "答复截止",
        "● 已送达",
        "回证1号",
        "主管甲",
        "为什么是这一天",
    ):
        assert words in page, words
    assert f'href="/cases/{case_id}"' in page
    assert f"/letters/{letter_id}/acts/record-reply" in page


def test_a_whole_life_stands_on_the_page(office: Office) -> None:
    letter_id = whole_life(office)
    page = enter(office, "zhuguan").get(f"/letters/{letter_id}").text
    assert set(standing(page).values()) == {"done"}
    for words in (
        "● 按期答复",
        "评估：认可，转整改",
        "● 已改",
        "监督员甲、监督员乙",
        "监归〔2026〕1号",
        "已复查，整改完成",
    ):
        assert words in page, words


def test_the_chain_of_an_unanswered_notice(office: Office) -> None:
    notice = issued(office)
    everything_due(office, MORNING + timedelta(days=30))
    client = enter(office, "tiaojie")
    page = client.get(f"/letters/{notice}").text
    assert standing(page)["答复"] == "stuck"
    assert "逾期未答复" in page
    [opinion] = [one for one in re.findall(r'href="/letters/([0-9a-f-]{36})"', page) if one != str(notice)]
    later = client.get(f"/letters/{opinion}").text
    assert f'href="/letters/{notice}"' in later
    assert "（本文书）" in later


def test_what_was_taken_back_says_so(office: Office) -> None:
    letter_id = issued(office, until="seal_letter")
    office.act("void_letter", letter_id, by="supervisor", reason="文号填写有误")
    client = enter(office, "zhuguan")
    page = client.get(f"/letters/{letter_id}").text
    assert "文号作废" in page
    assert "文号填写有误" in page
    assert standing(page)["办结"] == "ahead"
    book = client.get("/letters/numbers").text
    assert "文号填写有误" in book
    assert "没有缺号" in book


def test_the_list_filters_searches_and_turns_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    served, draft = issued(office), drafted(office, a_file(office, employer_name="另一家测试商贸有限公司"))
    client = enter(office, "tiaojie")

    def found(query: str) -> set[UUID]:
        page = client.get(f"/letters?{query}").text
        return {UUID(one) for one in re.findall(r'<a href="/letters/([0-9a-f-]{36})">', page)}

    assert found("") == {served, draft}
    assert found("group=awaiting") == {served}
    assert found("group=drafting") == {draft}
    assert found("kind=opinion") == set()
    assert found("text=%E5%8F%A6%E4%B8%80%E5%AE%B6") == {draft}
    # 〔〕 are not on every keyboard.
    assert found("text=[2026]1") == {served}
    assert found("state=nothing") == set()
    assert found("text=%25") == set()
    monkeypatch.setattr("cases.views.letters.PAGE_SIZE", 1)
    monkeypatch.setattr("cases.views.letters.list_letters.__kwdefaults__", {"size": 1})
    assert 'rel="next"' in client.get("/letters").text
    assert found("p=2") == {served}


def test_a_secret_file_shows_its_course_to_few(office: Office) -> None:
    letter_id = drafted(office, a_file(office, is_confidential=True))
    sent(office, letter_id)
    assert "办理经过只对受理岗位" in enter(office, "lingdao").get(f"/letters/{letter_id}").text
    assert 'id="card-entries"' not in enter(office, "lingdao").get(f"/letters/{letter_id}").text
    assert 'id="card-entries"' in enter(office, "tiaojie").get(f"/letters/{letter_id}").text


def test_a_letter_of_another_union_is_only_registered(office: Office) -> None:
    case_id = a_file(office)
    office.act(
        "record_other_letter", case_id, by="mediator", kind="other", kind_label="公函", issuer="测试总工会",
        addressee="测试单位", number="测工函〔2026〕3号",
    )  # fmt: skip
    client = enter(office, "tiaojie")
    [letter] = re.findall(r'<a href="/letters/([0-9a-f-]{36})">', client.get("/letters").text)
    page = client.get(f"/letters/{letter}").text
    assert "测工函〔2026〕3号" in page
    assert "外来文书只作登记" in page
    assert standing(page) == {}


def test_a_recommendation_goes_the_road_of_an_authority(office: Office) -> None:
    case_id = a_file(office)
    investigated(office, case_id)
    opinion = drafted(office, case_id, "opinion")
    sent(office, opinion, until="dispatch_letter")
    servers = {"first_server": "监督员甲", "second_server": "监督员乙"}
    refusal = {"how": "direct", "reason": "拒绝签收", "witness": "见证人甲", "proof": "照片1", **servers}
    office.act("refuse_service", opinion, by="mediator", **refusal)
    client = enter(office, "tiaojie")
    page = client.get(f"/letters/{opinion}").text
    assert standing(page)["送达"] == "stuck"
    assert "■ 拒收" in page
    [recommendation] = [one for one in re.findall(r'href="/letters/([0-9a-f-]{36})"', page) if one != str(opinion)]
    sent(office, UUID(recommendation))
    office.act("record_filed", UUID(recommendation), by="mediator")
    page = client.get(f"/letters/{recommendation}").text
    assert standing(page)["部门立案"] == "done"
    assert standing(page)["部门处理"] == "now"
    assert "拒绝签收意见书（J1）" in page


def test_a_public_notice_is_published_and_not_served(office: Office) -> None:
    letter_id = drafted(office, a_file(office), "public_notice", audience="全体建筑施工企业")
    sent(office, letter_id, until="seal_letter")
    with reading(office.engine) as session:
        letter = letter_file(session, letter_id, MORNING).letter
    steps = {one.label: one.standing for one in steps_of(letter, {}, LETTER_STATE)}
    assert steps["公开发布"] == "now"
    assert "答复" not in steps
    assert "送达" not in steps
    names = {act.name for act in offered_on_letter(letter, "mediator")}
    assert "publish_letter" in names
    assert "dispatch_letter" not in names
