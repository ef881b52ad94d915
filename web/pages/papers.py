"""Papers of the mediator's desk: invitations, minutes, agreements, the list of evidence."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from foundation.clock import now
from foundation.database import reading
from foundation.media_types import PAPER_MEDIA
from web.visitor import Here
from workflows.paper_looks import note_look
from workflows.papers import paper

router = APIRouter()


@router.get("/cases/{case_id}/papers/{kind}/{subject_id}.{form}")
def show(here: Here, case_id: UUID, kind: str, subject_id: UUID, form: str, id_numbers: bool = False) -> Response:
    """One paper; the numbers of identity cards only where they are asked for."""
    with reading(here.engine) as session:
        content = paper(session, here.actor, case_id, kind, subject_id, at=now(), form=form, with_numbers=id_numbers)
    note_look(here.engine, here.actor, now(), case_id, kind, form)
    headers = {"Content-Disposition": f'inline; filename="{kind}-{subject_id}.{form}"'}
    return Response(content, media_type=PAPER_MEDIA[form], headers=headers)
