"""Moving a letter along its chart: the state, and the clocks that hang on the letter."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from foundation.work import Work
from workflows import clocks, engine, letter_linkage
from workflows.charts.registry import LETTER_CHART
from workflows.happened import Happened
from workflows.subjects import CaseNow, LetterNow

# Which limit of the addressee begins with a state: rule, and the day it counts from.
AUTHORITY_ACCEPT, AUTHORITY_FINISH, AUTHORITY_FEEDBACK = "LTR-AUTHORITY-ACCEPT", "LS-17-1", "LTR-AUTHORITY-FEEDBACK"
RECTIFY = "整改期限"


def advance(
    work: Work, letter: LetterNow, case: CaseNow, event: str, *, happened: Happened | None = None, **given: Any
) -> str:
    """Send an event: the state left behind stops its clocks, the state reached opens those of the chart.

    `happened`: the day in the world by which the clocks of the state left are judged. Returns the state left.
    Raises NotPossible, with the reason and what is possible instead.
    """
    before: str = letter.state
    engine.advance_letter(work, letter, event, **given)
    if letter.state != before:
        waited = LETTER_CHART.states[before].label
        stop(work, letter, case, reason=f"离开“{waited}”", met=True, happened=happened)
        open_clocks(work, case, letter.id, letter.kind_label, letter.state, cause=event)
        letter_linkage.on_letter(work, letter, case, event)
    return before


def open_clocks(work: Work, case: CaseNow, letter_id: UUID, kind_label: str, state: str, *, cause: str) -> None:
    """Open what the chart says of a state that a letter has reached, or begins in."""
    reached = LETTER_CHART.states[state]
    for clock in reached.clocks:
        clocks.open_by_rule(
            work,
            case,
            clock.rule,
            work.at,
            kind=clock.kind,
            cause=cause,
            letter_id=letter_id,
            label=f"{kind_label}：{reached.label}",
        )


def stop(
    work: Work, letter: LetterNow, case: CaseNow, *, reason: str, met: bool, happened: Happened | None = None
) -> None:
    """Stop whatever runs for the letter."""
    clocks.stop(work, case, lambda clock: clock["letter_id"] == letter.id, met=met, reason=reason, happened=happened)


def await_addressee(
    work: Work,
    letter: LetterNow,
    case: CaseNow,
    rule_id: str,
    start: date | datetime,
    *,
    label: str,
    cause: str,
) -> None:
    """Open the limit of the addressee: answer, filing, handling, feedback. `start` itself is not counted."""
    clocks.open_by_rule(
        work,
        case,
        rule_id,
        start,
        kind="obligation",
        cause=cause,
        region=letter.region,
        letter_id=letter.id,
        label=f"{letter.kind_label}{label}",
    )


def await_rectification(work: Work, letter: LetterNow, case: CaseNow, due: date, *, basis: str) -> None:
    """The day promised or set for putting things right: apart from the day for the answer."""
    letter.rectify_due = due
    clocks.open_by_promise(
        work,
        case,
        due,
        label=f"{letter.kind_label}{RECTIFY}",
        cause="assess_reply",
        basis=basis,
        letter_id=letter.id,
    )
