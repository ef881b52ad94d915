"""The charts: the compiled table agrees with python-statemachine, nothing is a dead end, every event has its act."""

import random
from pathlib import Path

import pytest
from statemachine.exceptions import TransitionNotAllowed

import workflows.commands  # noqa: F401 - declares the acts
from rules.book import load_rules
from workflows.acts import ACTS
from workflows.charts.guards import GUARDS, Facts
from workflows.charts.letter import LetterChart
from workflows.charts.registry import CHART_CLASSES, CHARTS, LETTER_CHART
from workflows.drawing import page

ALL = {**CHARTS, "letter": LETTER_CHART}
CLASSES = {**{chart.case_type: chart for chart in CHART_CLASSES}, "letter": LetterChart}
GENEROUS = Facts(
    {
        "outcome": "other",
        "callbacks": 1,
        "fully_paid": True,
        "nobody_to_call": True,
        "investigation_closed": True,
        "issuer_level": "city",
    }
)
STINGY = Facts({})


def leaf(machine: object) -> str:
    """The machine's innermost state."""
    found = [state.id for state in machine.configuration if not list(state.states)]  # type: ignore[attr-defined]
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("facts", [GENEROUS, STINGY], ids=["all guards hold", "no guard holds"])
def test_table_and_machine_agree_on_random_walks(name: str, facts: Facts) -> None:
    chart, chance = ALL[name], random.Random(7)  # noqa: S311 - reproducible walks
    events = sorted({event for _, event in chart.moves})
    for _ in range(20):
        machine = CLASSES[name](facts)
        state = leaf(machine)
        assert state in chart.states
        for _ in range(25):
            known = list(chart.events_from(state)) or events
            event = chance.choice(known if chance.random() < 0.8 else events)
            move, _ = chart.find(state, event, facts)
            if move is None:
                with pytest.raises(TransitionNotAllowed):
                    machine.send(event)
            else:
                machine.send(event)
                assert leaf(machine) == move.target, (state, event)
                state = move.target
            assert leaf(machine) == state


@pytest.mark.parametrize("name", ALL)
def test_every_state_is_reachable_owned_and_leads_to_an_end(name: str) -> None:
    chart = ALL[name]
    edges = {(source, move.target) for (source, _), moves in chart.moves.items() for move in moves}

    def reach(start: str, *, backwards: bool = False) -> set[str]:
        seen, queue = {start}, [start]
        while queue:
            here = queue.pop()
            for source, target in edges:
                near, far = (target, source) if backwards else (source, target)
                if near == here and far not in seen:
                    seen.add(far)
                    queue.append(far)
        return seen

    assert reach(chart.initial) == set(chart.states)
    over = ["archived", "handed_up", "withdrawn", "void", "recorded"]
    ends = {"letter": over}.get(name, ["closed"])
    assert set().union(*(reach(end, backwards=True) for end in ends)) == set(chart.states)
    for state in chart.states.values():
        assert state.owner or name == "letter", state.id


def test_every_event_has_an_act_and_every_act_an_event() -> None:
    events = {event for chart in ALL.values() for _, event in chart.moves}
    # Sent by confirmed payments, by the end of a parallel referral, by a clock, and by registering a letter of others.
    by_themselves = {"all_performed", "record_history", "follow_sent", "follow_taken"}
    by_themselves |= {"reply_overdue", "rectify_overdue", "authority_silent", "escalate_letter"}
    assert events - by_themselves == {act.event for act in ACTS.values() if act.event is not None}


def test_every_clock_names_a_rule_and_a_state() -> None:
    for chart in CHART_CLASSES:
        for clock in chart.clocks:
            assert clock.state in CHARTS[chart.case_type].states
            assert load_rules().get(clock.rule).label


def test_every_guard_is_used_and_says_why() -> None:
    used = {
        guard for chart in ALL.values() for moves in chart.moves.values() for move in moves for guard in move.guards
    }
    assert used == set(GUARDS)
    assert all("一" <= guard.reason[0] <= "龥" for guard in GUARDS.values())


@pytest.mark.parametrize("chart", CLASSES.values(), ids=CLASSES)
def test_the_library_hides_nothing(chart: type) -> None:
    assert chart.allow_event_without_transition is False
    assert chart.catch_errors_as_events is False
    assert chart.atomic_configuration_update is True


@pytest.mark.parametrize("name", ALL)
def test_the_drawn_charts_are_the_charts(name: str) -> None:
    drawn = Path(__file__).parents[3] / "docs" / "charts" / f"{name}.md"
    assert drawn.read_text(encoding="utf-8") == page(ALL[name]), "run scripts/charts.py"
