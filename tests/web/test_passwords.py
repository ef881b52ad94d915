"""Passwords: one's own with the old one, a forgotten one by the administrator; other browsers are signed out."""

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app

NEW = "another-good-one-7"


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str, password: str = PASSWORD) -> TestClient:
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS[desk], "password": password})
    return client


def is_in(client: TestClient) -> bool:
    return bool(client.get("/", follow_redirects=False).status_code == 200)


def token(client: TestClient) -> str:
    return str(client.get("/password").text).split('name="csrf" value="')[1].split('"')[0]


def test_ones_own(office: Office) -> None:
    here, elsewhere = enter(office, "mediator"), enter(office, "mediator")
    typed = {"csrf": token(here), "old": PASSWORD, "password": NEW, "again": NEW}
    for wrong, words in (
        ({"old": "not-this-one"}, "现在的密码不对"),
        ({"again": NEW + "x"}, "不一样"),
        ({"password": "short", "again": "short"}, "至少10位"),
        ({"password": "xx-tiaojie-2026", "again": "xx-tiaojie-2026"}, "不能含有登录名"),
        ({"password": PASSWORD, "again": PASSWORD}, "与现在的相同"),
    ):
        answer = here.post("/password", data=typed | wrong)
        assert (answer.status_code, words in answer.text) == (422, True), words
        for said in (PASSWORD, NEW):
            assert said not in answer.text
    assert here.post("/password", data=typed | {"csrf": "x"}).status_code == 403
    assert "密码已更改" in here.post("/password", data=typed).text
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert (is_in(enter(office, "mediator")), is_in(enter(office, "mediator", NEW))) == (False, True)


def test_guessing_the_old_one_locks(office: Office) -> None:
    here = enter(office, "operator")
    typed = {"csrf": token(here), "old": "a-wrong-guess", "password": NEW, "again": NEW}
    for _ in range(5):
        assert "现在的密码不对" in here.post("/password", data=typed).text
    assert "已锁定至" in here.post("/password", data=typed | {"old": PASSWORD}).text
    assert not is_in(enter(office, "operator"))


def test_a_forgotten_one_is_reset_by_the_administrator_only(office: Office) -> None:
    locked = enter(office, "operator")
    for _ in range(5):
        enter(office, "operator", "wrong-wrong-wrong")
    assert not is_in(enter(office, "operator"))
    address = f"/accounts/{office.account_id('huawu')}/password"
    for desk in ("supervisor", "leader", "mediator"):
        assert enter(office, desk).get(address).status_code == 403
    supervisor = enter(office, "supervisor")
    typed = {"password": NEW, "again": NEW}
    assert supervisor.post(address, data=typed | {"csrf": token(supervisor)}).status_code == 403
    admin = enter(office, "admin")
    assert admin.get(address).status_code == 200
    assert admin.post(address, data={"csrf": token(admin), "password": "短", "again": "短"}).status_code == 422
    assert admin.post(address, data=typed | {"csrf": token(admin)}).status_code == 200
    assert not is_in(locked)
    assert is_in(enter(office, "operator", NEW))
