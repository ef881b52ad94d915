"""weiquan user: an account, and a new password for whoever forgot it; the password is never printed."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from foundation.clock import now
from foundation.errors import NotAllowed
from foundation.settings import settings
from main import cli
from people.sign_in import sign_in

FIRST, SECOND = "the-first-one-7", "the-second-one-8"


@pytest.fixture
def told(db: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """The command's own settings lead to the test's database."""
    monkeypatch.setenv("WEIQUAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    settings.cache_clear()
    yield db
    settings.cache_clear()


def test_made_and_given_a_new_password(told: sa.Engine) -> None:
    made = CliRunner().invoke(
        cli, ["user", "add", "guanli", "--name", "管理员", "--role", "admin"], input=f"{FIRST}\n{FIRST}\n"
    )
    assert made.exit_code == 0, made.output
    sign_in(told, "guanli", FIRST, now())
    changed = CliRunner().invoke(cli, ["user", "password", "guanli"], input=f"{SECOND}\n{SECOND}\n")
    assert changed.exit_code == 0, changed.output
    assert SECOND not in changed.output
    sign_in(told, "guanli", SECOND, now())
    with pytest.raises(NotAllowed):
        sign_in(told, "guanli", FIRST, now())
    unknown = CliRunner().invoke(cli, ["user", "password", "nobody"], input=f"{FIRST}\n{FIRST}\n")
    assert unknown.exit_code != 0
