"""The rule book: every known line stands in it, a row that is not whole does not load and says where."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.book import RuleBook, load_rules
from rules.errors import BrokenRules, NoLength, NoRuleThen
from rules.reading import read_file, read_row
from rules.regions import chain, region_name
from rules.rule import Duty, Rule

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
UNITS = {"cal-day": "cal_day", "work-day": "work_day", "month": "month", "year": "year", "hour": "hour"}


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_every_known_line_stands_in_the_book(line: dict[str, str]) -> None:
    """Length, unit, direction, article, tag, days in force, address, and what may extend, suspend or restart it."""
    book = load_rules()
    duties = {duty.id: duty for duty in book.duties()}
    rows = _rows(line)
    found: Rule | Duty = rows[0] if rows else duties[line["id"]]
    every: list[Rule | Duty] = [*rows] or [found]
    assert all(row.tag == line["tag"] and row.bound for row in every)
    assert line["source"] in found.source
    begun = min((row.effective_from for row in every if row.effective_from), default=None)
    assert (begun is None) == (line["from"] == "")
    assert begun is None or str(begun).startswith(line["from"]) or f"{line['from']}-01" == str(begun)[:10]
    assert str(found.effective_to or "") == line["to"]
    for article in line["articles"].split():
        assert re.search(rf"第{article.partition('-')[0]}条", found.legal_basis), article
    if line["limits"] == "duty":
        assert line["id"] in duties
        assert not rows
        return
    limits = [f"{row.length} {row.unit}" + _way(row) for row in rows if row.effective_to is None or len(rows) == 1]
    assert "; ".join(limits) == line["limits"]
    first = book.get(line["id"], None)
    assert first.id == (line["id"] if len(limits) == 1 else f"{line['id']}.1")
    assert ("yes" if any(row.may_suspend for row in rows) else "no") == line["suspend"]
    assert ("yes" if any(row.may_restart for row in rows) else "no") == line["restart"]
    assert next((str(row.may_extend) for row in rows if row.may_extend is not None), "") == line["extend"]


def _rows(line: dict[str, str]) -> list[Rule]:
    several = [rule for rule in load_rules().all() if rule.id.startswith(f"{line['id']}.")]
    return sorted(several, key=lambda rule: rule.id) or [rule for rule in load_rules().all() if rule.id == line["id"]]


def _way(rule: Rule) -> str:
    return "" if rule.direction == "forward" else f" {rule.direction}"


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_the_limits_are_those_of_the_law_as_it_was_noted(line: dict[str, str]) -> None:
    """The column `limits` against the words of the note: "15 / 7", "5 (+5)", "3 M / 30 D", "0.5 / 2 / 24"."""
    noted = re.sub(r"\(.*?\)", "", line["length"]).replace("before", "")
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", noted)]
    if line["limits"] == "duty" or line["length"] in ("balance", "interval"):
        return
    minutes = [float(limit.split()[0]) / 60 if " minute" in limit else None for limit in line["limits"].split("; ")]
    lengths = [float(limit.split()[0]) for limit in line["limits"].split("; ")]
    given = [length if minute is None else minute for length, minute in zip(lengths, minutes, strict=True)]
    assert given[: len(numbers)] == numbers
    if line["unit"] in UNITS:
        assert {limit.split()[1] for limit in line["limits"].split("; ")} - {"minute"} <= {UNITS[line["unit"]], "month"}
    more = re.search(r"\(\+(\d+)\)", line["length"])
    assert more is None or line["id"] == "LSI-37" or line["extend"] == more[1]


def test_all_lines_are_there() -> None:
    count = Counter(line["tag"] for line in LINES)
    assert (len(LINES), count["F"], count["E"], count["M"]) == (186, 152, 32, 2)


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
        {"unit": "month", "direction": "backward"},
        {"unit": "cal_day", "direction": "pay_day"},
        {"next_hour": True},
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
