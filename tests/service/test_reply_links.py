"""The employer's link: who gets in, what it shows, one answer with its files, and nothing that leaks."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeSerializer
from starlette.testclient import TestClient

from cases.views import tables as t
from foundation.clock import now, office_day
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import begin
from people.passwords import hash_password
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.service.making import letter, link, row, rows, served
from workflows.letter_service_rules import service_rules
from workflows.reply_links import EMPLOYER, LinkReply, check_nonce, form_nonce, open_link, reveal, take_answer

RULES = service_rules().reply_link
ANSWER = {
    "items.0.seq": "1",
    "items.0.admitted": "yes",
    "items.0.measure": "10月底前补发",
    "items.0.person": "孙某",
    "items.0.due_on": "2026-10-31",
    "items.1.seq": "2",
    "items.1.admitted": "no",
    "stance": "partly",
    "reply": "第一项整改，第二项有异议",
    "answered_by": "周某",
    "answered_title": "人事经理",
}
FORM = LinkReply(
    items=({"seq": 1, "admitted": "yes"},),
    stance="accepts",
    reply="已整改",
    answered_by="周某",
    answered_title="人事经理",
)


def browser(office: Office) -> TestClient:
    """Somebody without an account."""
    return TestClient(build_app(office.engine))


def nonce(page: str) -> str:
    """What the form of a page carries."""
    return page.split('name="nonce" value="')[1].split('"', maxsplit=1)[0]


def test_an_answer_through_the_link(office: Office) -> None:
    letter_id = served(office, findings=2, at=now())
    token = link(office, letter_id, at=now())
    client = browser(office)
    page = client.get(f"/reply/{token}")
    assert page.status_code == 200
    assert "第1件事实" in page.text
    assert str(letter(office, letter_id).reply_due) in page.text
    # Only what the letter itself says: no case, no worker, no colleague.
    case = row(office, t.case, t.case.c.id == letter(office, letter_id).case_id)
    for hidden in (case.number, case.title, "赵某", "0971-0000009", "调解员甲"):
        assert hidden not in page.text
    files = [("files", ("整改.txt", "整改方案".encode())), ("files", ("付款.txt", "付款凭证".encode()))]
    answer = client.post(f"/reply/{token}", data={**ANSWER, "nonce": nonce(page.text)}, files=files)
    assert answer.status_code == 200
    assert "答复已收到" in answer.text
    [used] = rows(office, t.reply_link)
    assert used.receipt in answer.text
    reply = row(office, t.letter_reply)
    assert (reply.way, reply.stance, reply.answered_by, reply.answered_title) == ("link", "partly", "周某", "人事经理")
    assert (reply.id, reply.recorded_by) == (used.reply_id, "用人单位（网上答复）")
    now_it_is = letter(office, letter_id)
    assert (now_it_is.state, now_it_is.replied_on_time, now_it_is.replied_on) == ("replied", True, office_day(now()))
    first, second = rows(office, t.letter_item.join(t.letter), t.letter_item.c.letter_id == letter_id)
    assert {(one.seq, one.admitted, one.person) for one in (first, second)} == {(1, "yes", "孙某"), (2, "no", None)}
    attached = rows(office, t.attachment)
    assert {one.label for one in attached} == {"网上答复：整改.txt", "网上答复：付款.txt"}
    assert {(one.by_name, one.case_id) for one in attached} == {("用人单位（网上答复）", case.id)}
    assert reply.attachment_id in {one.id for one in attached}
    [alert] = rows(office, t.alert, t.alert.c.letter_id == letter_id, t.alert.c.title.like("%网上答复%"))
    assert alert.account_id == case.handler_id
    # A second use changes nothing and says so.
    again = client.post(f"/reply/{token}", data={**ANSWER, "reply": "改主意了", "nonce": nonce(page.text)})
    assert "已经答复过" in again.text
    assert used.receipt in client.get(f"/reply/{token}").text
    assert len(rows(office, t.letter_reply)) == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office) -> None:
    token = link(office, served(office, findings=2, at=now()), at=now())
    client = browser(office)
    sent_with = nonce(client.get(f"/reply/{token}").text)
    wrong = {name: text for name, text in ANSWER.items() if name not in ("items.1.admitted", "answered_by")}
    files = [("files", ("方案.txt", "方案".encode()))]
    answer = client.post(f"/reply/{token}", data={**wrong, "nonce": sent_with}, files=files)
    assert answer.status_code == 422
    assert "答复人姓名：必填" in answer.text
    assert "第一项整改，第二项有异议" in answer.text
    # Nothing of a form that is wrong is kept, its file included.
    assert rows(office, t.letter_reply) == rows(office, t.stored_file) == []
    missing = {name: text for name, text in ANSWER.items() if not name.startswith("items.1")}
    assert "逐项答复" in client.post(f"/reply/{token}", data={**missing, "nonce": sent_with}).text
    program = [("files", ("整改.pdf", b"MZ\x90\x00\x03binary\x00"))]
    refused = client.post(f"/reply/{token}", data={**ANSWER, "nonce": sent_with}, files=program)
    assert "不接受这种文件" in refused.text
    many = [("files", (f"{place}.txt", b"x")) for place in range(RULES.most_files + 1)]
    assert (
        f"最多上传 {RULES.most_files} 个"
        in client.post(f"/reply/{token}", data={**ANSWER, "nonce": sent_with}, files=many).text
    )
    assert rows(office, t.letter_reply) == []
    for foreign in ("", "x", form_nonce(UUID(int=1), now())):
        told = client.post(f"/reply/{token}", data={**ANSWER, "nonce": foreign})
        assert (told.status_code, "页面已过期" in told.text) == (422, True)
    good = client.post(f"/reply/{token}", data={**ANSWER, "nonce": sent_with})
    assert "答复已收到" in good.text


def test_a_nonce_ages() -> None:
    link_id, made = UUID(int=7), form_nonce(UUID(int=7), MORNING)
    check_nonce(made, link_id, MORNING + timedelta(hours=RULES.form_hours) - timedelta(minutes=2))
    with pytest.raises(NotValid, match="过期"):
        check_nonce(made, link_id, MORNING + timedelta(hours=RULES.form_hours, minutes=2))
    with pytest.raises(NotValid, match="过期"):
        check_nonce(made, UUID(int=8), MORNING)


def test_forged_replaced_revoked_expired_and_ended(office: Office) -> None:
    letter_id = served(office, at=now())
    token = link(office, letter_id, at=now())
    client = browser(office)
    [made] = rows(office, t.reply_link)
    forged = URLSafeSerializer("guess", salt="letter").dumps(made.id.hex)
    for wrong in (forged, token[:-2], token + "x", "x", made.token_hash):
        assert client.get(f"/reply/{wrong}").status_code == 403
        assert client.post(f"/reply/{wrong}", data=ANSWER).status_code == 403
    second = link(office, letter_id, at=now())
    assert client.get(f"/reply/{token}").status_code == 403
    assert client.get(f"/reply/{second}").status_code == 200
    with office.engine.connect() as connection:
        live = row(office, t.reply_link, t.reply_link.c.revoked_at.is_(None))
        assert open_link(connection, second, live.expires_at - timedelta(seconds=1)).link.id == live.id
        with pytest.raises(NotAllowed, match="过期"):
            open_link(connection, second, live.expires_at)
    assert live.last_day == letter(office, letter_id).reply_due + timedelta(days=RULES.days_after)
    office.act("revoke_reply_link", letter_id, by="mediator", at=now())
    assert client.get(f"/reply/{second}").status_code == 403
    with pytest.raises(NotPossible, match="没有有效的答复链接"):
        office.act("revoke_reply_link", letter_id, by="mediator", at=now())
    third = link(office, letter_id, at=now())
    office.act("withdraw_letter", letter_id, by="leader", at=now(), reason="事实有误")
    gone = client.get(f"/reply/{third}")
    assert (gone.status_code, "不再需要网上答复" in gone.text, "事实有误" in gone.text) == (403, True, False)


def test_the_token_is_shown_once_and_kept_nowhere(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    letter_id = served(office, at=now())
    with caplog.at_level(logging.DEBUG):
        token = link(office, letter_id, at=now())
        client = browser(office)
        page = client.get(f"/reply/{token}")
        client.post(f"/reply/{token}", data={"nonce": nonce(page.text)})
        client.post(f"/reply/{token}x", data={})
    own = [one for one in caplog.records if not one.name.startswith(("httpx", "asyncio", "python_multipart"))]
    assert not any(token in one.getMessage() for one in own)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers.get_list("referrer-policy") == ["no-referrer"]
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    [made] = rows(office, t.reply_link)
    assert made.opened_at is not None
    with (
        pytest.raises(NotPossible, match="只显示一次"),
        begin(office.engine, by=office.actor("mediator"), at=now()) as work,
    ):
        reveal(work, made.id)
    with office.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            for line in connection.execute(sa.text(f'SELECT * FROM "{table}"')):  # noqa: S608 - our own names
                assert token not in str(line)


def test_too_many_wrong_forms_make_it_rest(office: Office) -> None:
    token = link(office, served(office, at=now()), at=now())
    client = browser(office)
    sent_with = nonce(client.get(f"/reply/{token}").text)
    for _ in range(RULES.most_failures):
        assert client.post(f"/reply/{token}", data={"nonce": sent_with}).status_code == 422
    resting = client.post(f"/reply/{token}", data={**ANSWER, "reply": "还在这里", "nonce": sent_with})
    assert (resting.status_code, "还在这里" in resting.text, "次数过多" in resting.text) == (429, True, True)
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.reply_link).values(locked_until=now() - timedelta(seconds=1)))
    one_item = {name: text for name, text in ANSWER.items() if not name.startswith("items.1")}
    assert "答复已收到" in client.post(f"/reply/{token}", data={**one_item, "nonce": sent_with}).text


def test_nobody_enters_an_answer_as_if_it_came_through_the_link(office: Office) -> None:
    letter_id = served(office)
    with pytest.raises(NotValid, match="系统自动登记"):
        office.act("record_reply", letter_id, by="mediator", reply="代填", way="link")
    assert letter(office, letter_id).state == "served"


def test_two_at_once_are_one_answer(office: Office) -> None:
    letter_id = served(office)
    token = link(office, letter_id)

    def send(_place: int) -> str:
        with begin(office.engine, by=EMPLOYER, at=MORNING) as work:
            return take_answer(work, token, FORM, ())

    with ThreadPoolExecutor(2) as pool:
        receipts = set(pool.map(send, range(4)))
    assert len(receipts) == len(rows(office, t.letter_reply)) == 1


def test_a_late_answer_is_taken_and_is_late(office: Office) -> None:
    from workflows.effects import run_effects
    from workflows.firing import fire_all_due

    letter_id = served(office)
    due = letter(office, letter_id).reply_due
    token = link(office, letter_id)
    late = MORNING + (due - office_day(MORNING)) + timedelta(days=2)
    fire_all_due(office.engine, late)
    run_effects(office.engine, late)
    assert letter(office, letter_id).state == "overdue"
    with begin(office.engine, by=EMPLOYER, at=late) as work:
        take_answer(work, token, FORM, ())
    answered = letter(office, letter_id)
    assert (answered.state, answered.replied_on_time, answered.replied_on) == ("replied", False, office_day(late))


def test_another_site_cannot_send_the_form(office: Office) -> None:
    token = link(office, served(office, at=now()), at=now())
    client = browser(office)
    told = {name: text for name, text in ANSWER.items() if not name.startswith("items.1")}
    told["nonce"] = nonce(client.get(f"/reply/{token}").text)
    for said in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site", "origin": "null"}):
        assert client.post(f"/reply/{token}", data=told, headers=said).status_code == 403
    assert client.post("/sign-in", data={}, headers={"origin": "null"}).text.startswith("请求来自其他网站")
    assert rows(office, t.letter_reply) == []
    # Without TLS a browser says nothing of the site, and a page without referrer has no origin.
    assert "答复已收到" in client.post(f"/reply/{token}", data=told, headers={"origin": "null"}).text


def test_the_office_gives_a_link_out_on_its_page(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    letter_id = served(office, at=now())
    client = browser(office)
    client.post("/sign-in", data={"login": "tiaojie", "password": PASSWORD})
    assert "生成答复链接" in client.get(f"/letters/{letter_id}").text
    address = f"/letters/{letter_id}/acts/make-reply-link"
    page = client.get(address).text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    version = page.split('name="version" value="')[1].split('"')[0]
    made = client.post(address, data={"csrf": csrf, "version": version})
    assert made.url.path == f"/letters/{letter_id}/reply-link"
    assert "只此一次" in made.text
    [live] = rows(office, t.reply_link)
    shown = client.post(f"/letters/{letter_id}/reply-link/{live.id}", data={"csrf": csrf})
    token = shown.text.split("/reply/")[1].split("<")[0]
    assert "只显示这一次" in shown.text
    assert browser(office).get(f"/reply/{token}").status_code == 200
    again = client.post(f"/letters/{letter_id}/reply-link/{live.id}", data={"csrf": csrf})
    assert again.status_code == 409
    assert token not in client.get(f"/letters/{letter_id}/reply-link").text
    # Over the API the same: once.
    api = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    who = api.post("/session", json={"login": "tiaojie", "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {who}"}
    told = api.post(f"/letters/{letter_id}/make-reply-link", json={}, headers=headers)
    link_id = told.json()["made"]["link_id"]
    url = api.post(f"/reply-links/{link_id}/reveal", headers=headers).json()["url"]
    assert browser(office).get("/reply/" + url.split("/reply/")[1]).status_code == 200
    assert api.post(f"/reply-links/{link_id}/reveal", headers=headers).status_code == 409
    links = api.get(f"/letters/{letter_id}/answers", headers=headers).json()["links"]
    assert len(links) == 2
    assert all("token_hash" not in one for one in links)
