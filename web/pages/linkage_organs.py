"""联动机关名称: what the organs beside a union are called; for the administrator and the supervisor."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.letter_copy import COPY_ORGAN
from cases.views.linkage_organs import names_beside, register, unit_called
from foundation.database import reading
from foundation.settings import settings
from web.places import after
from web.render import page
from web.visitor import Here
from workflows.letter_linkage import organ_name
from workflows.perform import check_role, find_act

router = APIRouter()
for _act in ("name_linkage_organ", "end_linkage_organ"):
    after(_act, "/linkage-organs")


@router.get("/linkage-organs")
def listed(here: Here) -> Response:
    """The office's own organs, with those that have no name yet, and all entries."""
    check_role(find_act("name_linkage_organ"), here.actor)
    union = settings().office_name
    with reading(here.engine) as session:
        rows, own = register(session), names_beside(session.connection(), union)
        unit_id = unit_called(session.connection(), union)
    lacking = [(organ, organ_name(organ)) for organ in COPY_ORGAN if organ not in own]
    return page("linkage_organs.html", here, rows=rows, union=union, unit_id=unit_id, lacking=lacking, words=COPY_ORGAN)
