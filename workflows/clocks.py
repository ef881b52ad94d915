"""Opening and stopping clocks inside an act."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.clock_request import ClockRequest
from cases.clock_rows import ClockFact, ClockRow, DeadlineRow, Timer
from foundation.clock import OFFICE, start_of
from foundation.ids import new_id
from foundation.work import Work
from notifications.ladder import first_fire_at, first_rung, ladder_of
from rules.deadline import Deadline, Question, answer, load_rules
from rules.errors import RuleError
from workflows import calendars, withdrawing
from workflows.happened import Happened
from workflows.subjects import CaseNow

BREACH_LEVEL = 1
_request: sa.Table = ClockRequest.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_PAUSES = sa.select(_request.c.id, _request.c.pause_clock_id).where(
    _request.c.clock_id.in_(sa.bindparam("clocks", expanding=True)),
    _request.c.kind == "pause",
    _request.c.state == "approved",
)


def open_by_rule(
    work: Work,
    case: CaseNow,
    rule_id: str,
    start: date | datetime,
    *,
    kind: str,
    cause: str,
    region: str | None = None,
    **links: Any,
) -> UUID:
    """Open a clock from a dated rule; `start` is the day (or instant) of the start event, itself not counted.

    Where no rule or calendar was in force on that day no clock runs, and the row says why.
    `links`: bound_state, letter_id, referral_id, label.
    """
    try:
        rule = load_rules().get(rule_id, day_of(start), region)
        moment = _instant(start) if rule.by_instant else day_of(start)
        deadline = answer(Question(rule_id, moment, region=region), calendars.in_force(work))
    except RuleError as missing:
        return _not_opened(work, case, rule_id, kind, str(missing), **links)
    return open_answered(work, case, deadline, kind=kind, cause=cause, **links)


def open_by_promise(
    work: Work,
    case: CaseNow,
    due_on: date,
    *,
    label: str,
    cause: str,
    kind: str = "obligation",
    basis: str = "当事人约定",
    **links: Any,
) -> UUID:
    """Open a clock for a promised day (an instalment, the end of a pause): the day is not rolled."""
    due_at = start_of(due_on + timedelta(days=1))
    certificate = {"kind": "promise", "due": due_on.isoformat(), "basis": basis, "label": label}
    clock = _clock_row(
        work, case, "AGREED", kind=kind, label=label, started_on=work.day, due_on=due_on, due_at=due_at, **links
    )
    keep_deadline(
        work,
        clock,
        raw=due_on.isoformat(),
        due=due_on.isoformat(),
        rule_version="约定",
        calendar_version="-",
        certificate=certificate,
        cause=cause,
    )
    set_timer(work, clock)
    case.running_clocks(work).append(clock)
    return UUID(str(clock["id"]))


def open_citizen(work: Work, case: CaseNow, since: datetime) -> None:
    """The citizen clock: from first contact to closure, without a limit; nothing pauses or resets it."""
    clock = _clock_row(work, case, "CITIZEN", kind="citizen", label="群众时钟（自首次求助起）", opened_at=since)
    case.running_clocks(work).append(clock)


def stop(
    work: Work,
    case: CaseNow,
    which: Callable[[dict[str, Any]], bool],
    *,
    met: bool,
    reason: str,
    happened: Happened | None = None,
) -> int:
    """Stop the running clocks that `which` picks. A clock stopped by what it waited for was met or came late.

    `happened` is the day in the world where it was not now: it decides whether the clock was met, and takes back
    a breach that was recorded meanwhile.
    """
    clocks = case.running_clocks(work)
    chosen = [clock for clock in clocks if which(clock)]
    paused = [clock["id"] for clock in chosen if clock["state"] == "paused"]
    for clock in chosen:
        _stop_one(work, case, clock, met=met, reason=reason, happened=happened if met else None)
        clocks.remove(clock)
    for request in work.connection.execute(_PAUSES, {"clocks": paused}) if paused else ():
        work.writes.update(ClockRequest, {"id": request.id}, {"state": "ended", "ended_on": work.day})
        stop(work, case, lambda one, watch=request.pause_clock_id: one["id"] == watch, met=False, reason=reason)  # type: ignore[misc]  # bound now
    return len(chosen)


def stop_leaving(work: Work, case: CaseNow, state: str, *, reason: str, happened: Happened | None = None) -> None:
    """Stop the clocks bound to a state that is being left."""
    stop(work, case, lambda clock: clock["bound_state"] == state, met=True, reason=reason, happened=happened)


def stop_all(work: Work, case: CaseNow, *, reason: str) -> None:
    """Stop everything at closure; what is still due to others is no longer chased by us."""
    stop(work, case, lambda clock: True, met=False, reason=reason)


def nearest(work: Work, case: CaseNow) -> tuple[datetime | None, str | None]:
    """The nearest due instant among running clocks, and its rule."""
    due = [
        (clock["due_at"], clock["rule_id"])
        for clock in case.running_clocks(work)
        if clock["state"] == "running" and clock["due_at"] is not None
    ]
    return min(due) if due else (None, None)


def nearest_right(work: Work, case: CaseNow) -> datetime | None:
    """The nearest due instant among the worker's own running rights."""
    running = [clock for clock in case.running_clocks(work) if clock["state"] == "running"]
    due = [clock["due_at"] for clock in running if clock["kind"] == "right" and clock["due_at"] is not None]
    return min(due, default=None)


def _stop_one(
    work: Work, case: CaseNow, clock: dict[str, Any], *, met: bool, reason: str, happened: Happened | None
) -> None:
    due_at = clock["due_at"]
    in_time = due_at is None or work.at <= due_at
    if not in_time and clock["state"] == "paused":
        # It stood still before its time was over; whether it had run out before that is on file already.
        in_time = not clock["breached"]
    if not in_time and happened is not None and happened.in_time_for(due_at):
        in_time = True
        if clock["breached"]:
            withdrawing.take_back(work, case, clock, happened.check(work, clock["label"]))
    state = "met" if met and in_time else "stopped"
    clock["state"] = state
    late = not in_time and not clock["breached"]
    work.writes.update(
        ClockRow,
        {"id": clock["id"]},
        {
            "state": state,
            "stopped_at": work.at,
            "reason": reason,
            "generation": clock["generation"] + 1,
            "breached": clock["breached"] or not in_time,
        },
    )
    if due_at is None:
        return
    if late:
        case.breaches += 1
    if state == "met" or late:
        # A clock that ran out and was stopped before anything looked at it has still run out.
        work.writes.insert(
            ClockFact,
            {
                "clock_id": clock["id"],
                "generation": clock["generation"],
                "level": 0 if in_time else BREACH_LEVEL,
                "kind": "met" if in_time else "breached",
                "at": work.at,
                "recorded_at": work.recorded_at,
                "deadline_seq": clock["deadline_seq"],
            },
            unless_exists=True,
        )


def open_answered(work: Work, case: CaseNow, deadline: Deadline, *, kind: str, cause: str, **links: Any) -> UUID:
    """Open a clock for an answer that the deadline engine has given."""
    due = deadline.due
    links.setdefault("label", deadline.rule.label)
    clock = _clock_row(
        work,
        case,
        deadline.question.rule_id,
        kind=kind,
        started_on=day_of(deadline.start),
        due_on=day_of(due),
        due_at=deadline.due_at,
        provisional=deadline.provisional,
        **links,
    )
    keep_deadline(
        work,
        clock,
        raw=text_of(deadline.raw_last_day),
        due=text_of(due),
        rule_version=deadline.rule_version,
        calendar_version=deadline.calendar_version,
        certificate=deadline.certificate(),
        cause=cause,
    )
    set_timer(work, clock)
    case.running_clocks(work).append(clock)
    return UUID(str(clock["id"]))


def _not_opened(work: Work, case: CaseNow, rule_id: str, kind: str, reason: str, **links: Any) -> UUID:
    links.setdefault("label", _label(rule_id))
    clock = _clock_row(work, case, rule_id, kind=kind, state="not_opened", reason=reason, **links)
    return UUID(str(clock["id"]))


def _label(rule_id: str) -> str:
    try:
        return load_rules().get(rule_id, None, None).label
    except RuleError:
        return rule_id


def _clock_row(work: Work, case: CaseNow, rule_id: str, *, kind: str, **columns: Any) -> dict[str, Any]:
    clock: dict[str, Any] = {
        "id": new_id(),
        "case_id": case.id,
        "letter_id": None,
        "referral_id": None,
        "instalment_id": None,
        "rule_id": rule_id,
        "label": rule_id,
        "kind": kind,
        "bound_state": None,
        "state": "running",
        "reason": None,
        "generation": 1,
        "opened_at": work.at,
        "stopped_at": None,
        "started_on": None,
        "due_on": None,
        "due_at": None,
        "provisional": False,
        "breached": False,
        "deadline_seq": 1,
    }
    clock.update(columns)
    work.writes.insert(ClockRow, clock)
    return clock


def keep_deadline(
    work: Work,
    clock: dict[str, Any],
    *,
    raw: str,
    due: str,
    rule_version: str,
    calendar_version: str,
    certificate: dict[str, Any],
    cause: str,
) -> None:
    """Add an answer of the deadline engine to the clock's history, under the clock's present number."""
    work.writes.insert(
        DeadlineRow,
        {
            "clock_id": clock["id"],
            "seq": clock["deadline_seq"],
            "raw_last_day": raw,
            "due": due,
            "due_at": clock["due_at"],
            "provisional": clock["provisional"],
            "rule_version": rule_version,
            "calendar_version": calendar_version,
            "certificate": certificate,
            "cause": cause,
            "recorded_at": work.recorded_at,
        },
    )


def set_timer(work: Work, clock: dict[str, Any]) -> None:
    """Set the first level that lies ahead for the clock's present generation."""
    rung = first_rung(ladder_of(clock["kind"], clock["rule_id"], clock["letter_id"]), clock["due_at"], work.at)
    if rung is None:
        return
    work.writes.insert(
        Timer,
        {
            "clock_id": clock["id"],
            "generation": clock["generation"],
            "level": rung.level,
            "fire_at": first_fire_at(rung, clock["due_at"], work.at),
        },
    )


def day_of(when: date | datetime) -> date:
    """The office day of a day or an instant."""
    return when.astimezone(OFFICE).date() if isinstance(when, datetime) else when


def _instant(when: date | datetime) -> datetime:
    return when.astimezone(OFFICE) if isinstance(when, datetime) else start_of(when).astimezone(OFFICE)


def text_of(when: date | datetime) -> str:
    """A day, or an instant in office time to the minute."""
    return when.astimezone(OFFICE).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
