"""What the office sets for prevention, read from the files beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Item:
    """One item of a checklist: what is asked, and the matter it belongs to (none for sites)."""

    item: str
    title: str
    asks: str
    matter: str | None = None


@dataclass(frozen=True)
class Checklist:
    """A checklist with its version and who set it."""

    version: str
    label: str
    items: Sequence[Item]

    def of(self, item: str) -> Item | None:
        """The item of this name."""
        return next((one for one in self.items if one.item == item), None)


@lru_cache
def checklist() -> Checklist:
    """The items of a check-up."""
    data = _read("checklist.yaml")
    return Checklist(data["version"], data["label"], tuple(Item(**one) for one in data["items"]))


@lru_cache
def six_haves() -> Checklist:
    """The items of a model station."""
    data = _read("six_haves.yaml")
    return Checklist("", data["label"], tuple(Item(**one) for one in data["items"]))


@lru_cache
def campaign_seeds() -> Sequence[Mapping[str, Any]]:
    """The campaigns that the federation's report names."""
    found: Sequence[Mapping[str, Any]] = _read("seeds.yaml")
    return found


@dataclass(frozen=True)
class LeadRules:
    """Limits of the sentinel's form and the colours of a lead."""

    link_days: int
    per_hour: int
    per_day: int
    colours: Sequence[Mapping[str, Any]]


@lru_cache
def lead_rules() -> LeadRules:
    """The rules of leads."""
    data = _read("lead_rules.yaml")
    return LeadRules(data["link_days"], data["per_hour"], data["per_day"], data["colours"])


def risk_of(sign: str, content: str, head_count: int | None) -> tuple[str, str]:
    """The colour of a lead and why: the first line of the rules that fits."""
    for line in lead_rules().colours:
        fits = (
            sign in line.get("signs", ())
            or any(word in content for word in line.get("words", ()))
            or ("people" in line and head_count is not None and head_count >= line["people"])
        )
        if fits:
            return str(line["colour"]), str(line["why"])
    return "none", ""
