"""利害关系申报: one's own declarations; the supervisor and the leader see all."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.conflict import interests
from foundation.database import reading
from people.roles import Role
from web.places import after
from web.render import page
from web.visitor import Here

router = APIRouter()
for _name in ("declare_interest", "end_interest"):
    after(_name, "/interests")


@router.get("/interests")
def listed(here: Here) -> Response:
    """The declarations."""
    everyone = here.actor.role in (Role.SUPERVISOR, Role.LEADER)
    with reading(here.engine) as session:
        rows = interests(session, None if everyone else here.actor.account_id)
    return page("interests.html", here, rows=rows, everyone=everyone)
