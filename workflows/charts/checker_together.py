"""What must hold of all charts together: acts that some chart answers, guards in use, declarations that count."""

from collections.abc import Iterable, Iterator, Mapping

from workflows.charts.base import CaseChart
from workflows.charts.checker import LETTER_SHAPE, ActLike, Defect, Known, check_chart, is_chinese, is_reason
from workflows.charts.compiled import CompiledChart


def check_all(cases: Mapping[str, CompiledChart], letter: CompiledChart, known: Known) -> list[Defect]:
    """Everything that is wrong with the charts that new cases and letters follow."""
    found = [one for chart in cases.values() for one in check_chart(chart, known)]
    found += check_chart(letter, known, LETTER_SHAPE)
    found += check_acts(cases, letter, known)
    return found + check_guards((*cases.values(), letter), known)


def check_acts(cases: Mapping[str, CompiledChart], letter: CompiledChart, known: Known) -> list[Defect]:
    """Every act has a role, and a chart that answers it."""
    return [one for act in known.acts for one in _act(act, cases, letter)]


def _act(act: ActLike, cases: Mapping[str, CompiledChart], letter: CompiledChart) -> Iterator[Defect]:
    place = act.name
    if not act.roles:
        yield Defect("act_without_role", "acts", place, f"办理事项“{act.title}”没有任何岗位可以办理")
    if not is_chinese(act.title):
        yield Defect("act_title", "acts", place, f"办理事项 {act.name} 的名称“{act.title}”不是中文")
    if act.subject not in ("case", "letter"):
        return
    strangers = sorted((act.case_types or frozenset()) - set(cases))
    if strangers:
        yield Defect(
            "act_case_type", "acts", place, f"办理事项“{act.title}”写了不存在的案件类型：{'、'.join(strangers)}"
        )
    fitting = [chart for chart in cases.values() if act.case_types is None or chart.case_type in act.case_types]
    charts = fitting if act.subject == "case" else [letter]
    if act.event is not None:
        answering = [chart for chart in charts if any(event == act.event for _, event in chart.moves)]
        wanted = charts if act.case_types is not None else answering[:1] or charts
        for chart in wanted:
            if chart not in answering:
                said = f"办理事项“{act.title}”的事件 {act.event} 没有状态图应答（{chart.label}）"
                yield Defect("act_without_answer", "acts", place, said)
                break
    states = {state for chart in charts for state in chart.states}
    for state in sorted((act.states or frozenset()) - states):
        yield Defect("act_state", "acts", place, f"办理事项“{act.title}”写了不存在的状态“{state}”")


def check_guards(charts: Iterable[CompiledChart], known: Known) -> list[Defect]:
    """Every guard is used by some move and says what is missing."""
    used = {guard for chart in charts for moves in chart.moves.values() for move in moves for guard in move.guards}
    found = [
        Defect("guard_unused", "guards", name, f"条件“{name}”没有任何去向使用")
        for name in known.guards
        if name not in used
    ]
    for name, guard in known.guards.items():
        if not is_reason(guard.reason):
            found.append(Defect("guard_reason", "guards", name, f"条件“{name}”没有用中文说明缺什么"))
        found += [
            Defect("guard_excludes", "guards", name, f"条件“{name}”与不存在的“{other}”互斥")
            for other in sorted(guard.excludes - set(known.guards))
        ]
    return found


def check_declaration(declared: type[CaseChart], compiled: CompiledChart) -> list[Defect]:
    """What compiling would drop in silence: owners and clocks of states that the class does not have."""
    name, states = compiled.case_type, compiled.states
    found = [
        Defect("owner_of_nothing", name, state, f"写了不存在的状态“{state}”的办理人")
        for state in declared.owners
        if state not in states
    ]
    found += [
        Defect(
            "clock_of_nothing",
            name,
            f"{clock.state}/{clock.rule}",
            f"时钟 {clock.rule} 写了不存在的状态“{clock.state}”",
        )
        for clock in declared.clocks
        if clock.state not in states
    ]
    found += [
        Defect("hides_errors", name, flag, f"状态图类的 {flag} 应为 {wanted}，否则未知事件和错误会被悄悄吞掉")
        for flag, wanted in (
            ("allow_event_without_transition", False),
            ("catch_errors_as_events", False),
            ("atomic_configuration_update", True),
        )
        if getattr(declared, flag) is not wanted
    ]
    return found
