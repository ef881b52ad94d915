"""Opening a case (case, party, three claims, journal, clocks) and moving it through six steps."""

import gc
import time
from typing import Any

import sqlalchemy as sa

from benchmarks.capture import Look, Player, Recorded, recording, transaction
from benchmarks.office import CASE, act, hire, steps
from benchmarks.stores import Store

_TAKE = (
    "INSERT INTO series (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = series.last + 1 "
    "RETURNING last"
)
_EMPLOYER = "SELECT id FROM employer WHERE folded = ?"
_CASE = 'SELECT id, state, version, handler_id, journal_seq, journal_hash FROM "case" WHERE id = ?'
_CLOCKS = "SELECT * FROM clock WHERE case_id = ? AND state IN ('running', 'paused')"


def measure(where: Store, rounds: int, size: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds per operation by round: (engine, plain) for 'open' and 'move'."""
    people = hire(where.engine)
    act(where.engine, people["operator"], "open_case", None, CASE)
    recorded: list[Recorded] = []
    with recording(recorded):
        first = act(where.engine, people["operator"], "open_case", None, CASE)
        for role, name, data in steps(people):
            act(where.engine, people[role], name, first.case_id, data)
    with where.engine.connect() as connection:
        # What stood there before the first life, and every life refers to.
        there = " UNION ALL ".join(f"SELECT id FROM {table}" for table in ("account", "employer", "project", "unit"))  # noqa: S608
        kept = [row[0] for row in connection.execute(sa.text(there))]
    player = Player(recorded, unique=[str(first.case_number)], keep=kept)
    plain = where.plain()
    stored_id: Any = first.case_id if where.kind == "postgres" else first.case_id.hex if first.case_id else None
    lock = " FOR UPDATE" if where.kind == "postgres" else ""
    found: dict[str, list[tuple[float, float]]] = {"open": [], "move": []}
    for turn in range(rounds + 1):
        lives = [player.life() for _ in range(size)]
        gc.collect()
        started = time.perf_counter()
        opened = [act(where.engine, people["operator"], "open_case", None, CASE) for _ in range(size)]
        engine_open = time.perf_counter() - started
        started = time.perf_counter()
        looks: list[Look] = [(_TAKE, ("plain",)), (_EMPLOYER, ("测试建筑有限公司",))]
        for transactions, _ in lives:
            transaction(plain, where.kind, transactions[0], looks)
        plain_open = time.perf_counter() - started
        started = time.perf_counter()
        for done in opened:
            for role, name, data in steps(people):
                act(where.engine, people[role], name, done.case_id, data)
        engine_move = time.perf_counter() - started
        started = time.perf_counter()
        for transactions, fresh in lives:
            case = fresh[stored_id]
            for statements in transactions[1:]:
                transaction(plain, where.kind, statements, [(_CASE + lock, (case,)), (_CLOCKS, (case,))])
        plain_move = time.perf_counter() - started
        if turn:  # the first round warms caches
            found["open"].append((engine_open / size, plain_open / size))
            found["move"].append((engine_move / size / 6, plain_move / size / 6))
    plain.close()
    return found
