"""Questions of law over the API: the same forms and answers as the pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import ValidationError

from api.caller import Calling
from foundation.errors import NotFound, NotValid
from rules.errors import RuleError
from rules.findings.catalogue import all_inquiries
from rules.findings.finding import as_object
from workflows.forms import explain

router = APIRouter(tags=["法律规则"])


@router.get("/findings", summary="可以问的计算和判断")
def listed(_calling: Calling) -> list[dict[str, Any]]:
    """名称、说明和输入（JSON Schema）。"""
    return [
        {
            "name": one.name,
            "code": one.code,
            "kind": one.kind,
            "title": one.title,
            "summary": one.summary,
            "input": one.form.model_json_schema(),
        }
        for one in all_inquiries().values()
    ]


@router.post("/findings/{name}", summary="问一个计算或判断")
def ask(_calling: Calling, name: str, data: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    """结论、逐步推理、依据、所用参数的版本，以及缺少什么。不保存任何内容。"""
    inquiry = all_inquiries().get(name)
    if inquiry is None:
        raise NotFound("没有这个计算或判断。")
    try:
        return dict(as_object(inquiry.ask(inquiry.form.model_validate(data))))
    except ValidationError as error:
        raise explain(error, inquiry.form) from None
    except RuleError as error:
        raise NotValid(str(error)) from None
    except OverflowError:
        raise NotValid("日期或数字超出可计算的范围。") from None
