"""Rows noted during an act and sent together at its end.

An object mapper's unit of work costs several times what the database does. Here an act notes plain
rows, and the flush sends them with few statements: on PostgreSQL one statement whatever the number
of tables (data-modifying CTEs, one round trip), on SQLite one per table. Column types still do their
work (sealing, UTC, JSON), because every value passes its type's own bind processor.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from foundation.database import is_postgres

Processor = Callable[[Any], Any] | None
# Up to this many rows are spelt out as VALUES; more are sent as arrays, so that few distinct statements exist.
SPELT_OUT = 4


class _Shape(NamedTuple):
    """What makes two rows share a statement."""

    table: sa.Table
    kind: str  # insert | insert_new | update
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    spelt: bool = False  # whether the values are in the driver's own spelling already


class Writes:
    """Inserts and updates of one act, merged per row, sent by `flush`."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, tuple[Any, ...]], tuple[_Shape, dict[str, Any]]] = {}
        self._many: dict[_Shape, list[tuple[Any, ...]]] = {}

    def insert(self, model: type[SQLModel], values: Mapping[str, Any], *, unless_exists: bool = False) -> None:
        """Note a new row. Missing columns take their Python default. With `unless_exists` a clash is no error."""
        table = _table(model)
        row = _filled(table, values)
        kind = "insert_new" if unless_exists else "insert"
        shape = _Shape(table, kind, tuple(row), ())
        self._rows[table.name, _identity(table, row)] = (shape, row)

    def update(self, model: type[SQLModel], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Note a change to the row with this primary key; several changes of one row become one."""
        if not values:
            return
        table = _table(model)
        identity = (table.name, _identity(table, key))
        noted = self._rows.get(identity)
        if noted is not None:
            shape, row = noted
            row.update(values)
            if shape.kind == "update":
                columns = tuple(name for name in row if name not in key)
                self._rows[identity] = (_Shape(table, "update", columns, tuple(key)), row)
            return
        row = {**values, **key}
        self._rows[identity] = (_Shape(table, "update", tuple(values), tuple(key)), row)

    def noted(self, model: type[SQLModel]) -> list[dict[str, Any]]:
        """Rows of one table noted so far in this act."""
        name = _table(model).name
        return [row for (table, _), (_, row) in self._rows.items() if table == name]

    def many(
        self,
        model: type[SQLModel],
        columns: Sequence[str],
        *,
        key: Sequence[str] = (),
        unless_exists: bool = False,
    ) -> Callable[[tuple[Any, ...]], None]:
        """Where to put whole rows in numbers: plain tuples of `columns` and then of `key`, each row once.

        Values are in the driver's own spelling already (foundation.stored). With `key` the rows are changes,
        else they are new and `columns` names all that have no database default.
        """
        kind = "update" if key else ("insert_new" if unless_exists else "insert")
        return self._many.setdefault(_Shape(_table(model), kind, tuple(columns), tuple(key), True), []).append

    def grouped(self) -> list[tuple[_Shape, list[tuple[Any, ...]]]]:
        """Everything noted, by statement, in the order in which the tables need it."""
        groups: dict[_Shape, list[tuple[Any, ...]]] = {shape: list(rows) for shape, rows in self._many.items() if rows}
        for shape, row in self._rows.values():
            names = (*shape.columns, *shape.keys)
            groups.setdefault(shape, []).append(tuple([row[name] for name in names]))
        return sorted(groups.items(), key=lambda item: _rank(item[0]))

    def flush(self, connection: sa.Connection) -> int:
        """Send everything noted; returns the number of statements sent."""
        ordered = self.grouped()
        self._rows = {}
        self._many = {}
        if not ordered:
            return 0
        if is_postgres(connection):
            return _send_together(connection, ordered)
        for shape, rows in ordered:
            statement = _statement_sqlite(shape)
            parameters = rows if shape.spelt else list(zip(*_converted(shape, connection.dialect, rows), strict=True))
            connection.exec_driver_sql(statement, parameters if len(parameters) > 1 else parameters[0])
        return len(ordered)


def _table(model: type[SQLModel]) -> sa.Table:
    table: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return table


def row_of(model: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole row as a plain dict: what is given, and Python's defaults for the rest. Raises KeyError."""
    return _filled(_table(model), values)


@lru_cache
def _template(table: sa.Table) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """A row of plain defaults in column order, and the columns whose default is made for each row."""
    plain: dict[str, Any] = {}
    made = []
    for column in table.columns:
        default = column.default
        plain[column.name] = None
        if default is None:
            continue
        if default.is_callable:
            made.append((column.name, default.arg))  # type: ignore[attr-defined]
        else:
            plain[column.name] = default.arg  # type: ignore[attr-defined]
    return plain, tuple(made)


def _filled(table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    plain, made = _template(table)
    row = {**plain, **values}
    if len(row) != len(plain):
        unknown = sorted(set(values) - set(plain))
        raise KeyError(f"{table.name} has no column {', '.join(unknown)}")
    for name, make in made:
        if name not in values:
            row[name] = make(None)
    return row


@lru_cache
def _key_names(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _identity(table: sa.Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple([row[name] for name in _key_names(table)])


@lru_cache
def _table_order(metadata: sa.MetaData) -> dict[str, int]:
    return {table.name: place for place, table in enumerate(metadata.sorted_tables)}


def _rank(shape: _Shape) -> tuple[int, int]:
    return (shape.kind == "update", _table_order(shape.table.metadata)[shape.table.name])


_PROCESSORS: dict[tuple[str, _Shape], tuple[tuple[str, Processor], ...]] = {}


def _processors(shape: _Shape, dialect: sa.Dialect) -> tuple[tuple[str, Processor], ...]:
    found = _PROCESSORS.get((dialect.name, shape))
    if found is None:
        found = tuple((name, _processor(shape.table.c[name], dialect)) for name in (*shape.columns, *shape.keys))
        _PROCESSORS[dialect.name, shape] = found
    return found


def _processor(column: sa.Column[Any], dialect: sa.Dialect) -> Processor:
    process: Processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    # One act writes the same few instants into many columns; spelling an instant is the dearest conversion.
    return lru_cache(maxsize=512)(process) if process is not None and column.name.endswith("_at") else process


def _converted(shape: _Shape, dialect: sa.Dialect, rows: Sequence[tuple[Any, ...]]) -> list[Sequence[Any]]:
    """The rows as columns in the driver's own types."""
    if shape.spelt:
        return list(zip(*rows, strict=True))
    return [
        column if process is None else [process(value) for value in column]
        for (_, process), column in zip(_processors(shape, dialect), zip(*rows, strict=True), strict=True)
    ]


@lru_cache(maxsize=1024)
def _statement_sqlite(shape: _Shape) -> str:
    table = f'"{shape.table.name}"'
    if shape.kind == "update":
        setting = ", ".join(f'"{name}" = ?' for name in shape.columns)
        where = " AND ".join(f'"{name}" = ?' for name in shape.keys)
        return f"UPDATE {table} SET {setting} WHERE {where}"  # noqa: S608 - names come from the schema
    names = ", ".join(f'"{name}"' for name in shape.columns)
    marks = ", ".join("?" for _ in shape.columns)
    clash = " ON CONFLICT DO NOTHING" if shape.kind == "insert_new" else ""
    return f"INSERT INTO {table} ({names}) VALUES ({marks}){clash}"  # noqa: S608


@lru_cache(maxsize=4096)
def _statement_postgres(shape: _Shape, rows: int) -> str:
    """One part of the common statement: VALUES for few rows, arrays for many (rows = 0)."""
    table = f'"{shape.table.name}"'
    if shape.kind == "update":
        if rows == 1:
            setting = ", ".join(f'"{name}" = %s' for name in shape.columns)
            where = " AND ".join(f'"{name}" = %s' for name in shape.keys)
            return f"UPDATE {table} SET {setting} WHERE {where}"  # noqa: S608
        setting = ", ".join(f'"{name}" = v."{name}"' for name in shape.columns)
        where = " AND ".join(f't."{name}" = v."{name}"' for name in shape.keys)
        return f"UPDATE {table} t SET {setting} FROM {_arrays(shape)} WHERE {where}"  # noqa: S608
    names = ", ".join(f'"{name}"' for name in shape.columns)
    clash = " ON CONFLICT DO NOTHING" if shape.kind == "insert_new" else ""
    if rows:
        marks = "(" + ", ".join("%s" for _ in shape.columns) + ")"
        values = "VALUES " + ", ".join([marks] * rows)
    else:
        values = f"SELECT * FROM {_arrays(shape)}"  # noqa: S608
    return f"INSERT INTO {table} ({names}) {values}{clash}"


def _arrays(shape: _Shape) -> str:
    from sqlalchemy.dialects import postgresql  # not needed by an office on SQLite

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    columns = (*shape.columns, *shape.keys)
    arrays = ", ".join(f"%s::{shape.table.c[name].type.compile(dialect)}[]" for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"unnest({arrays}) AS v({names})"


def _send_together(connection: sa.Connection, groups: Sequence[tuple[_Shape, list[tuple[Any, ...]]]]) -> int:
    parts: list[str] = []
    parameters: list[Any] = []
    for shape, rows in groups:
        columns = _converted(shape, connection.dialect, rows)
        count = len(rows)
        spelt_out = count == 1 or (shape.kind != "update" and count <= SPELT_OUT)
        parts.append(_statement_postgres(shape, count if spelt_out else 0))
        if spelt_out:
            for values in zip(*columns, strict=True):
                parameters.extend(values)
        else:
            parameters.extend(list(column) for column in columns)
    *first, last = parts
    common = ", ".join(f"w{place} AS ({part})" for place, part in enumerate(first))
    connection.exec_driver_sql(f"WITH {common} {last}" if first else last, tuple(parameters))
    return 1
