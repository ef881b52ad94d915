"""The papers of an investigation as files."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from foundation.clock import now
from foundation.database import reading
from web.pages.papers import MEDIA
from web.visitor import Here
from workflows.inquiry_papers import inquiry_paper
from workflows.paper_looks import note_look

router = APIRouter()


@router.get("/cases/{case_id}/inquiry/{kind}/{subject_id}.{form}")
def show(here: Here, case_id: UUID, kind: str, subject_id: UUID, form: str) -> Response:
    """One paper, as it stands on file."""
    with reading(here.engine) as session:
        content = inquiry_paper(session, here.actor, case_id, kind, subject_id, at=now(), form=form)
    note_look(here.engine, here.actor, now(), case_id, kind, form)
    headers = {"Content-Disposition": f'inline; filename="{kind}-{subject_id}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)
