"""The rule book: every time limit and duty as dated data, read from rules/law/*.yaml."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from rules.errors import BrokenRules, NoLength, NoRuleThen, UnknownRule
from rules.reading import read_file
from rules.regions import chain, region_name
from rules.rule import UNITS, Duty, Rule

__all__ = ["UNITS", "Duty", "Rule", "RuleBook", "load_rules"]


class RuleBook:
    """All rules by id; several rows of one id are its versions and regions.

    A line of the law with several limits stands as ID.1, ID.2 ...; the bare id answers ID.1.
    """

    def __init__(self, lines: Iterable[Rule | Duty]) -> None:
        self._rows: dict[str, list[Rule]] = {}
        self._duties: dict[str, Duty] = {}
        for line in lines:
            if isinstance(line, Duty):
                if line.id in self._duties:
                    raise BrokenRules(f"{line.file}: duty {line.id} stands twice")
                self._duties[line.id] = line
            else:
                self._rows.setdefault(line.id, []).append(line)
        for rows in self._rows.values():
            rows.sort(key=lambda rule: rule.effective_from or date.min, reverse=True)
            _check_versions(rows)
        if both := set(self._rows) & set(self._duties):
            raise BrokenRules(f"both a limit and a duty: {sorted(both)}")

    def ids(self) -> tuple[str, ...]:
        """Every id of a time limit."""
        return tuple(self._rows)

    def all(self) -> tuple[Rule, ...]:
        """Every row with a length."""
        return tuple(rule for rows in self._rows.values() for rule in rows)

    def duties(self) -> tuple[Duty, ...]:
        """Every duty without a length."""
        return tuple(self._duties.values())

    def rows(self, rule_id: str) -> tuple[Rule, ...]:
        """Every version and region of one rule, newest first; empty where there is none."""
        return tuple(self._rows.get(self._full(rule_id), ()))

    def get(self, rule_id: str, on: date | None = None, region: str | None = None) -> Rule:
        """The row in force on a day (None: the newest), of the region where it has one, else the general one.

        Raises UnknownRule, NoLength (a duty) or NoRuleThen.
        """
        rows = self._rows.get(self._full(rule_id))
        if rows is None:
            raise self._absent(rule_id)
        for wanted in chain(region):
            for rule in rows:
                if (rule.benchmark or rule.region == wanted) and (on is None or rule.in_force(on)):
                    return rule
        if all(rule.region is not None and not rule.benchmark for rule in rows):
            known = "、".join(dict.fromkeys(region_name(rule.region) for rule in rows))
            raise NoRuleThen(f"规则“{rule_id}”只有地区规定（{known}），请指明地区。")
        rule = next(rule for rule in reversed(rows) if rule.region is None or rule.benchmark)
        if on is not None and rule.effective_to is not None and on > rule.effective_to:
            raise NoRuleThen(f"{rule.label}（{rule.id}）自 {rule.effective_to} 后不再适用，{on} 不能依此计算。")
        raise NoRuleThen(f"{rule.label}（{rule.id}）自 {rule.effective_from} 起施行，{on} 时尚无此规定，不能计算期限。")

    def has_region(self, rule_id: str) -> bool:
        """Whether the rule differs by region anywhere."""
        return any(rule.region is not None and not rule.benchmark for rule in self.rows(rule_id))

    def _full(self, rule_id: str) -> str:
        return rule_id if rule_id in self._rows or f"{rule_id}.1" not in self._rows else f"{rule_id}.1"

    def _absent(self, rule_id: str) -> UnknownRule | NoLength:
        duty = self._duties.get(rule_id)
        if duty is not None:
            why = f"（{duty.note}）" if duty.note else ""
            return NoLength(f"{duty.label}（{rule_id}）没有规定期限，不能计算{why}。依据：{duty.legal_basis}。")
        near = [name for name in self._rows if name.startswith(rule_id.split("-", maxsplit=1)[0] + "-")][:8]
        hint = f"相近的有：{'、'.join(near)}。" if near else ""
        return UnknownRule(f"没有规则“{rule_id}”。{hint}")


def _check_versions(rows: list[Rule]) -> None:
    """Two versions for one region and day would make the answer depend on the order of the file."""
    for place, rule in enumerate(rows):
        for older in rows[place + 1 :]:
            same = older.region == rule.region
            overlap = older.effective_to is None or rule.effective_from is None
            overlap = overlap or older.effective_to >= rule.effective_from  # type: ignore[operator]  # both are days
            if same and overlap:
                raise BrokenRules(f"{rule.file}: {rule.id} has two versions for the same days")


@lru_cache
def load_rules() -> RuleBook:
    """The book that ships with the program, read once. Raises BrokenRules."""
    files = sorted((Path(__file__).parent / "law").glob("*.yaml"))
    return RuleBook(line for path in files for line in read_file(path))
