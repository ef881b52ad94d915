"""The chart checker: everything that must hold of a chart before a case may follow it. Pure: a chart in, defects out.

Each defect names its kind, its place (state, or state/event) and says in Chinese what is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from people.roles import Role
from workflows.charts.base import Clock
from workflows.charts.compiled import CompiledChart, Move, StateInfo
from workflows.charts.guards import Guard

STAGES: Mapping[str, str] = {"intake": "受理", "mediation": "调解", "referral": "转办移送", "closure": "结案"}
# Who may have to act next outside the office.
OUTSIDE = frozenset({"劳动者", "用人单位", "接收单位", "援助律师", "人民法院", "仲裁委或法院", "主管部门"})
# Days of a case from which a period may count.
ANCHORS = frozenset(
    {"application_received", "agreement_effective", "infringement_known", "employment_ended", "accident"}
)
# What moves by itself: sent by money that arrived, by a clock, by registering a letter of others, and by the end of
# one of several referrals.
BY_THEMSELVES = frozenset(
    {
        *("all_performed", "follow_sent", "follow_taken"),
        *("reply_overdue", "rectify_overdue", "authority_silent", "escalate_letter", "record_history"),
    }
)
# The limits of an addressee are opened by the act, because they depend on who it is, and for letters on the region.
CLOCKED_BY_ACT = frozenset({"awaiting_acknowledgement", "served", "rectifying", "filing", "filed", "disposed"})


@dataclass(frozen=True)
class Shape:
    """What a kind of chart must look like."""

    stages: Mapping[str, str] | None
    starts_in: str | None
    ends: frozenset[str]
    rests: frozenset[str]
    merges: bool


CASE_SHAPE = Shape(STAGES, "intake", frozenset({"closed"}), frozenset({"archived"}), merges=True)
# Letters have no stages; the limits of others hang on the letter, not on the chart.
_DONE = ("closed", "archived", "handed_up", "withdrawn", "void", "recorded")
LETTER_SHAPE = Shape(None, None, frozenset(_DONE), frozenset(_DONE), merges=False)


class ActLike(Protocol):
    """What the checker asks of an act."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    @property
    def event(self) -> str | None: ...
    @property
    def states(self) -> frozenset[str] | None: ...
    @property
    def case_types(self) -> frozenset[str] | None: ...


@dataclass(frozen=True)
class Known:
    """What a chart may name."""

    acts: Sequence[ActLike]
    guards: Mapping[str, Guard]
    rules: frozenset[str]
    clock_kinds: frozenset[str]
    drafts: frozenset[str]
    flags: frozenset[str]
    outside: frozenset[str] = OUTSIDE
    anchors: frozenset[str] = ANCHORS
    by_themselves: frozenset[str] = BY_THEMSELVES
    clocked_by_act: frozenset[str] = CLOCKED_BY_ACT
    roles: frozenset[str] = field(default_factory=lambda: frozenset(str(role) for role in Role))


@dataclass(frozen=True)
class Defect:
    """One thing that must not be."""

    kind: str
    chart: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.chart}　{self.place}　{self.message}"


def check_chart(chart: CompiledChart, known: Known, shape: Shape = CASE_SHAPE) -> list[Defect]:
    """Everything that is wrong with one chart."""
    found = (
        *_head(chart, shape),
        *(one for state in chart.states.values() for one in _state(chart, state, known, shape)),
        *(one for state in chart.states.values() for one in _clocks(chart, state, known, shape)),
        *_labels(chart),
        *(one for key, moves in chart.moves.items() for one in _moves(chart, key, moves, known)),
        *_ways(chart, shape),
        *_still(chart),
        *(_closing(chart) if shape.merges else ()),
        *_answered(chart, known, shape),
    )
    return list(dict.fromkeys(found))


def is_chinese(text: str) -> bool:
    """Whether a word is written for our readers."""
    return any("一" <= letter <= "龥" for letter in text) and not any(letter.isascii() for letter in text)


def _head(chart: CompiledChart, shape: Shape) -> Iterator[Defect]:
    name = chart.case_type
    if not is_chinese(chart.label):
        yield Defect("chart_label", name, name, f"状态图的名称“{chart.label}”不是中文")
    if chart.version < 1:
        yield Defect("version", name, name, f"版本号 {chart.version} 无效，应从 1 起")
    first = chart.states.get(chart.initial)
    if first is None:
        yield Defect("no_initial", name, chart.initial, f"起始状态“{chart.initial}”不在状态图中")
    elif shape.starts_in is not None and first.stage != shape.starts_in:
        yield Defect("initial_stage", name, chart.initial, f"起始状态“{first.label}”不在受理阶段")


def _state(chart: CompiledChart, state: StateInfo, known: Known, shape: Shape) -> Iterator[Defect]:
    name, place = chart.case_type, state.id
    if not is_chinese(state.label):
        yield Defect("state_label", name, place, f"状态 {state.id} 的名称“{state.label}”不是中文")
    if shape.stages is not None:
        if state.stage not in shape.stages:
            yield Defect("unknown_stage", name, place, f"状态“{state.label}”的阶段“{state.stage}”不是四个阶段之一")
        elif state.stage_label != shape.stages[state.stage]:
            yield Defect("stage_label", name, place, f"状态“{state.label}”的阶段名应为“{shape.stages[state.stage]}”")
    leaves = any(source == state.id for source, _ in chart.moves)
    if state.final and leaves:
        yield Defect("final_leaves", name, place, f"终止状态“{state.label}”不应再有去向")
    if not state.final:
        if not leaves:
            yield Defect("dead_end", name, place, f"状态“{state.label}”没有任何去向")
        if not state.owner:
            yield Defect("no_owner", name, place, f"状态“{state.label}”没有写明下一步由谁办理")
    if state.owner and str(state.owner) not in known.roles | known.outside:
        yield Defect(
            "unknown_owner", name, place, f"状态“{state.label}”的办理人“{state.owner}”不是岗位，也不是已知的外部单位"
        )


def _clocks(chart: CompiledChart, state: StateInfo, known: Known, shape: Shape) -> Iterator[Defect]:
    name = chart.case_type
    needed = not state.final and state.id not in shape.rests | known.clocked_by_act
    if needed and not any(clock.when is None for clock in state.clocks):
        yield Defect("no_clock", name, state.id, f"状态“{state.label}”没有时钟，案件会在此无限期停留")
    if state.id in shape.rests and state.clocks:
        yield Defect("clock_after_end", name, state.id, f"状态“{state.label}”已经完结，不应再有时钟")
    rules = [clock.rule for clock in state.clocks]
    for rule in dict.fromkeys(rule for rule in rules if rules.count(rule) > 1):
        yield Defect("clock_twice", name, f"{state.id}/{rule}", f"状态“{state.label}”按 {rule} 开了两个时钟")
    for clock in state.clocks:
        place = f"{state.id}/{clock.rule}"
        said = f"状态“{state.label}”的时钟 {clock.rule}"
        yield from _clock(name, place, said, clock, known)
        if clock.state != state.id:
            yield Defect("clock_state", name, place, f"{said}写的是另一个状态“{clock.state}”")


def _clock(name: str, place: str, said: str, clock: Clock, known: Known) -> Iterator[Defect]:
    if clock.rule not in known.rules:
        yield Defect("clock_rule", name, place, f"{said}不在期限规则库中")
    if clock.kind not in known.clock_kinds:
        yield Defect("clock_kind", name, place, f"{said}的种类“{clock.kind}”不存在")
    if clock.start != "entered" and clock.start not in known.anchors:
        yield Defect("clock_anchor", name, place, f"{said}的起算点“{clock.start}”不存在")
    if clock.when is not None and clock.when not in known.flags:
        yield Defect("clock_flag", name, place, f"{said}的条件“{clock.when}”不是案件上的标记")
    if clock.overdue.draft is not None and clock.overdue.draft not in known.drafts:
        yield Defect("clock_draft", name, place, f"{said}逾期后起草的文书“{clock.overdue.draft}”不存在")


def _labels(chart: CompiledChart) -> Iterator[Defect]:
    seen: dict[str, str] = {}
    for state in chart.states.values():
        first = seen.setdefault(state.label, state.id)
        if first != state.id:
            yield Defect("label_twice", chart.case_type, state.id, f"“{state.label}”已是状态 {first} 的名称")


def _moves(chart: CompiledChart, key: tuple[str, str], moves: Sequence[Move], known: Known) -> Iterator[Defect]:
    name, (source, event) = chart.case_type, key
    place = f"{source}/{event}"
    where = _label(chart, source)
    if source not in chart.states:
        yield Defect("move_source", name, place, f"去向 {event} 从不存在的状态“{source}”出发")
    for move in moves:
        if (move.source, move.event) != key:
            yield Defect("move_key", name, place, f"“{where}”的 {event} 登记的是另一去向 {move.source}/{move.event}")
        if move.target not in chart.states:
            yield Defect("move_target", name, place, f"“{where}”的 {event} 通向不存在的状态“{move.target}”")
        for guard in move.guards:
            if guard not in known.guards:
                yield Defect("unknown_guard", name, place, f"“{where}”的 {event} 的条件“{guard}”不存在")
            elif not is_reason(known.guards[guard].reason):
                yield Defect("guard_reason", name, place, f"“{where}”的 {event} 的条件“{guard}”没有用中文说明缺什么")
    yield from _ambiguous(name, place, where, moves, known)


def is_reason(text: str) -> bool:
    """Whether a reason begins in Chinese (it may name a number or a letter later)."""
    return bool(text) and "一" <= text[0] <= "龥"


def _still(chart: CompiledChart) -> Iterator[Defect]:
    """An event may leave one state as it is (another referral moved); one that never moves anything is none."""
    moving = {move.event for moves in chart.moves.values() for move in moves if move.target != move.source}
    for source, event in chart.moves:
        if event not in moving:
            words = f"“{_label(chart, source)}”的 {event} 从不改变状态；不改变状态的事项不需要事件"
            yield Defect("stands_still", chart.case_type, f"{source}/{event}", words)


def _ambiguous(name: str, place: str, where: str, moves: Sequence[Move], known: Known) -> Iterator[Defect]:
    """The first way whose conditions hold is taken: the special before the general; else nobody can tell which."""
    event = place.split("/")[1]
    for first, second in combinations(moves, 2):
        one, two = set(first.guards), set(second.guards)
        if _exclude(one, two, known) or _exclude(two, one, known):
            continue
        if one <= two:
            yield Defect("shadowed", name, place, f"“{where}”的 {event} 通向“{second.target}”的去向永远轮不到")
        elif not two < one:
            yield Defect("ambiguous", name, place, f"“{where}”的 {event} 有两个去向可能同时成立，说不清走哪一个")


def _exclude(one: set[str], two: set[str], known: Known) -> bool:
    return any(other in known.guards[guard].excludes for guard in one & set(known.guards) for other in two)


def _ways(chart: CompiledChart, shape: Shape) -> Iterator[Defect]:
    edges = [(move.source, move.target) for moves in chart.moves.values() for move in moves]
    reached = _reach({chart.initial}, edges)
    ending = _reach(set(shape.ends), [(target, source) for source, target in edges])
    for state in chart.states.values():
        if state.id not in reached:
            yield Defect("unreachable", chart.case_type, state.id, f"状态“{state.label}”从起始状态到不了")
        if state.id not in ending:
            yield Defect("never_closes", chart.case_type, state.id, f"案件到了“{state.label}”就再也不能结案")


def _reach(start: set[str], edges: Iterable[tuple[str, str]]) -> set[str]:
    known = list(edges)
    seen, queue = set(start), list(start)
    while queue:
        here = queue.pop()
        fresh = {target for source, target in known if source == here} - seen
        seen |= fresh
        queue += fresh
    return seen


def _closing(chart: CompiledChart) -> Iterator[Defect]:
    """Closed and archived files open by 恢复办理 alone; every open file can be merged into another."""
    name, done = chart.case_type, ("closed", "archived")
    for end in done:
        if end not in chart.states:
            yield Defect("no_end", name, end, f"状态图没有“{end}”")
        elif (end, "reopen") not in chart.moves:
            yield Defect("reopen_missing", name, end, f"“{_label(chart, end)}”的案件不能恢复办理")
    for (source, event), moves in chart.moves.items():
        place, where = f"{source}/{event}", _label(chart, source)
        if event == "reopen" and source not in done:
            yield Defect("reopen_from", name, place, f"恢复办理只能从已结或归档出发，不能从“{where}”")
        if source in done and event not in ("reopen", "archive") and any(move.target != source for move in moves):
            yield Defect("leaves_closed", name, place, f"“{where}”的案件只能归档或恢复办理，不能 {event}")
        for move in moves:
            if event == "reopen" and move.target in done:
                yield Defect("reopen_target", name, place, f"恢复办理后案件仍是“{_label(chart, move.target)}”")
            if event == "merge_away" and move.target != "closed":
                yield Defect("merge_target", name, place, f"并案后“{where}”的案件应为已结")
            if event == "merge_away" and move.guards:
                yield Defect("merge_guarded", name, place, f"“{where}”的案件并案不应有条件")
    for info in chart.states.values():
        if info.id not in done and (info.id, "merge_away") not in chart.moves:
            yield Defect("merge_missing", name, info.id, f"“{info.label}”的案件不能并案")


def _answered(chart: CompiledChart, known: Known, shape: Shape) -> Iterator[Defect]:
    """Every event is sent by exactly one act that this type of case knows."""
    subject = "case" if shape.merges else "letter"
    senders: dict[str, list[str]] = {}
    for act in known.acts:
        fits = act.case_types is None or chart.case_type in act.case_types
        if act.event is not None and act.subject == subject and fits:
            senders.setdefault(act.event, []).append(act.name)
    for source, event in chart.moves:
        found, place = senders.get(event, []), f"{source}/{event}"
        if not found and event not in known.by_themselves:
            yield Defect(
                "event_without_act", chart.case_type, place, f"“{_label(chart, source)}”的 {event} 没有办理事项"
            )
        if len(found) > 1:
            yield Defect("event_two_acts", chart.case_type, place, f"{event} 有多个办理事项：{'、'.join(found)}")


def _label(chart: CompiledChart, state: str) -> str:
    found = chart.states.get(state)
    return state if found is None else found.label
