"""Where a case would stand in another version of its chart, and what becomes of its clocks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workflows.charts.base import Clock
from workflows.charts.compiled import CompiledChart, StateInfo

Outcome = Literal["mapped", "ambiguous", "impossible"]


@dataclass(frozen=True)
class Place:
    """Where a state leads; `reason` says why nowhere by itself."""

    outcome: Outcome
    state: str | None
    reason: str | None = None


@dataclass(frozen=True)
class ClockPlan:
    """What becomes of the clocks bound to the state: running ones kept or stopped (by position), new ones opened."""

    kept: tuple[int, ...]
    stopped: tuple[int, ...]
    opened: tuple[Clock, ...]


def place(old: CompiledChart, new: CompiledChart, state: str, mapping: Mapping[str, str]) -> Place:
    """A state that still exists in the same stage leads to itself; the rest must be said by the mapping."""
    before = old.states[state]
    wanted = mapping.get(state)
    if wanted is not None:
        return Place("mapped", wanted)
    after = new.states.get(state)
    if after is not None and after.stage == before.stage:
        return Place("mapped", state)
    if after is not None:
        words = f"“{before.label}”由{before.stage_label}阶段改到{after.stage_label}阶段，须用 --map 指明去向"
        return Place("ambiguous", None, words)
    near = [one for one in new.states.values() if one.stage == before.stage and one.id not in CLOSED]
    if not near:
        return Place("impossible", None, f"新版没有“{before.label}”，{before.stage_label}阶段也没有可去的状态")
    listed = "、".join(f"{one.id}（{one.label}）" for one in near)
    return Place("ambiguous", None, f"新版没有“{before.label}”，须用 --map 指明去向，同阶段有：{listed}")


# A migration closes no case: closing is an act, with its outcome and its call back.
CLOSED = frozenset({"closed", "archived"})


def faults(versions: Sequence[CompiledChart], new: CompiledChart, mapping: Mapping[str, str]) -> list[str]:
    """What is wrong with a mapping, whatever cases there are."""
    known = {state for chart in versions for state in chart.states}
    found = [f"--map {old}={to}：没有状态“{old}”" for old, to in mapping.items() if old not in known]
    for old, to in mapping.items():
        if to not in new.states:
            found.append(f"--map {old}={to}：第 {new.version} 版没有状态“{to}”")
        elif to in CLOSED:
            found.append(f"--map {old}={to}：不能用迁移结案")
    return found


def clock_plan(
    before: StateInfo, after: StateInfo, bound: Sequence[Mapping[str, Any]], flags: Mapping[str, Any]
) -> ClockPlan:
    """What both versions declare is kept as it runs, what only the old one declares stops, what only the new one opens.

    `bound`: the running clocks bound to the old state. One that no chart declares was opened by an act and stays.
    """
    declared = {(clock.rule, clock.kind) for clock in before.clocks}
    wanted = {(clock.rule, clock.kind) for clock in after.clocks}
    kept: list[int] = []
    stopped: list[int] = []
    for position, clock in enumerate(bound):
        what = (clock["rule_id"], clock["kind"])
        (stopped if what in declared - wanted else kept).append(position)
    running = {(bound[position]["rule_id"], bound[position]["kind"]) for position in kept}
    opened = [
        clock
        for clock in after.clocks
        if (clock.rule, clock.kind) not in declared | running and (clock.when is None or flags[clock.when])
    ]
    return ClockPlan(tuple(kept), tuple(stopped), tuple(opened))
