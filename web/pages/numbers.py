"""显示电话: telephone numbers in full, asked for by POST so that they stand in no address and no history."""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from foundation.clock import now
from foundation.work import Work, begin
from web.pages.forms import typed
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.numbers import Number, number_of_contact, numbers_of_case

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]


@router.post("/cases/{case_id}/numbers")
def of_case(here: Here, request: Request, case_id: UUID, given: Typed) -> Response:
    """The numbers of the people of a case."""
    return _shown(here, request, given, f"/cases/{case_id}", lambda work: numbers_of_case(work, case_id))


@router.post("/contacts/{contact_id}/numbers")
def of_contact(here: Here, request: Request, contact_id: UUID, given: Typed) -> Response:
    """The number of a caller."""
    return _shown(here, request, given, f"/contacts/{contact_id}", lambda work: number_of_contact(work, contact_id))


def _shown(
    here: Visitor, request: Request, given: dict[str, str], back: str, read: Callable[[Work], Sequence[Number]]
) -> Response:
    check_csrf(here, given.get("csrf"))
    with begin(here.engine, by=here.actor, at=now()) as work:
        numbers = read(work)
    # With htmx the numbers appear in their place; without it they have a page.
    template = "numbers.html" if request.headers.get("HX-Request") else "numbers_page.html"
    return page(template, here, numbers=numbers, back=back)
