"""weiquan run: what runs by itself, by hand; twice does no harm."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from foundation.settings import settings
from main import cli
from tests.cases.planting import run, served
from tests.letter_office import rows
from tests.office import Office, furnish
from workflows.flows.run import JOB_WORDS


@pytest.fixture
def told(db: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The command's own settings lead to the test's database."""
    monkeypatch.setenv("WEIQUAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    settings.cache_clear()
    yield furnish(db)
    settings.cache_clear()


def test_every_job_is_listed_and_an_unknown_one_is_named() -> None:
    shown = CliRunner().invoke(cli, ["run"])
    assert shown.exit_code == 0
    assert all(name in shown.stdout and words in shown.stdout for name, words in JOB_WORDS.items())
    unknown = CliRunner().invoke(cli, ["run", "nothing"])
    assert unknown.exit_code == 2
    assert "letter_copies" in unknown.output


def test_a_job_by_hand_tells_once(told: Office) -> None:
    served(told)
    run(told, "UPDATE letter_copy SET due = :day", day=(datetime.now(UTC) - timedelta(days=9)).date())
    for _ in range(2):
        shown = CliRunner().invoke(cli, ["run", "letter_copies"])
        assert shown.exit_code == 0, shown.output
        assert "文书抄送提醒：已运行" in shown.stdout
    assert len([one for one in rows(told, "alert") if one["key"].startswith("letter-copy:")]) == 2
    assert [one["state"] for one in rows(told, "job_run", job="letter_copies")] == ["done", "done"]
