"""显示电话 for programs: telephone numbers in full, by POST, because each answer is a row in the record of looks."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.acts import PROBLEMS
from api.caller import Caller, Calling
from foundation.clock import now
from foundation.work import Work, begin
from workflows.numbers import Number, number_of_contact, numbers_of_case

router = APIRouter(tags=["电话号码"])


@router.post("/cases/{case_id}/numbers", summary="显示本案电话", responses=PROBLEMS)
def of_case(calling: Calling, case_id: UUID) -> dict[str, Any]:
    """本案各人的完整号码；供受理岗位、主管和承办人使用，每次都记入查看记录。"""
    return _shown(calling, lambda work: numbers_of_case(work, case_id))


@router.post("/contacts/{contact_id}/numbers", summary="显示来电人电话", responses=PROBLEMS)
def of_contact(calling: Calling, contact_id: UUID) -> dict[str, Any]:
    """来电人的完整号码；供受理岗位、主管、承办人和接听的人使用，每次都记入查看记录。"""
    return _shown(calling, lambda work: number_of_contact(work, contact_id))


def _shown(calling: Caller, read: Callable[[Work], Sequence[Number]]) -> dict[str, Any]:
    with begin(calling.engine, by=calling.actor, at=now()) as work:
        numbers = read(work)
    return {"items": [asdict(one) for one in numbers]}
