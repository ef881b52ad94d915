"""Clocks fire level by level, each exactly once, whoever looks and how often."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.checks import run_checks
from cases.clock_rows import Alert, ClockFact, ClockRow, Timer
from foundation.outbox import OutboxMessage
from foundation.settings import Settings
from foundation.work import SYSTEM, begin
from rules.deadline import Question, answer
from tests.office import MORNING, Office
from tests.stories.players import filled
from tests.stories.scripts import TO_MEDIATION, opening
from workflows.charts.registry import known_states
from workflows.firing import fire_all_due, fire_due

LAST = answer(Question("LA-14-1", date(2026, 10, 13))).due_at
KNOWN = known_states()


def mediating(office: Office) -> UUID:
    """A case in mediation; no right clock beside it, so that only one clock fires."""
    data = opening("wage_arrears")
    del data["infringement_known_on"]
    case_id = office.act("open_case", **data).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, **filled(office, line.data))
    return case_id


def facts(office: Office) -> list[tuple[str, int]]:
    """What became of the mediation clock."""
    query = (
        sa.select(ClockFact.kind, ClockFact.level)
        .join(ClockRow, ClockRow.id == ClockFact.clock_id)  # type: ignore[arg-type]
        .where(ClockRow.rule_id == "LA-14-1", ClockFact.kind != "met")
        .order_by(ClockFact.at, ClockFact.level)  # type: ignore[arg-type]
    )
    with office.engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(query)]


def test_each_level_once(office: Office) -> None:
    mediating(office)
    for at, expected in (
        (LAST - timedelta(hours=25), []),
        (LAST - timedelta(hours=24), [("warned", 0)]),
        (LAST, [("warned", 0), ("breached", 1)]),
        (LAST + timedelta(hours=24), [("warned", 0), ("breached", 1), ("escalated", 2)]),
        (LAST + timedelta(hours=72), [("warned", 0), ("breached", 1), ("escalated", 2), ("escalated", 3)]),
        (LAST + timedelta(days=300), [("warned", 0), ("breached", 1), ("escalated", 2), ("escalated", 3)]),
    ):
        fire_all_due(office.engine, at)
        fire_all_due(office.engine, at)
        assert facts(office) == expected, at
    with office.engine.connect() as connection:
        told = connection.execute(sa.select(Alert.role, Alert.level)).all()
    assert {("leader", 3), ("supervisor", 1)} <= {(role, level) for role, level in told}
    assert len(told) == 5


def test_an_engine_that_slept_catches_up_on_every_level(office: Office) -> None:
    mediating(office)
    fire_all_due(office.engine, LAST + timedelta(days=10))
    assert [kind for kind, _ in facts(office)] == ["warned", "breached", "escalated", "escalated"]


def test_a_case_that_moved_in_time_is_left_alone(office: Office) -> None:
    case_id = mediating(office)
    office.act("record_agreement", case_id, by="mediator", at=LAST - timedelta(hours=1))
    fire_all_due(office.engine, LAST + timedelta(days=10))
    assert facts(office) == []


def test_a_clock_stopped_late_has_still_run_out(office: Office) -> None:
    case_id = mediating(office)
    office.act("record_agreement", case_id, by="mediator", at=LAST + timedelta(minutes=1))
    assert facts(office) == [("breached", 1)]


def test_two_engines_at_once_fire_nothing_twice(office: Office) -> None:
    for _ in range(12):
        mediating(office)
    fired = []

    def run() -> None:
        fired.append(fire_all_due(office.engine, LAST, limit=3).fired)

    both = [threading.Thread(target=run) for _ in range(3)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    fire_all_due(office.engine, LAST)
    assert facts(office) == [("warned", 0)] * 12 + [("breached", 1)] * 12
    with office.engine.connect() as connection:
        keys = list(connection.execute(sa.select(OutboxMessage.key)).scalars())
    assert len(keys) == len(set(keys))
    findings = run_checks(office.engine, LAST, Settings(), KNOWN)
    assert [finding for finding in findings if finding.severity == "error"] == []


def test_what_fell_due_before_an_import_is_history(office: Office) -> None:
    case_id = mediating(office)
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": case_id}, {"origin": "import", "recorded_at": LAST + timedelta(days=1)})
    fire_all_due(office.engine, LAST + timedelta(days=1, hours=1))
    with office.engine.connect() as connection:
        alerts = connection.execute(sa.select(Alert.level, Alert.is_history)).all()
        states = set(connection.execute(sa.select(OutboxMessage.state)).scalars())
    assert {(level, history) for level, history in alerts} == {(0, True), (1, True), (2, True)}
    assert states == {"history"}


def test_a_batch_that_fails_keeps_everything_due(office: Office) -> None:
    mediating(office)
    with office.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE alert RENAME TO alert_away"))
    try:
        fire_due(office.engine, LAST)
    except sa.exc.DBAPIError:
        pass
    else:
        raise AssertionError("firing without its table must fail")
    with office.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE alert_away RENAME TO alert"))
        assert connection.execute(sa.select(ClockFact).where(ClockFact.kind == "breached")).first() is None
        assert connection.execute(sa.select(Timer).where(Timer.done_at.is_(None))).first() is not None  # type: ignore[union-attr]
    fire_all_due(office.engine, datetime(2026, 10, 30, tzinfo=UTC))
    assert ("breached", 1) in facts(office)
