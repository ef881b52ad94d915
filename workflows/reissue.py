"""Answering a running clock anew, from all that is on file about it: pauses, extensions, a newer calendar.

Nothing is moved in place: each answer is one more row with its certificate. A deadline once issued is never
answered earlier; what would make it earlier is a new clock that points to the old one.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from cases.clock_request import ClockLink, ClockRequest
from cases.clock_rows import ClockRow, DeadlineRow
from foundation.errors import NotPossible
from foundation.work import Work
from rules.born import born_rule
from rules.deadline import Deadline, Question, answer, load_rules
from rules.errors import RuleError
from rules.rule import Rule
from rules.whatif import question_of
from workflows import calendars, clocks, withdrawing
from workflows.subjects import CaseNow

_deadline: sa.Table = DeadlineRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_request: sa.Table = ClockRequest.__table__  # type: ignore[attr-defined]
_CERTIFICATE = sa.select(_deadline.c.certificate).where(
    _deadline.c.clock_id == sa.bindparam("clock"), _deadline.c.seq == sa.bindparam("seq")
)
_GRANTED = (
    sa.select(_request.c.kind, _request.c.from_on, _request.c.ended_on, _request.c.amount)
    .where(_request.c.clock_id == sa.bindparam("clock"), _request.c.state.in_(["approved", "ended"]))
    .order_by(_request.c.from_on, _request.c.id)
)


def certificate_of(work: Work, clock: dict[str, Any]) -> dict[str, Any]:
    """The certificate in force. Raises NotPossible for clocks that are not computed by a rule."""
    found = work.connection.execute(_CERTIFICATE, {"clock": clock["id"], "seq": clock["deadline_seq"]}).scalar()
    if not found or found.get("kind") == "promise":
        raise NotPossible(f"“{clock['label']}”不是按规则计算的期限，不能这样办理。")
    return dict(found)


def rule_now(certificate: dict[str, Any]) -> Rule:
    """The version of the rule that this clock follows."""
    return born_rule(certificate, load_rules().rows(certificate["rule"]))


def question_now(
    work: Work,
    clock: dict[str, Any],
    certificate: dict[str, Any],
    *,
    suspend: tuple[tuple[date, date], ...] = (),
    extend: int = 0,
) -> Question:
    """The clock's own question with every pause and extension on file, and with those given here."""
    asked = question_of(certificate)
    rows = work.connection.execute(_GRANTED, {"clock": clock["id"]}).all()
    spans = tuple((row.from_on, row.ended_on) for row in rows if row.kind == "pause" and row.ended_on is not None)
    granted = sum(row.amount for row in rows if row.kind == "extension")
    return replace(asked, suspend=(*spans, *suspend), extend=granted + extend, as_of=None)


def reissue(
    work: Work, case: CaseNow, clock: dict[str, Any], certificate: dict[str, Any], question: Question, *, cause: str
) -> Deadline:
    """Give the running clock its next answer, set its timer anew, and take back a breach that falls away.

    Raises NotPossible when it cannot be computed.
    """
    try:
        found = answer(question, calendars.in_force(work), rule_now(certificate))
    except RuleError as missing:
        raise NotPossible(str(missing)) from None
    due_at = max(found.due_at, clock["due_at"])
    moved = due_at != clock["due_at"]
    clock["deadline_seq"] += 1
    clock["generation"] += 1
    clock["state"] = "running"
    if moved:
        clock.update(due_at=due_at, due_on=clocks.day_of(found.due), provisional=found.provisional)
    changed = {name: clock[name] for name in ("deadline_seq", "generation", "state", "due_at", "due_on", "provisional")}
    work.writes.update(ClockRow, {"id": clock["id"]}, changed)
    clocks.keep_deadline(
        work,
        clock,
        raw=clocks.text_of(found.raw_last_day),
        due=clocks.text_of(found.due) if moved else due_text(clock, found.due),
        rule_version=found.rule_version,
        calendar_version=found.calendar_version,
        certificate=found.certificate(),
        cause=cause,
    )
    if clock["breached"] and due_at > work.at:
        withdrawing.take_back(work, case, clock, f"期限改为 {clock['due_on']}，原记逾期不成立")
    clocks.set_timer(work, clock)
    return found


def due_text(clock: dict[str, Any], found: date | datetime) -> str:
    """The date that stays in force where the new answer would have been earlier."""
    return clocks.text_of(clock["due_at"]) if isinstance(found, datetime) else str(clock["due_on"])


def link(
    work: Work, new_id: Any, old_id: Any, why: str, *, happened_on: date | None = None, evidence: str | None = None
) -> None:
    """Write down that a clock took the place of another, and on what evidence."""
    values = {"clock_id": new_id, "replaces_id": old_id, "why": why, "happened_on": happened_on, "evidence": evidence}
    work.writes.insert(ClockLink, {**values, "recorded_at": work.recorded_at}, unless_exists=True)
