"""Putting a case into any state of its chart without living through all that leads there."""

from datetime import datetime
from uuid import UUID

from cases.agreement import Callback
from foundation.work import SYSTEM, Work, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows import clocks, engine, reopening
from workflows.perform import finish_case, perform
from workflows.subjects import read_case


def stand(
    office: Office, case_type: str, state: str, *, at: datetime = MORNING, handler: str | None = "tiaojie"
) -> UUID:
    """A case of this type in this state, with the clocks of the state running and a handler."""
    with begin(office.engine, by=SYSTEM, at=at) as work:
        return stand_in(work, case_type, state, handler=None if handler is None else office.account_id(handler))


def stand_in(work: Work, case_type: str, state: str, *, handler: UUID | None) -> UUID:
    """The same within a transaction."""
    case_id = perform(work, "open_case", None, opening(case_type)).case_id
    assert case_id is not None
    work.write_now()
    case = read_case(work, case_id)
    before = case.state
    case.handler_id = handler
    if state in ("closed", "archived"):
        clocks.stop_all(work, case, reason=reopening.CLOSED)
        case.closed_at = work.at
        case.archived_at = work.at if state == "archived" else None
        case.outcome, case.outcome_note, case.callbacks = "other", "测试", 1
        answers = {"contacted": True, "resolved": True, "satisfied": True}
        said = {"case_id": case.id, "at": work.at, "by": work.by.name, "recorded_at": work.recorded_at}
        work.writes.insert(Callback, {**answers, **said})
    elif state != before:
        clocks.stop_leaving(work, case, before, reason="测试")
    if state == before:
        engine.save(work, case)
    else:
        engine.enter(work, case, state, cause="test")
        finish_case(work, case, "test", "测试", before, {})
    work.write_now()
    return case_id
