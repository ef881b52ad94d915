"""The registers, the nightly checks and the matters that must be reported, for programs."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.checks.run import every_check
from cases.outcomes import register
from cases.topics import topic_list
from cases.views.alarms import alarms_of
from cases.views.check_findings import last_runs, standing
from foundation.database import reading

router = APIRouter(tags=["登记册和核对"])


@router.get("/codes", summary="两级诉求分类")
def codes(_calling: Calling) -> dict[str, Any]:
    """各二级分类及其诉求类别、年鉴原因、人社报表原因；对应关系待核实。"""
    listed = topic_list()
    items = [{**asdict(one), "level": one.level} for one in listed.topics.values()]
    return {"source": listed.source, "to_check": listed.to_check, "items": items}


@router.get("/outcomes", summary="结案方式登记册")
def outcomes(_calling: Calling) -> dict[str, Any]:
    """各结案方式须有的记录、下一步、是否算成功、是否计入挽回。"""
    found: dict[str, Any] = jsonable_encoder(asdict(register()))
    return found


@router.get("/checks", summary="核对项目和现有发现")
def checks(calling: Calling) -> dict[str, Any]:
    """全部核对项目的最近一次运行，和仍然存在的发现。"""
    with reading(calling.engine) as session:
        runs, found = last_runs(session), [dict(row._mapping) for row in standing(session)]
    listed = [
        {
            "name": one.name,
            "title": one.title,
            "ran_at": runs[one.name].ran_at if one.name in runs else None,
            "findings": runs[one.name].findings if one.name in runs else None,
        }
        for one in every_check()
    ]
    answer: dict[str, Any] = jsonable_encoder({"checks": listed, "findings": found})
    return answer


@router.get("/cases/{case_id}/alarms", summary="必报事项和报告")
def alarms(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """历次标记（含已撤销的）和首报、续报、终报。"""
    with reading(calling.engine) as session:
        found = alarms_of(session, case_id)
    marks = [] if found is None else [dict(row._mapping) for row in found.alarms]
    reports = [] if found is None else [dict(row._mapping) for row in found.reports]
    answer: dict[str, Any] = jsonable_encoder({"alarms": marks, "reports": reports})
    return answer
