"""Coming in: right password, wrong password, lock, disabled, expired."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from foundation.errors import NotAllowed, NotValid
from foundation.work import SYSTEM, begin
from people.accounts import add_account, set_active
from people.sign_in import LOCKED_FOR, MOST_FAILURES, STAYS, sign_in, sign_out, who
from tests.office import MORNING

PASSWORD = "correct horse 1"


@pytest.fixture
def door(db: sa.Engine) -> sa.Engine:
    """A database with one account."""
    with begin(db, by=SYSTEM, at=MORNING) as work:
        add_account(work, "huawu", "话务员", "operator", PASSWORD)
    return db


def test_in_and_out(door: sa.Engine) -> None:
    actor, token = sign_in(door, " HuaWu ", PASSWORD, MORNING)
    assert actor.role == "operator"
    assert who(door, token, MORNING + STAYS - timedelta(seconds=1)) == actor
    assert who(door, token, MORNING + STAYS) is None
    assert who(door, "another", MORNING) is None
    with door.connect() as connection:
        assert token not in str(connection.execute(sa.text("SELECT * FROM sign_in")).all())
    sign_out(door, token, MORNING)
    assert who(door, token, MORNING) is None


def test_wrong_passwords_lock_for_a_while(door: sa.Engine) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(NotAllowed, match="登录名或密码不对"):
            sign_in(door, "huawu", "wrong", MORNING)
    with pytest.raises(NotAllowed, match="锁定"):
        sign_in(door, "huawu", PASSWORD, MORNING)
    assert sign_in(door, "huawu", PASSWORD, MORNING + LOCKED_FOR)[1]
    with pytest.raises(NotAllowed, match="登录名或密码不对"):
        sign_in(door, "nobody", PASSWORD, MORNING)


def test_a_disabled_account_is_out_at_once(door: sa.Engine) -> None:
    actor, token = sign_in(door, "huawu", PASSWORD, MORNING)
    assert actor.account_id is not None
    with begin(door, by=SYSTEM, at=MORNING) as work:
        set_active(work, actor.account_id, active=False)
    assert who(door, token, MORNING) is None
    with pytest.raises(NotAllowed):
        sign_in(door, "huawu", PASSWORD, MORNING)


def test_wrong_accounts_are_refused_field_by_field(door: sa.Engine) -> None:
    with pytest.raises(NotValid) as wrong, begin(door, by=SYSTEM, at=MORNING) as work:
        add_account(work, "huawu", " ", "king", "short", email="x")
    assert set(wrong.value.fields) == {"login", "name", "role", "password", "email"}
