"""The checker: nothing to say about our charts, and every one of the planted defects named by kind and place."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import workflows.commands  # noqa: F401 - declares the acts
from workflows.chart_checks import defects, known
from workflows.charts import checker, checker_together
from workflows.charts.base import Clock, Overdue
from workflows.charts.checker import LETTER_SHAPE, STAGES, Defect, Known, check_chart
from workflows.charts.checker_together import check_acts, check_all, check_declaration, check_guards
from workflows.charts.compiled import CompiledChart, Move, StateInfo
from workflows.charts.guards import GUARDS, Guard
from workflows.charts.labour_dispute import LabourDispute
from workflows.charts.letter import LetterChart
from workflows.charts.registry import CHARTS, LETTER_CHART
from workflows.charts.wage_arrears import WageArrears

Key = tuple[str, str]
Change = Callable[[CompiledChart], CompiledChart]
WAGE, DISPUTE, AID, LETTER = "wage_arrears", "labour_dispute", "legal_aid", "letter"
SUPERVISION = "supervision"


def test_our_charts_have_no_defect() -> None:
    assert defects() == []


def state(name: str, **changes: Any) -> Change:
    """The chart with one state declared otherwise."""

    def change(chart: CompiledChart) -> CompiledChart:
        return replace(chart, states={**chart.states, name: replace(chart.states[name], **changes)})

    return change


def clock(name: str, place: int = 0, **changes: Any) -> Change:
    """The chart with one clock of a state declared otherwise."""

    def change(chart: CompiledChart) -> CompiledChart:
        clocks = list(chart.states[name].clocks)
        clocks[place] = replace(clocks[place], **changes)
        return state(name, clocks=tuple(clocks))(chart)

    return change


def more_clocks(name: str, *clocks: Clock) -> Change:
    """The chart with further clocks in a state."""
    return lambda chart: state(name, clocks=(*chart.states[name].clocks, *clocks))(chart)


def without(*keys: Key) -> Change:
    """The chart without these ways."""
    return lambda chart: replace(chart, moves={key: way for key, way in chart.moves.items() if key not in keys})


def ways(source: str, event: str, *targets: tuple[str, tuple[str, ...]], as_key: Key | None = None) -> Change:
    """The chart with the ways of one state and event replaced."""
    found = tuple(Move(event, source, target, guards) for target, guards in targets)
    return lambda chart: replace(chart, moves={**chart.moves, (as_key or (source, event)): found})


def head(**changes: Any) -> Change:
    """The chart with another head."""
    return lambda chart: replace(chart, **changes)


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(chart: CompiledChart) -> CompiledChart:
        for one in changes:
            chart = one(chart)
        return chart

    return change


def lonely(chart: CompiledChart) -> CompiledChart:
    """A state that nothing leads to."""
    one = StateInfo("forgotten", "被遗忘", "mediation", "调解", chart.states["preparing"].owner, (), False)
    with_clock = replace(one, clocks=(Clock("forgotten", "SVC-DECIDE"),))
    moves = {
        **chart.moves,
        ("forgotten", "request_closure"): (Move("request_closure", "forgotten", "closing_review", ()),),
        ("forgotten", "merge_away"): (Move("merge_away", "forgotten", "closed", ()),),
    }
    return replace(chart, states={**chart.states, "forgotten": with_clock}, moves=moves)


def swamp(chart: CompiledChart) -> CompiledChart:
    """A state that can be entered, leads to another, and never to the end."""
    first = replace(chart.states["failed"], id="swamp", label="泥潭", clocks=(Clock("swamp", "SVC-DECIDE"),))
    second = replace(first, id="bog", label="沼泽", clocks=(Clock("bog", "SVC-DECIDE"),))
    moves = {
        **chart.moves,
        ("preparing", "return_dispatch"): (Move("return_dispatch", "preparing", "swamp", ()),),
        ("swamp", "accept"): (Move("accept", "swamp", "bog", ()),),
        ("bog", "accept"): (Move("accept", "bog", "swamp", ()),),
    }
    return replace(chart, states={**chart.states, "swamp": first, "bog": second}, moves=moves)


def parked(chart: CompiledChart) -> CompiledChart:
    """A state that can be entered and not left."""
    one = replace(chart.states["failed"], id="parked", label="搁置", clocks=(Clock("parked", "SVC-DECIDE"),))
    moves = {**chart.moves, ("preparing", "sign_for"): (Move("sign_for", "preparing", "parked", ()),)}
    return replace(chart, states={**chart.states, "parked": one}, moves=moves)


@dataclass(frozen=True)
class Plant:
    """A defect put into a sound chart, and what the checker must say: this kind, at this place, and nothing else.

    `also`: what follows from the defect itself and cannot be avoided.
    """

    chart: str
    change: Change
    kind: str
    place: str
    also: frozenset[tuple[str, str]] = frozenset()


def also(*found: tuple[str, str]) -> frozenset[tuple[str, str]]:
    """What else the checker must say."""
    return frozenset(found)


PLANTS = (
    # The head.
    Plant(WAGE, head(label="Wages"), "chart_label", WAGE),
    Plant(SUPERVISION, without(("issuing", "merge_away")), "merge_missing", "issuing"),
    Plant(LETTER, head(label="letter 文书"), "chart_label", LETTER),
    Plant(DISPUTE, head(version=0), "version", DISPUTE),
    Plant(WAGE, head(initial="registred"), "no_initial", "registred", also(*((("unreachable", one)) for one in CHARTS[WAGE].states))),
    Plant(DISPUTE, head(initial="assigning"), "initial_stage", "assigning", also(*(("unreachable", one) for one in ("registered", "awaiting_materials", "declined")))),
    # States.
    Plant(WAGE, state("mediating", label="mediating"), "state_label", "mediating"),
    Plant(AID, state("aiding", label="承办中2"), "state_label", "aiding"),
    Plant(LETTER, state("served", label=""), "state_label", "served"),
    Plant(DISPUTE, state("failed", label="调解中"), "label_twice", "failed"),
    Plant(LETTER, state("replied", label="草稿"), "label_twice", "replied"),
    Plant(WAGE, state("mediating", stage="mediaton"), "unknown_stage", "mediating"),
    Plant(AID, state("callback", stage="callback", stage_label="回访"), "unknown_stage", "callback"),
    Plant(WAGE, state("mediating", stage_label="调节"), "stage_label", "mediating"),
    Plant(DISPUTE, state("performing", owner=""), "no_owner", "performing"),
    Plant(LETTER, state("review", owner=""), "no_owner", "review"),
    Plant(WAGE, state("performing", owner="老板"), "unknown_owner", "performing"),
    Plant(AID, state("reviewing", owner="legal_department"), "unknown_owner", "reviewing"),
    Plant(LETTER, state("recorded", owner="档案室"), "unknown_owner", "recorded"),
    Plant(LETTER, ways("withdrawn", "return_letter", ("draft", ())), "final_leaves", "withdrawn"),
    Plant(WAGE, state("closing_review", final=True), "final_leaves", "closing_review"),
    # Ways through the chart.
    Plant(WAGE, lonely, "unreachable", "forgotten"),
    Plant(DISPUTE, without(("preparing", "record_employer_refusal"), ("mediating", "record_failure")), "unreachable", "failed"),
    Plant(AID, without(("result_received", "start_enforcement")), "unreachable", "enforcing"),
    Plant(LETTER, without(("draft", "record_history")), "unreachable", "recorded"),
    Plant(WAGE, parked, "dead_end", "parked", also(("never_closes", "parked"), ("merge_missing", "parked"))),
    Plant(LETTER, without(("fed_back", "close_letter")), "dead_end", "fed_back", also(("never_closes", "fed_back"), ("never_closes", "filed"), ("never_closes", "disposed"))),
    Plant(DISPUTE, swamp, "never_closes", "swamp", also(("never_closes", "bog"), ("merge_missing", "swamp"), ("merge_missing", "bog"))),
    Plant(WAGE, ways("mediating", "record_failure", ("faild", ())), "move_target", "mediating/record_failure"),
    Plant(LETTER, ways("review", "return_letter", ("drafts", ())), "move_target", "review/return_letter"),
    Plant(AID, ways("apointing", "withdraw", ("closing_review", ())), "move_source", "apointing/withdraw"),
    Plant(WAGE, ways("mediating", "record_failure", ("failed", ()), as_key=("performing", "record_failure")), "move_key", "performing/record_failure"),
    Plant(DISPUTE, ways("confirming", "record_confirmation", ("confirming", ())), "stands_still", "confirming/record_confirmation"),
    # Guards and ambiguity.
    Plant(WAGE, ways("performing", "all_performed", ("closing_review", ("all_paid",))), "unknown_guard", "performing/all_performed"),
    Plant(LETTER, ways("approval", "sign_letter", ("approved", ("issuer",))), "unknown_guard", "approval/sign_letter"),
    Plant(DISPUTE, ways("mediating", "record_failure", ("failed", ()), ("closing_review", ())), "shadowed", "mediating/record_failure"),
    Plant(AID, ways("closing_review", "approve_closure", ("callback", ()), ("closed", ("outcome_recorded",))), "shadowed", "closing_review/approve_closure"),
    Plant(WAGE, ways("callback", "close", ("closed", ("callback_recorded",)), ("archived", ("fully_paid",))), "ambiguous", "callback/close"),
    Plant(LETTER, ways("approval", "sign_letter", ("approved", ("investigation_closed",)), ("served", ("issuer_may",))), "ambiguous", "approval/sign_letter"),
    # Clocks.
    Plant(WAGE, state("preparing", clocks=()), "no_clock", "preparing"),
    Plant(DISPUTE, state("enforcing", clocks=()), "no_clock", "enforcing"),
    Plant(AID, clock("aiding", when="is_migrant"), "no_clock", "aiding"),
    Plant(WAGE, clock("mediating", rule="LA-14-9"), "clock_rule", "mediating/LA-14-9"),
    Plant(AID, clock("reviewing", rule="SVC-AID-REVIEUW"), "clock_rule", "reviewing/SVC-AID-REVIEUW"),
    Plant(DISPUTE, clock("performing", kind="rights"), "clock_kind", "performing/AR-74-1"),
    Plant(WAGE, clock("mediating", start="aplication_received"), "clock_anchor", "mediating/LA-14-1"),
    Plant(DISPUTE, more_clocks("mediating", Clock("mediating", "SVC-DECIDE", when="is_urgent")), "clock_flag", "mediating/SVC-DECIDE"),
    Plant(AID, more_clocks("mediating", Clock("mediating", "SVC-DECIDE", when="head_count")), "clock_flag", "mediating/SVC-DECIDE"),
    Plant(WAGE, clock("mediating", overdue=Overdue(draft="reminder")), "clock_draft", "mediating/LA-14-1"),
    Plant(DISPUTE, clock("failed", state="breached"), "clock_state", "failed/SVC-DECIDE"),
    Plant(WAGE, more_clocks("performing", Clock("performing", "PM-33-1")), "clock_twice", "performing/PM-33-1"),
    Plant(AID, more_clocks("archived", Clock("archived", "SVC-ARCHIVE")), "clock_after_end", "archived"),
    # Closing, opening again, joining.
    Plant(WAGE, without(("closed", "reopen")), "reopen_missing", "closed"),
    Plant(DISPUTE, without(("archived", "reopen")), "reopen_missing", "archived", also(("dead_end", "archived"), ("never_closes", "archived"))),
    Plant(AID, ways("callback", "reopen", ("aiding", ())), "reopen_from", "callback/reopen"),
    Plant(WAGE, ways("archived", "reopen", ("closed", ())), "reopen_target", "archived/reopen"),
    Plant(DISPUTE, ways("closed", "send_back", ("preparing", ())), "leaves_closed", "closed/send_back"),
    Plant(AID, without(("aiding", "merge_away")), "merge_missing", "aiding"),
    Plant(WAGE, ways("failed", "merge_away", ("closing_review", ())), "merge_target", "failed/merge_away"),
    Plant(DISPUTE, ways("failed", "merge_away", ("closed", ("outcome_recorded",))), "merge_guarded", "failed/merge_away"),
    # Events and acts.
    Plant(WAGE, ways("mediating", "give_up", ("closing_review", ())), "event_without_act", "mediating/give_up"),
    Plant(AID, ways("aiding", "sign_letter", ("closing_review", ())), "event_without_act", "aiding/sign_letter"),
    Plant(LETTER, ways("served", "accept", ("closed", ())), "event_without_act", "served/accept"),
)  # fmt: skip


def said(found: list[Defect]) -> set[tuple[str, str]]:
    """Kinds and places."""
    return {(one.kind, one.place) for one in found}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.chart}-{plant.kind}-{plant.place}")
def test_a_planted_defect_is_named(plant: Plant) -> None:
    sound = LETTER_CHART if plant.chart == LETTER else CHARTS[plant.chart]
    shape = {"shape": LETTER_SHAPE} if plant.chart == LETTER else {}
    found = check_chart(plant.change(sound), known(), **shape)
    assert said(found) == {(plant.kind, plant.place), *plant.also}
    for one in found:
        assert one.chart == plant.chart
        assert any("一" <= letter <= "龥" for letter in one.message)


def test_there_are_fifty_plants_of_every_kind_on_every_chart() -> None:
    assert len(set(PLANTS)) + len(OTHERS) >= 60
    assert {plant.chart for plant in PLANTS} == {*CHARTS, LETTER}


# Defects that no chart shows by itself: of the acts, the guards, the class.
def acts(knows: Known, name: str, **changes: Any) -> Known:
    """The acts with one declared otherwise."""
    return replace(knows, acts=tuple(replace(one, **changes) if one.name == name else one for one in knows.acts))  # type: ignore[type-var]  # acts are dataclasses


def fewer(knows: Known, name: str) -> Known:
    """The acts without one."""
    return replace(knows, acts=tuple(one for one in knows.acts if one.name != name))


def guards(knows: Known, **changed: Guard) -> Known:
    """The guards with some declared otherwise."""
    return replace(knows, guards={**knows.guards, **changed})


def always(_facts: object) -> bool:
    """A test that holds."""
    return True


AT_CALLBACK = {("guard_reason", f"callback/{event}") for event in ("close", "start_quality_check")}
OTHERS: Mapping[str, tuple[Callable[[Known], Known], set[tuple[str, str]]]] = {
    "an act without a role": (lambda known: acts(known, "assign", roles=frozenset()), {("act_without_role", "assign")}),
    "an act titled in English": (lambda known: acts(known, "assign", title="assign"), {("act_title", "assign")}),
    "an act of a type that is not": (
        lambda known: acts(known, "add_note", case_types=frozenset({"wages"})),
        {("act_case_type", "add_note")},
    ),
    "an act in a state that is not": (
        lambda known: acts(known, "record_callback", states=frozenset({"calback", "closed"})),
        {("act_state", "record_callback")},
    ),
    "a letter's act in a state of cases": (
        lambda known: acts(known, "edit_letter", states=frozenset({"mediating"})),
        {("act_state", "edit_letter")},
    ),
    "an act that no chart answers": (
        lambda known: acts(known, "add_note", event="note_added"),
        {("act_without_answer", "add_note")},
    ),
    "an act that its type's chart does not answer": (
        lambda known: acts(known, "grant_aid", case_types=frozenset({WAGE, AID})),
        {("act_without_answer", "grant_aid")},
    ),
    "an event left without its act": (
        lambda known: fewer(known, "appoint_lawyer"),
        {("event_without_act", "appointing/appoint_lawyer")},
    ),
    "an event left without its act on letters": (
        lambda known: fewer(known, "sign_letter"),
        {("event_without_act", "approval/sign_letter")},
    ),
    "an act that is kept from one type": (
        lambda known: acts(known, "start_enforcement", case_types=frozenset({WAGE, AID})),
        {("event_without_act", "result_received/start_enforcement")},
    ),
    "two acts for one event": (
        lambda known: acts(known, "split_case", event="grant_aid"),
        {("event_two_acts", "reviewing/grant_aid")},
    ),
    "a guard that is not used": (
        lambda known: guards(known, is_raining=Guard("天没有下雨", always)),
        {("guard_unused", "is_raining")},
    ),
    "a guard that says nothing": (
        lambda known: guards(known, callback_recorded=Guard("", always)),
        {("guard_reason", "callback_recorded"), *AT_CALLBACK},
    ),
    "a guard that speaks English": (
        lambda known: guards(known, callback_recorded=Guard("no callback", always)),
        {("guard_reason", "callback_recorded"), *AT_CALLBACK},
    ),
    "a guard that excludes what is not": (
        lambda known: guards(known, fully_paid=replace(GUARDS["fully_paid"], excludes=frozenset({"unpaid"}))),
        {("guard_excludes", "fully_paid")},
    ),
    "an anchor that nobody keeps": (
        lambda known: replace(known, anchors=known.anchors - {"application_received"}),
        {("clock_anchor", "mediating/LA-14-1"), ("clock_anchor", "reviewing/SVC-AID-REVIEW")},
    ),
    "a rule that left the book": (
        lambda known: replace(known, rules=known.rules - {"SVC-AID-APPOINT"}),
        {("clock_rule", "appointing/SVC-AID-APPOINT")},
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_planted_defect_of_acts_and_guards_is_named(name: str) -> None:
    change, expected = OTHERS[name]
    assert said(check_all(CHARTS, LETTER_CHART, change(known()))) == expected


def test_guards_that_exclude_each_other_may_stand_side_by_side() -> None:
    """The special before the general is clear too: the first way whose conditions hold is taken."""
    two = (("closed", ("callback_recorded",)), ("archived", ("fully_paid",)))
    chart = ways("callback", "close", *two)(CHARTS[WAGE])
    apart = replace(GUARDS["fully_paid"], excludes=frozenset({"callback_recorded"}))
    assert check_chart(chart, known()) != []
    assert check_chart(chart, guards(known(), fully_paid=apart)) == []
    fallback = ways("callback", "close", ("closed", ("callback_recorded",)), ("archived", ()))(CHARTS[WAGE])
    assert check_chart(fallback, known()) == []


def declared(**changes: Any) -> type:
    """A class whose declarations differ from what was compiled; the machine itself is not made."""
    return type("Changed", (), {name: getattr(WageArrears, name) for name in FLAGS} | changes)


FLAGS = ("owners", "clocks", "allow_event_without_transition", "catch_errors_as_events", "atomic_configuration_update")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"owners": {**WageArrears.owners, "sleeping": "用人单位"}}, {("owner_of_nothing", "sleeping")}),
        (
            {"clocks": (*WageArrears.clocks, Clock("mediatng", "LA-14-1"))},
            {("clock_of_nothing", "mediatng/LA-14-1")},
        ),
        ({"allow_event_without_transition": True}, {("hides_errors", "allow_event_without_transition")}),
        ({"catch_errors_as_events": True}, {("hides_errors", "catch_errors_as_events")}),
        ({"atomic_configuration_update": False}, {("hides_errors", "atomic_configuration_update")}),
        ({}, set()),
    ],
)
def test_what_compiling_would_drop_is_named(changes: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert said(check_declaration(declared(**changes), CHARTS[WAGE])) == expected


def test_our_classes_lose_nothing_when_compiled() -> None:
    assert check_declaration(LabourDispute, CHARTS[DISPUTE]) == []
    assert check_declaration(LetterChart, LETTER_CHART) == []


def test_every_kind_that_the_checker_knows_is_planted() -> None:
    """A kind nobody plants is a kind nobody knows to work."""
    kinds = set()
    for module in (checker, checker_together):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Defect":
                kinds.add(ast.literal_eval(node.args[0]))
    planted = {plant.kind for plant in PLANTS} | {kind for _, found in OTHERS.values() for kind, _ in found}
    planted |= {"owner_of_nothing", "clock_of_nothing", "hides_errors", "no_end"}
    assert kinds == planted


def test_a_chart_without_an_end_is_named() -> None:
    chart = CHARTS[WAGE]
    gone = {name: one for name, one in chart.states.items() if name != "archived"}
    cut = both(without(("closed", "archive"), ("archived", "reopen")), head(states=gone))(chart)
    assert said(check_chart(cut, known())) == {("no_end", "archived")}


def test_the_stages_are_the_four_of_the_house() -> None:
    assert {state.stage: state.stage_label for state in CHARTS[WAGE].states.values()} == dict(STAGES)
    assert check_acts(CHARTS, LETTER_CHART, known()) == []
    assert check_guards((*CHARTS.values(), LETTER_CHART), known()) == []
