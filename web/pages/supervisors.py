"""监督员登记: the register with the light of each certificate, for the screen and on paper."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.supervisors import register
from foundation.clock import now, office_day
from foundation.database import reading
from web.places import after
from web.render import page
from web.visitor import Here
from workflows.annexes.making import offers_of_office
from workflows.commands.supervisors import KEEPERS

router = APIRouter()
for _name in (
    "register_supervisor",
    "renew_certificate",
    "withdraw_certificate",
    "declare_supervisor_interest",
    "end_supervisor_interest",
):
    after(_name, "/supervisors")


@router.get("/supervisors")
def listed(here: Here) -> Response:
    """The register as it stands today."""
    at = now()
    today = office_day(at)
    with reading(here.engine) as session:
        rows, papers = register(session, today), offers_of_office(session, at)
    keeps = here.actor.role in KEEPERS
    return page("supervisors.html", here, rows=rows, today=today, keeps=keeps, papers=papers)
