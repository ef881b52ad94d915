"""Contacts, tickets, units, dispatches and the workload for programs."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.contacts import ContactFilters, caller_of, contact_file, list_contacts
from cases.views.dispatches import dispatches_of
from cases.views.tickets import list_tickets, one_ticket, raw_ticket
from cases.views.workload import loads
from foundation.clock import now
from foundation.crypto import mask_phone
from foundation.database import reading
from foundation.errors import NotAllowed
from people.roles import Role
from people.units import units
from workflows.assigning.suggest import suggest
from workflows.intake_settings import intake_settings
from workflows.perform import check_role, find_act
from workflows.ticket_results import readiness

router = APIRouter(tags=["来电、工单与派单"])
Place = Annotated[int, Query(ge=1, description="第几页")]
TICKETS = (Role.OPERATOR, Role.SUPERVISOR, Role.LEADER, Role.MEDIATOR)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without indexes; numbers masked, as in every list of this API."""
    kept = {name: value for name, value in values.items() if name != "phone_index"}
    if kept.get("phone"):
        kept["phone"] = mask_phone(kept["phone"])
    found: dict[str, Any] = jsonable_encoder(kept)
    return found


def _only_desk(calling: Calling) -> None:
    check_role(find_act("register_contact"), calling.actor)


def _only_tickets(calling: Calling) -> None:
    if calling.actor.role not in TICKETS:
        raise NotAllowed("工单由受理岗位、调解员、主管和领导查看。")


@router.get("/contacts", summary="来电来访列表")
def contacts(
    calling: Calling,
    handling: str = "",
    channel: str = "",
    since: Annotated[str, Query(description="自哪天，例如 2026-10-01")] = "",
    until: Annotated[str, Query(description="至哪天")] = "",
    repeat: Annotated[str, Query(description="yes 重复来电，no 不是")] = "",
    page: Place = 1,
) -> dict[str, Any]:
    """待处理的在前，其余新的在前；要求保密的不列姓名和号码。"""
    _only_desk(calling)
    with reading(calling.engine) as session:
        filters = ContactFilters(handling, channel, since, until, repeat)
        found = list_contacts(session, filters, page, calling.actor)
    return {"total": found.total, "waiting": found.waiting, "items": [_plain(row) for row in found.rows]}


@router.get("/contacts/{contact_id}", summary="一次来电来访")
def contact(calling: Calling, contact_id: UUID) -> dict[str, Any]:
    """连同同一号码的其他来电和案件。"""
    _only_desk(calling)
    with reading(calling.engine) as session:
        row = contact_file(session, contact_id, calling.actor)
        caller = caller_of(session, contact_id, intake_settings().repeat_span, calling.actor)
    return {
        **_plain(row),
        "calls_lately": caller.lately,
        "other_contacts": [_plain(one._mapping) for one in caller.contacts],
        "known_cases": [_plain(one._mapping) for one in caller.cases],
    }


@router.get("/tickets", summary="工单列表")
def tickets(
    calling: Calling,
    still: Annotated[str, Query(description="owed 还欠结果，done 已报，空为全部")] = "owed",
    direction: Annotated[str, Query(description="in 上级转来，out 向下转办")] = "",
    page: Place = 1,
) -> dict[str, Any]:
    """按办理期限；没有期限的在后。"""
    _only_tickets(calling)
    with reading(calling.engine) as session:
        found = list_tickets(session, calling.actor, direction=direction, still=still, number=page)
    return {"total": found.total, "items": [_plain(row) for row in found.rows]}


@router.get("/tickets/{ticket_id}", summary="一件工单")
def ticket(calling: Calling, ticket_id: UUID) -> dict[str, Any]:
    """连同能否反馈、不能反馈的原因。"""
    _only_tickets(calling)
    with reading(calling.engine) as session:
        row = one_ticket(session, ticket_id, calling.actor)
        ready = readiness(session.connection(), raw_ticket(session, ticket_id))
    return {**_plain(row), "obstacle": ready.obstacle}


@router.get("/units", summary="单位")
def listed_units(calling: Calling) -> dict[str, Any]:
    """可以承办的单位，含已停用的。"""
    with reading(calling.engine) as session:
        return {"items": [_plain(row._mapping) for row in units(session)]}


@router.get("/workload", summary="在办负荷")
def workload(calling: Calling) -> dict[str, Any]:
    """调解员和单位的在办、逾期、人数、退回。"""
    if calling.actor.role not in (Role.SUPERVISOR, Role.LEADER):
        raise NotAllowed("在办负荷由主管和领导查看。")
    with reading(calling.engine) as session:
        found: dict[str, Any] = jsonable_encoder(loads(session, now(), returns_within=intake_settings().returns_span))
    return found


@router.get("/cases/{case_id}/dispatches", summary="案件的派单")
def dispatches(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """新的在前。"""
    with reading(calling.engine) as session:
        return {"items": [_plain(row._mapping) for row in dispatches_of(session, case_id)]}


@router.get("/cases/{case_id}/suggestion", summary="建议的承办人")
def suggestion(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """按派单规则和在办负荷排列，第一名附理由；有不能派的原因的在后。"""
    check_role(find_act("assign"), calling.actor)
    with reading(calling.engine) as session:
        found: dict[str, Any] = jsonable_encoder(suggest(session, case_id, now()))
    return found
