"""Bringing a database to the newest schema, and asking whether it is there."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from foundation.clock import now
from foundation.database import connect, is_postgres
from people.units import seed_units

# Two processes that start together must not migrate together; any fixed number serves.
_LOCK = 7_215_001


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str) -> str:
    """Bring the database to the newest revision and return it. Safe to run twice and by several processes."""
    engine = connect(url)
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if is_postgres(connection):
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            seed_units(connection, now())
    finally:
        engine.dispose()
    return newest()


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def present(connection: sa.Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
