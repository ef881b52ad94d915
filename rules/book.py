"""The rule book: every time limit as dated data, read from rules/law/*.yaml."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rules.errors import BrokenRules, NoRuleThen, UnknownRule

UNITS = {"cal_day": "日", "work_day": "个工作日", "month": "个月", "year": "年", "hour": "小时", "minute": "分钟"}
INSTANT_UNITS = frozenset({"hour", "minute"})
DIRECTIONS = ("forward", "backward", "pay_day")
# How sure the line is: the article was read, it is reported by others, remembered only, or the union's own.
TAGS = {"F": "法定", "E": "待核实", "M": "待核实", "D": "工会自定期限"}


@dataclass(frozen=True)
class Rule:
    """One time limit in one version. `length` counts `unit`s; `effective_to` is the last day in force."""

    id: str
    label: str
    start: str
    length: int
    unit: str
    legal_basis: str
    tag: str
    source: str
    direction: str = "forward"
    next_hour: bool = False
    may_extend: int | str | None = None
    may_suspend: bool = False
    may_restart: bool = False
    region: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    version: str = ""

    @property
    def by_instant(self) -> bool:
        """Whether it counts hours or minutes from an instant, and not days."""
        return self.unit in INSTANT_UNITS

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]

    def in_force(self, on: date) -> bool:
        """Whether the start event may lie on this day."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


class RuleBook:
    """All rules by id; several rows of one id are its versions and regions."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rows: dict[str, list[Rule]] = {}
        for rule in rules:
            self._rows.setdefault(rule.id, []).append(rule)
        for rows in self._rows.values():
            rows.sort(key=lambda rule: rule.effective_from or date.min, reverse=True)

    def ids(self) -> tuple[str, ...]:
        """Every rule id."""
        return tuple(self._rows)

    def all(self) -> tuple[Rule, ...]:
        """Every row."""
        return tuple(rule for rows in self._rows.values() for rule in rows)

    def get(self, rule_id: str, on: date | None = None, region: str | None = None) -> Rule:
        """The row in force on a day (None: the newest), of the region where it has one, else the general one.

        Raises UnknownRule or NoRuleThen.
        """
        rows = self._rows.get(rule_id)
        if rows is None:
            near = [name for name in self._rows if name.startswith(rule_id.split("-", maxsplit=1)[0] + "-")][:8]
            hint = f"相近的有：{'、'.join(near)}。" if near else ""
            raise UnknownRule(f"没有规则“{rule_id}”。{hint}")
        for wanted in (region, None) if region is not None else (None,):
            for rule in rows:
                if rule.region == wanted and (on is None or rule.in_force(on)):
                    return rule
        if all(rule.region is not None for rule in rows):
            raise NoRuleThen(f"规则“{rule_id}”只有地区规定，请指明地区。")
        rule = rows[-1]
        if on is not None and rule.effective_to is not None and on > rule.effective_to:
            raise NoRuleThen(f"{rule.label}（{rule.id}）自 {rule.effective_to} 后不再适用，{on} 不能依此计算。")
        raise NoRuleThen(f"{rule.label}（{rule.id}）自 {rule.effective_from} 起施行，{on} 时尚无此规定，不能计算期限。")


_FIELDS = {"id", "label", "start", "length", "unit", "law", "tag", "source"}
_MORE = {"direction", "next_hour", "may_extend", "may_suspend", "may_restart", "region", "from", "to"}


def read_rule(row: Mapping[str, Any], where: str) -> Rule:
    """One row of a rule file. Raises BrokenRules that says what is wrong where."""
    missing, unknown = _FIELDS - set(row), set(row) - _FIELDS - _MORE
    if missing or unknown:
        raise BrokenRules(f"{where}: {row.get('id')}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    direction = row.get("direction", "forward")
    fits = row["unit"] in UNITS and row["tag"] in TAGS and direction in DIRECTIONS
    if not fits or not isinstance(row["length"], int) or row["length"] < 0:
        raise BrokenRules(f"{where}: {row['id']}: unit, tag, direction or length")
    digest = hashlib.sha256(repr(sorted((key, str(value)) for key, value in row.items())).encode()).hexdigest()
    return Rule(
        id=row["id"],
        label=row["label"],
        start=row["start"],
        length=row["length"],
        unit=row["unit"],
        legal_basis=row["law"],
        tag=row["tag"],
        source=row["source"],
        direction=direction,
        next_hour=row.get("next_hour", False),
        may_extend=row.get("may_extend"),
        may_suspend=row.get("may_suspend", False),
        may_restart=row.get("may_restart", False),
        region=row.get("region"),
        effective_from=row.get("from"),
        effective_to=row.get("to"),
        version=f"{row.get('from', '始')}#{digest[:8]}",
    )


@lru_cache
def load_rules() -> RuleBook:
    """The book that ships with the program, read once. Raises BrokenRules."""
    files = sorted((Path(__file__).parent / "law").glob("*.yaml"))
    return RuleBook(
        read_rule(row, path.name) for path in files for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
