"""Rosters, employers and projects for programs; personal numbers are masked."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.employers import PAGE_SIZE, employer_file_for, list_employers
from cases.views.projects import list_projects, project_file
from cases.views.reach import narrowed
from cases.views.roster import ORDERS, SHOWS, roster_file, state_of_person
from cases.views.secrecy import check_people
from foundation.clock import now, office_day
from foundation.crypto import mask_id, mask_phone
from foundation.database import reading

router = APIRouter(tags=["名册、用人单位、工程项目"])
CASE_COLUMNS = ("id", "number", "title", "state", "head_count", "claimed", "agreed", "paid", "opened_at", "closed_at")


def _case(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CASE_COLUMNS}


@router.get("/cases/{case_id}/roster", summary="案件名册")
def roster(
    calling: Calling,
    case_id: UUID,
    page: Annotated[int, Query(ge=1, description="第几页，每页一百人")] = 1,
    order: Annotated[str, Query(description="、".join(ORDERS))] = "entry",
    show: Annotated[str, Query(description="、".join(SHOWS))] = "all",
) -> dict[str, Any]:
    """一页人员和合计；号码只给掩码。"""
    with reading(calling.engine) as session:
        file = roster_file(session, case_id, office_day(now()), number=page, order=order, show=show)
    check_people(file.case, calling.actor)
    people = [
        {
            "id": row.id,
            "name": row.name,
            "role": row.role,
            "phone": mask_phone(row.phone),
            "id_number": mask_id(row.id_number),
            "claimed": row.claimed,
            "agreed": row.agreed,
            "paid": row.paid,
            "state": state_of_person(row),
        }
        for row in file.rows
    ]
    said = {"total": file.found, "complete": file.complete, "remarks": file.remarks, "sums": file.sums}
    found: dict[str, Any] = jsonable_encoder({**said, "items": people})
    return found


@router.get("/employers", summary="用人单位")
def employers(
    calling: Calling,
    q: Annotated[str, Query(description="名称、别名、拼音首字母或者统一社会信用代码")] = "",
    page: Annotated[int, Query(ge=1, description=f"第几页，每页{PAGE_SIZE}个")] = 1,
) -> dict[str, Any]:
    """按名称排列，不含已并入他处的档案。"""
    with reading(calling.engine) as session:
        found = list_employers(session, q, page)
    answer: dict[str, Any] = jsonable_encoder({"more": found.more, "items": [dict(row._mapping) for row in found.rows]})
    return answer


@router.get("/employers/{employer_id}", summary="一个用人单位的档案")
def employer(calling: Calling, employer_id: UUID) -> dict[str, Any]:
    """别名、分支、案件、合计和风险研判；每一分都有理由和来源。"""
    with reading(calling.engine) as session:
        file = employer_file_for(session, employer_id, office_day(now()), calling.actor)
    row = dict(file.employer._mapping)
    row["phone"] = mask_phone(row["phone"])
    answer: dict[str, Any] = jsonable_encoder(
        {
            **row,
            "aliases": [one.name for one in file.aliases],
            "branches": [dict(one._mapping) for one in file.branches],
            "sums": dict(file.sums._mapping),
            "risk": file.risk,
            "cases": [_case(one) for one in file.cases],
        }
    )
    return answer


@router.get("/projects", summary="工程项目")
def projects(
    calling: Calling,
    q: Annotated[str, Query(description="项目名称的一部分")] = "",
    page: Annotated[int, Query(ge=1, description="第几页")] = 1,
) -> dict[str, Any]:
    """登记了的在前。"""
    with reading(calling.engine) as session:
        found = list_projects(session, q, page)
    items = [{name: value for name, value in row._mapping.items() if name != "wage_account"} for row in found.rows]
    answer: dict[str, Any] = jsonable_encoder({"more": found.more, "items": items})
    return answer


@router.get("/projects/{project_id}", summary="一个工程项目")
def project(calling: Calling, project_id: UUID) -> dict[str, Any]:
    """参建单位、案件和合计；工资专户账号只给掩码。"""
    with reading(calling.engine) as session:
        file = project_file(session, project_id)
        seen = narrowed(session.connection(), calling.actor, file.cases, lambda row: row.id)
    row = dict(file.project._mapping)
    row["wage_account"] = mask_id(row["wage_account"])
    companies = [{"employer_id": one.id, "name": one.name, "role": one.role} for one in file.companies]
    cases = [_case(one) for one in seen]
    answer: dict[str, Any] = jsonable_encoder(
        {**row, "companies": companies, "sums": dict(file.sums._mapping), "cases": cases}
    )
    return answer
