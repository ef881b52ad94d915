"""The certificate of a deadline: everything needed to compute it again, as plain JSON values.

The ledger holds the days of the period as runs: from, to, kind, counted (days that count in this run)
and total (counted so far). Kinds: day, work, make_up, rest, holiday, suspended, rolled, period, clock.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rules.calendar import ONE, WORKED_KINDS, Calendar
from rules.office_hours import office_hours
from rules.sentences import WORDING

if TYPE_CHECKING:
    from rules.deadline import Deadline


def certificate(deadline: "Deadline") -> dict[str, Any]:
    """The evidence, the rule, the calendar and the ledger of days."""
    rule, question, on = deadline.rule, deadline.question, deadline.on
    body = {
        "rule": rule.id,
        "rule_version": rule.version,
        "label": rule.label,
        "length": rule.length,
        "unit": rule.unit,
        "direction": rule.direction,
        "roll": rule.roll,
        "next_hour": rule.next_hour,
        "legal_basis": rule.legal_basis,
        "tag": rule.tag,
        "region": rule.region,
        "calendar_version": on.version,
        "as_of": question.as_of.isoformat() if question.as_of is not None else None,
        "papers": _papers(deadline),
        "office_hours": office_hours().as_texts() if rule.unit == "work_minute" else None,
        "events": {
            "start_event": rule.start,
            "region": question.region,
            "start": _text(question.start),
            "restart": _text(question.restart) if question.restart is not None else None,
            "extend": question.extend,
            "suspend": [[first.isoformat(), end.isoformat()] for first, end in deadline.spans],
        },
        "raw_last_day": _text(deadline.raw_last_day),
        "due": _text(deadline.due),
        "due_at": deadline.due_at.isoformat(),
        "provisional": deadline.provisional,
        "ledger": ledger(deadline),
        "wording": WORDING,
        "sentence": deadline.sentence,
        "warnings": list(deadline.warnings),
    }
    return {**body, "seal": seal(body)}


def seal(body: Mapping[str, Any]) -> str:
    """A fingerprint over everything a certificate says: a word changed afterwards is seen."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _papers(deadline: "Deadline") -> list[list[str]]:
    """The notices for the years that the period touches, each with its fingerprint: what the second checker reads."""
    days = [_day(when) for when in (deadline.start, deadline.raw_last_day, deadline.due)]
    return [[paper.id, paper.sha256] for paper in deadline.on.papers_for(min(days), max(days))]


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _text(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def ledger(deadline: "Deadline") -> list[dict[str, Any]]:
    """The days of the period as runs, first to last, without gap."""
    start, raw, due, rule = deadline.start, deadline.raw_last_day, deadline.due, deadline.rule
    if isinstance(start, datetime) or isinstance(raw, datetime) or isinstance(due, datetime):
        length = rule.length + deadline.question.extend
        return [_run(_text(start), _text(due), "clock", length, length)]
    first, last, spans = start + ONE, raw, deadline.spans
    if rule.direction == "backward":
        first, last, spans = raw, start - ONE, ()
    elif rule.direction == "pay_day":
        # A pay day is a day and no period: only the way to the working day before it is told.
        first, last, spans = raw + ONE, raw, ()
    if rule.unit == "work_day":
        runs = _worked_runs(deadline.on, first, last, spans)
    else:
        runs = _day_runs(first, last, spans, "day" if rule.unit == "cal_day" else "period")
    total = runs[-1]["total"] if runs else 0
    if due > raw:
        runs.append(_run((raw + ONE).isoformat(), due.isoformat(), "rolled", 0, total))
    elif due < raw:
        runs.append(_run(due.isoformat(), (raw - ONE).isoformat(), "rolled", 0, total))
    return runs


def _run(first: str, last: str, kind: str, counted: int, total: int) -> dict[str, Any]:
    return {"from": first, "to": last, "kind": kind, "counted": counted, "total": total}


def _day_runs(first: date, last: date, spans: tuple[tuple[date, date], ...], kind: str) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    total, day = 0, first
    for begin, end in (*spans, (last + ONE, last + ONE)):
        stop = min(max(begin, day), last + ONE)
        if stop > day:
            total += (stop - day).days
            runs.append(_run(day.isoformat(), (stop - ONE).isoformat(), kind, (stop - day).days, total))
        if end > stop and stop <= last:
            runs.append(_run(stop.isoformat(), (end - ONE).isoformat(), "suspended", 0, total))
        day = max(stop, end)
    return runs


def _worked_runs(on: Calendar, first: date, last: date, spans: tuple[tuple[date, date], ...]) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    total, day = 0, first
    for begin, end in (*spans, (last + ONE, last + ONE)):
        stop = min(max(begin, day), last + ONE)
        for start, until, kind in on.runs(day, stop - ONE):
            counted = (until - start).days + 1 if kind in WORKED_KINDS else 0
            total += counted
            runs.append(_run(start.isoformat(), until.isoformat(), kind, counted, total))
        until = min(end, last + ONE)
        if until > stop:
            runs.append(_run(stop.isoformat(), (until - ONE).isoformat(), "suspended", 0, total))
        day = max(stop, until)
    return runs
