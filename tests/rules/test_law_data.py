"""Figures, articles and decision tables load whole or not at all, and say where they are wrong."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.article import articles, articles_from
from rules.errors import BrokenRules, NoRuleThen, UnknownRule
from rules.findings.asking_table import TABLES, facts_of
from rules.findings.catalogue import all_inquiries, inquiry
from rules.findings.questions.collective import Collective
from rules.findings.reasoning import to_cent
from rules.findings.table import raw_table, read_table
from rules.parameter import FOLDER, LOCAL, parameters, read_local, read_parameter
from rules.reading import read_yaml_text

FIGURE: dict[str, Any] = {
    "label": "倍数",
    "unit": "倍",
    "values": {date(2008, 1, 1): {"value": 3, "article": "LCL.47.2"}},
}
PLACE: dict[str, Any] = {
    "label": "最低工资",
    "unit": "元",
    "configure": "请登记。",
    "regions": {"QH": {date(2026, 1, 1): {"value": 2080, "law": "文", "tag": "E", "source": "转载"}}},
}


def changed(given: dict[str, Any], *path: Any, to: Any = None, drop: bool = False) -> dict[str, Any]:
    """A copy with one thing changed or taken away."""
    copy = deepcopy(given)
    place = copy
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    "broken",
    [
        changed(FIGURE, "values", date(2008, 1, 1), "article", drop=True),
        changed(FIGURE, "values", date(2008, 1, 1), "article", to="LCL.9999"),
        changed(FIGURE, "values", date(2008, 1, 1), "value", to="三"),
        changed(FIGURE, "values", date(2008, 1, 1), "value", to=True),
        changed(FIGURE, "values", date(2008, 1, 1), "because", to="x"),
        changed(FIGURE, "values", to={2008: {"value": 3, "article": "LCL.47.2"}}),
        changed(FIGURE, "values", to={}),
        changed(FIGURE, "label", to=""),
        changed(FIGURE, "valeus", to=1),
    ],
)
def test_a_figure_without_all_it_needs_does_not_load(broken: dict[str, Any]) -> None:
    assert read_parameter("figure", FIGURE).on(date(2008, 1, 1)).value == Decimal(3)
    with pytest.raises(BrokenRules, match=r"figure"):
        read_parameter("figure", broken)


@pytest.mark.parametrize(
    "broken",
    [
        changed(PLACE, "regions", "QH", date(2026, 1, 1), "law", drop=True),
        changed(PLACE, "regions", "QH", date(2026, 1, 1), "tag", to="X"),
        changed(PLACE, "regions", to={"ZZ": {}}),
        changed(PLACE, "configure", drop=True),
    ],
)
def test_a_local_figure_without_its_paper_does_not_load(broken: dict[str, Any]) -> None:
    with pytest.raises(BrokenRules):
        read_local("place", broken)


def test_a_city_without_a_figure_follows_its_province() -> None:
    place = read_local("place", PLACE)
    found = place.local(date(2026, 5, 1), "XN")
    assert found is not None
    assert found.value == Decimal(2080)
    assert place.local(date(2025, 12, 31), "XN") is None
    assert place.local(date(2026, 5, 1), "BJ") is None


def test_before_its_first_day_a_figure_says_so() -> None:
    with pytest.raises(NoRuleThen, match="2008-01-01"):
        read_parameter("figure", FIGURE).on(date(2007, 12, 31))


def test_a_key_that_stands_twice_does_not_load() -> None:
    with pytest.raises(BrokenRules, match="stands twice"):
        read_yaml_text("a: {value: 1}\na: {value: 2}\n", "local.yaml")


def test_a_confirmed_article_has_a_day_and_an_address() -> None:
    law: dict[str, Any] = {"instrument": "《某法》", "tag": "F", "source": "http://x", "articles": {"X.1": "第一条"}}
    with pytest.raises(BrokenRules, match="first day"):
        articles_from([law])
    with pytest.raises(BrokenRules, match="tag"):
        articles_from([{**law, "tag": "Z"}])
    with pytest.raises(BrokenRules, match="once"):
        articles_from([{**law, "from": date(2008, 1, 1)}] * 2)
    [article] = articles_from([{**law, "from": date(2008, 1, 1)}]).values()
    assert article.law == "《某法》第一条"


def test_every_figure_that_ships_has_its_article_and_every_article_is_used() -> None:
    rested = {value.article.key for one in parameters().values() for rows in one.values.values() for value in rows}
    rested |= {article.key for table in TABLES.values() for row in table.rows for article in row.articles}
    code = "".join(path.read_text(encoding="utf-8") for path in (FOLDER.parent / "findings").rglob("*.py"))
    days = (FOLDER.parent / "statutory_days.yaml").read_text(encoding="utf-8")
    assert [key for key in articles() if key not in rested and f'"{key}"' not in code and key not in days] == []


def test_every_figure_that_ships_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (FOLDER.parent / "findings").rglob("*.py"))
    tables = "".join(path.read_text(encoding="utf-8") for path in (FOLDER.parent / "tables").glob("*.yaml"))
    # Kept so that nobody takes them for the city's average wage or the monthly standard; nothing computes with them.
    only_shown = {"contribution_base_monthly", "minimum_wage_hourly"}
    families = ("disability_lump_months", "disability_allowance", "crime_")
    unused = [
        name
        for name, one in parameters().items()
        if f'"{name}"' not in code and f"{{{name}}}" not in tables and one.label not in tables
    ]
    assert [name for name in unused if not name.startswith(families) and name not in only_shown] == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("when", {"没有的事实": "是"}, "no fact"),
        ("when", {"方式": "没有的词"}, "has no"),
        ("when", {"劳动者人数": "< 没有的参数"}, "no number, no fact"),
        ("when", {"劳动者人数": "< 10"}, "belongs into rules/parameters"),
        ("articles", ["X.1"], "articles.yaml"),
        ("articles", [], "missing"),
        ("limits", ["LA-0-0"], "rule book"),
        ("tag", "F2", "surer"),
        ("says", "", "missing"),
        ("sasy", "x", "unknown"),
    ],
)
def test_a_row_that_is_wrong_does_not_load_and_says_where(field: str, value: Any, words: str) -> None:
    table = deepcopy(raw_table("collective"))
    table["rows"][0][field] = value
    with pytest.raises(BrokenRules, match=words) as broken:
        read_table(table, facts_of(Collective, {}))
    assert "COL.1" in str(broken.value)


def test_a_row_is_never_surer_than_its_articles() -> None:
    table = deepcopy(raw_table("collective"))
    table["rows"][-1]["tag"] = "F"
    with pytest.raises(BrokenRules, match="surer"):
        read_table(table, facts_of(Collective, {}))


def test_the_last_row_always_fits_and_no_row_hides_another() -> None:
    table = deepcopy(raw_table("collective"))
    table["rows"][3]["when"] = {"有共同请求": "是"}
    with pytest.raises(BrokenRules, match="must always fit"):
        read_table(table, facts_of(Collective, {}))
    table = deepcopy(raw_table("collective"))
    del table["rows"][0]["when"]
    with pytest.raises(BrokenRules, match="hides"):
        read_table(table, facts_of(Collective, {}))
    table = deepcopy(raw_table("collective"))
    table["rows"][1]["id"] = "COL.1"
    with pytest.raises(BrokenRules, match="twice"):
        read_table(table, facts_of(Collective, {}))


def test_an_unknown_question_names_those_there_are() -> None:
    with pytest.raises(UnknownRule, match="severance"):
        inquiry("nothing")


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_money_is_rounded_half_up_to_the_cent(exact: Decimal) -> None:
    rounded = to_cent(exact)
    assert rounded == rounded.quantize(Decimal("0.01"))
    assert Decimal("-0.005") < rounded - exact <= Decimal("0.005")


@given(
    st.decimals(min_value=1, max_value=200000, places=2),
    st.decimals(min_value=1, max_value=20000, places=2),
    st.dates(date(2008, 9, 18), date(2020, 12, 31)),
    st.dates(date(2021, 1, 1), date(2026, 12, 31)),
)
def test_severance_is_never_more_than_twelve_times_the_cap_or_the_years_at_the_wage(
    wage: Decimal, city: Decimal, first: date, last: date
) -> None:
    """A second computation, by days and without the engine's helpers, bounds every answer."""
    question = inquiry("severance")
    given_now = {"region": "XN", "started_on": first, "ended_on": last, "average_wage": wage, "city_average": city}
    found = question.ask(question.form.model_validate({**given_now, "city_document": "甲文"}))
    assert found.amount is not None
    years = Decimal((last - first).days + 1) / Decimal("365.2425")
    base = max(wage, Decimal(2080) if last >= date(2026, 1, 1) else Decimal(1700))
    assert found.amount <= (years + Decimal("0.52")) * max(base, Decimal(1880)) + 1
    if wage > max(3 * city, Decimal(2080)):
        assert found.amount <= 12 * 3 * city + Decimal("0.01")


def test_the_local_file_is_the_one_with_the_regions() -> None:
    assert (FOLDER / LOCAL).exists()
    assert len(all_inquiries("calculator")) == 14
    assert len(all_inquiries("table")) == 12
