"""The calendar against two independent data sets, every day of every published year."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from rules.book import load_rules
from rules.calendar import calendar
from rules.errors import NotComputable


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_agrees_with_two_other_calendars(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        ours = calendar().is_worked(day)
        if ours != chinese_calendar.is_workday(day) or ours != other.is_working_day(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, days: int) -> None:
    assert calendar().worked_between(date(year, 1, 1), date(year + 1, 1, 1)) == days


def test_before_the_first_calendar_nothing_is_computed() -> None:
    with pytest.raises(NotComputable, match="2023"):
        calendar().is_worked(date(2023, 12, 29))


def test_every_rule_has_an_article_a_source_and_a_tag() -> None:
    rules = load_rules().all()
    assert len(rules) > 200
    for rule in rules:
        assert rule.legal_basis
        assert rule.source
        assert rule.label
        if rule.tag == "F":
            assert "条" in rule.legal_basis or "〔" in rule.legal_basis, rule.id
        if rule.id.startswith("SVC-"):
            assert rule.certainty == "工会自定期限"
