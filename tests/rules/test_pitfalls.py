"""The known pitfalls of deadline engines, each as a test: those that are arithmetic and calendar alone."""

import ast
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import rules
from rules import checker, period
from rules.asking import ask, read_span
from rules.book import UNITS
from rules.calendar import Calendar, calendar
from rules.deadline import OFFICE, Question, answer
from rules.errors import NotComputable
from rules.office_hours import OfficeHours
from rules.papers import dump, read_paper, shipped

ONE = timedelta(days=1)


def due(rule: str, start: Any, **more: Any) -> str:
    """The due date, once the second checker has agreed."""
    found = answer(Question(rule, start, **more))
    assert checker.faults(found.certificate()) == []
    return found.due.strftime("%Y-%m-%d %H:%M" if isinstance(found.due, datetime) else "%Y-%m-%d")


def test_pitfall_01_make_up_days_are_worked_and_do_not_roll() -> None:
    assert due("LSI-18-1", date(2026, 2, 15)) == "2026-02-28"
    assert due("LA-50-1", date(2026, 2, 13)) == "2026-02-28"
    assert due("LA-29-1", date(2025, 9, 26)) == "2025-10-10"


def test_pitfall_01_a_local_holiday_is_a_paper_of_its_own() -> None:
    """三月三 of an autonomous region: the same notices and one more, which replaces the days it frees."""
    row = {
        "paper": "2026-local",
        "year": 2026,
        "notice": "（示例）",
        "title": "（示例）某自治区2026年三月三放假",
        "source": "（示例）",
        "published": date(2026, 1, 5),
        "replaces": "2026-04-20..2026-04-21",
        "days_off": ["2026-04-20..2026-04-21"],
        "make_up": [],
    }
    local = read_paper(dump(row), "local")
    there = Calendar([*shipped(), local])
    asked = Question("LA-29-1", date(2026, 4, 17))
    assert str(answer(asked).due) == "2026-04-24"
    found = answer(asked, there)
    assert str(found.due) == "2026-04-28"
    assert found.calendar_version != calendar().version
    assert checker.faults(found.certificate(), {local.sha256: local.text}) == []
    assert any("找不到" in said for said in checker.faults(found.certificate()))


def test_pitfall_02_late_december_lives_in_the_next_years_paper() -> None:
    assert not calendar().is_worked(date(2007, 12, 31))
    assert calendar().is_worked(date(2007, 12, 29))
    assert calendar().is_worked(date(2018, 12, 29))
    turned_round = Calendar(reversed(shipped()))
    assert turned_round.version == calendar().version
    assert list(turned_round.runs(date(2004, 1, 1), date(2030, 1, 1))) == list(
        calendar().runs(date(2004, 1, 1), date(2030, 1, 1))
    )


@pytest.mark.parametrize(("days", "moved"), [(5, 13), (15, 26)])
def test_pitfall_03_an_emergency_change_after_the_fact(days: int, moved: int) -> None:
    """The notice of 27 January 2020 moved so many answers that had been given before."""
    before, after = calendar(date(2020, 1, 26)), calendar(date(2020, 1, 27))
    starts = [date(2019, 11, 1) + n * ONE for n in range(150)]
    assert sum(before.add_worked(day, days) != after.add_worked(day, days) for day in starts) == moved
    # Reverted, everything is as it was: nothing had been changed in place.
    reverted = Calendar(paper for paper in after.papers if paper.id != "2020-2")
    assert reverted.version == before.version
    assert all(before.add_worked(day, days) == reverted.add_worked(day, days) for day in starts)


def test_pitfall_04_summer_time_is_no_day_of_86400_seconds() -> None:
    begun = datetime(1986, 5, 3, 12, 0, tzinfo=OFFICE)
    day_later = period.instants(begun.astimezone(UTC), timedelta(hours=24), ()).astimezone(OFFICE)
    assert f"{day_later:%Y-%m-%d %H:%M}" == "1986-05-04 13:00"
    # A partner abroad in the night in which its clocks go forward: 24 real hours, shown in Beijing time.
    abroad = datetime(2026, 3, 7, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert due("LAID-39", abroad) == "2026-03-09 12:30"


@pytest.mark.parametrize("hour", range(24))
def test_pitfall_05_the_utc_day_is_not_the_beijing_day(hour: int) -> None:
    """A call between 00:00 and 08:00 belongs to the day before in UTC, and to its own day here."""
    here = datetime(2026, 3, 2, hour, 15, tzinfo=OFFICE)
    for begun in (here, here.astimezone(UTC)):
        assert due("LA-29-1", begun) == due("LA-29-1", date(2026, 3, 2)) == "2026-03-09"
    asked = ask({"rule": "LA-29-1", "from": here.astimezone(UTC).isoformat()})
    assert str(asked.start) == "2026-03-02"


def test_pitfall_06_the_day_of_the_event_is_not_counted_and_the_last_day_ends_at_midnight() -> None:
    found = answer(Question("LA-48-1", date(2026, 4, 21)))
    assert found.certificate()["ledger"][0]["from"] == "2026-04-22"
    assert found.due == date(2026, 5, 6)
    assert found.due_at.astimezone(OFFICE) == datetime(2026, 5, 7, 0, 0, tzinfo=OFFICE)
    assert due("LA-29-1", datetime(2026, 3, 2, 0, 0, tzinfo=OFFICE)) == due(
        "LA-29-1", datetime(2026, 3, 2, 23, 59, tzinfo=OFFICE)
    )


def test_pitfall_07_a_day_24_hours_and_a_working_day_are_three_things() -> None:
    assert set(UNITS) == {"cal_day", "work_day", "month", "year", "hour", "minute", "work_minute"}
    friday = datetime(2026, 4, 3, 16, 0, tzinfo=OFFICE)
    assert due("LAID-39", friday) == "2026-04-04 16:00"
    assert due("SVC-SIGN", friday) == "2026-04-07"
    assert due("MT-5-1", friday) == "2026-04-07"
    assert str(answer(Question("MT-5-1", friday)).raw_last_day) == "2026-04-06"


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-02-28", 12, "2027-02-28"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_pitfall_08_months_end_on_the_corresponding_day_or_the_months_last(start: str, months: int, last: str) -> None:
    assert str(period.add_months(date.fromisoformat(start), months)) == last


def test_pitfall_09_the_roll_comes_once_and_at_the_end() -> None:
    assert due("LA-43-1", date(2025, 8, 22)) == "2025-10-09"
    assert due("LA-43-1", date(2025, 8, 22), extend=15) == "2025-10-21"
    on, differing = calendar(), []
    for start in (date(2026, 1, 1) + n * ONE for n in range(365)):
        rolled = answer(Question("CPL-164", start)).due
        assert isinstance(rolled, date)
        wrong = on.next_worked(period.add_months(rolled, 2))
        right = answer(Question("CPL-164", start, extend=2)).due
        assert isinstance(right, date)
        differing += [wrong - right] if wrong != right else []
    assert round(len(differing) / 365 * 100, 1) == 26.6
    assert max(differing) == timedelta(days=7)


def test_pitfall_10_pauses_before_after_overlapping_and_longer_than_the_rest() -> None:
    start = date(2026, 3, 2)
    plain = due("LA-43-1", start)

    def paused(*spans: tuple[date, date]) -> str:
        return due("LA-43-1", start, suspend=spans)

    assert plain == "2026-04-16"
    assert paused((date(2026, 2, 1), date(2026, 3, 3))) == plain  # ends on the day on which counting begins
    assert paused((date(2026, 2, 1), date(2026, 3, 5))) == "2026-04-20"  # raw 04-18, a Saturday
    assert paused((date(2026, 4, 17), date(2026, 8, 1))) == plain  # begins when all is over
    assert paused((date(2026, 4, 16), date(2026, 4, 17))) == "2026-04-17"  # the last day itself
    assert paused((date(2026, 3, 20), date(2026, 4, 1)), (date(2026, 3, 25), date(2026, 4, 10))) == paused(
        (date(2026, 3, 20), date(2026, 4, 10))
    )
    assert paused((date(2026, 3, 5), date(2026, 3, 5))) == plain
    # The extension reaches into a pause that lay behind the plain last day.
    assert due("LA-43-1", start, extend=15, suspend=((date(2026, 4, 20), date(2026, 5, 20)),)) == "2026-06-01"
    # One that never ends is as long as it is said to be: far away, and provisional.
    endless = answer(Question("LA-43-1", start, suspend=((date(2026, 3, 5), date(2080, 1, 1)),)))
    assert (endless.provisional, str(endless.raw_last_day)) == (True, "2080-02-12")


def test_pitfall_10_a_pause_of_hours_on_a_clock_of_days_is_refused() -> None:
    with pytest.raises(NotComputable, match="中止的写法"):
        read_span("2026-03-20T09:00..2026-03-20T15:00")


def test_pitfall_10_only_pauses_after_the_restart_count() -> None:
    before, after = (date(2026, 3, 5), date(2026, 3, 25)), (date(2026, 4, 10), date(2026, 4, 12))
    restart = date(2026, 4, 1)
    assert due("LA-43-1", date(2026, 3, 2), restart=restart, suspend=(before,)) == due("LA-43-1", restart)
    assert due("LA-43-1", date(2026, 3, 2), restart=restart, suspend=(before, after)) == due(
        "LA-43-1", restart, suspend=(after,)
    )


def test_pitfall_20_nothing_is_read_from_the_clock_and_no_calendar_changes() -> None:
    for path in Path(rules.__file__).parent.rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not names & {"now", "today", "utcnow", "monotonic"}, path.name
    first = answer(Question("LA-29-1", date(2020, 1, 20))).due
    answer(Question("LA-29-1", date(2020, 1, 20), as_of=date(2020, 1, 26)))
    Calendar(paper for paper in shipped() if paper.year < 2020)
    assert answer(Question("LA-29-1", date(2020, 1, 20))).due == first


def _calls(work: Callable[[], Any]) -> int:
    found = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def test_pitfall_21_long_periods_cost_no_more_than_short_ones_and_every_question_ends() -> None:
    start = date(2015, 3, 2)
    short = _calls(lambda: answer(Question("LS-17-1", start)))
    assert _calls(lambda: answer(Question("LS-17-1", start, extend=2500))) == short
    pause = (start + ONE, start + 3650 * ONE)
    paused = _calls(lambda: answer(Question("LS-17-1", start, suspend=((start + ONE, start + 2 * ONE),))))
    assert _calls(lambda: answer(Question("LS-17-1", start, suspend=(pause,)))) <= paused + 4
    year = answer(Question("CC-188", date(2022, 3, 1))).certificate()
    assert len(year["ledger"]) <= 2
    with pytest.raises(NotComputable, match="过长"):
        answer(Question("LS-17-1", start, extend=10**6))
    with pytest.raises(NotComputable, match="2003"):
        answer(Question("LA-35-1", date(2008, 5, 1), suspend=()), Calendar(shipped())).on.check(date(2003, 1, 1))


def test_pitfall_23_half_open_minutes_lose_nothing_at_midnight_or_at_the_close() -> None:
    assert due("SVC-DISPATCH", datetime(2026, 3, 2, 23, 45, tzinfo=OFFICE)) == "2026-03-03 00:15"
    hours = OfficeHours(((time(9), time(12)), (time(14), time(17))))
    at = datetime(2026, 3, 2, 16, 59, tzinfo=OFFICE)
    ends = [period.office_time(calendar(), hours, at, timedelta(minutes=n), ()) for n in (1, 2, 181, 182)]
    assert [f"{end:%d %H:%M}" for end in ends] == ["02 17:00", "03 09:01", "03 12:00", "03 14:01"]
    whole = sum((hours.worked_before(time(h + 1)) - hours.worked_before(time(h)) for h in range(23)), timedelta())
    assert whole == hours.whole_day == timedelta(hours=6)


# How often the usual models are wrong: working days, "weekdays less holidays", "weekdays alone".
SIZES = [
    (1, 4.2, 9.8),
    (3, 9.2, 15.3),
    (5, 13.8, 20.3),
    (7, 18.4, 26.1),
    (10, 22.1, 32.3),
    (15, 30.0, 43.6),
    (20, 36.9, 51.5),
]


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def _count(start: date, days: int, worked: Callable[[date], bool]) -> date:
    while days:
        start += ONE
        days -= worked(start)
    return start


@pytest.mark.parametrize(("days", "subtract", "weekend"), SIZES)
def test_how_wrong_the_usual_models_are(days: int, subtract: float, weekend: float) -> None:
    """Every start from 2019 to 25 November 2025: a model without make-up days is late, never early."""
    on = calendar()
    starts = [date(2019, 1, 1) + n * ONE for n in range((date(2025, 11, 25) - date(2019, 1, 1)).days + 1)]
    truth = {day: on.add_worked(day, days) for day in starts}
    without = {day: _count(day, days, lambda one: _weekday(one) and on.is_worked(one)) for day in starts}
    alone = {day: _count(day, days, _weekday) for day in starts}
    assert sum(without[day] != truth[day] for day in starts) / len(starts) * 100 == pytest.approx(subtract, abs=0.051)
    assert sum(alone[day] != truth[day] for day in starts) / len(starts) * 100 == pytest.approx(weekend, abs=0.051)
    late = [(without[day] - truth[day]).days for day in starts]
    assert min(late) == 0
    assert max(late) <= 11


def test_how_wrong_the_roll_is_without_make_up_days() -> None:
    on = calendar()
    lasts = [date(2019, 1, 16) + n * ONE for n in range(2521)]

    def rolled(day: date, worked: Callable[[date], bool]) -> date:
        while not worked(day):
            day += ONE
        return day

    wrong = sum(on.next_worked(day) != rolled(day, lambda one: _weekday(one) and on.is_worked(one)) for day in lasts)
    assert wrong / len(lasts) * 100 == pytest.approx(4.2, abs=0.05)


@pytest.mark.parametrize(("days", "share"), [(15, 5.8), (60, 22.7)])
def test_how_many_periods_of_2025_end_in_a_year_not_yet_published(days: int, share: float) -> None:
    known = calendar(date(2025, 11, 3))
    starts = [date(2025, 1, 1) + n * ONE for n in range(365)]
    assert sum(known.provisional(known.add_worked(day, days)) for day in starts) / 3.65 == pytest.approx(share, abs=0.3)
