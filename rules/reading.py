"""Reading the rule files: every row is complete, or nothing loads and the message says where."""

import hashlib
import re
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rules.errors import BrokenRules
from rules.rule import DIRECTIONS, INSTANT_UNITS, ROLLS, TAGS, UNITS, Duty, Rule

UNCHECKED = "未核"
_LINE = {"id", "label", "bound", "law", "from", "tag", "source"}
_LIMIT = {"start", "length", "unit"}
_MAY = {"direction", "roll", "next_hour", "may_extend", "may_suspend", "may_restart", "applies_to_running"}
_BOTH = {"region", "to", "note", "benchmark"}
_BESIDES = {"source", "note", "bound", "benchmark"}
_ARTICLE = re.compile(r"第[\d零一二三四五六七八九十百千]+条|法释|国发|国办发")
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")


class _Strict(yaml.SafeLoader):
    """YAML in which a key stands once: of two, the law must not silently be the second."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise BrokenRules(f"line {key_node.start_mark.line + 1}: key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """A YAML file without duplicate keys. Raises BrokenRules."""
    return read_yaml_text(path.read_text(encoding="utf-8"), path.name)


def read_yaml_text(text: str, where: str) -> Any:
    """The same from text. Raises BrokenRules."""
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - a SafeLoader
    except BrokenRules as broken:
        raise BrokenRules(f"{where}: {broken}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenRules(f"{where}: {error}") from None


def read_file(path: Path) -> Iterator[Rule | Duty]:
    """The rows of one file. Raises BrokenRules."""
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise BrokenRules(f"{path.name}: a list of rows is wanted")
    for place, row in enumerate(rows, 1):
        where = f"{path.name}, row {place} ({row.get('id') if isinstance(row, dict) else row!r})"
        if not isinstance(row, dict):
            raise BrokenRules(f"{where}: a row is a mapping")
        yield read_row(row, where, path.name)


def read_row(row: Mapping[str, Any], where: str, file: str = "") -> Rule | Duty:
    """One row: a limit where it has a length, else a duty. Raises BrokenRules that says what is wrong where."""
    limit = _LIMIT if _LIMIT & set(row) else set()
    wanted, known = _LINE | limit, _LINE | limit | _BOTH | (_MAY if limit else set())
    if row.get("to") is not None:
        wanted = wanted - {"from"}
    missing = {name for name in wanted if row.get(name) in (None, "")}
    unknown = set(row) - known
    if missing or unknown:
        raise BrokenRules(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    if row["tag"] not in TAGS:
        raise BrokenRules(f"{where}: tag {row['tag']!r}")
    common = _common(row, where) | {"file": file, "version": _version(row)}
    if not limit:
        return Duty(**common)
    return Rule(**common, **_counting(row, where))


def _common(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    begun, tag = row.get("from"), row["tag"]
    if tag == "F":
        dated = isinstance(begun, date) or (begun is None and isinstance(row.get("to"), date))
        if not dated or not _ARTICLE.search(row["law"]) or not str(row["source"]).startswith("http"):
            raise BrokenRules(f"{where}: a confirmed line has a full date, an article and the address of its source")
    if row.get("to") is not None and not isinstance(row["to"], date):
        raise BrokenRules(f"{where}: 'to' is a day")
    return {
        "id": row["id"],
        "label": row["label"],
        "bound": row["bound"],
        "legal_basis": row["law"],
        "tag": tag,
        "source": row["source"],
        "region": row.get("region"),
        "effective_from": _begin(begun, where),
        "effective_to": row.get("to"),
        "since": "" if begun is None else str(begun),
        "note": row.get("note", ""),
        "benchmark": row.get("benchmark", False),
    }


def _begin(begun: Any, where: str) -> date | None:
    if begun is None or isinstance(begun, date) or begun == UNCHECKED:
        return begun if isinstance(begun, date) else None
    match = _YEAR.fullmatch(str(begun))
    if match is None:
        raise BrokenRules(f"{where}: 'from' is a day, a month, a year or {UNCHECKED}")
    return date(int(match[1]), int(match[2] or 1), 1)


def _counting(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    unit, direction, length = row["unit"], row.get("direction", "forward"), row["length"]
    roll = row.get("roll", default_roll(unit, direction, length))
    fits = unit in UNITS and direction in DIRECTIONS and roll in ROLLS
    if not fits or not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise BrokenRules(f"{where}: unit, direction, roll or length")
    if unit in INSTANT_UNITS and (direction != "forward" or roll != "none"):
        raise BrokenRules(f"{where}: hours and minutes run forward and are never rolled")
    if direction != "forward" and unit not in ("cal_day", "work_day"):
        raise BrokenRules(f"{where}: only days are counted back")
    if direction == "pay_day" and (unit, length) != ("cal_day", 0):
        raise BrokenRules(f"{where}: a pay day is a day of no length")
    if row.get("next_hour", False) and unit != "hour":
        raise BrokenRules(f"{where}: only hours begin at the next hour")
    return {
        "start": row["start"],
        "length": length,
        "unit": unit,
        "direction": direction,
        "roll": roll,
        "next_hour": row.get("next_hour", False),
        "may_extend": row.get("may_extend"),
        "may_suspend": row.get("may_suspend", False),
        "may_restart": row.get("may_restart", False),
        "applies_to_running": row.get("applies_to_running", False),
    }


def default_roll(unit: str, direction: str, length: object) -> str:
    """Where a last day on an off day goes when the row does not say.

    Forward periods roll to the next working day (民法典 203), pay days to the one before (保障农民工工资支付条例
    14), backward periods and periods of hours not at all; a limit of no length is the day itself.
    """
    if direction == "pay_day":
        return "prev"
    return "none" if direction == "backward" or unit in INSTANT_UNITS or length == 0 else "next"


def _version(row: Mapping[str, Any]) -> str:
    """From when, and a fingerprint over all that a deadline depends on; a mended address makes no other version."""
    said = sorted((key, str(value)) for key, value in row.items() if key not in _BESIDES)
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    return f"{row.get('from', '始')}#{digest[:8]}"
