"""The next step of a case: who, what, until when. From the chart's owner, the outcome and the running clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cases.outcomes import register
from people.roles import ROLE_WORDS, Role
from rules.book import load_rules
from rules.errors import RuleError
from workflows.charts.registry import find_state

UNASSIGNED = f"{ROLE_WORDS[Role.SUPERVISOR]}（尚未派承办人）"


@dataclass(frozen=True)
class NextStep:
    """Whose turn it is, for what, and by when the nearest time limit runs out (None: none runs)."""

    who: str
    what: str
    until: datetime | None
    clock: str


@lru_cache
def _words() -> Mapping[str, str]:
    found: Mapping[str, str] = yaml.safe_load(Path(__file__).with_name("next_steps.yaml").read_text(encoding="utf-8"))
    return found


@lru_cache
def _label(rule_id: str) -> str:
    try:
        return load_rules().get(rule_id).label
    except RuleError:
        return "约定期限" if rule_id == "AGREED" else rule_id


def next_step(row: Any, *, handled: bool) -> NextStep | None:
    """The next step of a case row; None where the matter is over and filed.

    `handled`: whether a mediator or a unit has the case: without one it is the supervisor who must act.
    """
    info = find_state(row.case_type, row.state, row.chart_version)
    if info is None or row.state == "archived":
        return None
    owner = info.owner
    who = ROLE_WORDS[owner] if isinstance(owner, Role) else owner
    if owner == Role.MEDIATOR and not handled:
        who = UNASSIGNED
    what = _words().get(row.state) or (_label(info.clocks[0].rule) if info.clocks else info.label)
    if row.closed_at is None and row.alarm == "reported":
        what = f"{what}；必报事项待{ROLE_WORDS[Role.SUPERVISOR]}、{ROLE_WORDS[Role.LEADER]}批示"
    if row.closed_at is not None and row.outcome is not None:
        what = f"{what}；{register().outcomes[row.outcome].next}"
    return NextStep(str(who), what, row.next_due_at, _label(row.next_rule) if row.next_rule else "")
