"""The pulse: every few seconds one indexed look whether something is due; one leader among all engines."""

import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from types import FrameType

import sqlalchemy as sa
import structlog
from apscheduler.schedulers.blocking import BlockingScheduler

from foundation.clock import OFFICE, now
from foundation.database import reading
from foundation.settings import Settings
from notifications.delivery import mail_waiting
from workflows.bulk import resume_bulk_jobs
from workflows.due import anything_due
from workflows.effects import effects_waiting
from workflows.flows.calendars import calendars
from workflows.flows.checks import checks
from workflows.flows.deliver import deliver
from workflows.flows.escalate import escalate
from workflows.flows.letter_steps import letter_checks, letter_copies, letter_overdue, steps_waiting
from workflows.flows.letters import letters
from workflows.flows.monthly_report import monthly_report
from workflows.indexing import index_new
from workflows.leader import lead, resign
from workflows.reissue_by_calendar import anything_to_follow

_log = structlog.get_logger()
# Everything that runs by itself, by the name of its runs; `weiquan run` starts one by hand.
JOBS: Mapping[str, Callable[[sa.Engine, datetime], None]] = {
    "escalate": escalate,
    "letters": letters,
    "letter_copies": letter_copies,
    "letter_checks": letter_checks,
    "letter_overdue": letter_overdue,
    "calendars": calendars,
    "deliver": deliver,
    "checks": checks,
    "monthly_report": monthly_report,
}


class Pulse:
    """What is looked at at every beat, by the one engine that leads."""

    def __init__(self, engine: sa.Engine, conf: Settings) -> None:
        self.engine = engine
        self.conf = conf
        self.holder = f"{socket.gethostname()}:{os.getpid()}"

    def beat(self) -> None:
        """Fire what is due, draft what that has ordered, let clocks follow a notice that was applied or undone."""
        at = now()
        if not self._leads(at):
            return
        with reading(self.engine) as session:
            due = anything_due(session.connection(), at)
        if due:
            self._run("escalate", at)
        with reading(self.engine) as session:
            ordered = effects_waiting(session.connection(), at)
        if ordered:
            self._run("letters", at)
        with reading(self.engine) as session:
            unsettled = anything_to_follow(session.connection())
        if unsettled:
            self._run("calendars", at)

    def send(self) -> None:
        """Send waiting mail; apart from the beat, because a slow mail server must not delay a deadline."""
        at = now()
        if not self._leads(at):
            return
        with reading(self.engine) as session:
            waiting = mail_waiting(session.connection(), at, self.conf)
        if waiting:
            self._run("deliver", at)

    def catch_up(self) -> None:
        """Search documents and ordered bulk jobs; apart from the beat, because neither is a deadline."""
        at = now()
        if not self._leads(at):
            return
        for job in (resume_bulk_jobs, index_new):
            try:
                job(self.engine, at)
            except Exception as error:
                # What was not done is found again at the next turn.
                _log.error("job_failed", job=job.__name__, error=type(error).__name__)

    def letter_steps(self) -> None:
        """Reminders of the letters' own steps; each kind is a run of its own, and none is started for nothing."""
        at = now()
        if not self._leads(at):
            return
        for name in steps_waiting(self.engine, at):
            self._run(name, at)

    def nightly(self) -> None:
        """Integrity checks."""
        at = now()
        if self._leads(at):
            self._run("checks", at)

    def monthly(self) -> None:
        """Last month's report."""
        at = now()
        if self._leads(at):
            self._run("monthly_report", at)

    def _leads(self, at: datetime) -> bool:
        return lead(self.engine, self.holder, at)

    def _run(self, name: str, at: datetime) -> None:
        try:
            JOBS[name](self.engine, at)
        except Exception as error:
            # The pulse goes on: what failed is still due and is tried at the next beat.
            _log.error("job_failed", job=name, error=type(error).__name__)
            if self.conf.sentry_dsn:
                import sentry_sdk

                sentry_sdk.capture_exception(error)


def scheduler_of(pulse: Pulse, conf: Settings) -> BlockingScheduler:
    """What calls the pulse; a beat that is still at work when the next one comes simply goes on."""
    # It would warn of every beat left out, as if work were lost; what is due is found again at the next one.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = BlockingScheduler(
        timezone=OFFICE, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(pulse.beat, "interval", seconds=conf.tick_seconds, next_run_time=now())
    scheduler.add_job(pulse.send, "interval", seconds=conf.tick_seconds, next_run_time=now())
    scheduler.add_job(pulse.catch_up, "interval", seconds=conf.tick_seconds, next_run_time=now())
    scheduler.add_job(pulse.letter_steps, "cron", minute=10, next_run_time=now())
    scheduler.add_job(pulse.nightly, "cron", hour=2, minute=30)
    scheduler.add_job(pulse.monthly, "cron", day=1, hour=6)
    return scheduler


def run_engine(engine: sa.Engine, conf: Settings) -> None:
    """Beat until told to stop (SIGTERM or Ctrl+C)."""
    pulse = Pulse(engine, conf)
    scheduler = scheduler_of(pulse, conf)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    try:
        scheduler.start()
    except KeyboardInterrupt:
        _log.info("engine_stopped")
    resign(engine, pulse.holder, now())
