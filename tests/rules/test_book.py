"""The rule book: every known line stands in it, a row that is not whole does not load and says where."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.book import RuleBook, load_rules
from rules.errors import BrokenRules, NoLength, NoRuleThen
from rules.reading import read_file, read_row
from rules.regions import chain, region_name

LINES = list(csv.DictReader((Path(__file__).parent / "tables" / "lines.csv").read_text("utf-8").splitlines()))
GOOD = {
    "id": "X-1",
    "label": "某期限",
    "bound": "用人单位",
    "start": "送达之日",
    "length": 5,
    "unit": "work_day",
    "law": "《某法》第5条",
    "from": date(2020, 1, 1),
    "tag": "F",
    "source": "https://example.org/law",
}
UNITS = {"cal-day": "cal_day", "work-day": "work_day", "month": "month", "year": "year"}


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_every_known_line_stands_in_the_book(line: dict[str, str]) -> None:
    book = load_rules()
    duties = {duty.id: duty for duty in book.duties()}
    found = duties.get(line["id"]) or book.rows(line["id"])[0]
    assert found.tag == line["tag"]
    assert found.bound
    limits = [limit.strip(" <≤>") for limit in re.sub(r"\(.*?\)", "", line["length"]).split("/")]
    if line["id"] in duties or not limits[0].split(" ")[0].isdigit():
        return
    for place, limit in enumerate(limits, 1):
        number = limit.split(";")[0].split(" ")[0]
        rule = book.get(line["id"] if len(limits) == 1 else f"{line['id']}.{place}", None)
        assert rule.unit in ("minute", "hour") or rule.length == int(number), rule.id
        assert line["unit"] not in UNITS or rule.unit == UNITS[line["unit"]], rule.id
    assert len(limits) == 1 or book.get(line["id"]).id == f"{line['id']}.1"


@pytest.mark.parametrize(
    "change",
    [
        {"from": 2020},
        {"from": None},
        {"law": "《某法》"},
        {"source": "听说"},
        {"tag": "Z"},
        {"bound": ""},
        {"unit": "week"},
        {"length": -1},
        {"length": 1.5},
        {"length": True},
        {"direction": "sideways"},
        {"roll": "later"},
        {"unit": "hour", "direction": "backward"},
        {"from": "2020年", "tag": "E"},
        {"to": "不久", "tag": "E"},
        {"may_extnd": 5},
    ],
)
def test_a_row_that_is_not_whole_does_not_load(change: dict[str, Any]) -> None:
    read_row(GOOD, "here")
    with pytest.raises(BrokenRules, match="here"):
        read_row(GOOD | change, "here")


def test_a_reported_line_may_know_the_year_alone() -> None:
    reported = read_row(GOOD | {"tag": "E", "from": 2020, "law": "某办法（条号未核）", "source": "转述"}, "here")
    assert (reported.effective_from, reported.since, reported.certainty) == (date(2020, 1, 1), "2020", "待核实")
    unknown = read_row(GOOD | {"tag": "E", "from": "未核"}, "here")
    assert (unknown.effective_from, unknown.since) == (None, "未核")


def test_a_key_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text("- id: X-1\n  length: 5\n  length: 15\n", encoding="utf-8")
    with pytest.raises(BrokenRules, match=r"twice.yaml.*line 3.*length"):
        list(read_file(path))


def test_two_versions_for_the_same_days_are_an_error() -> None:
    newer = read_row(GOOD | {"from": date(2024, 1, 1)}, "here")
    older = read_row(GOOD, "here")
    ended = read_row(GOOD | {"to": date(2023, 12, 31)}, "here")
    assert RuleBook([newer, ended]).get("X-1", date(2023, 5, 1)) == ended
    with pytest.raises(BrokenRules, match="two versions"):
        RuleBook([newer, older])


def test_a_duty_is_cited_and_not_counted() -> None:
    with pytest.raises(NoLength, match=r"没有规定期限.*第10条"):
        load_rules().get("MW-10", date(2026, 3, 2))


def test_regions_follow_those_above_them() -> None:
    book, day = load_rules(), date(2026, 3, 2)
    assert chain("XN") == ("XN", "QH", None)
    assert book.get("LTR-AUTHORITY-ACCEPT", day, "WX").region == "JS"
    assert book.get("LTR-OPINION-REPLY", day, "XN").tag == "D"
    assert region_name("XN") == "西宁"
    with pytest.raises(NoRuleThen, match="湖北"):
        book.get("LTR-PLATFORM", day)
