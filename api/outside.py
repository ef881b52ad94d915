"""Referrals, lawyers, the archive and satisfaction for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response

from api.caller import Calling
from cases.views import ending, outside
from cases.views.reach import narrowed
from cases.views.secrecy import check_people, may_see_people
from foundation.clock import OFFICE, now
from foundation.crypto import mask_phone
from foundation.database import reading
from foundation.media_types import PAPER_MEDIA
from workflows.outside_papers import package_file
from workflows.paper_looks import note_look

router = APIRouter(tags=["移送、援助、归档"])
WORDS = frozenset({"package", "matter", "result", "return_reason", "note"})


@router.get("/referrals", summary="在办移送")
def open_referrals(calling: Calling) -> dict[str, Any]:
    """最近截止的在前；带本案退回次数。"""
    with reading(calling.engine) as session:
        rows = narrowed(session.connection(), calling.actor, outside.open_referrals(session), lambda row: row.case_id)
    return {"items": [_without_words(row, may_see_people(row, calling.actor)) for row in rows]}


@router.get("/referrals/{referral_id}", summary="一件移送")
def one_referral(calling: Calling, referral_id: UUID) -> dict[str, Any]:
    """材料、经过和期限。"""
    with reading(calling.engine) as session:
        found = outside.one_referral(session, referral_id)
    known = may_see_people(found.row, calling.actor)
    return {
        **_without_words(found.row, known),
        "steps": [_without_words(row, known) for row in found.steps],
        "clocks": [_object(row) for row in found.clocks],
    }


@router.get("/referrals/{referral_id}/package.{form}", summary="移送函（材料包首页）", response_class=Response)
def package(calling: Calling, referral_id: UUID, form: str) -> Response:
    """pdf 或 docx；尚缺的材料在函中注明；记入查看记录。"""
    with reading(calling.engine) as session:
        row = outside.one_referral(session, referral_id).row
        check_people(row, calling.actor)
        content = package_file(session, referral_id, form)
    note_look(calling.engine, calling.actor, now(), row.case_id, "package", form)
    return Response(content, media_type=PAPER_MEDIA[form])


@router.get("/lawyers", summary="律师库")
def lawyers(calling: Calling) -> dict[str, Any]:
    """在办和累计案件数；电话遮蔽。"""
    with reading(calling.engine) as session:
        rows = outside.lawyers(session)
    hidden = ("phone", "phone_index")
    items = [
        {**{name: value for name, value in _object(row).items() if name not in hidden}, "phone": mask_phone(row.phone)}
        for row in rows
    ]
    return {"items": items}


@router.get("/archive/volumes/{volume_id}", summary="一卷的卷内目录")
def volume(calling: Calling, volume_id: UUID) -> dict[str, Any]:
    """每件材料的类别、名称和页次。"""
    with reading(calling.engine) as session:
        found = ending.one_volume(session, volume_id)
    check_people(found.case, calling.actor)
    return {
        **_object(found.volume),
        "case_number": found.case.number,
        "documents": [_object(row) for row in found.items],
    }


@router.get("/satisfaction", summary="回访结果")
def satisfaction(
    calling: Calling,
    since: Annotated[datetime, Query(description="起（含），不写时区按办公时间")],
    until: Annotated[datetime, Query(description="止（不含）")],
) -> dict[str, Any]:
    """联系上、已解决、满意、属实；认定为不合理诉求的不计入。"""
    span = [one if one.tzinfo is not None else one.replace(tzinfo=OFFICE) for one in (since, until)]
    with reading(calling.engine) as session:
        found = ending.satisfaction(session, *span)
    said: dict[str, Any] = jsonable_encoder(found)
    return said


def _without_words(row: Any, known: bool) -> dict[str, Any]:
    """A row; where the worker asked for secrecy, without what names people or tells their story."""
    found = _object(row)
    return found if known else {name: value for name, value in found.items() if name not in WORDS}


def _object(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = jsonable_encoder(dict(row._mapping))
    return found
