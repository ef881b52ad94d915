"""All checks in order."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from cases.case import Case
from cases.checks import clocks, journal, money_and_numbers, running
from cases.checks.finding import Finding
from foundation.database import reading
from foundation.settings import Settings

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def run_checks(
    engine: sa.Engine, at: datetime, conf: Settings, known_states: Mapping[str, frozenset[str]]
) -> list[Finding]:
    """Everything that is wrong tonight. `known_states`: the states that each case type's chart knows."""
    with reading(engine) as session:
        connection = session.connection()
        return [
            *journal.broken_chains(connection),
            *clocks.running_in_closed_cases(connection),
            *clocks.clocks_without_timer(connection),
            *clocks.pauses_that_do_not_fit(connection),
            *clocks.wrong_nearest(connection),
            *money_and_numbers.wrong_sums(connection),
            *money_and_numbers.gaps(connection),
            *_unknown_states(connection, known_states),
            *running.stuck_messages(connection, at, conf),
            *running.missing_engine(connection, at),
            *running.orphaned_runs(connection, at),
        ]


def _unknown_states(connection: sa.Connection, known: Mapping[str, frozenset[str]]) -> list[Finding]:
    query = sa.select(_case.c.number, _case.c.case_type, _case.c.state)
    return [
        Finding("state", "error", row.number, f"案件处于状态图中没有的状态“{row.state}”。")
        for row in connection.execute(query)
        if row.state not in known.get(row.case_type, frozenset())
    ]
