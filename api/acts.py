"""One route per act, made from the act's own declaration: the console and the API cannot differ."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Body, Header, Response
from fastapi.encoders import jsonable_encoder

import workflows.commands  # noqa: F401 - declares the acts
from api.caller import Caller, Calling
from foundation.clock import now
from foundation.errors import NotValid
from foundation.work import Work, begin
from people.account import IdempotentAnswer
from people.roles import ROLE_WORDS
from workflows.acts import ACTS, Act
from workflows.perform import perform

PLACES = {"office": "/office", "case": "/cases/{subject_id}", "letter": "/letters/{subject_id}"}
TAGS = {"office": "登记", "case": "案件办理", "letter": "文书办理"}
LONGEST_KEY = 120
_answer: sa.Table = IdempotentAnswer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models

IfMatch = Annotated[str | None, Header(description="所见版本；与现版本不同则拒绝")]
Key = Annotated[str | None, Header(description="同一键的重复请求得到同一答复，只办理一次")]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "需要登录"},
    403: {"description": "无权办理"},
    404: {"description": "没有找到"},
    409: {"description": "现在不能办理；possible 列出现在可以办理的事项"},
    422: {"description": "填写有误；fields 逐项说明"},
}


@lru_cache
def router() -> APIRouter:
    """Routes for all acts."""
    found = APIRouter()
    for act in ACTS.values():
        found.add_api_route(
            f"{PLACES[act.subject]}/{act.slug}",
            _endpoint(act),
            methods=["POST"],
            summary=act.title,
            description=f"{act.summary}　办理人：{'、'.join(ROLE_WORDS[role] for role in sorted(act.roles))}。",
            tags=[TAGS[act.subject]],
            name=act.name,
            responses=PROBLEMS,
            openapi_extra={"requestBody": _body(act)},
        )
    found.add_api_route("/acts", listed, methods=["GET"], summary="全部办理事项及其表单", tags=["目录"])
    return found


def _body(act: Act) -> dict[str, Any]:
    schema = act.form.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"content": {"application/json": {"schema": schema}}}


def listed(calling: Calling) -> list[dict[str, Any]]:
    """每个事项的名称、办理岗位和表单（JSON Schema）。"""
    return [
        {
            "name": act.slug,
            "title": act.title,
            "summary": act.summary,
            "subject": act.subject,
            "roles": sorted(act.roles),
            "event": act.event,
            "form": act.form.model_json_schema(),
            "allowed": calling.actor.role in act.roles,
        }
        for act in ACTS.values()
    ]


def _endpoint(act: Act) -> Callable[..., Any]:
    if act.subject == "office":

        def on_office(
            response: Response,
            calling: Calling,
            data: Annotated[dict[str, Any], Body()] = {},  # noqa: B006 - never changed
            idempotency_key: Key = None,
        ) -> dict[str, Any]:
            return _perform(act, calling, None, data, None, idempotency_key, response)

        return on_office

    def on_subject(
        subject_id: UUID,
        response: Response,
        calling: Calling,
        data: Annotated[dict[str, Any], Body()] = {},  # noqa: B006 - never changed
        if_match: IfMatch = None,
        idempotency_key: Key = None,
    ) -> dict[str, Any]:
        return _perform(act, calling, subject_id, data, if_match, idempotency_key, response)

    return on_subject


def _perform(
    act: Act,
    calling: Caller,
    subject_id: UUID | None,
    data: dict[str, Any],
    if_match: str | None,
    key: str | None,
    response: Response,
) -> dict[str, Any]:
    """The act and the memory of its answer in one transaction, opened here: a failing commit fails the request."""
    version = _version(if_match)
    asked = json.dumps([act.name, str(subject_id), data], sort_keys=True, ensure_ascii=False)
    request_hash = hashlib.sha256(asked.encode()).hexdigest()
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise NotValid(f"Idempotency-Key 须为1至{LONGEST_KEY}个字符。")
    with begin(calling.engine, by=calling.actor, at=now()) as work:
        if key is not None:
            earlier = _earlier(work, calling, key, request_hash)
            if earlier is not None:
                response.headers["Idempotent-Replayed"] = "true"
                return earlier
        done = perform(work, act.name, subject_id, data, expected_version=version)
        answer: dict[str, Any] = jsonable_encoder(done)
        if key is not None:
            work.writes.insert(
                IdempotentAnswer,
                {
                    "account_id": calling.actor.account_id,
                    "key": key,
                    "request_hash": request_hash,
                    "status": 200,
                    "body": answer,
                    "at": work.at,
                },
            )
    if answer.get("version") is not None:
        response.headers["ETag"] = f'"{answer["version"]}"'
    return answer


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdigit():
        raise NotValid('If-Match 须为所见版本号，例如 "3"。', fields={"If-Match": "须为版本号"})
    return int(text)


def _earlier(work: Work, calling: Caller, key: str, request_hash: str) -> dict[str, Any] | None:
    query = sa.select(_answer).where(_answer.c.account_id == calling.actor.account_id, _answer.c.key == key)
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if row["request_hash"] != request_hash:
        raise NotValid(
            "同一 Idempotency-Key 已用于另一请求，请换一个键。", fields={"Idempotency-Key": "已用于另一请求"}
        )
    body: dict[str, Any] = row["body"]
    return body
