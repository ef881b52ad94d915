"""Firing 10,000 due of 100,000 open timers."""

import time
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benchmarks.capture import Recorded, recording, send
from benchmarks.office import AT, hire
from benchmarks.stores import Store
from cases.case import Case
from cases.clock_rows import ClockRow, Timer
from cases.journal import JournalEntry
from foundation.ids import new_id
from foundation.work import SYSTEM, begin
from workflows.firing import fire_due

BATCH = 1000
_CLAIM = "SELECT id, clock_id, generation, level, fire_at FROM timer WHERE done_at IS NULL AND fire_at <= ? ORDER BY fire_at LIMIT ?"


def seed(where: Store, timers: int, due: int) -> None:
    """Open timers on as many cases; the first `due` of them lie an hour back, at the level of the breach."""
    people = hire(where.engine)
    mediator = people["mediator"].account_id
    for start in range(0, timers, 5000):
        with begin(where.engine, by=SYSTEM, at=AT) as work:
            for number in range(start, min(timers, start + 5000)):
                due_at = AT - timedelta(hours=1) if number < due else AT + timedelta(days=30)
                case = Case(
                    number=f"n{number}",
                    case_type="wage_arrears",
                    state="mediating",
                    stage="mediation",
                    title="测试",
                    channel="walk_in",
                    district="630102",
                    category="wages",
                    opened_at=AT,
                    recorded_at=AT,
                    handler_id=mediator,
                    next_due_at=due_at,
                )
                clock = ClockRow(
                    case_id=case.id,
                    rule_id="LA-14-1",
                    label="调解期限",
                    kind="stage",
                    bound_state="mediating",
                    opened_at=AT - timedelta(days=20),
                    started_on=AT.date(),
                    due_on=due_at.date(),
                    due_at=due_at,
                )
                work.writes.insert(Case, case.model_dump())
                work.writes.insert(ClockRow, clock.model_dump())
                work.writes.insert(Timer, {"id": new_id(), "clock_id": clock.id, "level": 1, "fire_at": due_at})
    with where.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


def rewind(where: Store, due: int) -> None:
    """Make the same timers due again, in the state before they fired."""
    with begin(where.engine, by=SYSTEM, at=AT) as work:
        for text in (
            "DELETE FROM alert",
            "DELETE FROM outbox",
            "DELETE FROM clock_fact",
            "DELETE FROM journal_entry",
            "DELETE FROM timer WHERE level > 1",
        ):
            work.connection.execute(sa.text(text))
        work.connection.execute(sa.text("UPDATE timer SET done_at = NULL WHERE done_at IS NOT NULL"))
        work.connection.execute(sa.update(ClockRow).values(breached=False).where(sa.text("breached")))
        work.connection.execute(
            sa.update(Case).values(breaches=0, journal_seq=0, journal_hash="").where(sa.text("breaches > 0"))
        )
    with where.engine.connect() as connection:
        left = connection.execute(sa.select(sa.func.count()).select_from(JournalEntry)).scalar_one()
        if left:
            raise RuntimeError("the measured database was not rewound")
    with where.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if where.kind == "postgres" else "ANALYZE"))


def measure(where: Store, rounds: int, timers: int, due: int) -> list[tuple[float, float]]:
    """Seconds per fired timer by round: (engine, plain)."""
    seed(where, timers, due)
    plain = where.plain()
    found = []
    for turn in range(rounds + 1):
        recorded: list[Recorded] = []
        # What the plain side writes is recorded in a run of its own that is not measured.
        with recording(recorded):
            _fire_all(where, due)
        rewind(where, due)
        started = time.perf_counter()
        _fire_all(where, due)
        engine_time = time.perf_counter() - started
        rewind(where, due)
        batches = [one.statements for one in recorded]
        started = time.perf_counter()
        _fire_plain(where, plain, batches)
        plain_time = time.perf_counter() - started
        rewind(where, due)
        if turn:
            found.append((engine_time / due, plain_time / due))
    plain.close()
    return found


def _fire_all(where: Store, due: int) -> None:
    fired = 0
    while batch := fire_due(where.engine, AT, limit=BATCH).fired:
        fired += batch
    if fired != due:
        raise RuntimeError(f"{fired} timers fired, {due} were due")


def _fire_plain(where: Store, plain: Any, batches: list[Any]) -> None:
    claim = _CLAIM if where.kind == "sqlite" else _CLAIM.replace("?", "%s") + " FOR UPDATE SKIP LOCKED"
    at: Any = AT if where.kind == "postgres" else AT.strftime("%Y-%m-%d %H:%M:%S.%f")
    cursor = plain.cursor()
    for statements in batches:
        cursor.execute("BEGIN IMMEDIATE" if where.kind == "sqlite" else "BEGIN")
        cursor.execute(claim, (at, BATCH))
        cursor.fetchall()
        send(cursor, statements)
        cursor.execute("COMMIT")
