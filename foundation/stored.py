"""Values in the driver's own spelling, for the few loops that handle rows by the ten thousand.

An identifier is 32 hex digits in SQLite and a UUID in PostgreSQL; an instant is text in the one and a datetime in
the other. A loop that only carries such values from one table to the next need not turn each into an object and
back. The conversions are the column types' own, so nothing here knows how a type is kept.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from foundation.ids import new_id, new_number

Convert = Callable[[Any], Any]
# A running office has few distinct due instants: ends of days and beginnings of hours.
INSTANTS = 4096


class Stored:
    """How one database spells identifiers, instants and JSON."""

    def __init__(self, dialect: sa.Dialect, instant: sa.Column[Any], identifier: sa.Column[Any]) -> None:
        self.instant: Convert = lru_cache(INSTANTS)(_result(instant, dialect))
        """A stored instant as a datetime with its zone."""
        self.spell_instant: Convert = lru_cache(INSTANTS)(_bind(instant, dialect))
        """A datetime as it is stored."""
        self.spell_id: Convert = _bind(identifier, dialect)
        """A UUID as it is stored."""
        as_text = dialect.name == "sqlite"
        self.new_id: Callable[[], Any] = _new_hex if as_text else new_id
        """A new identifier as it is stored."""
        self.id_text: Convert = _dashed if as_text else str
        """A stored identifier in its canonical text (RFC 9562)."""

    @staticmethod
    def json(value: Any) -> str:
        """A value as JSON text, which both databases take."""
        return orjson.dumps(value).decode()


@lru_cache
def stored(dialect: sa.Dialect, instant: sa.Column[Any], identifier: sa.Column[Any]) -> Stored:
    """The spelling of the database that speaks this dialect, learnt from two columns of the schema."""
    return Stored(dialect, instant, identifier)


def rows_as_stored(
    connection: sa.Connection, query: sa.Select[Any] | sa.CompoundSelect[Any], values: Mapping[str, Any]
) -> list[Any]:
    """The rows of a query as the driver gives them; `values` are spelt already.

    Raises sqlalchemy.exc.DBAPIError as any other query does, without the values in its text.
    """
    dialect = connection.dialect
    text, given, order = _compiled(query, dialect)
    every = {**given, **values}
    bound: Any = every if order is None else tuple([every[name] for name in order])
    # Past SQLAlchemy's result, which learns the columns anew for each statement that is already text.
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, bound)
        return list(cursor.fetchall())
    except dialect.loaded_dbapi.Error as error:
        base = dialect.loaded_dbapi.Error
        raise sa.exc.DBAPIError.instance(text, bound, error, base, hide_parameters=True, dialect=dialect) from error
    finally:
        cursor.close()


@lru_cache
def _compiled(
    query: sa.Select[Any] | sa.CompoundSelect[Any], dialect: sa.Dialect
) -> tuple[str, dict[str, Any], tuple[str, ...] | None]:
    """The text, the values that the query brings itself, and the order of values where they have no names."""
    compiled = query.compile(dialect=dialect)
    order = compiled.positiontup
    return str(compiled), dict(compiled.params), None if order is None else tuple(order)


def _result(column: sa.Column[Any], dialect: sa.Dialect) -> Convert:
    return column.type.dialect_impl(dialect).result_processor(dialect, None) or _same


def _bind(column: sa.Column[Any], dialect: sa.Dialect) -> Convert:
    return column.type.dialect_impl(dialect).bind_processor(dialect) or _same


def _same(value: Any) -> Any:
    return value


def _new_hex() -> str:
    return f"{new_number():032x}"


def _dashed(value: str) -> str:
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
