"""在办负荷: who has how much in hand."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.workload import loads
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed
from people.roles import Role
from web.render import page
from web.visitor import Here
from workflows.intake_settings import intake_settings

router = APIRouter()


@router.get("/workload")
def show(here: Here) -> Response:
    """Mediators and units."""
    if here.actor.role not in (Role.SUPERVISOR, Role.LEADER):
        raise NotAllowed("在办负荷由主管和领导查看。")
    span = intake_settings().returns_span
    with reading(here.engine) as session:
        return page("workload.html", here, loads=loads(session, now(), returns_within=span), days=span.days)
