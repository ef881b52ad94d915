"""The search for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.caller import Calling
from cases.gram_query import asked
from cases.views.search import Found
from cases.views.search_shown import as_object
from cases.views.search_within import search_as
from foundation.database import reading
from foundation.errors import NotValid

router = APIRouter(tags=["查找"])
WORDS = "姓名、单位、事由、案号、拼音；几个词用空格隔开"


class Question(BaseModel):
    """What is looked for; the way for telephone and identity numbers."""

    q: str = Field(title="查找内容", max_length=1000)


def _answer(calling: Calling, text: str) -> dict[str, Any]:
    with reading(calling.engine) as session:
        found: Found = search_as(session, text, calling.actor)
    return {
        "cut": found.query.cut,
        "refused": found.refused or None,
        "groups": [
            {"kind": one.kind, "title": one.title, "more": one.more, "items": [as_object(hit) for hit in one.hits]}
            for one in found.groups
        ],
    }


@router.get("/search", summary="查找")
def by_address(calling: Calling, q: Annotated[str, Query(max_length=1000, description=WORDS)]) -> dict[str, Any]:
    """案件、人员、用人单位、来电和文书；电话和证件号请用 POST。"""
    if asked(q).secret is not None:
        raise NotValid("电话、证件号不能放在地址里，请用 POST /search。", fields={"q": "请用 POST"})
    return _answer(calling, q)


@router.post("/search", summary="查找（可含电话、证件号）")
def by_body(calling: Calling, question: Question) -> dict[str, Any]:
    """同 GET；内容不进入地址和访问日志。"""
    return _answer(calling, question.q)
