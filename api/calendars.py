"""The calendar's versions for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.clock_file import clock_file
from foundation.clock import OFFICE, now
from foundation.database import reading
from rules.checker import faults
from workflows import calendars
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


@router.get("/cases/{case_id}/clocks/{clock_id}/deadlines", summary="一个时钟的历次期限")
def deadlines(
    calling: Calling,
    case_id: UUID,
    clock_id: UUID,
    known_at: Annotated[datetime | None, Query(description="只看此时已记录的；不写时区按办公时间")] = None,
) -> dict[str, Any]:
    """新的在前，各附凭证和第二程序的核验；第一条即当时所知的截止日。"""
    if known_at is not None and known_at.tzinfo is None:
        known_at = known_at.replace(tzinfo=OFFICE)
    with reading(calling.engine) as session:
        found = clock_file(session, case_id, clock_id, now())
        notices = calendars.texts(session.connection())
    items = [
        {
            "seq": row.seq,
            "due": row.due,
            "provisional": row.provisional,
            "cause": row.cause,
            "recorded_at": row.recorded_at.isoformat(),
            "certificate": row.certificate,
            "faults": faults(row.certificate, notices),
        }
        for row in found.deadlines
        if known_at is None or row.recorded_at <= known_at
    ]
    return {"items": items}
