"""What another calendar would change on the running clocks, without changing anything.

A hundred thousand clocks are looked at in seconds: the database leaves out every period that holds none of the
changed days, clocks with the same question share one answer, and no certificate is made.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow, DeadlineRow, Timer
from notifications.ladder import first_rung, ladder_of
from rules.book import load_rules
from rules.born import born_rule
from rules.calendar import ONE, Calendar
from rules.deadline import Deadline, answer
from rules.errors import RuleError
from rules.whatif import question_of
from workflows import calendars

OUTCOMES = {
    "later": "后移",
    "kept": "不提前",
    "final": "转为确定",
    "provisional": "转为暂定",
    "restored": "恢复原期限",
    "manual": "须人工核对",
}
BY_CALENDAR, BY_UNDO = "calendar:", "calendar-undo:"
# What the parties agreed is a day of their own.
AGREED = "AGREED"
COUNTING = ("length", "unit", "direction", "roll", "next_hour")
AT_A_TIME = 2000
Seen = sa.RowMapping

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_deadline: sa.Table = DeadlineRow.__table__  # type: ignore[attr-defined]
_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]
_before = _deadline.alias("before")

_JOINED = (
    _clock.join(_deadline, sa.and_(_deadline.c.clock_id == _clock.c.id, _deadline.c.seq == _clock.c.deadline_seq))
    .join(_case, _case.c.id == _clock.c.case_id)
    .outerjoin(
        _timer,
        sa.and_(
            _timer.c.clock_id == _clock.c.id,
            _timer.c.generation == _clock.c.generation,
            sa.text("timer.done_at IS NULL"),
        ),
    )
)
_COLUMNS = (
    _clock.c.id,
    _clock.c.case_id,
    _clock.c.letter_id,
    _clock.c.rule_id,
    _clock.c.label,
    _clock.c.kind,
    _clock.c.started_on,
    _clock.c.due_at,
    _clock.c.breached,
    _case.c.number,
    _case.c.handler_id,
    _deadline.c.raw_last_day,
    _deadline.c.due,
    _deadline.c.certificate,
    _timer.c.fire_at,
)
# Closed cases are not judged again; paused clocks get their date when they run again.
_RUNNING = (
    _clock.c.state == "running",
    _clock.c.due_at.is_not(None),
    _clock.c.rule_id != AGREED,
    _case.c.closed_at.is_(None),
)
_LOOKED_AT = sa.select(*_COLUMNS).select_from(_JOINED).where(*_RUNNING).order_by(_case.c.id, _clock.c.id)
_VERSIONS = sa.select(_deadline.c.calendar_version).select_from(_JOINED).where(*_RUNNING).distinct()
_any = _deadline.alias("anyone")


def _given_back(paper_id: str, applied_at: datetime, undone_at: datetime | None) -> sa.Select[Any]:
    """Running clocks whose date this notice changed, each with the deadline before it did.

    Other notices may have come and gone since; what a person changed since is not given back.
    """
    by_this = sa.and_(_any.c.cause == f"{BY_CALENDAR}{paper_id}", _any.c.recorded_at >= applied_at)
    of_clock = _any.c.clock_id == _clock.c.id
    first = sa.select(sa.func.min(_any.c.seq)).where(of_clock, by_this).correlate(_clock).scalar_subquery()
    by_person = sa.exists().where(of_clock, _any.c.seq > _before.c.seq, _any.c.cause.not_like("calendar%"))
    joined = _JOINED.join(_before, sa.and_(_before.c.clock_id == _clock.c.id, _before.c.seq == first - 1))
    query = (
        sa.select(*_COLUMNS, *(column.label(f"before_{column.name}") for column in _before.c))
        .select_from(joined)
        .where(*_RUNNING, _deadline.c.cause.like("calendar%"), ~by_person)
        .order_by(_case.c.id, _clock.c.id)
    )
    if undone_at is None:
        return query
    done = sa.and_(_deadline.c.cause == f"{BY_UNDO}{paper_id}", _deadline.c.recorded_at >= undone_at)
    return query.where(~done)


@dataclass(frozen=True, slots=True)
class Move:
    """One clock that follows. `true_due` is the day on the new calendar, `new_due` the day that will hold."""

    clock_id: UUID
    case_id: UUID
    letter_id: UUID | None
    handler_id: UUID | None
    number: str
    label: str
    rule_id: str
    kind: str
    outcome: str
    old_due: str
    new_due: str
    true_due: str
    new_due_at: datetime
    was_provisional: bool
    provisional: bool
    breach_withdrawn: bool
    old_alert: datetime | None
    new_alert: datetime | None
    note: str = ""
    answer: "Answer | None" = field(default=None, repr=False, compare=False)
    before: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)

    @property
    def is_danger(self) -> bool:
        """A worker's right that dies earlier than the day on file."""
        return self.outcome == "kept" and self.kind == "right"

    @property
    def moves(self) -> bool:
        """Whether another day holds than before."""
        return self.old_due != self.new_due


@dataclass(slots=True)
class Answer:
    """The answer that all clocks with the same question share; its certificate is made when it is needed."""

    found: Deadline
    due: str
    raw: str
    _certificate: dict[str, Any] | None = None

    @property
    def certificate(self) -> dict[str, Any]:
        """The evidence."""
        if self._certificate is None:
            self._certificate = self.found.certificate()
        return self._certificate


class Answers:
    """Answers on one calendar, each question asked once."""

    def __init__(self, on: Calendar) -> None:
        self.on = on
        self._known: dict[tuple[Any, ...], Answer | str] = {}

    def to(self, certificate: Mapping[str, Any]) -> Answer | str:
        """The answer to the question of this certificate, or why there is none."""
        events = certificate["events"]
        key = (
            certificate["rule"],
            certificate["rule_version"],
            certificate["region"],
            events["start"],
            events["restart"],
            events["extend"],
            str(events["suspend"]) if events["suspend"] else "",
        )
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._asked(certificate)
        return found

    def _asked(self, certificate: Mapping[str, Any]) -> Answer | str:
        try:
            rule = born_rule(certificate, load_rules().rows(certificate["rule"]))
            found = answer(replace(question_of(certificate), as_of=None), self.on, rule)
        except RuleError as refused:
            return str(refused)
        # Another calendar is the only thing that may move a date here.
        if any(getattr(found.rule, name) != certificate[name] for name in COUNTING):
            return "规则本身在此后已改，须人工核对"
        return Answer(found, _text(found.due), _text(found.raw_last_day))


@dataclass(frozen=True)
class Rehearsal:
    """Every clock that would follow, by case."""

    moves: Sequence[Move]

    @property
    def counts(self) -> dict[str, int]:
        """How many by outcome, and of these letters, alerts, withdrawn breaches, rights in danger."""
        found = Counter(move.outcome for move in self.moves)
        return {
            **{outcome: found[outcome] for outcome in OUTCOMES},
            "letters": sum(move.letter_id is not None and move.moves for move in self.moves),
            "alerts": sum(move.old_alert != move.new_alert for move in self.moves),
            "withdrawn_breaches": sum(move.breach_withdrawn for move in self.moves),
            "dangers": sum(move.is_danger for move in self.moves),
        }


def rehearse(connection: sa.Connection, new: Calendar, at: datetime) -> Rehearsal:
    """What would follow if the calendar were this one."""
    answers = Answers(new)
    return Rehearsal([move for row in _touched(connection, new) if (move := decide(row, answers, at)) is not None])


def rehearse_undo(connection: sa.Connection, version: Mapping[str, Any], at: datetime) -> Rehearsal:
    """Which clocks would get back the date that this notice changed."""
    query = _given_back(version["paper_id"], version["applied_at"], version["undone_at"])
    rows = connection.execute(query.execution_options(yield_per=AT_A_TIME)).mappings()
    return Rehearsal([give_back(row, at) for row in rows])


def of_cases(connection: sa.Connection, case_ids: Sequence[UUID], answers: Answers, at: datetime) -> list[Move]:
    """What is to follow on these cases, looked at again under their lock."""
    rows = connection.execute(_LOOKED_AT.where(_case.c.id.in_(case_ids))).mappings()
    return [move for row in rows if (move := decide(row, answers, at)) is not None and move.outcome != "manual"]


def undo_of_cases(
    connection: sa.Connection, case_ids: Sequence[UUID], version: Mapping[str, Any], at: datetime
) -> list[Move]:
    """What is given back on these cases, looked at again under their lock."""
    query = _given_back(version["paper_id"], version["applied_at"], version["undone_at"])
    return [give_back(row, at) for row in connection.execute(query.where(_case.c.id.in_(case_ids))).mappings()]


def _touched(connection: sa.Connection, new: Calendar) -> Iterator[Seen]:
    """Running clocks with a changed day in their period, or whose date is not final."""
    known = _known_calendars(connection)
    for version in sorted(connection.execute(_VERSIONS).scalars()):
        if version == new.version:
            continue
        query = _LOOKED_AT.where(_deadline.c.calendar_version == version)
        old = known.get(version)
        changed = calendars.changed_days(old, new) if old is not None else None
        if changed is not None:
            query = query.where(_overlaps(changed))
        for row in connection.execute(query.execution_options(yield_per=AT_A_TIME)).mappings():
            if changed is None or row["certificate"]["provisional"] or _holds(changed, row):
                yield row


def _known_calendars(connection: sa.Connection) -> dict[str, Calendar]:
    """Calendars by their version, as far as this database and program can make them again."""
    imported = calendars.applied_papers(connection)
    found = [calendars.combined(imported[:count]) for count in range(len(imported) + 1)]
    return {one.version: one for one in found}


def _overlaps(changed: Sequence[date]) -> sa.ColumnElement[bool]:
    provisional = _clock.c.provisional.is_(True)
    if not changed:
        return provisional
    first, after = changed[0], changed[-1] + ONE
    start, due, raw = _clock.c.started_on, _clock.c.due_on, _deadline.c.raw_last_day
    return sa.or_(
        provisional,
        sa.and_(
            sa.or_(start >= first, due >= first, raw >= first.isoformat()),
            sa.or_(start < after, due < after, raw < after.isoformat()),
        ),
    )


def _holds(changed: Sequence[date], row: Seen) -> bool:
    days = [date.fromisoformat(row[name][:10]) for name in ("raw_last_day", "due")]
    # The date that was kept may lie after the true one.
    days.append(date.fromisoformat(row["certificate"]["due"][:10]))
    days.append(date.fromisoformat(row["certificate"]["events"]["start"][:10]))
    place = bisect_left(changed, min(days))
    return place < len(changed) and changed[place] <= max(days)


def decide(row: Seen, answers: Answers, at: datetime) -> Move | None:
    """What a clock does on the new calendar: an issued date goes later or stays, it never goes earlier."""
    certificate = row["certificate"]
    if "events" not in certificate:
        return None
    found = answers.to(certificate)
    if isinstance(found, str):
        return _move(row, "manual", row["due"], row["due"], row["due_at"], certificate["provisional"], at, note=found)
    provisional = found.found.provisional
    if (found.due, provisional) == (certificate["due"], certificate["provisional"]):
        return None
    due_at = found.found.due_at
    if due_at > row["due_at"]:
        return _move(row, "later", found.due, found.due, due_at, provisional, at, answer=found)
    if due_at < row["due_at"]:
        return _move(row, "kept", row["due"], found.due, row["due_at"], provisional, at, answer=found)
    outcome = "provisional" if provisional else "final"
    return _move(row, outcome, found.due, found.due, due_at, provisional, at, answer=found)


def give_back(row: Seen, at: datetime) -> Move:
    """What a clock does when the notice is undone: exactly the date before."""
    before = {column.name: row[f"before_{column.name}"] for column in _before.c}
    due, due_at = before["due"], before["due_at"]
    return _move(row, "restored", due, due, due_at, before["provisional"], at, before=before)


def _move(
    row: Seen,
    outcome: str,
    new_due: str,
    true_due: str,
    new_due_at: datetime,
    provisional: bool,
    at: datetime,
    *,
    note: str = "",
    answer: Answer | None = None,
    before: Mapping[str, Any] | None = None,
) -> Move:
    later = new_due_at > row["due_at"]
    again = later or (new_due_at < row["due_at"] and not row["breached"])
    rung = first_rung(ladder_of(row["kind"], row["rule_id"], row["letter_id"]), new_due_at, at) if again else None
    return Move(
        clock_id=row["id"],
        case_id=row["case_id"],
        letter_id=row["letter_id"],
        handler_id=row["handler_id"],
        number=row["number"],
        label=row["label"],
        rule_id=row["rule_id"],
        kind=row["kind"],
        outcome=outcome,
        old_due=row["due"],
        new_due=new_due,
        true_due=true_due,
        new_due_at=new_due_at,
        was_provisional=row["certificate"]["provisional"],
        provisional=provisional,
        # The day on which it was found to have run out was not the last one.
        breach_withdrawn=later and row["breached"],
        old_alert=row["fire_at"],
        new_alert=(rung.fire_at(new_due_at) if rung is not None else None) if again else row["fire_at"],
        note=note,
        answer=answer,
        before=before,
    )


def _text(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
