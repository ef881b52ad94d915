"""Every question of law by a table of cases that a lawyer can extend; every row of every decision table is reached."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rules.errors import RuleError
from rules.findings.asking_table import TABLES
from rules.findings.catalogue import all_inquiries, inquiry
from rules.findings.finding import Finding, as_object
from rules.reading import read_yaml

FOLDER = Path(__file__).parent / "tables" / "findings"
FIELDS = {"name", "input", "output", "articles"}
OUTPUTS = {
    "amount", "lowest", "highest", "result", "parts", "rows", "lines", "missing", "warnings", "certainty",
    "refused", "invalid", "limits", "steps", "tentative",
}  # fmt: skip
FEWEST = 8


def cases() -> Iterator[Any]:
    """Every row of every file, with the question it belongs to."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for row in read_yaml(path):
            yield pytest.param(path.stem, row, id=f"{path.stem}: {row.get('name')}")


def ask(name: str, given: dict[str, Any]) -> Finding:
    """The answer to a row."""
    question = inquiry(name)
    return question.ask(question.form.model_validate(given))


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What the row expects; a bare number is the amount."""
    output = row["output"]
    return output if isinstance(output, dict) else {"amount": output}


@pytest.mark.parametrize(("name", "row"), list(cases()))
def test_the_answer_is_what_the_lawyer_expects(name: str, row: dict[str, Any]) -> None:
    assert set(row) <= FIELDS
    assert {"name", "input", "output"} <= set(row)
    expected = told(row)
    assert expected
    assert set(expected) <= OUTPUTS
    if "invalid" in expected:
        with pytest.raises(ValidationError, match=str(expected["invalid"])):
            ask(name, row["input"])
        return
    if "refused" in expected:
        with pytest.raises(RuleError, match=str(expected["refused"])):
            ask(name, row["input"])
        return
    found = ask(name, row["input"])
    for field in ("amount", "lowest", "highest"):
        if field in expected:
            assert getattr(found, field) == Decimal(str(expected[field])), found.steps
    if "result" in expected:
        assert found.result == expected["result"], found.conclusion
    if "parts" in expected:
        parts = {part.group: part.result for part in found.parts}
        assert parts == {**parts, **expected["parts"]}, found.steps
    if "tentative" in expected:
        assert [part.group for part in found.parts if part.tentative] == expected["tentative"]
    if "rows" in expected:
        assert [part.row for part in found.parts] == expected["rows"]
    if "lines" in expected:
        assert [line.amount for line in found.lines] == [Decimal(str(amount)) for amount in expected["lines"]]
    _said(found, expected)
    laws = " ".join(article.law for article in found.articles)
    for article in row.get("articles", ()):
        assert article in laws


def _said(found: Finding, expected: dict[str, Any]) -> None:
    for field in ("missing", "warnings", "steps"):
        if field in expected:
            texts = getattr(found, field)
            assert texts or not expected[field]
            for words in expected[field]:
                assert any(str(words) in text for text in texts), texts
    if expected.get("missing") == []:
        assert found.missing == ()
    if "certainty" in expected:
        assert found.certainty == expected["certainty"]
    for words in expected.get("limits", ()):
        assert any(words in limit for part in found.parts for limit in part.limits)


@pytest.mark.parametrize("name", list(all_inquiries()))
def test_every_question_has_its_table_of_cases(name: str) -> None:
    rows = read_yaml(FOLDER / f"{name}.yaml")
    assert len(rows) >= FEWEST
    assert len({row["name"] for row in rows}) == len(rows)


def test_no_table_of_cases_is_left_without_its_question() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(all_inquiries())


@pytest.mark.parametrize("name", list(TABLES))
def test_every_row_of_a_decision_table_is_reached(name: str) -> None:
    reached: set[str] = set()
    for row in read_yaml(FOLDER / f"{name}.yaml"):
        if not {"invalid", "refused"} & set(told(row)):
            reached |= {part.row for part in ask(name, row["input"]).parts}
    assert reached == {row.id for row in TABLES[name].rows}


@pytest.mark.parametrize("name", list(all_inquiries()))
def test_an_answer_rests_on_articles_and_keeps_what_it_was_asked_with(name: str) -> None:
    row = next(row for row in read_yaml(FOLDER / f"{name}.yaml") if not {"invalid", "refused"} & set(told(row)))
    found = ask(name, row["input"])
    assert found.articles
    assert found.inputs
    assert found.steps[0].startswith("已知：")
    assert as_object(found)["certainty"] in ("法定", "待核实", "工会自定期限")


def test_the_contribution_base_never_stands_in_for_the_city_average() -> None:
    row = {"started_on": "2020-01-01", "ended_on": "2025-06-30", "average_wage": "30000", "region": "QH"}
    found = ask("severance", row)
    assert found.result == "uncapped"
    assert any("职工月平均工资" in text and "不得用省" in text for text in found.missing)
    assert not any(used.name == "contribution_base_monthly" for used in found.used)
