"""登记册: the two-level list of topics, the register of outcomes, and the sheet of a report on a grave matter."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.outcomes import register
from cases.topics import topic_list
from cases.triggers import thresholds
from cases.views.alarms import one_report
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from web.render import page
from web.visitor import Here
from workflows.paper_looks import note_look

router = APIRouter()


@router.get("/codes")
def codes(here: Here) -> Response:
    """The whole list with its mappings, and what makes a matter urgent."""
    return page("codes.html", here, list=topic_list(), thresholds=thresholds())


@router.get("/outcomes")
def outcomes(here: Here) -> Response:
    """How a matter can end."""
    return page("outcomes.html", here, register=register())


@router.get("/cases/{case_id}/reports/{report_id}")
def sheet(here: Here, case_id: UUID, report_id: UUID) -> Response:
    """One report, to be printed and signed; opening it is written down."""
    with reading(here.engine) as session:
        row = one_report(session, report_id)
    if row.case_id != case_id:
        raise NotFound("没有这份报告。")
    note_look(here.engine, here.actor, now(), case_id, "alarm_sheet", "html")
    return page("alarm_sheet.html", here, row=row)
