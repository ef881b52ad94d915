"""单位: where cases and tickets can be sent; for the administrator and the supervisor."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from foundation.database import reading
from foundation.errors import NotFound
from people.unit import UNIT_KIND
from people.units import units
from web.places import after
from web.render import page
from web.visitor import Here
from workflows.perform import check_role, find_act

router = APIRouter()
CHANGED = ("name", "kind", "parent_id", "district", "contact_role", "phone", "address", "employer_id")
for _act in ("add_unit", "change_unit", "switch_unit", "place_account"):
    after(_act, "/units")


@router.get("/units")
def listed(here: Here) -> Response:
    """All units."""
    check_role(find_act("add_unit"), here.actor)
    with reading(here.engine) as session:
        return page("units.html", here, units=units(session), UNIT_KIND=UNIT_KIND)


@router.get("/units/{unit_id}/change")
def change(here: Here, unit_id: UUID) -> Response:
    """The form, filled with what the unit is now."""
    check_role(find_act("change_unit"), here.actor)
    with reading(here.engine) as session:
        one = next((row for row in units(session) if row.id == unit_id), None)
    if one is None:
        raise NotFound("没有这个单位。")
    present = {name: str(getattr(one, name)) for name in CHANGED if getattr(one, name) is not None}
    return RedirectResponse(f"/office/change-unit?{urlencode({**present, 'unit_id': unit_id, 'back': '/units'})}", 303)
