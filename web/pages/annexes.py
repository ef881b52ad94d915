"""文书材料: one filled annex as PDF or .docx, below the file, letter or referral that it is filled from."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from foundation.clock import now
from foundation.media_types import PAPER_MEDIA
from web.visitor import Here, Visitor
from workflows.annexes.declared import Place
from workflows.annexes.making import open_paper

router = APIRouter()
TAIL = "/annexes/{name}/{subject_id}.{form}"


def _paper(here: Visitor, place: Place, name: str, owner_id: UUID, subject_id: UUID, form: str) -> Response:
    content = open_paper(here.engine, here.actor, place, name, owner_id, subject_id, at=now(), form=form)
    headers = {"Content-Disposition": f'inline; filename="{name}-{subject_id}.{form}"'}
    return Response(content, media_type=PAPER_MEDIA[form], headers=headers)


@router.get("/cases/{case_id}" + TAIL)
def of_file(here: Here, case_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """A paper of the file, as it stands now."""
    return _paper(here, "file", name, case_id, subject_id, form)


@router.get("/letters/{letter_id}" + TAIL)
def of_letter(here: Here, letter_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """A paper of the letter, as it stands now."""
    return _paper(here, "letter", name, letter_id, subject_id, form)


@router.get("/referrals/{referral_id}" + TAIL)
def of_referral(here: Here, referral_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """A paper of the referral, as it stands now."""
    return _paper(here, "referral", name, referral_id, subject_id, form)


@router.get("/offices/{office_id}" + TAIL)
def of_office(here: Here, office_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """A paper of the office's registers, as they stand today."""
    return _paper(here, "office", name, office_id, subject_id, form)
