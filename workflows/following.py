"""No open case without a time limit of the office: where chart and acts open none, the office follows it up itself."""

from foundation.work import Work
from rules.deadline import Question, answer
from rules.errors import RuleError
from workflows import alarms, calendars, clocks
from workflows.subjects import CaseNow

RULE = "SVC-PROGRESS"
OURS = frozenset({"stage", "obligation"})


def keep_followed(work: Work, case: CaseNow) -> None:
    """Open the office's own clock for the state that the case stands in, unless somebody is being chased already."""
    if case.closed_at is not None or _chased(work, case):
        return
    try:
        answer(Question(RULE, clocks.day_of(work.at)), calendars.in_force(work))
    except RuleError:
        # Before the first calendar there is nothing to count with; published matters of those years are history.
        return
    clocks.open_by_rule(work, case, RULE, work.at, kind="stage", cause="follow_up", bound_state=case.state)


def _chased(work: Work, case: CaseNow) -> bool:
    return any(
        clock["kind"] in OURS and clock["due_at"] is not None and clock["rule_id"] != alarms.RULE
        for clock in case.running_clocks(work)
    )
