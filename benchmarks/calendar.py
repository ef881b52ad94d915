"""Rehearsing a new notice on 100,000 running clocks, against computing every one anew with its certificate."""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random

import orjson
import sqlalchemy as sa

from benchmarks.office import hire
from benchmarks.stores import Store
from cases.case import Case
from cases.clock_rows import ClockRow, DeadlineRow, Timer
from foundation.work import SYSTEM, begin
from rules.calendar import Calendar, calendar
from rules.deadline import Question, answer
from rules.papers import Paper, dump, read_paper
from rules.whatif import question_of
from workflows import calendars
from workflows.calendar_rehearsal import rehearse

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
# Rules of all units as an office has them running, and how long before today their periods began at most.
RULES = (
    ("LA-14-1", "stage", 15),
    ("LA-29-1", "obligation", 7),
    ("LA-43-1", "obligation", 45),
    ("LS-17-1", "obligation", 80),
    ("LA-27-1", "right", 365),
    ("LA-48-1", "right", 15),
    ("LTR-NOTICE-REPLY", "obligation", 15),
)
NOTICE = {
    "paper": "2027",
    "year": 2027,
    "notice": "（演练）",
    "title": "（演练）",
    "source": "https://www.gov.cn/example",
    "published": date(2026, 11, 4),
    "days_off": [
        "2027-01-01..2027-01-03",
        "2027-02-05..2027-02-11",
        "2027-04-03..2027-04-05",
        "2027-05-01..2027-05-05",
    ],
    "make_up": ["2027-02-14", "2027-02-20", "2027-05-08"],
}


def notice() -> Paper:
    """Next year's notice."""
    return read_paper(dump(NOTICE), "2027")


def seed(where: Store, clocks: int) -> None:
    """As many cases with one running clock each, begun on days of the months before, each with its own certificate."""
    mediator = hire(where.engine)["mediator"].account_id
    chance = Random(7)  # noqa: S311 - the same office in every run
    for start in range(0, clocks, 5000):
        with begin(where.engine, by=SYSTEM, at=NOW) as work:
            for number in range(start, min(clocks, start + 5000)):
                rule, kind, most = RULES[number % len(RULES)]
                begun = NOW.date() - timedelta(days=chance.randrange(most))
                found = answer(Question(rule, begun, region="QH"))
                due = found.due if not isinstance(found.due, datetime) else found.due.date()
                case = Case(
                    number=f"〔2026〕薪{number + 1:04d}号",
                    case_type="wage_arrears",
                    state="mediating",
                    stage="mediation",
                    title="测试",
                    channel="walk_in",
                    district="630102",
                    category="wages",
                    opened_at=NOW,
                    recorded_at=NOW,
                    handler_id=mediator,
                    next_due_at=found.due_at,
                    right_due_at=found.due_at if kind == "right" else None,
                )
                clock = ClockRow(
                    case_id=case.id,
                    rule_id=rule,
                    label=found.rule.label,
                    kind=kind,
                    opened_at=NOW,
                    started_on=begun,
                    due_on=due,
                    due_at=found.due_at,
                    provisional=found.provisional,
                )
                work.writes.insert(Case, case.model_dump())
                work.writes.insert(ClockRow, clock.model_dump())
                work.writes.insert(Timer, {"clock_id": clock.id, "level": 1, "fire_at": found.due_at})
                work.writes.insert(
                    DeadlineRow,
                    {
                        "clock_id": clock.id,
                        "raw_last_day": str(found.raw_last_day),
                        "due": str(found.due),
                        "due_at": found.due_at,
                        "provisional": found.provisional,
                        "rule_version": found.rule_version,
                        "calendar_version": found.calendar_version,
                        "certificate": found.certificate(),
                        "cause": "seed",
                        "recorded_at": NOW,
                    },
                )
    with where.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


def measure(where: Store, rounds: int, clocks: int) -> list[tuple[float, float]]:
    """Seconds per running clock by round: (rehearsal, every clock anew with its certificate)."""
    seed(where, clocks)
    found = []
    for turn in range(rounds + 1):
        new = Calendar([*calendar().papers, notice()])
        started = time.perf_counter()
        with where.engine.connect() as connection:
            calendars.forget(where.engine)
            moved = {
                (move.clock_id, move.true_due)
                for move in rehearse(connection, new, NOW).moves
                if move.true_due != move.old_due
            }
        engine_time = time.perf_counter() - started
        started = time.perf_counter()
        anew = _anew(where, new)
        plain_time = time.perf_counter() - started
        if moved != anew:
            raise RuntimeError(f"{len(moved)} clocks move in the rehearsal, {len(anew)} when all are computed anew")
        if turn:
            found.append((engine_time / clocks, plain_time / clocks))
    return found


def _anew(where: Store, new: Calendar) -> set[tuple[object, str]]:
    """The plain way: read every running clock, compute it, make its certificate, compare."""
    clock, deadline = ClockRow.__table__, DeadlineRow.__table__  # type: ignore[attr-defined]  # SQLModel adds them
    query = (
        sa.select(clock.c.id, deadline.c.due, deadline.c.certificate)
        .join(deadline, sa.and_(deadline.c.clock_id == clock.c.id, deadline.c.seq == clock.c.deadline_seq))
        .where(clock.c.state == "running")
    )
    moved = set()
    with where.engine.connect() as connection:
        for row in connection.execute(query.execution_options(yield_per=2000)):
            certificate = answer(question_of(row.certificate), new).certificate()
            orjson.dumps(certificate)
            if certificate["due"] != row.due:
                moved.add((row.id, certificate["due"]))
    return moved
