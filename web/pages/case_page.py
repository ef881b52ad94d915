"""案件详情: everything in the file, every clock, and what can be done now."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.case_file import case_file
from cases.views.secrecy import may_see_people
from foundation.clock import now
from foundation.database import reading
from notifications.ahead import danger
from web.clock_acts import acts_on_clock
from web.panels import panels
from web.render import page
from web.visitor import Here
from workflows.acts import ACTS
from workflows.offers import offered_on_file

router = APIRouter()
# Its /cases/{case_id} must not take /cases/new and the like.
LAST = True


@router.get("/cases/{case_id}")
def show(here: Here, case_id: UUID, done: str = "") -> Response:
    """The page of one case."""
    at = now()
    with reading(here.engine) as session:
        found = case_file(session, case_id, at, at + danger())
        known = may_see_people(found.case, here.actor)
        offered = offered_on_file(found, here.actor.role, here.actor.account_id)
        shown = [
            (panel, data, acts)
            for panel in panels()
            if (known or not panel.personal) and not (panel.of_others and here.actor.unit_id)
            for data in [panel.load(session, case_id)]
            for acts in [[act for act in offered if act.desk in panel.desks and panel.fits(data, act.name)]]
            if data or acts or not panel.hidden_when_empty
        ]
    elsewhere = {"clocks", *(desk for panel in panels() for desk in panel.desks)}
    on_clocks = {act.name: act for act in offered if act.desk == "clocks"}
    finished = ACTS.get(done.replace("-", "_"))
    return page(
        "case.html",
        here,
        file=found,
        case=found.case,
        offered=[act for act in offered if act.desk not in elsewhere],
        panels=shown,
        on_clocks=on_clocks,
        clock_acts=lambda row: [on_clocks[name] for name in acts_on_clock(row, at) if name in on_clocks],
        done=finished.title if finished is not None else None,
    )
