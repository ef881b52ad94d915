"""The mediator's desk for programs: evidence, meetings, agreements, talks, and their papers."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response

from api.caller import Calling
from cases.views.agreements import agreements_of
from cases.views.case_file import case_file
from cases.views.evidence import evidence_of
from cases.views.meetings import meetings_of, talks_of
from cases.views.secrecy import check_people
from foundation.clock import now
from foundation.database import reading
from workflows.paper_looks import note_look
from workflows.papers import paper

router = APIRouter(tags=["调解"])


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]


@router.get("/cases/{case_id}/evidence", summary="证据清单")
def evidence(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """各诉求要收集的材料、由谁提供、举证责任和现在的情况；missing 为必要而尚缺的。"""
    with reading(calling.engine) as session:
        case_file(session, case_id, now(), now())
        found = evidence_of(session, case_id)
    encoded: dict[str, Any] = jsonable_encoder({"items": found.items, "missing": [one.code for one in found.missing]})
    return encoded


@router.get("/cases/{case_id}/desk", summary="会议、协议、确认申请、走访与联系")
def desk(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """一案的调解记录。"""
    with reading(calling.engine) as session:
        check_people(case_file(session, case_id, now(), now()).case, calling.actor)
        meetings, agreed, talks = (
            meetings_of(session, case_id),
            agreements_of(session, case_id),
            talks_of(session, case_id),
        )
    shown = agreed.shown if agreed is not None else ()
    encoded: dict[str, Any] = jsonable_encoder(
        {
            "meetings": [{**dict(one.row._mapping), "people": _rows(one.people)} for one in meetings],
            "agreements": [
                {
                    **dict(one.row._mapping),
                    "items": _rows(one.items),
                    "instalments": _rows(one.instalments),
                    "confirmations": _rows(one.confirmations),
                }
                for one in shown
            ],
            "payment_orders": [
                {"debt": one.debt, "result": one.finding.result, "conclusion": one.finding.conclusion}
                for one in (agreed.orders if agreed is not None else ())
            ],
            "talks": _rows(talks.rows) if talks is not None else [],
        }
    )
    return encoded


@router.get("/cases/{case_id}/papers/{kind}/{subject_id}.{form}", summary="文书文件", response_class=Response)
def papers(
    calling: Calling, case_id: UUID, kind: str, subject_id: UUID, form: str, id_numbers: bool = False
) -> Response:
    """invitation、minutes、agreement、evidence，pdf 或 docx；证件号码须另行要求才写入。"""
    with reading(calling.engine) as session:
        content = paper(session, calling.actor, case_id, kind, subject_id, at=now(), form=form, with_numbers=id_numbers)
    note_look(calling.engine, calling.actor, now(), case_id, kind, form)
    return Response(content, media_type="application/pdf" if form == "pdf" else "application/octet-stream")
