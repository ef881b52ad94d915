"""A chart compiled at import into a table: (state, event) → moves.

python-statemachine stays the definition, the diagram and the oracle; making a machine per case
would cost as much as the database. A property test proves that table and machine agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from people.roles import Role
from workflows.charts.base import CaseChart, Clock
from workflows.charts.guards import GUARDS, Facts


@dataclass(frozen=True)
class StateInfo:
    """A leaf state: its word, the stage around it, who must act next, the clocks it opens."""

    id: str
    label: str
    stage: str
    stage_label: str
    owner: Role | str
    clocks: tuple[Clock, ...]
    final: bool


@dataclass(frozen=True)
class Move:
    """One way out of a state."""

    event: str
    source: str
    target: str
    guards: tuple[str, ...]


@dataclass(frozen=True)
class CompiledChart:
    """What the engine asks at run time."""

    case_type: str
    label: str
    version: int
    initial: str
    states: dict[str, StateInfo]
    moves: dict[tuple[str, str], tuple[Move, ...]]

    def events_from(self, state: str) -> tuple[str, ...]:
        """Events that some move out of this state answers."""
        return tuple(event for source, event in self.moves if source == state)

    def find(self, state: str, event: str, facts: Facts) -> tuple[Move | None, str | None]:
        """The move that this event makes now, or None with the reason (None if the state knows no such event)."""
        reason = None
        for move in self.moves.get((state, event), ()):
            failed = [guard for guard in move.guards if not GUARDS[guard].test(facts)]
            if not failed:
                return move, None
            reason = GUARDS[failed[0]].reason
        return None, reason


def compile_chart(chart: type[CaseChart]) -> CompiledChart:
    """Read states and transitions of a chart class into the table."""
    states: dict[str, StateInfo] = {}
    moves: dict[tuple[str, str], list[Move]] = {}
    for state in chart.states_map.values():
        if list(state.states):
            continue
        parent = state.parent
        states[state.id] = StateInfo(
            id=state.id,
            label=str(state.name),
            stage=parent.id if parent is not None else state.id,
            stage_label=str(parent.name) if parent is not None else str(state.name),
            owner=chart.owners.get(state.id, ""),
            clocks=tuple(clock for clock in chart.clocks if clock.state == state.id),
            final=bool(state.final),
        )
        for transition in state.transitions:
            guards = tuple(_guard(spec, chart.case_type, state.id) for spec in transition.cond)
            for target in transition.targets:
                for event in transition.events:
                    leaf = _leaf(target)
                    moves.setdefault((state.id, str(event.id)), []).append(Move(str(event.id), state.id, leaf, guards))
    first = next(state for state in chart.states_map.values() if state.initial and state.parent is None)
    return CompiledChart(
        case_type=chart.case_type,
        label=chart.label,
        version=chart.version,
        initial=_leaf(first),
        states=states,
        moves={key: tuple(found) for key, found in moves.items()},
    )


def _guard(spec: Any, case_type: str, state: str) -> str:
    """The name of a guard. `unless` and expressions would be lost in the table, so they are no way to declare one."""
    name = str(spec.func)
    if spec.expected_value is False or not name.isidentifier():
        raise ValueError(f"{case_type}: a way out of {state} has a condition that is not the name of a guard: {name}")
    return name


def _leaf(state: object) -> str:
    children: Sequence[object] = list(state.states)  # type: ignore[attr-defined]  # the library's State
    if not children:
        return str(state.id)  # type: ignore[attr-defined]
    return _leaf(next(child for child in children if child.initial))  # type: ignore[attr-defined]
