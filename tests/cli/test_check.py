"""weiquan check: grouped for people, JSON for programs, and the exit code for whoever calls it at night."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from cases.checks.run import every_check
from foundation.settings import settings
from main import cli
from tests.cases.planting import run
from tests.office import furnish
from tests.workflows.clock_stories import a_case

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def told(db: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """The command's own settings lead to the test's database."""
    monkeypatch.setenv("WEIQUAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    settings.cache_clear()
    yield db
    settings.cache_clear()


def test_the_list_names_every_check(told: sa.Engine) -> None:
    shown = CliRunner().invoke(cli, ["check", "--list"])
    assert shown.exit_code == 0
    assert all(one.title in shown.stdout for one in every_check())
    as_json = CliRunner().invoke(cli, ["check", "--list", "--json"])
    assert json.loads(as_json.stdout) == {one.name: one.title for one in every_check()}


def test_an_error_is_printed_under_its_check_and_fails(told: sa.Engine) -> None:
    office = furnish(told)
    a_case(office, at=NOW)
    assert CliRunner().invoke(cli, ["check"]).exit_code == 0
    run(office, 'UPDATE "case" SET claimed = claimed + 1')
    shown = CliRunner().invoke(cli, ["check"])
    assert shown.exit_code == 1
    assert "诉求金额与各项诉求一致（claimed）：不符" in shown.stdout
    assert "[错误]" in shown.stdout
    found = json.loads(CliRunner().invoke(cli, ["check", "--json"]).stdout)
    assert [one["check"] for one in found if one["severity"] == "error"] == ["claimed"]
