"""States: a case stands where its chart knows it."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@check("state", "案件状态在状态图中")
def unknown_states(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Cases in a state that no chart of their type has."""
    query = sa.select(_case.c.number, _case.c.case_type, _case.c.state)
    for row in connection.execute(query):
        if row.state not in night.known_states.get(row.case_type, frozenset()):
            yield Finding("state", "error", row.number, f"案件处于状态图中没有的状态“{row.state}”。")
