"""Timers, facts and alerts that are too many, too few, or of nothing; and what runs by itself."""

from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa

from cases.clock_rows import ClockRow, Timer
from foundation.ids import new_id
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease
from foundation.work import SYSTEM, begin
from people.account import SignIn
from tests.cases.planting import LATE, run_out, unforced
from tests.office import MORNING, Office
from tests.workflows.clock_stories import a_case, clock
from tests.workflows.test_calendar_versions import NOTICE_2027, NOVEMBER, applied, dump, imported
from workflows import calendars, clocks, engine
from workflows.subjects import read_case

_timer, _clock = Timer.__table__, ClockRow.__table__
LEASE, RUN = Lease.__table__, JobRun.__table__
NEXT_SPRING = datetime.combine(date(2027, 3, 1), time(1), UTC)


def _change(office: Office, table: sa.Table, values: dict[str, object], *where: sa.ColumnElement[bool]) -> None:
    with office.engine.begin() as connection:
        assert connection.execute(sa.update(table).where(*where).values(**values)).rowcount


def _a_timer(clock_id: UUID, level: int) -> dict[str, object]:
    return {
        "id": new_id(),
        "clock_id": clock_id,
        "generation": 1,
        "level": level,
        "fire_at": MORNING + timedelta(days=9),
    }


def _timer_clock(office: Office) -> None:
    with unforced(office) as connection:
        connection.execute(sa.insert(_timer).values(**_a_timer(new_id(), 1)))


def _double_timer(office: Office) -> None:
    review = clock(office, a_case(office), "SVC-REVIEW")
    with office.engine.begin() as connection:
        connection.execute(sa.insert(_timer).values(**_a_timer(review.id, 3)))


def _untimed_clock(office: Office) -> None:
    a_case(office)
    _change(office, _timer, {"done_at": MORNING})


def _stale_timer(office: Office) -> None:
    case_id = a_case(office)
    office.act("accept", case_id)
    review = clock(office, case_id, "SVC-REVIEW")
    _change(office, _timer, {"fire_at": LATE}, _timer.c.clock_id == review.id)


def _unfired_timer(office: Office) -> None:
    a_case(office)
    _change(office, _timer, {"fire_at": LATE})


def _breach_alert(office: Office) -> None:
    run_out(office)
    with office.engine.begin() as connection:
        assert connection.execute(sa.text("DELETE FROM alert WHERE level = 1")).rowcount


def _ladder(office: Office) -> None:
    run_out(office)
    with office.engine.begin() as connection:
        assert connection.execute(sa.text("DELETE FROM clock_fact WHERE level = 1")).rowcount


def _double_clock(office: Office) -> None:
    review = clock(office, a_case(office), "SVC-REVIEW")
    again = {**review._mapping, "id": new_id()}
    with office.engine.begin() as connection:
        connection.execute(sa.insert(_clock).values(**again))
        connection.execute(sa.insert(_timer).values(**_a_timer(again["id"], 0)))


def _outbox(office: Office) -> None:
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        given = {"key": "planted", "effect": "email", "state": "failed", "due_at": MORNING, "created_at": MORNING}
        work.writes.insert(OutboxMessage, given)


def _engine(office: Office) -> None:
    _change(office, LEASE, {"until": LATE})


def _job_run(office: Office) -> None:
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.insert(JobRun, {"job": "checks", "started_at": LATE, "via": "direct"})


def _expired_rows(office: Office) -> None:
    long_ago = MORNING - timedelta(days=9)
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        given = {"token_hash": "0" * 64, "account_id": office.account_id("huawu")}
        work.writes.insert(SignIn, {**given, "created_at": long_ago, "expires_at": long_ago})


def _calendar_year(office: Office) -> datetime:
    """Spring has come, and nobody has put this year's notice in force."""
    return NEXT_SPRING


def _calendar_unsettled(office: Office) -> None:
    imported(office, dump(NOTICE_2027), NOVEMBER)
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE calendar_version SET status = 'withdrawn'"))


def _calendar_clock(office: Office) -> datetime:
    """Opened by a process that had not looked at the calendar since the new notice was applied."""
    applied(office, dump(NOTICE_2027), NOVEMBER)
    case_id = a_case(office, at=NOVEMBER)
    with (
        patch.object(calendars, "in_force", lambda work: calendars.combined([])),
        begin(office.engine, by=SYSTEM, at=NOVEMBER) as work,
    ):
        case = read_case(work, case_id)
        clocks.open_by_rule(work, case, "LS-17-1", NOVEMBER.date(), kind="stage", cause="planted")
        engine.save(work, case)
    return NOVEMBER


PLANTS = {
    "timer_clock": _timer_clock,
    "double_timer": _double_timer,
    "untimed_clock": _untimed_clock,
    "stale_timer": _stale_timer,
    "unfired_timer": _unfired_timer,
    "breach_alert": _breach_alert,
    "ladder": _ladder,
    "double_clock": _double_clock,
    "outbox": _outbox,
    "engine": _engine,
    "job_run": _job_run,
    "expired_rows": _expired_rows,
    "calendar_year": _calendar_year,
    "calendar_unsettled": _calendar_unsettled,
    "calendar_clock": _calendar_clock,
}
