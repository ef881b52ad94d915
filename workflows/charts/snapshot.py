"""A compiled chart written down, so that cases keep the version with which they began after the class has moved on."""

import json
from pathlib import Path
from typing import Any

from people.roles import Role
from workflows.charts.base import Clock, Overdue
from workflows.charts.compiled import CompiledChart, Move, StateInfo

HISTORY = Path(__file__).parent / "history"


def path_of(case_type: str, version: int, folder: Path = HISTORY) -> Path:
    """Where the snapshot of a version stands."""
    return folder / f"{case_type}_v{version}.json"


def to_text(chart: CompiledChart) -> str:
    """The snapshot of a chart: one line per state and move, so that two versions can be compared by eye."""
    head = {"case_type": chart.case_type, "label": chart.label, "version": chart.version, "initial": chart.initial}
    lines = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    states = [_state_object(state) for state in chart.states.values()]
    moves = [_move_object(move) for found in chart.moves.values() for move in found]
    lines += [' "states": [', _rows(states), " ],", ' "moves": [', _rows(moves), " ]"]
    return "{\n" + "\n".join(lines) + "\n}\n"


def from_text(text: str) -> CompiledChart:
    """The chart of a snapshot."""
    read = json.loads(text)
    states = {one["id"]: _state(one) for one in read["states"]}
    moves: dict[tuple[str, str], list[Move]] = {}
    for one in read["moves"]:
        move = Move(one["event"], one["source"], one["target"], tuple(one["guards"]))
        moves.setdefault((move.source, move.event), []).append(move)
    return CompiledChart(
        case_type=read["case_type"],
        label=read["label"],
        version=read["version"],
        initial=read["initial"],
        states=states,
        moves={key: tuple(found) for key, found in moves.items()},
    )


def older(case_type: str, newest: int, folder: Path = HISTORY) -> list[CompiledChart]:
    """The versions before the newest, which comes from its class. A gap is an error at once, not on a case's page."""
    return [from_text(path_of(case_type, one, folder).read_text(encoding="utf-8")) for one in range(1, newest)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: list[dict[str, Any]]) -> str:
    return ",\n".join(f"  {_json(row)}" for row in rows)


def _state_object(state: StateInfo) -> dict[str, Any]:
    return {
        "id": state.id,
        "label": state.label,
        "stage": state.stage,
        "stage_label": state.stage_label,
        "owner": str(state.owner),
        "final": state.final,
        "clocks": [_clock_object(clock) for clock in state.clocks],
    }


def _clock_object(clock: Clock) -> dict[str, Any]:
    said = {"rule": clock.rule, "kind": clock.kind, "start": clock.start}
    more = {"when": clock.when, "draft": clock.overdue.draft, "keeps": clock.keeps or None}
    return {**said, **{name: value for name, value in more.items() if value is not None}}


def _move_object(move: Move) -> dict[str, Any]:
    return {"event": move.event, "source": move.source, "target": move.target, "guards": list(move.guards)}


def _state(one: dict[str, Any]) -> StateInfo:
    owner = one["owner"]
    return StateInfo(
        id=one["id"],
        label=one["label"],
        stage=one["stage"],
        stage_label=one["stage_label"],
        owner=Role(owner) if owner in set(Role) else owner,
        clocks=tuple(_clock(one["id"], clock) for clock in one["clocks"]),
        final=one["final"],
    )


def _clock(state: str, one: dict[str, Any]) -> Clock:
    return Clock(
        state,
        one["rule"],
        kind=one["kind"],
        start=one["start"],
        when=one.get("when"),
        overdue=Overdue(draft=one.get("draft")),
        keeps=one.get("keeps", False),
    )
