"""The calendar's versions for programs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from foundation.clock import now
from foundation.database import reading
from workflows.calendar_views import as_object, one_version, present, rehearsed, version_object, versions

router = APIRouter(tags=["放假安排"])
MOST = 1000


@router.get("/calendars", summary="现用日历和导入过的放假通知")
def listed(calling: Calling) -> dict[str, Any]:
    """新的在前；导入、批准、启用、撤销见“登记”各事项。"""
    with reading(calling.engine) as session:
        on, rows = present(session), versions(session)
    papers = [{"paper": paper.id, "notice": paper.notice, "sha256": paper.sha256} for paper in on.papers]
    found: dict[str, Any] = jsonable_encoder(
        {"calendar": on.version, "until": on.last, "papers": papers, "versions": [version_object(row) for row in rows]}
    )
    return found


@router.get("/calendars/{version_id}", summary="一份放假通知")
def one(calling: Calling, version_id: UUID) -> dict[str, Any]:
    """连同原文。"""
    with reading(calling.engine) as session:
        row = one_version(session, version_id)
    found: dict[str, Any] = jsonable_encoder({**version_object(row), "text": row.text})
    return found


@router.get("/calendars/{version_id}/rehearsal", summary="试算")
def rehearsal(
    calling: Calling,
    version_id: UUID,
    limit: Annotated[int, Query(ge=1, le=MOST, description="每页条数")] = 200,
    offset: Annotated[int, Query(ge=0, description="从第几条起")] = 0,
) -> dict[str, Any]:
    """启用（已启用的：撤销）会改变哪些正在计时的期限；只看不改。"""
    with reading(calling.engine) as session:
        found = rehearsed(session, one_version(session, version_id), now(), again=offset == 0)
    moves = found.rehearsal.moves
    return {
        "at": found.at.isoformat(),
        "undo": found.undo,
        "counts": found.rehearsal.counts,
        "total": len(moves),
        "items": [as_object(move) for move in moves[offset : offset + limit]],
    }
