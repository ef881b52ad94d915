"""期限计算、核验凭证: a deadline from the address alone, and a second opinion on any certificate."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from foundation.database import reading
from foundation.settings import settings
from rules.asking import ask
from rules.book import Duty, Rule, load_rules
from rules.errors import RuleError
from rules.picture import picture
from rules.regions import region_name, regions
from rules.verification import faults
from rules.whatif import changes
from web.render import page
from web.visitor import Here, check_csrf
from workflows import calendars

router = APIRouter()
LABELS = {
    "rule": "规则",
    "from": "起算事件之日",
    "extend": "延长",
    "suspend": "中止",
    "restart": "重新计算之日",
    "region": "地区",
    "as_of": "按此日已公布的放假安排",
}
LONGEST_CERTIFICATE = 200_000
MOST_NAMED = 6


def _choices() -> list[Rule | Duty]:
    book = load_rules()
    return [*(book.rows(rule_id)[0] for rule_id in book.ids()), *book.duties()]


@router.get("/rules/calculator")
def calculator(here: Here, request: Request) -> Response:
    """A deadline computed from the address alone, so that a result can be kept, sent and printed."""
    query = request.query_params
    given = {name: query.get(name, "").strip() for name in LABELS}
    found, error, wrong = None, "", ""
    if any(given[name] for name in LABELS if name != "region"):
        try:
            found = ask(_question(given))
        except (RuleError, OverflowError) as refused:
            error, wrong = _in_words(str(refused) if isinstance(refused, RuleError) else "日期超出可计算的范围。")
    certificate = found.certificate() if found is not None else {}
    return page(
        "calculator.html",
        here,
        given=given,
        error=error,
        wrong=wrong,
        found=found,
        certificate=certificate,
        months=picture(certificate),
        changes=changes(found) if found is not None else [],
        rules=_choices(),
        regions=regions(),
        region_name=region_name,
        ours=settings().office_region,
        address=str(request.url.query),
        status=422 if error else 200,
    )


def _question(given: dict[str, str]) -> dict[str, Any]:
    """The form's texts as a question. Raises RuleError."""
    asked: dict[str, Any] = {name: text for name, text in given.items() if text and name not in ("extend", "suspend")}
    if "rule" in asked:
        asked["rule"] = named_rule(asked["rule"])
    if given["extend"]:
        asked["extend"] = int(given["extend"]) if re.fullmatch(r"\d{1,6}", given["extend"]) else given["extend"]
    asked["suspend"] = re.split(r"[\s,，、;；]+", given["suspend"]) if given["suspend"] else []
    return asked


def named_rule(text: str) -> str:
    """A rule by its id in any case, or by words of its name. Raises RuleError where several fit."""
    book, folded = load_rules(), text.upper()
    if book.rows(folded) or any(duty.id == folded for duty in book.duties()):
        return folded
    fitting = [one for one in _choices() if text in one.label]
    exact = [one for one in fitting if one.label == text]
    if len(exact or fitting) == 1:
        return (exact or fitting)[0].id
    if not fitting:
        return text
    listed = "、".join(f"{one.id} {one.label}" for one in fitting[:MOST_NAMED])
    more = f"等{len(fitting)}条" if len(fitting) > MOST_NAMED else ""
    raise RuleError(f"rule “{text}”对应多条规则，请选一条：{listed}{more}。")


def _in_words(message: str) -> tuple[str, str]:
    """The refusal in the form's own words, and the field that it speaks of."""
    if missing := re.match(r"缺少 (\w+)", message):
        name = missing[1]
        return f"请填写“{LABELS[name]}”。", name
    if message.startswith(("中止", "suspend")):
        return message.replace("suspend", "中止", 1), "suspend"
    name = next((one for one in LABELS if message.startswith(f"{one} ")), "")
    if name:
        return f"{LABELS[name]}：{message.removeprefix(name).strip()}", name
    if message.startswith("该规则按小时"):
        return message.replace("，from 须", "，起算事件之日须").replace("，restart 须", "，重新计算之日须"), "from"
    if message.startswith(("没有规则", "规则“")) or "没有规定期限" in message:
        return message, "rule"
    return message, ""


async def pasted(request: Request) -> dict[str, str]:
    """The texts of the form and the uploaded file's text; asynchronous only because the framework reads bodies so."""
    found: dict[str, str] = {}
    async with request.form() as data:
        for name, value in data.items():
            if isinstance(value, str):
                found[name] = value
            elif isinstance(value, UploadFile) and value.filename:
                found[name] = (await value.read(LONGEST_CERTIFICATE)).decode("utf-8-sig", errors="replace")
    return found


@router.get("/rules/verify")
def verify_form(here: Here) -> Response:
    """Where a certificate is pasted or uploaded."""
    return page("verify.html", here, given="", result=None, certificate={})


@router.post("/rules/verify")
def verify(here: Here, given: Annotated[dict[str, str], Depends(pasted)]) -> Response:
    """What the second checker says."""
    check_csrf(here, given.get("csrf"))
    text = (given.get("file") or given.get("certificate", ""))[:LONGEST_CERTIFICATE].strip()
    with reading(here.engine) as session:
        notices = calendars.texts(session.connection())
    certificate, result = _checked(text, notices)
    status = 422 if result and not certificate else 200
    return page("verify.html", here, given=text, result=result, certificate=certificate, status=status)


def _checked(text: str, notices: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    if not text:
        return {}, ["没有内容：请粘贴凭证，或者选择凭证文件。"]
    try:
        certificate = json.loads(text)
    except (ValueError, RecursionError):
        return {}, ["读不懂：内容不是有效的 JSON。请粘贴完整的凭证，从第一个“{”到最后一个“}”。"]
    if not isinstance(certificate, dict):
        return {}, ["这不是一份凭证：凭证是一个 JSON 对象。"]
    return certificate, faults(certificate, notices)
