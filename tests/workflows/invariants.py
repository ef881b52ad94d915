"""What holds of every case at every moment, whatever was done; read from the rows alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.checks import run_checks
from foundation.settings import Settings
from notifications.ladder import ladder_of, ladders
from workflows.charts.registry import VERSIONS, known_states

# What may still run on a closed file: its archiving, and a check of its quality afterwards.
AFTER_CLOSING = frozenset({"SVC-ARCHIVE", "SVC-QC"})
# In a test time jumps and nobody fires: that is not a fault of the records.
WHEN_THE_ENGINE_STANDS_STILL = frozenset({"unfired_timer", "letter_overdue", "late_finding", "calendar_year"})

CONF = Settings()


def rows(connection: sa.Connection, table: str, **wanted: Any) -> list[dict[str, Any]]:
    """All rows of a table with these values."""
    one = SQLModel.metadata.tables[table]
    query = sa.select(one).where(*(one.c[name] == value for name, value in wanted.items()))
    return [dict(row) for row in connection.execute(query).mappings()]


@cache
def _count_all() -> sa.CompoundSelect[Any]:
    """One statement over all tables: asked before and after every act of a random life."""
    return sa.union_all(
        *(
            sa.select(sa.literal_column(f"'{name}'"), sa.func.count()).select_from(table)
            for name, table in SQLModel.metadata.tables.items()
        )
    )


def counts(engine: sa.Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(_count_all()).all()}


def broken(engine: sa.Engine, at: datetime) -> list[str]:
    """Every invariant that does not hold, those of the rows and those of the night."""
    return unchecked(engine, at) + wrong_rows(engine)


def unchecked(engine: sa.Engine, at: datetime) -> list[str]:
    """What the checks of the night find."""
    return [
        f"{one.check}: {one.message}"
        for one in run_checks(engine, at, CONF, known_states())
        if one.severity == "error" and one.check not in WHEN_THE_ENGINE_STANDS_STILL
    ]


def wrong_rows(engine: sa.Engine) -> list[str]:
    """What does not hold in the rows of the cases and their clocks."""
    found: list[str] = []
    with engine.connect() as connection:
        cases, clocks = rows(connection, "case"), rows(connection, "clock")
        timers, facts = rows(connection, "timer"), rows(connection, "clock_fact")
        payments, journal = rows(connection, "payment"), rows(connection, "journal_entry")
    of_case, money, entries = _by(clocks, "case_id"), _by(payments, "case_id"), _by(journal, "case_id")
    for case in cases:
        found += (f"{case['number']}: {words}" for words in _case(case, of_case[case["id"]]))
        paid = [row["amount"] for row in money[case["id"]] if row["amount"] is not None]
        if (sum(paid) if paid else None) != case["paid"]:
            found.append(f"{case['number']}: paid {case['paid']} and not the sum of {paid}")
        acts = [one for one in entries[case["id"]] if not one["act"].startswith("clock_")]
        if len(acts) != case["version"]:
            found.append(f"{case['number']}: version {case['version']} after {len(acts)} acts")
    found += _timers(clocks, timers, facts)
    return found


def _by(found: list[dict[str, Any]], name: str) -> dict[Any, list[dict[str, Any]]]:
    grouped: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        grouped[one[name]].append(one)
    return grouped


def _case(case: dict[str, Any], clocks: list[dict[str, Any]]) -> Iterator[str]:
    chart = VERSIONS[case["case_type"], case["chart_version"]]
    if case["state"] not in chart.states:
        yield f"unknown state {case['state']}"
    elif case["stage"] != chart.states[case["state"]].stage:
        yield f"stage {case['stage']} in {case['state']}"
    done = case["state"] in ("closed", "archived")
    if done != (case["closed_at"] is not None):
        yield f"closed_at {case['closed_at']} in {case['state']}"
    if (case["state"] == "archived") != (case["archived_at"] is not None):
        yield f"archived_at {case['archived_at']} in {case['state']}"
    live = [clock for clock in clocks if clock["state"] in ("running", "paused")]
    if done and any(clock["rule_id"] not in AFTER_CLOSING for clock in live):
        yield f"closed, but {[clock['rule_id'] for clock in live]} run"
    citizen = [clock for clock in live if clock["kind"] == "citizen"]
    if not done and [clock["opened_at"] for clock in citizen] != [case["opened_at"]]:
        yield f"citizen clocks of an open case: {len(citizen)}"
    for clock in live:
        if clock["bound_state"] not in (None, case["state"]):
            yield f"{clock['rule_id']} runs for {clock['bound_state']}, not for {case['state']}"
    bound = Counter(
        (clock["rule_id"], clock["letter_id"], clock["referral_id"]) for clock in live if clock["bound_state"]
    )
    for rule, times in bound.items():
        if times > 1:
            yield f"{rule} runs {times} times"
    running = [clock for clock in live if clock["state"] == "running" and clock["due_at"] is not None]
    if not done and case["next_due_at"] != min((one["due_at"] for one in running), default=None):
        yield f"next_due_at {case['next_due_at']}"
    right = min((one["due_at"] for one in running if one["kind"] == "right"), default=None)
    if case["right_due_at"] != right:
        yield f"right_due_at {case['right_due_at']}, not {right}"


def _timers(clocks: list[dict[str, Any]], timers: list[dict[str, Any]], facts: list[dict[str, Any]]) -> Iterator[str]:
    """A running clock waits for exactly one thing, until its ladder has ended; nothing was said twice."""
    of_clock = _by(timers, "clock_id")
    for clock in clocks:
        now = [one for one in of_clock[clock["id"]] if one["generation"] == clock["generation"]]
        waiting = [one for one in now if one["done_at"] is None]
        if clock["state"] == "running" and clock["due_at"] is not None:
            last = ladders()[ladder_of(clock["kind"], clock["rule_id"], clock["letter_id"])][-1].level
            ended = any(one["level"] == last and one["done_at"] is not None for one in now)
            if len(waiting) != (0 if ended else 1):
                yield f"{clock['rule_id']}: {len(waiting)} timers, ladder ended: {ended}"
        elif waiting:
            yield f"{clock['rule_id']} is {clock['state']} and its timer waits in its own generation"
    said = Counter((one["clock_id"], one["generation"], one["level"], one["kind"]) for one in facts)
    for key, times in said.items():
        if times > 1:
            yield f"{key} was written {times} times"
