"""调解会议: today's and this week's, mine and all, and those that wait for their minutes."""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.meetings import meetings_between, unrecorded_meetings
from cases.views.reach import narrowed
from foundation.clock import now, office_day, start_of
from foundation.database import reading
from web.render import page
from web.visitor import Here
from workflows.attaching import may_open

router = APIRouter()


@router.get("/meetings")
def show(here: Here, whose: str = "mine") -> Response:
    """From today to the end of the next seven days."""
    at = now()
    today = office_day(at)
    mediator_id = here.actor.account_id if whose != "all" else None
    with reading(here.engine) as session:
        rows = meetings_between(session, start_of(today), start_of(today + timedelta(weeks=1)), mediator_id)
        late = unrecorded_meetings(session, at, mediator_id)
        rows, late = (narrowed(session.connection(), here.actor, one, lambda row: row.case_id) for one in (rows, late))
    return page(
        "meetings.html",
        here,
        today=[row for row in rows if office_day(row.starts_at) == today],
        week=[row for row in rows if office_day(row.starts_at) != today],
        late=late,
        whose=whose,
        may_open=lambda row: may_open(here.actor, row),
    )
