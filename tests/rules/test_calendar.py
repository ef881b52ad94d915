"""The calendar against two independent data sets, every day of every published year."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import holidays
import pytest

from rules.book import load_rules
from rules.calendar import Calendar, calendar
from rules.errors import BrokenRules, NotComputable
from rules.papers import dump, read_paper, shipped

NOTICE: dict[str, Any] = {
    "paper": "2027",
    "year": 2027,
    "notice": "（示例）",
    "title": "（示例）2027 年",
    "source": "（示例）",
    "published": date(2026, 11, 20),
    "days_off": ["2027-01-01..2027-01-03", "2027-02-05..2027-02-11"],
    "make_up": ["2027-02-14"],
}


# Of the two data sets one has it as a day off; three days off around New Year 2006 need it worked.
DISPUTED = {date(2005, 12, 31)}


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_day_agrees_with_two_other_calendars(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        ours = calendar().is_worked(day)
        if ours != other.is_working_day(day) or (day not in DISPUTED and ours != chinese_calendar.is_workday(day)):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, days: int) -> None:
    assert calendar().worked_between(date(year, 1, 1), date(year + 1, 1, 1)) == days


def test_before_the_first_calendar_nothing_is_computed() -> None:
    with pytest.raises(NotComputable, match="2003"):
        calendar().is_worked(date(2003, 12, 29))


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


@pytest.mark.parametrize(
    ("as_of", "day", "worked"),
    [
        # 国办发明电〔2020〕1号 of 27 January 2020 made three days off that were worked before.
        (date(2020, 1, 26), date(2020, 1, 31), True),
        (date(2020, 1, 26), date(2020, 2, 1), True),
        (date(2020, 1, 27), date(2020, 1, 31), False),
        (date(2020, 1, 27), date(2020, 2, 1), False),
        (date(2020, 1, 27), date(2020, 2, 3), True),
        (date(2020, 1, 27), date(2020, 1, 19), True),
        # 国办发明电〔2019〕3号 of 22 March 2019 changed the first of May.
        (date(2019, 3, 21), date(2019, 5, 2), True),
        (date(2019, 3, 22), date(2019, 5, 2), False),
        (date(2019, 3, 21), date(2019, 4, 28), False),
        (date(2019, 3, 22), date(2019, 4, 28), True),
        (date(2015, 5, 12), date(2015, 9, 3), True),
        (date(2015, 5, 13), date(2015, 9, 3), False),
        # Days of late December belong to the next year's notice.
        (date(2018, 12, 6), date(2018, 12, 29), True),
        (date(2007, 12, 26), date(2007, 12, 31), False),
    ],
)
def test_what_was_known_on_a_day(as_of: date, day: date, worked: bool) -> None:
    assert calendar(as_of).is_worked(day) == worked


def test_every_notice_is_its_own_version() -> None:
    before, after = calendar(date(2020, 1, 26)), calendar(date(2020, 1, 27))
    assert before.version != after.version
    assert before.last == after.last == date(2020, 12, 31)
    assert calendar(date(2025, 11, 3)).last == date(2025, 12, 31)
    assert calendar(date(2025, 11, 4)).last == date(2026, 12, 31)
    assert len({paper.sha256 for paper in shipped()}) == len(shipped())


@pytest.mark.parametrize(
    "change",
    [
        {"days_off": ["2027-01-01", "2026-05-01"]},
        {"make_up": ["2027-01-04"]},
        {"make_up": ["2027-01-02"], "days_off": ["2027-01-02"]},
        {"days_off": ["soon"]},
        {"published": "soon"},
        {"replaces": "2027-01-01..2027-01-02", "days_off": ["2027-01-04"]},
        {"year": "next"},
        {"colour": "red"},
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BrokenRules, match="here"):
        read_paper(dump({**NOTICE, **change}), "here")


def test_a_later_notice_replaces_the_days_it_names() -> None:
    main = read_paper(dump(NOTICE), "main")
    change = {"paper": "2027-2", "published": date(2027, 1, 20), "replaces": "2027-02-05..2027-02-14"}
    second = read_paper(dump({**NOTICE, **change, "days_off": ["2027-02-05..2027-02-14"], "make_up": []}), "second")
    before, after = Calendar([*shipped(), main]), Calendar([*shipped(), main, second])
    assert before.is_worked(date(2027, 2, 14))
    assert not after.is_worked(date(2027, 2, 14))
    assert after.last == date(2027, 12, 31)
    with pytest.raises(BrokenRules, match="consecutive"):
        Calendar([paper for paper in shipped() if paper.year != 2020])
