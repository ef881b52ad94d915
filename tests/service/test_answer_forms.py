"""The forms about answers: a row for each item with its words beside, a promise carried over, a scan taken in."""

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views import tables as t
from foundation.clock import now, office_day
from people.passwords import hash_password
from tests.letter_steps import CHECKERS
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.service.making import letter, row, rows, served


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


@pytest.fixture
def client(office: Office) -> TestClient:
    """The mediator's browser."""
    found = TestClient(build_app(office.engine))
    found.post("/sign-in", data={"login": "tiaojie", "password": PASSWORD})
    return found


def given(page: str) -> dict[str, str]:
    """What a form carries unseen."""
    found = {
        name: page.rsplit(f'name="{name}" value="', maxsplit=1)[-1].split('"', maxsplit=1)[0]
        for name in ("csrf", "version")
    }
    for place in range(2):
        seq = page.split(f'name="items.{place}.seq" value="')
        if len(seq) > 1:
            found[f"items.{place}.seq"] = seq[1].split('"')[0]
    return found


def test_answer_assessment_and_check_item_by_item(office: Office, client: TestClient) -> None:
    letter_id = served(office, findings=2, at=now())
    address = f"/letters/{letter_id}/acts/record-reply"
    page = client.get(address).text
    assert "第1项　问题：第1件事实" in page
    assert "第2项　问题：第2件事实" in page
    assert 'name="items.2.' not in page
    assert "再加一行" not in page
    hidden = given(page)
    assert (hidden["items.0.seq"], hidden["items.1.seq"]) == ("1", "2")
    # The scan goes up on this page, and is then offered as the answer's.
    scan = {"csrf": hidden["csrf"], "back": address, "kind": "receipt", "label": "书面答复"}
    back = client.post(f"/files/letter/{letter_id}", data=scan, files={"file": ("答复.txt", "答复".encode())})
    assert back.url.path == address
    [attached] = rows(office, t.attachment)
    assert f'<option value="{attached.id}"' in back.text
    promised = (office_day(now())).isoformat()
    typed = {
        **given(back.text),
        "stance": "accepts",
        "reply": "",
        "items.0.admitted": "yes",
        "items.0.due_on": promised,
    }
    wrong = client.post(address, data=typed)
    assert wrong.status_code == 422
    assert "第2项　问题：第2件事实" in wrong.text
    assert 'name="items.2.' not in wrong.text
    typed |= {"reply": "全部整改", "items.1.admitted": "no", "attachment_id": str(attached.id)}
    assert "已办理：登记答复" in client.post(address, data=typed).text
    assert row(office, t.letter_reply).attachment_id == attached.id
    assert {one.seq: one.admitted for one in rows(office, t.letter_item)} == {1: "yes", 2: "no"}

    address = f"/letters/{letter_id}/acts/assess-reply"
    page = client.get(address).text
    assert "全部整改" in page
    assert f'name="rectify_on" value="{promised}"' in page
    assert "承诺的最晚完成日期" in page
    typed = {**given(page), "assessed_as": "accepted", "note": "可行", "rectify_on": promised}
    client.post(address, data=typed)
    assert letter(office, letter_id).state == "rectifying"

    address = f"/letters/{letter_id}/acts/verify-letter"
    page = client.get(address).text
    assert f"答复：认可；{promised}前完成" in page
    typed = {**given(page), **CHECKERS, "items.0.result": "done"}
    wrong = client.post(address, data=typed)
    assert (wrong.status_code, "必填" in wrong.text) == (422, True)
    client.post(address, data={**typed, "items.1.result": "done", "items.1.note": "已签订"})
    assert letter(office, letter_id).state == "verified"
    assert {one.seq: one.result for one in rows(office, t.letter_item)} == {1: "done", 2: "done"}


def test_service_forms_say_what_counts(office: Office, client: TestClient) -> None:
    letter_id = served(office, at=now())
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.letter).values(state="dispatched", served_on=None))
    page = client.get(f"/letters/{letter_id}/acts/serve-letter").text
    for words in ("民事诉讼法第91条", "民事诉讼法第90条", "上传文件", "送达人二"):
        assert words in page
