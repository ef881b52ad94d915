"""No open case without a time limit of the office: where chart and acts open none, the office follows it up itself."""

from datetime import datetime

import sqlalchemy as sa

from cases.checks.states import unfollowed
from foundation.database import reading
from foundation.work import SYSTEM, Work, begin
from rules.deadline import Question, answer
from rules.errors import RuleError
from workflows import alarms, calendars, clocks, engine
from workflows.subjects import CaseNow, read_case

RULE = "SVC-PROGRESS"
OURS = frozenset({"stage", "obligation"})
# States of a matter that is over.
ENDS = frozenset({"closed", "archived"})
AT_A_TIME = 200


def keep_followed(work: Work, case: CaseNow) -> bool:
    """Open the office's own clock for the state that the case stands in, unless somebody is being chased already."""
    if case.closed_at is not None or case.state in ENDS or _chased(work, case):
        return False
    try:
        answer(Question(RULE, clocks.day_of(work.at)), calendars.in_force(work))
    except RuleError:
        # Before the first calendar there is nothing to count with; published matters of those years are history.
        return False
    clocks.open_by_rule(work, case, RULE, work.at, kind="stage", cause="follow_up", bound_state=case.state)
    return True


def _chased(work: Work, case: CaseNow) -> bool:
    return any(
        clock["kind"] in OURS and clock["due_at"] is not None and clock["rule_id"] != alarms.RULE
        for clock in case.running_clocks(work)
    )


def follow_open(db: sa.Engine, at: datetime) -> int:
    """Nightly: the same for cases on which nobody has acted since; the journal says that the system did it."""
    with reading(db) as session:
        waiting = [row.id for row in session.connection().execute(unfollowed(ENDS))]
    count = 0
    for place in range(0, len(waiting), AT_A_TIME):
        with begin(db, by=SYSTEM, at=at) as work:
            for case_id in waiting[place : place + AT_A_TIME]:
                case = read_case(work, case_id)
                if keep_followed(work, case):
                    count += 1
                    said = {"rule": RULE}
                    engine.journal(work, case, "clock_followed", "补跟进期限", from_state=case.state, detail=said)
                    engine.save(work, case)
    return count
