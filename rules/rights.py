"""The worker's own rights that expire: which fact starts which limit, what interrupts it, what exercises it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rules.book import load_rules
from rules.errors import BrokenRules
from rules.reading import read_yaml


@dataclass(frozen=True)
class Rights:
    """The table of rights.yaml."""

    events: Mapping[str, str]
    rules: Mapping[str, Sequence[str]]
    restarted_by: Mapping[str, str]
    exercised_at: Mapping[str, Sequence[str]]
    interrupted_at: Sequence[str]


@lru_cache
def rights() -> Rights:
    """The table, read once. Raises BrokenRules for a rule that the book does not hold."""
    table = read_yaml(Path(__file__).with_name("rights.yaml"))
    known = set(load_rules().ids())
    rows = table["events"]
    named = {rule for row in rows for rule in row["rules"]} | set(table["restarted_by"].values())
    named |= {rule for listed in table["exercised_at"].values() for rule in listed}
    if strangers := sorted(named - known):
        raise BrokenRules(f"rights.yaml: no rules {strangers}")
    return Rights(
        events=MappingProxyType({row["id"]: row["label"] for row in rows}),
        rules=MappingProxyType({row["id"]: tuple(row["rules"]) for row in rows}),
        restarted_by=MappingProxyType(dict(table["restarted_by"])),
        exercised_at=MappingProxyType({key: tuple(listed) for key, listed in table["exercised_at"].items()}),
        interrupted_at=tuple(table["interrupted_at"]),
    )


def by_restart(rule_id: str) -> str:
    """The rule under which an interrupted period runs anew."""
    return rights().restarted_by.get(rule_id, rule_id)
