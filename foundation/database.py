"""Connections: SQLite for one office, PostgreSQL for a province; the same code on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session, create_engine

from foundation.settings import settings


def _to_json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


# Journal, certificates and messages are JSON: spelt quickly, and Chinese as Chinese.
JSON: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": orjson.loads}


def connect(url: str) -> sa.Engine:
    """An engine with the settings that keep what was committed (WAL and full sync on SQLite)."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, **JSON)


def _sqlite(url: str) -> sa.Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **JSON)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, and only at the first write; see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={settings().sqlite_synchronous}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes the one write lock at once: two writers queue, and none fails half-way.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def connected(url: str) -> Iterator[sa.Engine]:
    """An engine for one command; its connections are closed with it."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """A session for looking: nothing it does is kept."""
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        yield session


def is_postgres(connection: sa.Connection) -> bool:
    """Whether this connection speaks to PostgreSQL."""
    return connection.dialect.name == "postgresql"
