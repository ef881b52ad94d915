"""文书材料 for programs: which papers a file or a letter can fill, and one of them as a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.caller import Caller, Calling
from cases.views.letters import letter_file
from foundation.clock import now
from foundation.database import reading
from foundation.media_types import PAPER_MEDIA
from workflows.annexes.declared import Place
from workflows.annexes.making import Offer, offers_on_file, offers_on_letter, offers_on_referral, open_paper

router = APIRouter(tags=["文书"])
BASE = "/api/v1"


def _listed(offers: Sequence[Offer]) -> dict[str, Any]:
    items = [
        {
            "name": one.paper.name,
            "title": one.title,
            "reader": one.reader,
            "personal": one.paper.personal,
            "address": None if one.why_not else f"{BASE}{one.address}",
            "why_not": one.why_not,
        }
        for one in offers
    ]
    return {"items": items}


@router.get("/cases/{case_id}/annexes", summary="案卷的文书材料")
def of_file(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """可以由案卷填写的附表；暂不可用的写明原因。地址后加 .pdf 或者 .docx。"""
    with reading(calling.engine) as session:
        return _listed(offers_on_file(session, case_id))


@router.get("/letters/{letter_id}/annexes", summary="文书的附表材料")
def of_letter(calling: Calling, letter_id: UUID) -> dict[str, Any]:
    """可以由一份文书填写的附表：发文稿纸、送达回证、答复表、复查记录等。"""
    at = now()
    with reading(calling.engine) as session:
        return _listed(offers_on_letter(session, letter_file(session, letter_id, at), at))


@router.get("/referrals/{referral_id}/annexes", summary="移送的文书材料")
def of_referral(calling: Calling, referral_id: UUID) -> dict[str, Any]:
    """可以由一件移送填写的附表。"""
    with reading(calling.engine) as session:
        return _listed(offers_on_referral(session, referral_id))


@router.get(
    "/cases/{case_id}/annexes/{name}/{subject_id}.{form}",
    summary="案卷的一份附表（pdf、docx）",
    response_class=Response,
)
def file_paper(calling: Calling, case_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """按现在的记录填写；打开记入查看记录。"""
    return _paper(calling, "file", name, case_id, subject_id, form)


@router.get(
    "/letters/{letter_id}/annexes/{name}/{subject_id}.{form}",
    summary="文书的一份附表（pdf、docx）",
    response_class=Response,
)
def letter_paper(calling: Calling, letter_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """按现在的记录填写；打开记入查看记录。"""
    return _paper(calling, "letter", name, letter_id, subject_id, form)


@router.get(
    "/referrals/{referral_id}/annexes/{name}/{subject_id}.{form}",
    summary="移送的一份附表（pdf、docx）",
    response_class=Response,
)
def referral_paper(calling: Calling, referral_id: UUID, name: str, subject_id: UUID, form: str) -> Response:
    """按现在的记录填写；打开记入查看记录。"""
    return _paper(calling, "referral", name, referral_id, subject_id, form)


def _paper(calling: Caller, place: Place, name: str, owner_id: UUID, subject_id: UUID, form: str) -> Response:
    content = open_paper(calling.engine, calling.actor, place, name, owner_id, subject_id, at=now(), form=form)
    return Response(content, media_type=PAPER_MEDIA[form])
