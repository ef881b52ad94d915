"""Bringing a database to the newest schema, and asking whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    """Bring the database to the newest revision and return it. Safe to run twice and by several processes.

    Raises RuntimeError, and changes nothing, where rows would refer to what is not there.
    """
    with _alone(url) as (connection, config):
        command.upgrade(config, "head")
        seed_units(connection, now())
    return newest()


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to an older revision; what only newer ones hold is lost. Raises as `upgrade`."""
    with _alone(url) as (_connection, config):
        command.downgrade(config, revision)


@contextmanager
def _alone(url: str) -> Iterator[tuple[sa.Connection, Config]]:
    """One transaction in which nobody else migrates."""
    engine = connect(url)
    try:
        with engine.connect().execution_options(writing=True) as connection:
            if not is_postgres(connection):
                # SQLite alters a table by making it anew, and would not let go of one that others refer to. The
                # switch is dead within a transaction, so the driver is asked before there is one.
                connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                if is_postgres(connection):
                    connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                config = _config()
                config.attributes["connection"] = connection
                yield connection, config
                _check_references(connection)
    finally:
        engine.dispose()


def _check_references(connection: sa.Connection) -> None:
    if is_postgres(connection):
        return
    loose = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    if loose:
        tables = "、".join(sorted({f"{row[0]} → {row[2]}" for row in loose}))
        raise RuntimeError(f"升级已撤回：有 {len(loose)} 行指向不存在的记录（{tables}）。")


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def present(connection: sa.Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
