"""Opening and stopping clocks inside an act."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cases.clock_rows import ClockFact, ClockRow, DeadlineRow, Timer
from foundation.clock import OFFICE, start_of
from foundation.ids import new_id
from foundation.work import Work
from notifications.ladder import first_rung
from rules.deadline import Deadline, Question, answer, load_rules
from rules.errors import RuleError
from workflows import calendars
from workflows.subjects import CaseNow

BREACH_LEVEL = 1
HOUR_UNITS = frozenset({"hour", "minute"})


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
        rule = load_rules().get(rule_id, _day(start), region)
        moment = _instant(start) if rule.unit in HOUR_UNITS else _day(start)
        deadline = answer(Question(rule_id, moment, region=region), calendars.in_force(work))
    except RuleError as missing:
        return _not_opened(work, case, rule_id, kind, str(missing), **links)
    return _open(work, case, rule_id, deadline, kind=kind, cause=cause, started_on=_day(start), **links)


def open_by_promise(work: Work, case: CaseNow, due_on: date, *, label: str, cause: str, **links: Any) -> UUID:
    """Open a clock for a promised day (an instalment): the day is the parties' own and is not rolled."""
    due_at = start_of(due_on + timedelta(days=1))
    certificate = {"kind": "promise", "due": due_on.isoformat(), "basis": "当事人约定", "label": label}
    clock = _clock_row(
        work, case, "AGREED", kind="obligation", label=label, started_on=work.day, due_on=due_on, due_at=due_at, **links
    )
    _keep_deadline(
        work,
        clock,
        raw=due_on.isoformat(),
        due=due_on.isoformat(),
        rule_version="约定",
        calendar_version="-",
        certificate=certificate,
        cause=cause,
    )
    _set_timer(work, clock)
    case.running_clocks(work).append(clock)
    return UUID(str(clock["id"]))


def open_citizen(work: Work, case: CaseNow, since: datetime) -> None:
    """The citizen clock: from first contact to closure, without a limit; nothing pauses or resets it."""
    clock = _clock_row(work, case, "CITIZEN", kind="citizen", label="群众时钟（自首次求助起）", opened_at=since)
    case.running_clocks(work).append(clock)


def stop(work: Work, case: CaseNow, which: Callable[[dict[str, Any]], bool], *, met: bool, reason: str) -> int:
    """Stop the running clocks that `which` picks. A clock stopped by what it waited for was met or came late."""
    clocks = case.running_clocks(work)
    chosen = [clock for clock in clocks if which(clock)]
    for clock in chosen:
        _stop_one(work, clock, met=met, reason=reason)
        clocks.remove(clock)
    return len(chosen)


def stop_leaving(work: Work, case: CaseNow, state: str, *, reason: str) -> None:
    """Stop the clocks bound to a state that is being left."""
    stop(work, case, lambda clock: clock["bound_state"] == state, met=True, reason=reason)


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


def _stop_one(work: Work, clock: dict[str, Any], *, met: bool, reason: str) -> None:
    in_time = clock["due_at"] is None or work.at <= clock["due_at"]
    state = "met" if met and in_time else "stopped"
    clock["state"] = state
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
    if clock["due_at"] is None:
        return
    if state == "met" or not in_time:
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


def _open(
    work: Work,
    case: CaseNow,
    rule_id: str,
    deadline: Deadline,
    *,
    kind: str,
    cause: str,
    started_on: date,
    **links: Any,
) -> UUID:
    due = deadline.due
    links.setdefault("label", deadline.rule.label)
    clock = _clock_row(
        work,
        case,
        rule_id,
        kind=kind,
        started_on=started_on,
        due_on=_day(due),
        due_at=deadline.due_at,
        provisional=deadline.provisional,
        **links,
    )
    _keep_deadline(
        work,
        clock,
        raw=_text(deadline.raw_last_day),
        due=_text(due),
        rule_version=deadline.rule_version,
        calendar_version=deadline.calendar_version,
        certificate=deadline.certificate(),
        cause=cause,
    )
    _set_timer(work, clock)
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


def _keep_deadline(
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


def _set_timer(work: Work, clock: dict[str, Any]) -> None:
    rung = first_rung(clock["kind"], clock["due_at"], work.at)
    if rung is None:
        return
    work.writes.insert(
        Timer,
        {
            "clock_id": clock["id"],
            "generation": clock["generation"],
            "level": rung.level,
            "fire_at": rung.fire_at(clock["due_at"]),
        },
    )


def _day(when: date | datetime) -> date:
    return when.astimezone(OFFICE).date() if isinstance(when, datetime) else when


def _instant(when: date | datetime) -> datetime:
    return when.astimezone(OFFICE) if isinstance(when, datetime) else start_of(when).astimezone(OFFICE)


def _text(when: date | datetime) -> str:
    return when.astimezone(OFFICE).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
