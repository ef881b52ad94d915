"""The register of supervisors and the investigations of a case, for programs."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.case_file import case_file
from cases.views.investigations import inquiry_of
from cases.views.secrecy import check_people
from cases.views.supervisors import register
from foundation.clock import now, office_day
from foundation.database import reading

router = APIRouter(tags=["劳动法律监督"])


@router.get("/supervisors", summary="监督员登记簿")
def supervisors(calling: Calling) -> dict[str, Any]:
    """每名监督员的证号、有效期和今日是否有效；须回避的单位和案件。"""
    with reading(calling.engine) as session:
        rows = register(session, office_day(now()))
    return {
        "items": [
            {
                **_object(one.row),
                "status": one.light.word,
                "open_investigations": one.open_now,
                "interests": [_object(tie) for tie in one.ties],
            }
            for one in rows
        ]
    }


@router.get("/cases/{case_id}/investigations", summary="一案的监督调查")
def investigations(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """调查函、告知、笔录、证据清单、更换情况和协商。"""
    at = now()
    with reading(calling.engine) as session:
        check_people(case_file(session, case_id, at, at).case, calling.actor)
        found = inquiry_of(session, case_id)
    if found is None:
        return {"items": [], "consultations": []}
    parts = ("letters", "notices", "records", "evidence", "changes")
    return {
        "items": [
            {**_object(one.row), **{name: [_object(row) for row in getattr(one, name)] for name in parts}}
            for one in found.investigations
        ],
        "consultations": [_object(row) for row in found.consultations],
    }


def _object(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = jsonable_encoder(dict(row._mapping))
    return found
