"""What holds of every period, and, by counterexample, what does not: docs/rules.md tells it in words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.book import load_rules
from rules.calendar import Calendar, calendar
from rules.deadline import OFFICE, Deadline, Question, answer, apply
from rules.papers import dump, read_paper, shipped
from rules.rule import Rule

ONE = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
SPANS = st.lists(
    st.tuples(st.dates(date(2023, 12, 1), date(2027, 6, 1)), st.integers(0, 90)).map(
        lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)
UNITS = st.sampled_from(("cal_day", "work_day", "month", "year"))
DAY_UNITS = st.sampled_from(("cal_day", "work_day"))


def of(unit: str, length: int, direction: str = "forward", roll: str | None = None) -> Rule:
    """A rule made up for the property: the book holds no row of every shape."""
    default = {"forward": "next", "backward": "none", "pay_day": "prev"}[direction]
    return Rule("《某法》第1条", "F", "", id="X-1", unit=unit, length=length, direction=direction, roll=roll or default)


def last(rule: Rule, start: Any, on: Calendar | None = None, **more: Any) -> Any:
    """The due date."""
    return apply(rule, Question("X-1", start, **more), on or calendar()).due


def with_day_off(day: date) -> Calendar:
    """The calendar with one more day off, by a paper of its own."""
    row = {
        "paper": f"{day.year}-x",
        "year": day.year,
        "notice": "（示例）",
        "title": "（示例）",
        "source": "（示例）",
        "published": date(2026, 12, 31),
        "replaces": f"{day}..{day}",
        "days_off": [str(day)],
        "make_up": [],
    }
    return Calendar([*shipped(), read_paper(dump(row), "x")])


@settings(max_examples=500)
@given(DAY_UNITS, st.integers(1, 90), DAYS, st.integers(1, 20), SPANS, st.integers(0, 20))
def test_a_later_start_of_a_day_period_never_ends_earlier(
    unit: str, length: int, start: date, later: int, spans: Any, extend: int
) -> None:
    """Whatever is paused, and however it is extended: it is the n-th of the days that count."""
    rule = of(unit, length)
    more = {"suspend": spans, "extend": extend}
    assert last(rule, start, **more) <= last(rule, start + later * ONE, **more)


@settings(max_examples=500)
@given(st.sampled_from(("month", "year")), st.integers(1, 12), DAYS, st.integers(1, 40), st.integers(0, 6))
def test_a_later_start_of_months_never_ends_earlier_where_nothing_is_paused(
    unit: str, length: int, start: date, later: int, extend: int
) -> None:
    rule = of(unit, length if unit == "month" else 1)
    assert last(rule, start, extend=extend) <= last(rule, start + later * ONE, extend=extend)


def test_with_a_pause_a_later_start_of_months_can_end_earlier() -> None:
    """Both starts have the same corresponding day; the pause lies in the longer of the two periods alone."""
    rule, pause = of("month", 3), ((date(2025, 11, 30), date(2025, 12, 1)),)
    assert str(last(rule, date(2025, 11, 29), suspend=pause)) == "2026-03-02"
    assert str(last(rule, date(2025, 11, 30), suspend=pause)) == "2026-02-28"
    book = [answer(Question("CPL-164", day, suspend=pause)).due for day in (date(2025, 11, 29), date(2025, 11, 30))]
    assert [str(day) for day in book] == ["2026-03-02", "2026-02-28"]


def test_different_starts_of_months_can_end_together() -> None:
    rule = of("month", 1)
    assert {str(last(rule, date(2026, 1, day))) for day in (28, 29, 30, 31)} == {"2026-02-28"}


def test_months_in_two_steps_are_not_months_in_one() -> None:
    """The extension is added to the raw last day: 31 August and 6 months and 6 more is 28 August, not 31."""
    found = answer(Question("CPL-152", date(2025, 8, 31), extend=6))
    assert str(found.raw_last_day) == "2026-08-28"
    assert str(last(of("month", 12), date(2025, 8, 31))) == "2026-08-31"


@settings(max_examples=300)
@given(st.sampled_from(("backward", "pay_day")), DAY_UNITS, st.integers(1, 20), DAYS, st.integers(1, 20), SPANS)
def test_backward_periods_and_pay_days_keep_order_and_know_no_pause(
    direction: str, unit: str, length: int, start: date, later: int, spans: Any
) -> None:
    rule = of(unit, length, direction) if direction == "backward" else of("cal_day", 0, direction)
    assert last(rule, start) <= last(rule, start + later * ONE)
    assert last(rule, start) <= start
    assert last(rule, start, suspend=spans) == last(rule, start)


@settings(max_examples=60)
@given(UNITS, st.integers(1, 6), DAYS, SPANS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_one_more_day_off_never_ends_a_forward_period_earlier(
    unit: str, length: int, start: date, spans: Any, off: date
) -> None:
    rule, there = of(unit, length), with_day_off(off)
    assert last(rule, start, suspend=spans) <= last(rule, start, there, suspend=spans)


@settings(max_examples=60)
@given(st.integers(1, 20), DAYS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_one_more_day_off_never_moves_a_backward_period_or_a_pay_day_later(length: int, start: date, off: date) -> None:
    there = with_day_off(off)
    for rule in (of("work_day", length, "backward"), of("cal_day", length, "backward"), of("cal_day", 0, "pay_day")):
        assert last(rule, start, there) <= last(rule, start)


def test_a_notice_can_end_a_period_earlier_than_weekends_alone_had_said() -> None:
    """A notice brings make-up days too: the provisional Monday becomes the Saturday before, and no day later."""
    before = answer(Question("LA-50-1", date(2026, 2, 13), as_of=date(2025, 11, 3)))
    after = answer(Question("LA-50-1", date(2026, 2, 13), as_of=date(2025, 11, 4)))
    assert (before.provisional, str(before.due)) == (True, "2026-03-02")
    assert (after.provisional, str(after.due)) == (False, "2026-02-28")


@settings(max_examples=400)
@given(UNITS, st.integers(1, 40), DAYS, SPANS, st.integers(0, 10), st.data())
def test_order_splitting_and_doubling_of_pauses_do_not_matter(
    unit: str, length: int, start: date, spans: Any, extend: int, data: st.DataObject
) -> None:
    rule = of(unit, length if unit != "year" else 1)
    pieces = list(spans)
    for first, end in spans:
        cut = first + timedelta(days=data.draw(st.integers(0, (end - first).days)))
        pieces += [(first, cut), (cut, end), (cut, cut)]
    shuffled = data.draw(st.permutations(pieces))
    whole = apply(rule, Question("X-1", start, extend, tuple(spans)), calendar())
    split = apply(rule, Question("X-1", start, extend, tuple(shuffled)), calendar())
    assert whole.certificate() == split.certificate()


@settings(max_examples=400)
@given(UNITS, st.integers(1, 40), DAYS, SPANS, SPANS, st.integers(0, 10), st.integers(0, 10))
def test_more_pauses_and_more_extension_never_end_earlier(
    unit: str, length: int, start: date, spans: Any, more: Any, extend: int, further: int
) -> None:
    rule = of(unit, length if unit != "year" else 1)
    plain = last(rule, start, suspend=spans, extend=extend)
    assert plain <= last(rule, start, suspend=[*spans, *more], extend=extend)
    assert plain <= last(rule, start, suspend=spans, extend=extend + further)


@given(DAYS, st.integers(0, 23), st.integers(1, 96), st.integers(1, 3000), SPANS)
def test_hours_keep_order_too(start: date, hour: int, length: int, later: int, spans: Any) -> None:
    rule = of("hour", length, roll="none")
    begun = datetime(start.year, start.month, start.day, hour, tzinfo=OFFICE)
    assert last(rule, begun, suspend=spans) <= last(rule, begun + timedelta(minutes=later), suspend=spans)


@settings(max_examples=300)
@given(UNITS, DAYS, SPANS)
def test_a_period_of_no_length_is_its_day_whatever_is_paused(unit: str, start: date, spans: Any) -> None:
    assert last(of(unit, 0, roll="none"), start, suspend=spans) == start


@pytest.mark.parametrize("rule", ["LA-47-1", "WP-9"])
def test_a_pause_over_the_day_itself_moves_no_limit_without_length(rule: str) -> None:
    day = date(2026, 3, 2)
    assert answer(Question(rule, day, suspend=((date(2026, 2, 1), date(2026, 4, 1)),))).due == day


def test_at_once_stays_at_once() -> None:
    begun = datetime(2026, 3, 2, 23, 59, tzinfo=OFFICE)
    assert answer(Question("EM-61", begun, suspend=((date(2026, 2, 1), date(2026, 4, 1)),))).due == begun


VERSIONS = [
    ("R124-OLD", "2023-08-31", "2023-09-11"),
    ("R124-OLD", "2023-09-01", "不再适用"),
    ("LA-82-OLD", "2008-04-30", "2008-06-30"),
    ("LA-82-OLD", "2008-05-01", "不再适用"),
    ("LA-27-1", "2008-05-01", "2009-05-04"),
    ("LA-27-1", "2008-04-30", "尚无此规定"),
    ("MW-14-1", "2020-04-30", "2020-04-30"),
    ("MW-14-1", "2020-05-01", "2020-04-30"),
    ("ARL-20-1", "2023-12-31", "尚无此规定"),
    ("NE-4-1", "2024-01-01", "2024-01-16"),
    ("NE-4-1", "2023-12-31", "尚无此规定"),
]


@pytest.mark.parametrize(("rule", "start", "said"), VERSIONS)
def test_the_day_of_the_start_event_chooses_the_version(rule: str, start: str, said: str) -> None:
    def ask() -> Deadline:
        return answer(Question(rule, date.fromisoformat(start)))

    if said[0] == "2":
        assert str(ask().due) == said
    else:
        with pytest.raises(Exception, match=said):
            ask()


def test_the_pay_day_of_2019_follows_the_rule_of_1994() -> None:
    assert "工资支付暂行规定" in answer(Question("MW-14-1", date(2019, 5, 1))).rule.legal_basis
    assert len(load_rules().rows("MW-14-1")) == 2
