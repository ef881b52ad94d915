"""A made-up next version of the wage chart, registered only while a test runs.

Against the present one: 调解不成 is gone, 未履行 has moved to the referral stage, 调解中 has lost its limit and got
another, 待履行 keeps one of two and gets a third, 结案审核 is called otherwise.
"""

from dataclasses import replace

from workflows.charts.base import Clock
from workflows.charts.compiled import CompiledChart
from workflows.charts.registry import CHARTS, VERSIONS

TYPE = "wage_arrears"
NOW = CHARTS[TYPE].version
NEXT = NOW + 1


def next_chart() -> CompiledChart:
    """The version after the newest."""
    chart = CHARTS[TYPE]
    states = {name: state for name, state in chart.states.items() if name != "failed"}
    states["breached"] = replace(states["breached"], stage="referral", stage_label="转办移送")
    states["mediating"] = replace(
        states["mediating"], clocks=(Clock("mediating", "SVC-DECIDE"), Clock("mediating", "SVC-FIRST-RESPONSE"))
    )
    kept = tuple(clock for clock in states["performing"].clocks if clock.rule == "AR-74-1")
    states["performing"] = replace(states["performing"], clocks=(*kept, Clock("performing", "SVC-REFER")))
    states["closing_review"] = replace(states["closing_review"], label="结案复核")
    moves = {
        key: ways for key, ways in chart.moves.items() if key[0] != "failed" and all(w.target != "failed" for w in ways)
    }
    return replace(chart, version=NEXT, states=states, moves=moves)


def register() -> None:
    """For a process of its own."""
    chart = next_chart()
    VERSIONS[TYPE, NEXT] = chart
