"""Decision tables read from YAML: rows a legal officer can read and change, checked whole before anything answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.article import WEAKEST, Article, articles
from rules.book import load_rules
from rules.errors import BrokenRules
from rules.findings.condition import Condition, Fact, read_condition
from rules.reading import read_yaml
from rules.rule import TAGS

FOLDER = Path(__file__).parent.parent / "tables"
POLICIES = ("first", "all")
_TABLE = {"table", "title", "summary", "policy", "from", "rows"}
_ROW = {"id", "result", "says", "articles", "tag"}
_ROW_MAY = {"group", "when", "limits", "notes", "from"}


@dataclass(frozen=True)
class Row:
    """One row. `limits` are ids of the rule book that the answer quotes; `tag` is how sure the row itself is."""

    id: str
    group: str
    when: tuple[Condition, ...]
    result: str
    says: str
    articles: tuple[Article, ...]
    tag: str
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class Table:
    """Rows in order. Policy first: of each group the first row that fits; all: every row that fits, in order."""

    name: str
    title: str
    summary: str
    policy: str
    since: date
    rows: tuple[Row, ...]

    def groups(self) -> tuple[str, ...]:
        """The headings in order."""
        return tuple(dict.fromkeys(row.group for row in self.rows))


@lru_cache
def raw_table(name: str) -> Any:
    """The YAML of a table. Raises BrokenRules."""
    return read_yaml(FOLDER / f"{name}.yaml")


def read_table(given: Any, facts: Mapping[str, Fact]) -> Table:
    """A table whose rows may ask about these facts, by label. Raises BrokenRules that says what is wrong where."""
    if not isinstance(given, dict) or set(given) != _TABLE:
        raise BrokenRules(f"a table has exactly {sorted(_TABLE)}")
    name = given["table"]
    if given["policy"] not in POLICIES or not isinstance(given["from"], date):
        raise BrokenRules(f"{name}: policy is one of {POLICIES}, from is a day")
    rows = tuple(_row(row, facts, f"{name}, row {place}") for place, row in enumerate(given["rows"], 1))
    table = Table(name, given["title"], given["summary"], given["policy"], given["from"], rows)
    _check(table)
    return table


def _row(given: Any, facts: Mapping[str, Fact], where: str) -> Row:
    if not isinstance(given, dict):
        raise BrokenRules(f"{where}: a row is a mapping")
    where = f"{where} ({given.get('id')})"
    missing = {key for key in _ROW if given.get(key) in (None, "", [])}
    unknown = set(given) - _ROW - _ROW_MAY
    if missing or unknown:
        raise BrokenRules(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    known = articles()
    absent = [key for key in given["articles"] if key not in known]
    limits = tuple(given.get("limits", ()))
    absent += [rule for rule in limits if not load_rules().rows(rule)]
    if absent:
        raise BrokenRules(f"{where}: not in articles.yaml or the rule book: {absent}")
    cited = tuple(known[key] for key in given["articles"])
    weakest = min((one.tag for one in cited), key=WEAKEST.index)
    if given["tag"] not in TAGS or WEAKEST.index(given["tag"]) > WEAKEST.index(weakest):
        raise BrokenRules(f"{where}: tag {given['tag']!r} is surer than its articles ({weakest})")
    when = given.get("when") or {}
    return Row(
        id=given["id"],
        group=given.get("group", ""),
        when=tuple(read_condition(label, wanted, facts, where) for label, wanted in when.items()),
        result=given["result"],
        says=given["says"],
        articles=cited,
        tag=given["tag"],
        limits=limits,
        notes=tuple(given.get("notes", ())),
        since=given.get("from"),
    )


def _check(table: Table) -> None:
    ids = [row.id for row in table.rows]
    if len(set(ids)) != len(ids):
        raise BrokenRules(f"{table.name}: an id twice")
    if table.policy != "first":
        return
    for group in table.groups():
        rows = [row for row in table.rows if row.group == group]
        if rows[-1].when or rows[-1].since is not None:
            raise BrokenRules(f"{table.name}: the last row of “{group}” must always fit")
        if any(not row.when for row in rows[:-1]):
            raise BrokenRules(f"{table.name}: a row of “{group}” hides those below it")
