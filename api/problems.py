"""RFC 9457 problems with stable types and Chinese details."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal

MEDIA = "application/problem+json"
KINDS: Mapping[type[Refusal], tuple[int, str, str]] = {
    NotFound: (404, "not-found", "没有找到"),
    NotAllowed: (403, "not-allowed", "无权办理"),
    NotPossible: (409, "not-possible", "现在不能办理"),
    NotValid: (422, "not-valid", "填写有误"),
}
HTTP_KINDS = {404: ("not-found", "没有这个地址"), 405: ("method-not-allowed", "这个地址不接受这种请求")}


class SignInMissing(Exception):
    """No valid token came with the request."""


def problem(status: int, kind: str, title: str, detail: str, request: Request, **more: Any) -> JSONResponse:
    """One problem document."""
    body = {
        "type": f"urn:weiquan:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **more,
    }
    return JSONResponse(body, status, media_type=MEDIA)


def refused(request: Request, error: Exception) -> JSONResponse:
    """A refusal of the core."""
    if not isinstance(error, Refusal):
        raise error
    status, kind, title = next(found for one, found in KINDS.items() if isinstance(error, one))
    more: dict[str, Any] = {}
    if isinstance(error, NotPossible) and error.possible:
        more["possible"] = list(error.possible)
    if isinstance(error, NotValid) and error.fields:
        more["fields"] = error.fields
    return problem(status, kind, title, error.detail, request, **more)


def not_found(request: Request, error: Exception) -> JSONResponse:
    """Errors of the framework: unknown addresses and methods."""
    if not isinstance(error, HTTPException):
        raise error
    kind, title = HTTP_KINDS.get(error.status_code, ("http", "请求没有完成"))
    return problem(error.status_code, kind, title, f"{title}。", request)


def failed(request: Request, _error: Exception) -> JSONResponse:
    """Something broke; nothing was saved."""
    return problem(500, "internal", "系统出错", "系统出错，本次请求没有保存。", request)


def sign_in_missing(request: Request, _error: Exception) -> JSONResponse:
    """Nobody is signed in."""
    answer = problem(401, "sign-in-needed", "需要登录", "请先取得令牌，并放在 Authorization: Bearer 中。", request)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def unreadable(request: Request, error: Exception) -> JSONResponse:
    """A body or parameter that does not have the shape."""
    if not isinstance(error, RequestValidationError):
        raise error
    fields = {".".join(str(part) for part in item["loc"][1:]) or "body": "格式不对" for item in error.errors()}
    words = "；".join(f"{name}：{fault}" for name, fault in fields.items())
    return problem(422, "not-valid", "填写有误", f"请求的格式不对——{words}", request, fields=fields)
