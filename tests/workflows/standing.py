"""Putting a case into any state of its chart without living through all that leads there."""

from datetime import datetime
from uuid import UUID

from cases.agreement import Callback
from foundation.work import SYSTEM, Work, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opener, opening
from workflows import clocks, engine, reopening
from workflows.perform import finish_case, perform
from workflows.subjects import read_case

# What is known of a case by the time it stands in one of these.
CALLED = ("quality_check", "closed")
ENDED = ("closing_review", "callback", *CALLED)


def stand(
    office: Office, case_type: str, state: str, *, at: datetime = MORNING, handler: str | None = "tiaojie"
) -> UUID:
    """A case of this type in this state, with the clocks of the state running and a handler."""
    with begin(office.engine, by=SYSTEM, at=at) as work:
        return stand_in(work, case_type, state, handler=None if handler is None else office.account_id(handler))


def stand_in(work: Work, case_type: str, state: str, *, handler: UUID | None) -> UUID:
    """The same within a transaction."""
    case_id = perform(work, opener(opening(case_type)), None, opening(case_type)).case_id
    assert case_id is not None
    work.write_now()
    case = read_case(work, case_id)
    before = case.state
    reached = "closed" if state == "archived" else state
    case.handler_id = handler
    if reached in ENDED:
        case.outcome, case.outcome_note = "other", "测试"
    if reached in CALLED:
        case.callbacks = 1
        answers = {"contacted": True, "resolved": True, "satisfied": True}
        said = {"case_id": case.id, "at": work.at, "by": work.by.name, "recorded_at": work.recorded_at}
        work.writes.insert(Callback, {**answers, **said})
    if reached == "closed":
        clocks.stop_all(work, case, reason=reopening.CLOSED)
        case.closed_at = work.at
    elif reached != before:
        clocks.stop_leaving(work, case, before, reason="测试")
    if reached == before:
        engine.save(work, case)
    else:
        engine.enter(work, case, reached, cause="test")
        finish_case(work, case, "test", "测试", before, {})
    work.write_now()
    if state == "archived":
        perform(work, "archive", case_id, {"incomplete_reason": "测试"})
        work.write_now()
    return case_id
