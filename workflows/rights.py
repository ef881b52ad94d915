"""The worker's own rights inside an act: opened by a fact, exercised, interrupted 中断 and counted anew.

Every new period is a new clock that points to the one whose place it took, with the day and the evidence: a court
asks for the history. Only what can be proved interrupts: a telephone call to us does not.
"""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.clock_rows import ClockRow
from foundation.clock import start_of
from foundation.errors import NotPossible
from foundation.work import Work
from rules.deadline import Question, answer, load_rules
from rules.errors import RuleError
from rules.rights import by_restart, rights
from workflows import calendars, clocks, reissue, withdrawing
from workflows.happened import Happened
from workflows.subjects import CaseNow

KIND = "right"
# One limitation with two beginnings: the later notice of either replaces the clock of the other.
ARREARS = ("LA-27-1", "LA-27-4")
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def running(work: Work, case: CaseNow) -> list[dict[str, Any]]:
    """The right clocks that run on this case."""
    return [clock for clock in case.running_clocks(work) if clock["kind"] == KIND]


def open_known(work: Work, case: CaseNow, *, cause: str, **known: date | None) -> None:
    """Open the limits for the days that are known when a case is opened or its facts are completed.

    Wages owed during employment have no limitation until the employment ends (调解仲裁法 27(4)), so that day takes
    the place of the day of the infringement.
    """
    infringement, ended = known.get("infringement_known"), known.get("employment_ended")
    for fact, day in (
        ("employment_ended", ended),
        ("infringement_known", infringement if ended is None else None),
        ("violation_ended", infringement),
        ("accident", known.get("accident")),
    ):
        if day is not None:
            open_by_fact(work, case, fact, day, cause=cause)


def open_by_fact(work: Work, case: CaseNow, fact: str, day: date, *, cause: str) -> list[UUID]:
    """Open every limit that this fact starts; one that runs already from an earlier notice of the fact is replaced."""
    opened = []
    for rule in rights().rules[fact]:
        family = ARREARS if rule in ARREARS else (rule,)
        old = [clock for clock in running(work, case) if clock["rule_id"] in family]
        clock_id = clocks.open_by_rule(work, case, rule, day, kind=KIND, cause=cause)
        for clock in old:
            _replace(work, case, clock, clock_id, "corrected", day, None, "起算日已更正，重新计算")
        opened.append(clock_id)
    return opened


def interrupt(
    work: Work, case: CaseNow, clock: dict[str, Any], day: date, *, ground: str, evidence: str, cause: str
) -> UUID | None:
    """时效中断: the old period ends, a full new one runs from the interrupting act (调解仲裁法 27(2), 民法典 195).

    Raises NotPossible for a period that cannot be interrupted, that had ended before, or that had not begun.
    """
    certificate = reissue.certificate_of(work, clock)
    rule = reissue.rule_now(certificate)
    if not rule.may_restart:
        raise NotPossible(f"{rule.label}（{rule.id}）是固定期间，不因主张权利而中断。依据：{rule.legal_basis}。")
    if start_of(day) >= clock["due_at"]:
        raise NotPossible(f"“{clock['label']}”已于 {clock['due_on']} 届满，届满后的主张不产生中断。")
    if clock["started_on"] is not None and day < clock["started_on"]:
        raise NotPossible(f"中断之日不能早于起算之日 {clock['started_on']}。")
    under = by_restart(clock["rule_id"])
    try:
        found = _anew(work, under, clock, day, certificate)
    except RuleError as missing:
        raise NotPossible(str(missing)) from None
    if found.due_at <= clock["due_at"]:
        # A second act on the same day changes nothing, and an earlier one, learnt later, gives no earlier end.
        return None
    clock_id = clocks.open_answered(work, case, found, kind=KIND, cause=cause)
    _replace(work, case, clock, clock_id, ground, day, evidence, f"时效于 {day} 中断，重新计算")
    return clock_id


def _anew(work: Work, under: str, clock: dict[str, Any], day: date, certificate: dict[str, Any]) -> Any:
    region, on = certificate.get("region"), calendars.in_force(work)
    if under != clock["rule_id"]:
        return answer(Question(under, day, region=region), on, load_rules().get(under, day, region))
    first = date.fromisoformat(certificate["events"]["start"][:10])
    return answer(Question(under, first, restart=day, region=region), on, reissue.rule_now(certificate))


def interrupt_all(work: Work, case: CaseNow, day: date, *, ground: str, evidence: str, cause: str) -> int:
    """Interrupt every limitation of arbitration that runs and can be interrupted on that day."""
    done = 0
    for clock in running(work, case):
        restarts = clock["rule_id"] in rights().restarted_by or clock["rule_id"] in rights().restarted_by.values()
        begun = clock["started_on"] is None or day >= clock["started_on"]
        if restarts and begun and start_of(day) < clock["due_at"] and clock["state"] == "running":
            made = interrupt(work, case, clock, day, ground=ground, evidence=evidence, cause=cause)
            done += made is not None
    return done


def exercised(work: Work, case: CaseNow, addressee: str, day: date) -> int:
    """The right was used at the right place: its clock is met if the day lies within it."""
    rules = rights().exercised_at.get(addressee, ())
    happened = Happened(day, "权利已在期限内行使，回执为证", "acknowledged_on", proved=True)
    return clocks.stop(
        work,
        case,
        lambda clock: clock["kind"] == KIND and clock["rule_id"] in rules,
        met=True,
        reason=used_reason(day),
        happened=happened,
    )


def exercised_then(work: Work, case: CaseNow, addressee: str, day: date) -> list[dict[str, Any]]:
    """The right clocks that were met by filing there on that day."""
    rules = rights().exercised_at.get(addressee, ())
    query = sa.select(_clock).where(
        _clock.c.case_id == case.id,
        _clock.c.kind == KIND,
        _clock.c.state == "met",
        _clock.c.reason == used_reason(day),
        _clock.c.rule_id.in_(rules),
    )
    return [dict(row) for row in work.connection.execute(query).mappings()]


def reopen_after(work: Work, case: CaseNow, clock: dict[str, Any], day: date, *, evidence: str, cause: str) -> None:
    """A filing that ended without a decision has interrupted: the period runs anew from the day of filing."""
    certificate = reissue.certificate_of(work, clock)
    if not reissue.rule_now(certificate).may_restart:
        return
    found = _anew(work, by_restart(clock["rule_id"]), clock, day, certificate)
    clock_id = clocks.open_answered(work, case, found, kind=KIND, cause=cause)
    reissue.link(work, clock_id, clock["id"], "relief_sought", happened_on=day, evidence=evidence)


def used_reason(day: date) -> str:
    """What stands on a clock whose right was used."""
    return f"已于 {day} 行使权利"


def _replace(
    work: Work,
    case: CaseNow,
    clock: dict[str, Any],
    new_id: UUID,
    why: str,
    day: date,
    evidence: str | None,
    reason: str,
) -> None:
    reissue.link(work, new_id, clock["id"], why, happened_on=day, evidence=evidence)
    if clock["breached"]:
        made = next((one for one in case.running_clocks(work) if one["id"] == new_id), None)
        if made is not None and made["due_at"] > work.at:
            withdrawing.take_back(work, case, clock, f"{reason}，至 {made['due_on']}，原记逾期不成立")
    clocks.stop(work, case, lambda one: one["id"] == clock["id"], met=False, reason=reason)
