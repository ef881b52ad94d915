"""A worker reads the sentence alone: from when, how many days, what was left out, why moved or not, by what article."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from rules.calendar import calendar
from rules.deadline import OFFICE, Question, answer
from rules.errors import RuleError
from tests.rules.test_proof import questions

TOLD: list[tuple[str, Any, dict[str, Any], list[str]]] = [
    (
        "LA-48-1",
        date(2026, 2, 6),
        {},
        [
            "收到裁决书之日2026-02-06（周五）不计入，自次日起算",
            "期限15日，中间的周末和节假日照算，最后一日为2026-02-21（周六，春节放假）",
            "遇春节放假，顺延到其后第一个工作日2026-02-24",
            "《劳动争议调解仲裁法》第48条",
        ],
    ),
    (
        "LA-29-1",
        date(2025, 9, 26),
        {},
        ["期限5个工作日", "国庆节放假8天（10-01至10-08）", "调休上班的09-28算", "第5个工作日为2025-10-10", "不顺延"],
    ),
    ("LA-50-1", date(2026, 2, 13), {}, ["虽是周末，但调休上班，是工作日，不顺延"]),
    (
        "LA-43-1",
        date(2026, 3, 2),
        {"suspend": ((date(2026, 3, 20), date(2026, 5, 19)),), "extend": 15},
        ["2026-03-20至2026-05-18中止，共60天，不计入", "期限45日，另延长15日"],
    ),
    ("LA-27-1", date(2024, 10, 12), {"restart": date(2025, 3, 5)}, ["后重新计算，改自2025-03-05", "期限1年", "对应日"]),
    ("LA-27-1", date(2026, 3, 2), {}, ["放假安排只公布到2026年，此日期为暂定"]),
    ("LA-35-1", date(2026, 3, 2), {}, ["往前倒数，当日不计", "倒数5个工作日", "最迟2026-02-24", "不顺延"]),
    ("MW-14-1", date(2026, 10, 5), {}, ["约定支付日为2026-10-05（周一，国庆节放假）", "要提前", "2026-09-30"]),
    ("MW-14-1", date(2026, 3, 10), {}, ["当日是工作日，应于2026-03-10"]),
    ("LSI-18-1", date(2026, 9, 18), {}, ["（待核实）"]),
    ("SVC-CALLBACK", date(2026, 3, 2), {}, ["（工会自定）"]),
    ("LA-47-1", date(2026, 3, 2), {}, ["当日即届满"]),
    ("CPL-104-1", datetime(2026, 2, 13, 16, 30, tzinfo=OFFICE), {}, ["自下一个整点起算", "48小时", "2026-02-15 17:00"]),
    ("MT-5-2", datetime(2026, 9, 30, 10, 15, tzinfo=OFFICE), {}, ["周末和节假日照算", "24小时", "2026-10-01 10:15"]),
]


@pytest.mark.parametrize(("rule", "start", "more", "words"), TOLD)
def test_the_sentence_says_why(rule: str, start: Any, more: dict[str, Any], words: list[str]) -> None:
    sentence = answer(Question(rule, start, **more)).sentence
    for one in words:
        assert one in sentence, sentence


@settings(max_examples=400)
@given(questions())
def test_every_sentence_has_its_parts(asked: Question) -> None:
    try:
        found = answer(asked)
    except RuleError:
        return
    sentence, rule = found.sentence, found.rule
    assert rule.legal_basis in sentence
    assert str(found.due)[:10] in sentence
    assert ("待核实" in sentence) == (rule.tag in "EM") or rule.tag == "D"
    assert rule.tag != "D" or "工会自定" in sentence
    assert ("暂定" in sentence) == found.provisional
    assert "None" not in sentence
    assert "。。" not in sentence
    if rule.direction == "forward" and not rule.by_instant and (rule.length or asked.extend):
        assert "不计入，自次日起算" in sentence
        assert f"期限{rule.length}" in sentence
        assert ("顺延到" in sentence) == (found.due != found.raw_last_day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-02", "元旦"),
        ("2026-02-20", "春节"),
        ("2026-04-05", "清明节"),
        ("2026-05-04", "劳动节"),
        ("2026-06-19", "端午节"),
        ("2026-09-26", "中秋节"),
        ("2026-10-07", "国庆节"),
        ("2025-10-06", "国庆节"),
        ("2020-01-31", "春节"),
        ("2004-01-28", "春节"),
        ("2007-12-30", "元旦"),
    ],
)
def test_a_break_has_its_name(day: str, name: str) -> None:
    assert calendar().day(date.fromisoformat(day)).reason == f"{name}放假"


def test_every_break_of_the_published_years_has_a_name_but_one() -> None:
    """3 September 2015 was a break for that year alone."""
    on = calendar()
    nameless = [
        first for first, _, kind in on.runs(on.first, on.last) if kind == "holiday" and on.day(first).reason == "放假"
    ]
    assert nameless == [date(2015, 9, 3)]
