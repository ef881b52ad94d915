"""Putting a case into any state of its chart without living through all that leads there."""

from datetime import datetime
from uuid import UUID

from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows import clocks, engine, reopening
from workflows.perform import finish_case
from workflows.subjects import read_case


def stand(
    office: Office, case_type: str, state: str, *, at: datetime = MORNING, handler: str | None = "tiaojie"
) -> UUID:
    """A case of this type in this state, with the clocks of the state running and a handler."""
    case_id = office.act("open_case", at=at, **opening(case_type)).case_id
    assert case_id is not None
    with begin(office.engine, by=SYSTEM, at=at) as work:
        case = read_case(work, case_id)
        before = case.state
        if handler is not None:
            case.handler_id = office.account_id(handler)
        if state != before:
            if state in ("closed", "archived"):
                clocks.stop_all(work, case, reason=reopening.CLOSED)
                case.closed_at = at
                case.archived_at = at if state == "archived" else None
            else:
                clocks.stop_leaving(work, case, before, reason="测试")
            engine.enter(work, case, state, cause="test")
            finish_case(work, case, "test", "测试", before, {})
        else:
            engine.save(work, case)
    return case_id
