"""What every test may ask for."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

# Before anything reads the settings: no test touches the state of a real installation.
os.environ.setdefault("WEIQUAN_HOME", tempfile.mkdtemp(prefix="weiquan-home-"))
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="weiquan-run-"))  # else the PostgreSQL wheel warns
os.environ.setdefault("WEIQUAN_SECRET_KEY", "11" * 32)
os.environ.setdefault("WEIQUAN_SQLITE_SYNCHRONOUS", "OFF")

import hypothesis

from foundation.settings import settings
from tests.databases import fresh_engine
from tests.office import Office, furnish

# The same questions in every run; no verdict may depend on how busy the machine is.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, max_examples=200)
hypothesis.settings.load_profile("house")


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty, migrated database: once on SQLite, once on PostgreSQL."""
    with fresh_engine(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """A database with five desks and their accounts."""
    return furnish(db)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of this test's own, for what an installation keeps in files."""
    folder = tmp_path / "home"
    monkeypatch.setenv("WEIQUAN_HOME", str(folder))
    settings.cache_clear()
    yield folder
    monkeypatch.undo()
    settings.cache_clear()
