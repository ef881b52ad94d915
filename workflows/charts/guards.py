"""Conditions under which a move is allowed, each with the reason that people read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What a guard may look at: columns of the case or letter, and what the act was given."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name in self.given:
            return self.given[name]
        return self.columns.get(name)


@dataclass(frozen=True)
class Guard:
    """A test, and what is missing when it fails. `excludes`: guards that can never hold beside it."""

    reason: str
    test: Callable[[Facts], bool]
    excludes: frozenset[str] = frozenset()


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "outcome_recorded": Guard("请先登记结案方式", lambda facts: facts["outcome"] is not None),
        "callback_recorded": Guard("请先登记回访结果", lambda facts: bool(facts["callbacks"])),
        "fully_paid": Guard("约定款项尚未全部到账确认", lambda facts: bool(facts["fully_paid"])),
        "investigation_closed": Guard(
            "意见书须有已办结的调查（两名监督员、调查笔录）", lambda facts: bool(facts["investigation_closed"])
        ),
        "issuer_county_or_above": Guard(
            "建议书只能由县级以上总工会发出；请提请上级总工会发函",
            lambda facts: facts["issuer_level"] in {"county", "city", "province", "national"},
        ),
    }
)
