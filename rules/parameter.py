"""Figures of law by date: statutory ones for the whole country, local ones by region. Values are never in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.article import Article, articles
from rules.errors import BrokenRules, NoRuleThen
from rules.reading import read_yaml
from rules.regions import chain, region_name
from rules.rule import TAGS

FOLDER = Path(__file__).parent / "parameters"
LOCAL = "local.yaml"


@dataclass(frozen=True)
class Value:
    """A value from a day on, with what it rests on. `by` holds values by kind (grade, years)."""

    since: date
    article: Article
    value: Decimal | None = None
    by: Mapping[str, Decimal] | None = None
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """One figure through time; `values` are by region (None: everywhere), newest first."""

    name: str
    label: str
    unit: str
    values: Mapping[str | None, tuple[Value, ...]]
    configure: str = ""

    def on(self, day: date) -> Value:
        """The statutory value in force on a day. Raises NoRuleThen before the first."""
        rows = self.values.get(None, ())
        for value in rows:
            if value.since <= day:
                return value
        first = rows[-1]
        raise NoRuleThen(f"{self.label}（{first.article.law}）自 {first.since} 起有规定，{day} 时尚无，不能计算。")

    def local(self, day: date, region: str | None) -> Value | None:
        """The value of the region, else of the one above it; None where none was configured for the day."""
        for code in chain(region):
            for value in self.values.get(code, ()):
                if value.since <= day:
                    return value
        return None

    def wanted(self, day: date, region: str | None) -> str:
        """What to tell whoever asks for a local figure that is not there."""
        where = region_name(region) or "未指明地区"
        return f"缺少{where} {day} 适用的{self.label}（{self.unit}）。{self.configure}"


@lru_cache
def parameters() -> Mapping[str, Parameter]:
    """Every figure by name. Raises BrokenRules."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, given in read_yaml(path).items():
            if name in found:
                raise BrokenRules(f"{path.name}: {name} stands in two files")
            found[name] = read_local(name, given) if path.name == LOCAL else read_parameter(name, given)
    return found


def read_parameter(name: str, given: Any) -> Parameter:
    """A statutory figure from YAML. Raises BrokenRules: a value without an article does not load."""
    _keys(name, given, {"label", "unit", "values"})
    values = []
    for since, one in given["values"].items():
        _keys(name, one, {"value", "article"}, {"note"})
        article = articles().get(one["article"])
        if article is None:
            raise BrokenRules(f"{name}: no article {one['article']!r} in articles.yaml")
        values.append(_value(name, since, article, one))
    return Parameter(name, given["label"], given["unit"], {None: _newest_first(values)})


def read_local(name: str, given: Any) -> Parameter:
    """A local figure from YAML: by region and day, each value with its paper. Raises BrokenRules."""
    _keys(name, given, {"label", "unit", "configure", "regions"})
    regions: dict[str | None, tuple[Value, ...]] = {}
    for region, rows in (given["regions"] or {}).items():
        if region_name(region) == region:
            raise BrokenRules(f"{name}: region {region!r} is not in regions.yaml")
        values = []
        for since, one in rows.items():
            _keys(name, one, {"value", "law", "tag", "source"}, {"note"})
            if one["tag"] not in TAGS:
                raise BrokenRules(f"{name}: tag {one['tag']!r}")
            article = Article(f"{name}@{region}", one["law"], one["tag"], str(one["source"]), None)
            values.append(_value(name, since, article, one))
        regions[region] = _newest_first(values)
    return Parameter(name, given["label"], given["unit"], regions, given["configure"])


def _keys(name: str, given: Any, wanted: set[str], may: frozenset[str] | set[str] = frozenset()) -> None:
    if not isinstance(given, dict):
        raise BrokenRules(f"{name}: a mapping is wanted")
    missing = {
        key for key in wanted if key not in given or (given[key] in (None, "") and key not in ("regions", "unit"))
    }
    unknown = set(given) - wanted - set(may)
    if missing or unknown:
        raise BrokenRules(f"{name}: missing {sorted(missing)}, unknown {sorted(map(str, unknown))}")


def _value(name: str, since: Any, article: Article, one: Mapping[str, Any]) -> Value:
    if not isinstance(since, date):
        raise BrokenRules(f"{name}: a value begins on a day, not {since!r}")
    value, note = one["value"], one.get("note", "")
    if isinstance(value, dict):
        return Value(since, article, None, {str(key): _number(name, each) for key, each in value.items()}, note)
    return Value(since, article, _number(name, value), None, note)


def _number(name: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BrokenRules(f"{name}: a number is wanted, not {value!r}")
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise BrokenRules(f"{name}: a number is wanted, not {value!r}") from None


def _newest_first(values: list[Value]) -> tuple[Value, ...]:
    if not values:
        raise BrokenRules("a figure without a value")
    return tuple(sorted(values, key=lambda one: one.since, reverse=True))
