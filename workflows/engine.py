"""Moving a case along its chart, and writing down all that follows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases.case import Case
from cases.journal import JournalEntry, entry_hash
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from rules.deadline import load_rules
from workflows import clocks
from workflows.acts import ACTS
from workflows.charts.compiled import CompiledChart, Move
from workflows.charts.guards import Facts
from workflows.charts.registry import LETTER_CHART, chart_for
from workflows.happened import Happened
from workflows.subjects import CaseNow, LetterNow


def chart_of(case: CaseNow) -> CompiledChart:
    """The chart that this case follows: the version with which it began, until it is migrated."""
    return chart_for(case.case_type, case.chart_version)


def advance(work: Work, case: CaseNow, event: str, *, happened: Happened | None = None, **given: Any) -> Move:
    """Send an event: change the state, stop the clocks of the state left, open those of the state entered.

    `happened`: the day in the world by which the clocks of the state left are judged.

    Raises NotPossible, with the reason and what is possible instead.
    """
    chart = chart_of(case)
    move, reason = chart.find(case.state, event, Facts(case.columns, {**case.extra, **given}))
    if move is None:
        raise refusal(chart, case.state, event, reason)
    if move.target != move.source:
        left = f"离开“{chart.states[move.source].label}”"
        clocks.stop_leaving(work, case, move.source, reason=left, happened=happened)
        enter(work, case, move.target, cause=event)
    return move


def advance_letter(work: Work, letter: LetterNow, event: str, **given: Any) -> Move:
    """Send an event to a letter. Raises NotPossible, with the reason and what is possible instead."""
    move, reason = LETTER_CHART.find(letter.state, event, Facts(letter.columns, given))
    if move is None:
        raise refusal(LETTER_CHART, letter.state, event, reason)
    letter.state = move.target
    return move


def enter(work: Work, case: CaseNow, state: str, *, cause: str) -> None:
    """Arrive in a state and open its clocks."""
    info = chart_of(case).states[state]
    case.state = state
    case.stage = info.stage
    for clock in info.clocks:
        if clock.when is not None and not case.columns[clock.when]:
            continue
        clocks.open_by_rule(
            work,
            case,
            clock.rule,
            anchor(work, case, clock.start),
            kind=clock.kind,
            cause=cause,
            region=_region_of(clock.rule),
            bound_state=None if clock.keeps else state,
        )


def _region_of(rule_id: str) -> str | None:
    """The office's region for a rule that is another in some region (湖北20: 5日, not 5个工作日)."""
    return settings().office_region if load_rules().has_region(rule_id) else None


def anchor(work: Work, case: CaseNow, start: str) -> date | datetime:
    """The day a period counts from: the moment of the act, or a day that the case keeps."""
    if start == "entered":
        return work.at
    kept = case.anchors.get(start)
    return work.at if kept is None else date.fromisoformat(kept)


def keep_anchors(case: CaseNow, **days: date | None) -> None:
    """Keep days from which periods count (application_received, agreement_effective ...)."""
    kept = {name: day.isoformat() for name, day in days.items() if day is not None}
    if kept:
        case.anchors = {**case.anchors, **kept}


def save(work: Work, case: CaseNow) -> None:
    """Note the case's own changes, with the nearest due date of its clocks."""
    case.next_due_at, case.next_rule = clocks.nearest(work, case)
    case.right_due_at = clocks.nearest_right(work, case)
    work.writes.update(Case, {"id": case.id}, case.changes)


def journal(
    work: Work,
    case: CaseNow,
    act: str,
    title: str,
    *,
    from_state: str | None,
    detail: Mapping[str, Any],
) -> None:
    """Add an entry to the case's chain."""
    row: dict[str, Any] = {
        "id": new_id(),
        "case_id": case.id,
        "seq": case.journal_seq + 1,
        "act": act,
        "title": title,
        "by_name": work.by.name,
        "by_role": work.by.role,
        "account_id": work.by.account_id,
        "at": work.at,
        "recorded_at": work.recorded_at,
        "from_state": from_state,
        "to_state": case.state,
        "detail": dict(detail),
        "inferred": work.inferred,
        "previous_hash": case.journal_hash,
    }
    row["hash"] = entry_hash(case.journal_hash, row)
    case.journal_seq = row["seq"]
    case.journal_hash = row["hash"]
    work.writes.insert(JournalEntry, row)


def refusal(chart: CompiledChart, state: str, event: str, reason: str | None) -> NotPossible:
    """Why this move is refused, and what can be done instead."""
    asked = _title(event)
    possible = [_title(name) for name in chart.events_from(state) if name != event]
    where = chart.states[state].label
    because = reason or f"处于“{where}”时不能{asked}"
    instead = f"现在可以：{'、'.join(possible)}。" if possible else "现在没有可办理的事项。"
    return NotPossible(f"不能办理“{asked}”：{because}。{instead}", possible=possible)


def _title(event: str) -> str:
    return next((act.title for act in ACTS.values() if act.event == event), event)
