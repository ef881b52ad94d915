"""Which acts are offered to a person on a case or letter now: buttons and API say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.letter_life import IN_THE_HOUSE
from cases.views.case_file import CaseFile
from cases.views.letters import LetterFile
from foundation.work import Actor
from people.roles import Role
from workflows import seals
from workflows.acts import Act, acts_of
from workflows.charts.compiled import Move
from workflows.charts.guards import GUARDS, Facts
from workflows.charts.registry import LETTER_CHART, chart_for
from workflows.letter_regions import letter_region

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
ON_RELATED = {"unlink_case"}
ON_DISSATISFIED = {"decide_dissatisfied"}
IN_ROSTER = ("worker", "representative")
ON_LINK = {"revoke_reply_link"}
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
    """The same for a file that has been read: acts on a request, a paused clock, a referral, another file or a person
    of the roster only where there is one."""
    asked = any(one.state == "asked" for one in file.requests)
    paused = any(one.row.state == "paused" for one in file.clocks)
    there = {one.state for one in file.referrals}
    idle = {name for name, states in ON_REFERRAL.items() if there.isdisjoint(states)}
    idle |= (set() if asked else ON_REQUEST) | (set() if paused else ON_PAUSE)
    idle |= set() if file.case.alarm else ON_ALARM
    idle |= set() if file.case.outcome == "merged" else ON_MERGED
    idle |= set() if any(one.kind == "related" for one in file.links) else ON_RELATED
    reached = [one for one in file.callbacks if one.contacted]
    idle |= set() if reached and reached[-1].satisfied is False else ON_DISSATISFIED
    people = [one.status for one in file.parties if one.role in IN_ROSTER]
    idle |= idle_on_roster(people.count("present"), people.count("merged"))
    return [act for act in offered_on_case(file.case, role, account_id) if act.name not in idle]


def idle_on_roster(present: int, merged: int) -> set[str]:
    """Acts on the people of a case that so many, and so many joined entries, leave nothing to do."""
    return (set() if present > 1 else {"merge_people"}) | (set() if merged else {"unmerge_people"})


def offered_on_letter(row: Any, role: str) -> Sequence[Act]:
    """Acts on a letter: those of the chart first, what ends it last among these.

    Roads that this kind of letter, from this issuer, never takes are not offered.
    """
    facts = Facts({"kind": row.kind, "issuer_level": row.issuer_level})
    roads = {key: moves for key, moves in LETTER_CHART.moves.items() if any(_open(move, facts) for move in moves)}
    found = [
        act for act in acts_of("letter").values() if role in act.roles and _fits(act, roads, row.state, row.closed_at)
    ]
    return sorted(found, key=lambda act: (act.event is None, ENDS.get(act.name, 0)))


def offered_on_letter_file(file: LetterFile, by: Actor) -> Sequence[Act]:
    """The same for a letter that has been read: what is about a link only where one is live, what has left the
    house is taken back by those only who may sign, and nothing that is withheld from this person."""
    idle = set() if file.live_link else ON_LINK
    idle = idle | {one.act.name for one in withheld_on_letter_file(file, by)}
    if file.letter.state not in IN_THE_HOUSE and by.title not in letter_region(file.letter.region).signers:
        idle = idle | {"withdraw_letter"}
    return [act for act in offered_on_letter(file.letter, by.role) if act.name not in idle]


@dataclass(frozen=True)
class Withheld:
    """What this desk does now and this person may not, with who may."""

    act: Act
    why: str


def withheld_on_letter_file(file: LetterFile, by: Actor) -> Sequence[Withheld]:
    """The signature where one's title may not sign in the letter's region, the seal where others keep them all."""
    letter, region = file.letter, letter_region(file.letter.region)
    reasons = {
        "sign_letter": None if by.title in region.signers else region.must_sign,
        "seal_letter": seals.why_not(by, letter, file.seals),
    }
    found = [(act, reasons.get(act.name)) for act in offered_on_letter(letter, by.role)]
    return [Withheld(act, why) for act, why in found if why is not None]


def _open(move: Move, facts: Facts) -> bool:
    """Whether nothing that is settled forever stands in the way."""
    return all(GUARDS[name].test(facts) for name in move.guards if GUARDS[name].settled)


def _fits(act: Act, moves: Any, state: str, closed_at: datetime | None) -> bool:
    if act.event is not None:
        return (state, act.event) in moves or (act.subject == "case" and state in (act.states or ()))
    if act.states is not None:
        return state in act.states
    return closed_at is None
