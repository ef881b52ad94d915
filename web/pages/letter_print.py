"""Printing several letters at once: ticked in a list, one PDF. Stands before the page of one letter."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from cases.views.desk import letters
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotPossible
from web.render import page
from web.visitor import Here
from workflows.letter_printing import print_letters
from workflows.letter_service_rules import service_rules
from workflows.paper_looks import note_letters_printed

router = APIRouter()
# What has left the desk of the signer and was not taken back.
PRINTABLE = ("numbered", "sealed", "dispatched", "undelivered", "served", "overdue", "refused", "published", "filing")


@router.get("/letters/print")
def several(here: Here, id: Annotated[list[UUID] | None, Query()] = None) -> Response:
    """Without a choice the list to tick; with one all of them on paper, in the order in which they were chosen."""
    chosen = list(dict.fromkeys(id or ()))
    if not chosen:
        with reading(here.engine) as session:
            rows = letters(session, PRINTABLE)
        return page("letter_print.html", here, letters=rows, most=service_rules().print_most)
    if len(chosen) > service_rules().print_most:
        raise NotPossible(f"一次最多打印 {service_rules().print_most} 份文书，请分批打印。")
    with reading(here.engine) as session:
        printed = print_letters(session, chosen)
    note_letters_printed(here.engine, here.actor, now(), chosen, printed.ending)
    name = f"letters-{office_day(now())}.{printed.ending}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed.content, media_type=printed.media_type, headers=headers)
