"""Seals, their register, links for answers and electronic sealing, for programs."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.letter_answers import items_of, links_of, replies_of
from cases.views.seals import seals, uses
from foundation.clock import now
from foundation.database import reading
from foundation.settings import settings
from foundation.work import begin
from workflows.e_sealing import seal_electronically
from workflows.reply_links import reveal

router = APIRouter(tags=["文书送达与答复"])


def _objects(rows: Any) -> dict[str, Any]:
    found: dict[str, Any] = jsonable_encoder({"items": [dict(row._mapping) for row in rows]})
    return found


@router.get("/seals", summary="印章")
def listed(calling: Calling) -> dict[str, Any]:
    """在用的在前；图像不经接口提供。"""
    with reading(calling.engine) as session:
        return _objects(seals(session))


@router.get("/seal-uses", summary="用印登记")
def register(calling: Calling, year: int | None = None) -> dict[str, Any]:
    """新的在前；只增不改。"""
    with reading(calling.engine) as session:
        return _objects(uses(session, year=year))


@router.get("/letters/{letter_id}/answers", summary="文书各项、答复和答复链接")
def answers(calling: Calling, letter_id: UUID) -> dict[str, Any]:
    """逐项问题和答复；链接只列何时生成、打开、使用，不含链接本身。"""
    with reading(calling.engine) as session:
        return {
            "items": _objects(items_of(session, letter_id))["items"],
            "replies": _objects(replies_of(session, letter_id))["items"],
            "links": _objects(links_of(session, letter_id))["items"],
        }


@router.post("/reply-links/{link_id}/reveal", summary="显示答复链接（只此一次）")
def once(calling: Calling, link_id: UUID) -> dict[str, str]:
    """再次请求会被拒绝；没有记下的，请重新生成。"""
    with begin(calling.engine, by=calling.actor, at=now()) as work:
        token = reveal(work, link_id)
    return {"url": f"{settings().origin}/reply/{token}"}


@router.post("/letters/{letter_id}/e-seal", summary="电子签章")
def sealed(calling: Calling, letter_id: UUID) -> dict[str, str]:
    """由接入的电子签章服务签章，签章件作为文书的附件；失败时没有任何改动。"""
    return {"attachment_id": str(seal_electronically(calling.engine, calling.actor, letter_id, now()))}
