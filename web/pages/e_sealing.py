"""电子签章: asking the provider for a sealed letter's signed PDF."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from foundation.clock import now
from web.pages.forms import typed
from web.visitor import Here, check_csrf
from workflows.e_sealing import seal_electronically

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]


@router.post("/letters/{letter_id}/e-seal")
def seal(here: Here, letter_id: UUID, given: Typed) -> Response:
    """Sign, and show the file that came of it."""
    check_csrf(here, given.get("csrf"))
    attachment_id = seal_electronically(here.engine, here.actor, letter_id, now())
    return RedirectResponse(f"/files/{attachment_id}", 303)
