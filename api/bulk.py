"""Bulk acts, saved views and the export log for programs."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, Field

from api.caller import Calling
from cases.views.bulk import bulk_items, bulk_job
from cases.views.case_list import named_cases
from cases.views.exported import exports
from cases.views.saved_views import views_for
from foundation.clock import now
from foundation.database import reading
from workflows.bulk import carry_out, check_number, order, preview

router = APIRouter(tags=["批量办理、视图、导出"])


class Trial(BaseModel):
    """An act and the cases it is meant for."""

    act: str = Field(title="事项")
    cases: list[UUID] = Field(title="案件", max_length=10_000)
    data: dict[str, Any] = Field(default_factory=dict, title="事项内容")


class Order(Trial):
    """The same, to be done."""

    key: str = Field(title="幂等键", min_length=1, max_length=64, description="同一键只办理一次")


def _named(calling: Calling, ids: list[UUID]) -> list[tuple[UUID, str, str]]:
    check_number(len(ids))
    with reading(calling.engine) as session:
        return [(row.id, row.number, row.title) for row in named_cases(session, ids)]


@router.post("/bulk/preview", summary="批量办理预览")
def try_out(calling: Calling, asked: Trial) -> dict[str, Any]:
    """逐件试办并撤回：哪些能办，哪些不能、为什么。不改变任何东西。"""
    tried = preview(calling.engine, calling.actor, now(), asked.act, asked.data, _named(calling, asked.cases))
    return {
        "items": [{"case_id": str(one.case_id), "number": one.number, "refused": one.refused or None} for one in tried]
    }


@router.post("/bulk", summary="批量办理", status_code=202)
def begin_job(calling: Calling, asked: Order, behind: BackgroundTasks) -> dict[str, str]:
    """每案一个事务，只办一次；进展见返回的编号。"""
    at = now()
    cases = [(case_id, number) for case_id, number, _ in _named(calling, asked.cases)]
    job_id = order(calling.engine, calling.actor, at, asked.act, asked.data, cases, asked.key)
    behind.add_task(carry_out, calling.engine, job_id, at)
    return {"id": str(job_id)}


@router.get("/bulk/{job_id}", summary="一次批量办理")
def one_job(calling: Calling, job_id: UUID) -> dict[str, Any]:
    """进展和逐件结果。"""
    with reading(calling.engine) as session:
        job = bulk_job(session, job_id, calling.actor.account_id, calling.actor.role)
        items = bulk_items(session, job_id)
    shown = [{"case_id": str(one.case_id), "state": one.state, "reason": one.reason} for one in items]
    return {"state": job.state, "total": job.total, "done": job.n_done, "refused": job.n_refused, "items": shown}


@router.get("/views", summary="常用视图")
def saved(calling: Calling) -> dict[str, Any]:
    """本人的和共用的；query 即案件列表地址中的条件。"""
    with reading(calling.engine) as session:
        return {"items": _plain(views_for(session, calling.actor.account_id))}


@router.get("/exports", summary="导出登记")
def log(calling: Calling) -> dict[str, Any]:
    """新的在前；主管、领导和管理员看全部，其他人看本人的。"""
    with reading(calling.engine) as session:
        return {"items": _plain(exports(session, calling.actor.account_id, calling.actor.role))}


def _plain(rows: list[Any]) -> list[Any]:
    found: list[Any] = jsonable_encoder([dict(row._mapping) for row in rows])
    return found
