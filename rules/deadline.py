"""A deadline as a pure function of evidence: the rule, the start event, extensions and suspensions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rules import period
from rules.book import Rule, load_rules
from rules.calendar import ONE, Calendar, calendar
from rules.errors import NotComputable
from rules.office_hours import office_hours

__all__ = ["OFFICE", "Deadline", "Question", "answer", "apply", "calendar", "load_rules"]

OFFICE = ZoneInfo("Asia/Shanghai")
HOURS = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "work_minute": timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `start` is a day, or an aware instant for rules of hours and minutes.

    `extend` counts the rule's own unit; `suspend` are spans of days (from, up to but not including);
    `restart` is the day from which the period runs anew (重新计算). `as_of` asks what was known on that day:
    notices published later are left out.
    """

    rule_id: str
    start: date | datetime
    extend: int = 0
    suspend: Sequence[tuple[date, date]] = ()
    restart: date | datetime | None = None
    region: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Deadline:
    """The answer. `raw_last_day` is before rolling; `due_at` the instant after which it is too late."""

    question: Question
    rule: Rule
    start: date | datetime
    raw_last_day: date | datetime
    due: date | datetime
    due_at: datetime
    provisional: bool
    spans: tuple[period.Span, ...] = field(repr=False)
    on: Calendar = field(repr=False)

    @property
    def calendar_version(self) -> str:
        """Which calendar was used."""
        return self.on.version

    @property
    def rule_version(self) -> str:
        """Which version of the rule was used."""
        return self.rule.version

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The computation in Chinese sentences."""
        from rules.sentences import steps

        return steps(self)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a careful reader must know, in Chinese sentences."""
        from rules.sentences import warnings

        return warnings(self)

    @property
    def sentence(self) -> str:
        """One line that says why."""
        from rules.sentences import sentence

        return sentence(self)

    def certificate(self) -> dict[str, Any]:
        """The evidence as plain JSON values; rules/checker.py verifies it without this module."""
        from rules.certificate import certificate

        return certificate(self)


def answer(question: Question, on: Calendar | None = None, rule: Rule | None = None) -> Deadline:
    """Compute a deadline, on the calendar of the shipped notices where none is given.

    `rule` is the version that a running clock was born under; without it the book's version of the start event's day.

    Raises UnknownRule, NoLength, NoRuleThen or NotComputable, with a Chinese message.
    """
    if rule is None:
        rule = load_rules().get(question.rule_id, _day(question.start), question.region)
    try:
        return apply(rule, question, calendar(question.as_of) if on is None else on)
    except (OverflowError, ValueError):
        # Beyond the year 9999: no period of the law, but a question that somebody may send.
        raise NotComputable("期限过长，日期超出可计算的范围。") from None


def apply(rule: Rule, question: Question, on: Calendar) -> Deadline:
    """The same for a rule at hand, whatever the book says. Raises NotComputable."""
    begun = question.restart if question.restart is not None else question.start
    if question.extend < 0:
        raise NotComputable("延长的数目不能小于零。")
    spans = period.merged(question.suspend) if question.suspend else ()
    if question.restart is not None and _before(question.restart, question.start, rule.by_instant):
        raise NotComputable("重新计算不能早于起算事件。")
    if rule.by_instant:
        return _by_instant(question, rule, begun, spans, on)
    start = _day(begun)
    raw = _raw(rule, start, question.extend, spans, on)
    due = _rolled(rule, raw, on)
    return Deadline(
        question,
        rule,
        start,
        raw,
        due,
        _midnight_after(due),
        on.provisional(max(raw, due)),
        spans,
        on,
    )


def _raw(rule: Rule, start: date, extend: int, spans: Sequence[period.Span], on: Calendar) -> date:
    if rule.direction == "pay_day":
        return start + timedelta(days=extend)
    sign = -1 if rule.direction == "backward" else 1
    if rule.unit == "work_day":
        if sign < 0:
            return on.add_worked(on.add_worked(start, -rule.length), extend)
        return period.working_days(on, start, rule.length + extend, spans)
    if sign < 0:
        return start - timedelta(days=rule.length) + timedelta(days=extend)
    if rule.unit == "cal_day":
        last = start + timedelta(days=rule.length + extend)
    else:
        factor = 12 if rule.unit == "year" else 1
        last = period.add_months(start, rule.length * factor)
        # An extension is added to the raw last day itself.
        last = period.add_months(last, extend * factor) if extend else last
    return period.past_suspensions(start, last, spans) if spans else last


def _rolled(rule: Rule, raw: date, on: Calendar) -> date:
    if rule.roll == "prev":
        return on.previous_worked(raw)
    if rule.roll == "next":
        return on.next_worked(raw)
    on.check(raw)
    return raw


def _by_instant(
    question: Question, rule: Rule, begun: date | datetime, spans: tuple[period.Span, ...], on: Calendar
) -> Deadline:
    if not isinstance(begun, datetime):
        raise NotComputable(f"{rule.label}（{rule.id}）按{_unit(rule)}计算，起点须写明时刻，例如 2026-03-02T09:30。")
    # Evidence of a moment goes by the minute, and so do forms and files.
    start = begun.astimezone(OFFICE).replace(second=0, microsecond=0)
    length = HOURS[rule.unit] * (rule.length + question.extend)
    if rule.unit == "work_minute":
        due = period.office_time(on, office_hours(), start, length, spans)
        return Deadline(question, rule, start, due, due, due.astimezone(UTC), on.provisional(due.date()), spans, on)
    # Hours are real time: they are added in UTC, where no clock is ever put forward or back.
    first = start.astimezone(UTC)
    if rule.next_hour:
        first = start.replace(minute=0).astimezone(UTC) + HOURS["hour"]
    due_at = period.instants(first, length, [(_midnight(a), _midnight(b)) for a, b in spans])
    due = due_at.astimezone(OFFICE)
    return Deadline(question, rule, start, due, due, due_at.astimezone(UTC), False, spans, on)


def _unit(rule: Rule) -> str:
    return "小时" if rule.unit == "hour" else "分钟"


def _day(when: date | datetime) -> date:
    return when.astimezone(OFFICE).date() if isinstance(when, datetime) else when


def _before(one: date | datetime, other: date | datetime, by_instant: bool) -> bool:
    if by_instant and isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE)


def _midnight_after(day: date) -> datetime:
    return _midnight(day + ONE).astimezone(UTC)
