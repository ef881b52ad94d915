"""The answer to a question of law: what holds, why, and what could not be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rules.article import Article, weakest
from rules.rule import TAGS


@dataclass(frozen=True)
class Line:
    """One line of a calculation sheet in yuan, rounded to 分 once."""

    label: str
    formula: str
    amount: Decimal


@dataclass(frozen=True)
class Used:
    """A figure that the answer used, in the version of its day."""

    name: str
    label: str
    value: str
    since: date
    law: str
    tag: str
    note: str = ""

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]


@dataclass(frozen=True)
class Part:
    """What one row of a decision table says, under its heading (a door, a condition, a payer).

    It is `tentative` where a row above might fit as well, but for a fact that is not known.
    """

    group: str
    row: str
    result: str
    says: str
    tag: str
    articles: tuple[Article, ...] = ()
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tentative: bool = False

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]


@dataclass(frozen=True)
class Finding:
    """A result with its reasoning. `missing`: what must be given or configured for a full answer.

    `amount` is in yuan; a range has `lowest` and `highest` instead.
    """

    name: str
    title: str
    result: str
    conclusion: str
    on: date
    amount: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    articles: tuple[Article, ...] = ()
    used: tuple[Used, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The least sure of all that it rests on."""
        tags = [one.tag for one in self.articles] + [one.tag for one in self.used] + [one.tag for one in self.parts]
        return weakest(tuple(tags))

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定."""
        return TAGS[self.tag]


def as_object(found: Finding) -> Mapping[str, Any]:
    """The answer as plain values: the contract of the API and of the command."""
    money = {
        name: None if (value := getattr(found, name)) is None else f"{value:.2f}"
        for name in ("amount", "lowest", "highest")
    }
    return {
        "name": found.name,
        "title": found.title,
        "result": found.result,
        "conclusion": found.conclusion,
        "on": found.on.isoformat(),
        **money,
        "lines": [{"label": one.label, "formula": one.formula, "amount": f"{one.amount:.2f}"} for one in found.lines],
        "parts": [
            {
                "group": one.group,
                "row": one.row,
                "result": one.result,
                "says": one.says,
                "tentative": one.tentative,
                "certainty": one.certainty,
                "articles": [article.law for article in one.articles],
                "limits": list(one.limits),
                "notes": list(one.notes),
            }
            for one in found.parts
        ],
        "articles": [
            {"law": one.law, "certainty": one.certainty, "source": one.source, "since": one.since and str(one.since)}
            for one in found.articles
        ],
        "parameters": [
            {
                "name": one.name,
                "label": one.label,
                "value": one.value,
                "since": str(one.since),
                "law": one.law,
                "certainty": one.certainty,
                "note": one.note,
            }
            for one in found.used
        ],
        "inputs": [{"label": label, "value": value} for label, value in found.inputs],
        "steps": list(found.steps),
        "missing": list(found.missing),
        "warnings": list(found.warnings),
        "certainty": found.certainty,
    }
