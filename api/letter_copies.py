"""Copies and linkage for programs: of one file, and what is still owed."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.caller import Calling
from cases.views.letter_copies import CopyShown, copies_of_case, owed_copies
from cases.views.linkage_organs import register
from foundation.database import reading

router = APIRouter(tags=["一函两书"])
SHOWN = ("rule", "organ_name", "is_optional", "basis", "tag", "owed_on", "due", "sent_on", "receipt", "note", "answer")


@router.get("/cases/{case_id}/letter-copies", summary="案卷的抄送、移送、反馈")
def of_case(calling: Calling, case_id: UUID) -> list[dict[str, Any]]:
    """尚未办理的在前；依据和是否必办逐项写明。"""
    with reading(calling.engine) as session:
        return [_object(one) for one in copies_of_case(session, case_id)]


@router.get("/letter-copies/owed", summary="应抄送、反馈而尚未登记的")
def owed(calling: Calling) -> list[dict[str, Any]]:
    """调解员只见自己承办的，其他人见全部。"""
    with reading(calling.engine) as session:
        return [_object(one) for one in owed_copies(session, calling.actor.role, calling.actor.account_id)]


@router.get("/linkage-organs", summary="联动机关名称")
def organs(calling: Calling) -> list[dict[str, Any]]:
    """各级工会对应的法院、检察院等的全称；在用的在前，更正以前的名称也列出。"""
    with reading(calling.engine) as session:
        return [dict(row._mapping) for row in register(session)]


def _object(one: CopyShown) -> dict[str, Any]:
    kept = {name: getattr(one.row, name) for name in SHOWN}
    ids = {"id": one.row.id, "case_id": one.row.case_id, "letter_id": one.row.letter_id}
    return {**ids, "action": one.action, "organ": one.organ, "how": one.how or None, **kept}
