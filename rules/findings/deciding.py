"""Walking down a decision table, and telling in Chinese what was met on the way."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.book import load_rules
from rules.errors import NoRuleThen, RuleError
from rules.findings.finding import Part
from rules.findings.reasoning import Reasoning, number
from rules.findings.table import Row, Table
from rules.parameter import parameters
from rules.rule import UNITS

_FIGURE = re.compile(r"\{(\w+)\}")


def decide(table: Table, reasoning: Reasoning, given: Mapping[str, Any]) -> tuple[Part, ...]:
    """The rows that fit; each is also kept in the reasoning. Raises NoRuleThen before the table's first day."""
    if reasoning.on < table.since:
        raise NoRuleThen(f"{table.title}依据的规定自 {table.since} 起施行，{reasoning.on} 时尚无此规定。")
    found: list[Part] = []
    for group in table.groups():
        rows = [row for row in table.rows if row.group == group]
        found += _walk(table, rows, reasoning, given)
    reasoning.parts += found
    return tuple(found)


def _walk(table: Table, rows: list[Row], reasoning: Reasoning, given: Mapping[str, Any]) -> list[Part]:
    found: list[Part] = []
    open_rows: list[tuple[Row, list[str]]] = []
    for row in rows:
        verdict, unknown = _fits(row, reasoning, given)
        if verdict is None:
            open_rows.append((row, unknown))
        if not verdict:
            continue
        if open_rows and table.policy == "first":
            _tell_open(open_rows, reasoning, given)
        found.append(_part(row, reasoning, given, tentative=table.policy == "first" and bool(open_rows)))
        if table.policy == "first":
            break
    if table.policy == "all":
        _tell_open(open_rows, reasoning, given)
    return found


def _fits(row: Row, reasoning: Reasoning, given: Mapping[str, Any]) -> tuple[bool | None, list[str]]:
    """True, False, or None with the facts that are not known."""
    if row.since is not None and reasoning.on < row.since:
        return False, []
    unknown: list[str] = []
    for condition in row.when:
        verdict = condition.test(given, reasoning.figure)
        if verdict is False:
            return False, []
        if verdict is None:
            unknown.append(condition.fact.label)
    return (None, unknown) if unknown else (True, [])


def _tell_open(rows: list[tuple[Row, list[str]]], reasoning: Reasoning, given: Mapping[str, Any]) -> None:
    for row, unknown in rows:
        facts = "、".join(f"“{label}”" for label in dict.fromkeys(unknown))
        needs = "；".join(condition.words for condition in row.when)
        reasoning.lack(f"{facts}没有填写或没有配置。如果{needs}，则：{_filled(row.says, reasoning, given)}〔{row.id}〕")


def _part(row: Row, reasoning: Reasoning, given: Mapping[str, Any], *, tentative: bool) -> Part:
    reasoning.cite(*(article.key for article in row.articles))
    why = "；".join(condition.met(given) for condition in row.when) or "其他情形"
    says = _filled(row.says, reasoning, given)
    heading = f"{row.group}：" if row.group else ""
    laws = "、".join(article.law for article in row.articles)
    unsure = "（尚不确定，见所缺）" if tentative else ""
    reasoning.say(f"{heading}{why} → {says}{unsure}〔{row.id}，{laws}〕")
    return Part(
        row.group,
        row.id,
        row.result,
        says,
        row.tag,
        row.articles,
        tuple(_limit(rule_id, reasoning) for rule_id in row.limits),
        tuple(_filled(note, reasoning, given) for note in row.notes),
        tentative,
    )


def _limit(rule_id: str, reasoning: Reasoning) -> str:
    """A time limit as the rule book has it on the day; the book is the only place that knows its length."""
    try:
        rule = load_rules().get(rule_id, reasoning.on, reasoning.region)
    except (NoRuleThen, RuleError) as unknown:
        return str(unknown)
    mark = "" if rule.tag == "F" else f"，{rule.certainty}"
    return f"{rule.label}：{rule.length}{UNITS[rule.unit]}（{rule.legal_basis}；{rule.id}{mark}）"


def _filled(text: str, reasoning: Reasoning, given: Mapping[str, Any]) -> str:
    """{name} stands for a figure of law, or for a fact."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in given:
            fact = given[name]
            return "（不明）" if fact is None else (f"{fact:,.2f}" if isinstance(fact, Decimal) else str(fact))
        return number(reasoning.figure(name))

    return _FIGURE.sub(value, text)


def printed(text: str) -> str:
    """A sentence of a table as it stands: figures in their newest version, facts left open."""

    def value(match: re.Match[str]) -> str:
        figure = parameters().get(match[1])
        newest = figure.values.get(None) if figure is not None else None
        return number(newest[0].value) if newest and newest[0].value is not None else "……"

    return _FIGURE.sub(value, text)
