"""Notices as data: those shipped name their source where it was read, and a new one is read more strictly."""

from datetime import date

import pytest

from rules.errors import NotComputable
from rules.notice import read_notice
from rules.papers import Paper, dump, shipped
from rules.reading import UNCHECKED
from rules.year_picture import year_picture
from tests.rules.test_calendar import NOTICE

# 国办发明电 numbers and addresses of the three years by which running clocks are counted.
READ_IN_FULL = {
    "2024": ("国办发明电〔2023〕7号", date(2023, 10, 25)),
    "2025": ("国办发明电〔2024〕12号", date(2024, 11, 12)),
    "2026": ("国办发明电〔2025〕7号", date(2025, 11, 4)),
}


@pytest.mark.parametrize("paper", shipped(), ids=lambda paper: paper.id)
def test_every_shipped_notice_says_where_it_is_from(paper: Paper) -> None:
    if paper.id in READ_IN_FULL:
        assert (paper.notice, paper.published) == READ_IN_FULL[paper.id]
        assert paper.source.startswith("https://www.gov.cn/")
    # What was not read says so; nothing is left empty.
    assert paper.source.startswith("http") or paper.source == "待核实"
    assert paper.published is not None or f"published: {UNCHECKED}" in paper.text


@pytest.mark.parametrize("paper", [paper for paper in shipped() if paper.id in READ_IN_FULL], ids=lambda one: one.id)
def test_what_was_read_in_full_would_be_accepted_today(paper: Paper) -> None:
    assert read_notice(paper.text, date(2026, 11, 1)) == paper


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "YAML"),
        ("- 2027", "逐项写明"),
        ("paper: '2027'\npaper: '2027'", "第2行"),
        ("paper: '2027'", "缺少 year"),
        ("x" * 30_000, "过大"),
        (dump({**NOTICE, "source": "https://www.gov.cn/x", "days_off": "2027-01-01"}), "应为列表"),
        (dump({**NOTICE, "source": "https://www.gov.cn/x", "days_off": ["2027-02-30"]}), "2027-02-30"),
        (dump({**NOTICE, "source": "https://www.gov.cn/x", "days_off": []}), "没有放假日"),
        (dump({**NOTICE, "source": "https://www.gov.cn/x", "days_off": ["2027-01-01", "2027-01-01"]}), "出现两次"),
    ],
)
def test_nonsense_is_refused_in_chinese(text: str, said: str) -> None:
    with pytest.raises(NotComputable, match=said):
        read_notice(text, date(2026, 12, 1))


def test_the_picture_of_a_year_shows_every_day_once() -> None:
    from rules.calendar import calendar

    paper = next(one for one in shipped() if one.id == "2026")
    months = year_picture(calendar(), 2026, paper.days_off | paper.make_up)
    squares = [square for month in months for week in month.weeks for square in week if square.day is not None]
    assert len(squares) == len({square.day for square in squares}) == 365
    assert {square.day for square in squares if square.kind == "make_up"} == set(paper.make_up)
    assert {square.day for square in squares if square.kind == "holiday"} == {
        day for day in paper.days_off if day.year == 2026
    }
