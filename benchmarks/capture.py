"""What an act writes, as plain statements: recorded once from the engine, played again with new identifiers.

The plain side of every comparison is made of exactly the rows that the engine writes, with all values
already there: no form, no chart, no deadline, no hash. One statement per table, as a careful programmer
would write it by hand.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from foundation import writes

Statement = tuple[str, list[tuple[Any, ...]]]
Look = tuple[str, tuple[Any, ...]]


@dataclass
class Recorded:
    """The statements of one transaction: text, and one tuple of values per row."""

    statements: list[Statement]

    @property
    def rows(self) -> int:
        """How many rows it writes."""
        return sum(len(rows) for _, rows in self.statements)


@contextmanager
def recording(found: list[Recorded]) -> Iterator[None]:
    """While this is open, every flush of an act is noted in `found`, and done as always."""
    original = writes.Writes.flush

    def noted(self: writes.Writes, connection: sa.Connection) -> int:
        statements: list[Statement] = []
        for shape, rows in self.grouped():
            values = list(zip(*writes._converted(shape, connection.dialect, rows), strict=True))
            statements.append(_plain(shape, values, postgres=connection.dialect.name == "postgresql"))
        if statements:
            found.append(Recorded(statements))
        return original(self, connection)

    writes.Writes.flush = noted  # type: ignore[method-assign]  # put back below
    try:
        yield
    finally:
        writes.Writes.flush = original  # type: ignore[method-assign]


def _plain(shape: Any, values: list[tuple[Any, ...]], *, postgres: bool) -> Statement:
    if not postgres:
        return writes._statement_sqlite(shape), values
    spelt_out = shape.kind != "update" and len(values) <= 20
    if len(values) == 1 or spelt_out:
        together = tuple(value for row in values for value in row)
        return writes._statement_postgres(shape, len(values)), [together]
    return writes._statement_postgres(shape, 0), [tuple(list(column) for column in zip(*values, strict=True))]


class Player:
    """Plays recorded transactions again, each life with identifiers and numbers of its own."""

    def __init__(self, recorded: Sequence[Recorded], *, unique: Sequence[str], keep: Sequence[Any] = ()) -> None:
        self._recorded = recorded
        self._unique = set(unique)
        self._keep = set(keep)
        self._count = 0

    def life(self) -> tuple[list[list[Statement]], dict[Any, Any]]:
        """All transactions once more, ready to be sent, and which new identifier stands for which old one."""
        self._count += 1
        fresh: dict[Any, Any] = {}
        transactions = [
            [(text, [tuple(self._new(value, fresh) for value in row) for row in rows]) for text, rows in one.statements]
            for one in self._recorded
        ]
        return transactions, fresh

    def _new(self, value: Any, fresh: dict[Any, Any]) -> Any:
        if isinstance(value, list):
            return [self._new(item, fresh) for item in value]
        if value in self._keep:
            return value
        if isinstance(value, UUID):
            return fresh.setdefault(value, uuid4())
        if isinstance(value, str):
            if value in self._unique:
                return fresh.setdefault(value, f"plain-{self._count}-{len(fresh)}")
            if len(value) == 32 and _is_hex(value):
                return fresh.setdefault(value, uuid4().hex)
        return value


def _is_hex(text: str) -> bool:
    try:
        return UUID(text).version == 7
    except ValueError:
        return False


def send(cursor: Any, statements: Sequence[Statement]) -> None:
    """Send one transaction's statements through a plain cursor."""
    for text, rows in statements:
        if len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)


def transaction(connection: Any, kind: str, statements: Sequence[Statement], looks: Sequence[Look]) -> None:
    """One plain transaction; `looks` are the queries that any correct program must make first."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE" if kind == "sqlite" else "BEGIN")
    for text, values in looks:
        cursor.execute(text if kind == "sqlite" else text.replace("?", "%s"), values)
        cursor.fetchall()
    send(cursor, statements)
    cursor.execute("COMMIT")
