"""One condition of a decision table: a fact, named in Chinese, and what it must be. Unknown facts stay unknown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from rules.errors import BrokenRules
from rules.parameter import parameters

YES, NO, UNKNOWN = "是", "否", "不明"
_COMPARED = re.compile(r"(<=|>=|≤|≥|<|>|=)\s*(.+)")
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "≤": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "≥": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}
_PLAIN = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True)
class Fact:
    """Something a table may ask about: its name in the code, its Chinese label, and its words where it has codes."""

    name: str
    label: str
    codes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Condition:
    """`test` answers True or False, or None where the fact is not known; `words` is how a reader sees it."""

    fact: Fact
    words: str
    test: Callable[[Mapping[str, Any], Callable[[str], Decimal]], bool | None]

    def met(self, given: Mapping[str, Any]) -> str:
        """The condition with the fact as it is, for the reasoning."""
        value, label = given[self.fact.name], self.fact.label
        if self.fact.codes is not None and value is not None:
            return f"{label}：{self.fact.codes[value]}"
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return f"{self.words}（现为 {value:,}）"
        return self.words


def read_condition(label: str, wanted: Any, facts: Mapping[str, Fact], where: str) -> Condition:
    """A condition from a row of YAML, `label` being the fact's Chinese name. Raises BrokenRules."""
    fact = facts.get(label)
    if fact is None:
        raise BrokenRules(f"{where}: no fact “{label}”; there are {'、'.join(facts)}")
    if wanted in (True, False):
        raise BrokenRules(f"{where}: “{label}” is 是 or 否, not {wanted!r}")
    if wanted in (YES, NO) and fact.codes is None:
        return Condition(fact, f"{label}：{wanted}", _is(fact.name, wanted == YES))
    if wanted == UNKNOWN:
        return Condition(fact, f"{label}：不明", lambda given, _figure: given[fact.name] is None)
    if isinstance(wanted, str) and (match := _COMPARED.fullmatch(wanted)):
        return _compared(fact, match[1], match[2], facts, where)
    return _among(fact, wanted, where)


def _is(name: str, wanted: bool) -> Callable[[Mapping[str, Any], Any], bool | None]:
    def test(given: Mapping[str, Any], _figure: Any) -> bool | None:
        value = given[name]
        return None if value is None else value is wanted

    return test


def _among(fact: Fact, wanted: Any, where: str) -> Condition:
    words = wanted if isinstance(wanted, list) else [wanted]
    by_word = {word: code for code, word in (fact.codes or {}).items()}
    unknown = [word for word in words if word not in by_word]
    if unknown:
        raise BrokenRules(f"{where}: “{fact.label}” has no {unknown}; it may be {'、'.join(by_word) or '是、否'}")
    codes = frozenset(by_word[word] for word in words)

    def test(given: Mapping[str, Any], _figure: Any) -> bool | None:
        value = given[fact.name]
        return None if value is None else value in codes

    return Condition(fact, f"{fact.label}：{'、'.join(words)}", test)


def _compared(fact: Fact, sign: str, against: str, facts: Mapping[str, Fact], where: str) -> Condition:
    compare = _OPERATORS[_PLAIN.get(sign, sign)]
    other = facts.get(against)
    figure = next((one.name for one in parameters().values() if one.label == against), None)
    fixed: Decimal | None = None
    if other is None and figure is None:
        try:
            fixed = Decimal(against)
        except InvalidOperation:
            raise BrokenRules(f"{where}: “{against}” is no number, no fact and no figure") from None
        if fixed not in (0, 1):
            raise BrokenRules(f"{where}: the number {against} belongs into rules/parameters, under a label")

    def test(given: Mapping[str, Any], value_of: Callable[[str], Decimal]) -> bool | None:
        value = given[fact.name]
        limit = given[other.name] if other else (value_of(figure) if figure else fixed)
        return None if value is None or limit is None else compare(value, limit)

    return Condition(fact, f"{fact.label} {_PLAIN.get(sign, sign)} {against}", test)
