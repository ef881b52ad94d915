"""Worked examples of a rule, on dates that show what holidays do to it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from rules.deadline import OFFICE, Deadline, Question, answer
from rules.errors import RuleError
from rules.period import add_months
from rules.rule import Rule

# 国庆 2025: eight days off from the first of October, with work on the Sunday before and the Saturday after.
HOLIDAY = date(2025, 10, 1)
BEFORE_HOLIDAY = date(2025, 9, 26)
BEFORE_SPRING = date(2026, 2, 6)
MORNING = time(9, 30)
SHOWN = 2


@lru_cache(maxsize=1024)
def examples(rule: Rule) -> tuple[Deadline, ...]:
    """At most two: where it can be, one whose last day falls on a holiday, and one of an ordinary week.

    A rule that was not in force around those holidays is shown on the first or last days of its force; one that
    cannot be computed there has no example.
    """
    found: list[Deadline] = []
    for day in dict.fromkeys(_starts(rule)):
        start = datetime.combine(day, MORNING, OFFICE) if rule.by_instant else day
        try:
            one = answer(Question(rule.id, start, region=rule.region))
        except RuleError:
            continue
        if one.rule is rule or one.rule == rule:
            found.append(one)
        if len(found) == SHOWN:
            break
    return tuple(found)


def _starts(rule: Rule) -> Iterator[date]:
    if rule.direction == "forward":
        if rule.unit == "cal_day":
            yield HOLIDAY - timedelta(days=rule.length)
        elif rule.unit in ("month", "year"):
            yield add_months(HOLIDAY, -rule.length * (12 if rule.unit == "year" else 1))
    elif rule.direction == "pay_day":
        yield HOLIDAY
    yield BEFORE_HOLIDAY
    yield BEFORE_SPRING
    if rule.effective_from is not None:
        yield rule.effective_from
    if rule.effective_to is not None:
        yield rule.effective_to
