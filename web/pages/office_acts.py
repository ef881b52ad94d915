"""Any act on no case or letter: its form, filled from the address, and performing it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from foundation.clock import now
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.work import begin
from web.fields import read_values, starting_values
from web.pages.forms import act_page, fields_for, typed
from web.places import local, place_after
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import Act
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]


def _act(here: Visitor, slug: str) -> Act:
    act = find_act(slug)
    if act.subject != "office":
        raise NotFound("没有这个办理事项。")
    check_role(act, here.actor)
    return act


@router.get("/office/{slug}")
def show(here: Here, request: Request, slug: str, back: str = "/") -> Response:
    """The form; identifiers (never personal data) come with the address."""
    act = _act(here, slug)
    given = {name: value for name, value in request.query_params.items() if name != "back"}
    there = local(back)
    return act_page(
        here,
        act,
        target=f"/office/{slug}?back={there}",
        back=there,
        given={**starting_values(act.form), **given},
        errors={},
    )


@router.post("/office/{slug}")
def do(here: Here, slug: str, given: Typed, back: str = "/") -> Response:
    """Perform it, or show the form again as typed."""
    act = _act(here, slug)
    check_csrf(here, given.get("csrf"))
    there = local(back)
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act.name, None, read_values(fields_for(here, act), given))
    except (NotValid, NotPossible, NotAllowed) as refused:
        return act_page(
            here,
            act,
            target=f"/office/{slug}?back={there}",
            back=there,
            given=given,
            errors=refused.fields if isinstance(refused, NotValid) else {},
            message=refused.detail,
            status=422 if isinstance(refused, NotValid) else 409,
        )
    return RedirectResponse(place_after(done, there), 303)
