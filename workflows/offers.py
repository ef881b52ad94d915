"""Which acts are offered to a person on a case or letter now: buttons and API say the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.views.case_file import CaseFile
from people.roles import Role
from workflows.acts import Act, acts_of
from workflows.charts.registry import LETTER_CHART, chart_for

ON_REQUEST = {"approve_clock_request", "refuse_clock_request"}
ON_PAUSE = {"resume_clock"}
# In which states a referral must be for an act on it; in enforcement the newest answer is amended.
ON_REFERRAL = {
    "prepare_package": ("prepared", "sent", "acknowledged"),
    "send_referral": ("prepared",),
    "cancel_referral": ("prepared",),
    "acknowledge_referral": ("sent",),
    "record_progress": ("sent", "acknowledged", "answered"),
    "record_referral_result": ("acknowledged", "answered"),
    "referral_returned": ("sent", "acknowledged"),
    "record_no_answer": ("sent", "acknowledged"),
}
ON_ALARM = {"acknowledge_alarm", "record_alarm_report", "ask_alarm_back", "decide_alarm_back"}
ON_MERGED = {"unmerge_case"}
# Roads that a kind of letter never takes: what the guards would always refuse is not offered.
NOT_FOR_ONE = {"publish_letter"}
NOT_FOR_ALL = {"dispatch_letter"}
# What ends a letter stands behind what carries it on.
ENDS = {"close_letter": 1, "ask_superior": 2, "withdraw_letter": 2, "void_letter": 2}


def offered_on_case(row: Any, role: str, account_id: UUID | None) -> Sequence[Act]:
    """Acts on a case, in the order of their declaration: those of the chart first."""
    if role == Role.MEDIATOR and row.handler_id is not None and row.handler_id != account_id:
        return ()
    chart = chart_for(row.case_type, row.chart_version)
    found = [
        act
        for act in acts_of("case").values()
        if role in act.roles
        and (act.case_types is None or row.case_type in act.case_types)
        and _fits(act, chart.moves, row.state, row.closed_at)
    ]
    # What moves the case comes first, and what cannot be undone last among these.
    return sorted(found, key=lambda act: (act.event is None, act.confirm is not None))


def offered_on_file(file: CaseFile, role: str, account_id: UUID | None) -> Sequence[Act]:
    """The same for a file that has been read: acts on a request, a paused clock, a referral only where there is one."""
    asked = any(one.state == "asked" for one in file.requests)
    paused = any(one.row.state == "paused" for one in file.clocks)
    there = {one.state for one in file.referrals}
    idle = {name for name, states in ON_REFERRAL.items() if there.isdisjoint(states)}
    idle |= (set() if asked else ON_REQUEST) | (set() if paused else ON_PAUSE)
    idle |= set() if file.case.alarm else ON_ALARM
    idle |= set() if file.case.outcome == "merged" else ON_MERGED
    return [act for act in offered_on_case(file.case, role, account_id) if act.name not in idle]


def offered_on_letter(row: Any, role: str) -> Sequence[Act]:
    """Acts on a letter: those of the chart first, what ends it last among these."""
    idle = NOT_FOR_ALL if row.kind == "public_notice" else NOT_FOR_ONE
    found = [
        act
        for act in acts_of("letter").values()
        if role in act.roles and act.name not in idle and _fits(act, LETTER_CHART.moves, row.state, row.closed_at)
    ]
    return sorted(found, key=lambda act: (act.event is None, ENDS.get(act.name, 0)))


def _fits(act: Act, moves: Any, state: str, closed_at: datetime | None) -> bool:
    if act.event is not None:
        return (state, act.event) in moves or (act.subject == "case" and state in (act.states or ()))
    if act.states is not None:
        return state in act.states
    return closed_at is None
