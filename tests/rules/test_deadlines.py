"""Deadlines that were worked out elsewhere: by the published examples, and by hand."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.asking import as_object, read_when
from rules.calendar import WEEKDAYS, Calendar
from rules.checker import faults
from rules.deadline import Deadline, Question, answer, load_rules
from rules.errors import NoRuleThen, NotComputable, UnknownRule
from rules.papers import shipped
from rules.picture import entries

TABLES = Path(__file__).parent / "tables"
EXAMPLES = list(csv.DictReader((TABLES / "deadline_examples.csv").read_text(encoding="utf-8").splitlines()))
BY_HAND = yaml.safe_load((TABLES / "by_hand.yaml").read_text(encoding="utf-8"))
# Limits of days with a calendar for every start in the test's years.
FIRST_DAY = date(2025, 9, 1)
DAY_RULES = sorted(
    {
        rule.id
        for rule in load_rules().all()
        if not rule.by_instant and rule.effective_to is None and rule.in_force(FIRST_DAY)
    }
)


def _options(text: str) -> dict[str, Any]:
    words = text.split()
    options: dict[str, Any] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name == "--extend":
            options["extend"] = int(value)
        else:
            first, end = value.split("..")
            options["suspend"] = ((date.fromisoformat(first), date.fromisoformat(end)),)
    return options


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_published_examples(row: dict[str, str]) -> None:
    found = answer(Question(row["ask_rule"], date.fromisoformat(row["start"]), **_options(row["options"])))
    assert (str(found.raw_last_day), str(found.due)) == (row["raw_last_day"], row["expected_due"])
    assert faults(found.certificate()) == []


@pytest.mark.parametrize("row", BY_HAND["days"], ids=lambda row: f"{row[0]} {row[1]}")
def test_worked_by_hand(row: list[Any]) -> None:
    rule, start, options, raw, due = row
    spans = tuple((first, end) for first, end in options.pop("suspend", ()))
    found = answer(Question(rule, start, suspend=spans, **options))
    assert (found.raw_last_day, found.due) == (raw, due)
    assert faults(found.certificate()) == []


@pytest.mark.parametrize("row", BY_HAND["day_by_day"], ids=lambda row: f"{row['rule']} {row['from']}")
def test_day_by_day_with_the_notice_in_hand(row: dict[str, Any]) -> None:
    found = answer(Question(row["rule"], row["from"]))
    told = [
        [entry.day, f"周{WEEKDAYS[entry.day.weekday()]}", entry.kind, entry.nth]
        for entry in entries(found.certificate())
    ]
    assert told == row["days"]
    assert found.due == row["due"]


@pytest.mark.parametrize(("rule", "start", "due"), BY_HAND["instants"])
def test_hours_run_through_holidays(rule: str, start: str, due: str) -> None:
    found = answer(Question(rule, read_when(start, "from", True)))
    assert as_object(found)["due"] == due
    assert faults(found.certificate()) == []


spans = st.lists(
    st.tuples(st.dates(date(2024, 6, 1), date(2026, 12, 1)), st.integers(0, 90)).map(
        lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=3,
)


def _ask(rule: str, start: date, extend: int, suspend: Any) -> Deadline:
    return answer(Question(rule, start, extend=extend, suspend=tuple(suspend), region="HB"))


@given(st.sampled_from(DAY_RULES), st.dates(FIRST_DAY, date(2026, 11, 30)), st.integers(0, 20), spans)
def test_the_second_checker_agrees(rule: str, start: date, extend: int, suspend: Any) -> None:
    found = _ask(rule, start, extend, suspend)
    assert faults(found.certificate()) == []
    wrong = {**found.certificate(), "due": (date.fromisoformat(str(found.due)) + timedelta(days=1)).isoformat()}
    assert faults(wrong) != []


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), spans, st.randoms())
def test_order_and_splitting_of_suspensions_do_not_matter(start: date, suspend: Any, chance: Any) -> None:
    shuffled = [piece for first, end in suspend for piece in ((first, first + (end - first) / 2), (first, end))]
    shuffled = [(first, first + timedelta(days=(end - first).days)) for first, end in shuffled]
    chance.shuffle(shuffled)
    for rule in ("LA-43-1", "LS-17-1", "LA-27-1"):
        assert _ask(rule, start, 0, suspend).due == _ask(rule, start, 0, shuffled).due


@given(st.sampled_from(DAY_RULES), st.dates(FIRST_DAY, date(2026, 8, 31)))
def test_rolling(rule: str, start: date) -> None:
    found = _ask(rule, start, 0, ())
    raw, due = date.fromisoformat(str(found.raw_last_day)), date.fromisoformat(str(found.due))
    direction = found.rule.direction
    assert direction != "backward" or due == raw < start
    assert direction != "pay_day" or due <= raw
    assert direction != "forward" or (due >= raw and (found.rule.length == 0 or found.on.is_worked(due)))


def test_beyond_the_published_calendar_a_date_is_provisional() -> None:
    found = answer(Question("LA-27-1", date(2026, 3, 2)))
    assert found.provisional
    assert any("暂定" in warning for warning in found.warnings)
    assert not answer(Question("LA-50-1", date(2026, 3, 2))).provisional


def test_what_the_rule_does_not_allow_is_answered_with_a_warning() -> None:
    found = answer(Question("LA-48-1", date(2026, 3, 2), extend=5, suspend=((date(2026, 3, 5), date(2026, 3, 7)),)))
    assert str(found.raw_last_day) == "2026-03-24"
    assert len([warning for warning in found.warnings if "没有规定" in warning]) == 2
    assert any("已超出" in w for w in answer(Question("LA-43-1", date(2026, 3, 2), extend=16)).warnings)


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("LA-99-9", date(2026, 3, 2)), UnknownRule),
        (Question("R124-OLD", date(2024, 3, 2)), NoRuleThen),
        (Question("LS-17-1", date(2003, 3, 2)), NoRuleThen),
        (Question("MW-14-1", date(2003, 3, 4)), NotComputable),
        (Question("MT-5-2", date(2026, 3, 2)), NotComputable),
        (Question("LA-29-1", date(2026, 3, 4), extend=-1), NotComputable),
    ],
)
def test_questions_without_an_answer(question: Question, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"[一-龥]"):
        answer(question)


def test_advice_that_would_need_an_older_calendar_is_left_out() -> None:
    """The raw last day is the New Year of the first calendar: the date stands, only the earlier day is not named."""
    first = date(2024, 1, 1)
    papers = [paper for paper in shipped() if paper.year >= first.year]
    found = answer(Question("LA-27-1", first.replace(year=first.year - 1)), Calendar(papers))
    assert found.raw_last_day == first
    assert found.due > first
    assert not any("宜在" in said for said in found.warnings)
