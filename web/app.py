"""The console on an application: pages, static files, and how refusals look."""

import pkgutil
from importlib import import_module
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from foundation.errors import NotAllowed, NotFound, NotPossible, Refusal
from web import pages
from web.headers import SecurityHeaders
from web.render import HERE, page
from web.visitor import SignInNeeded

STATUS = {NotFound: 404, NotAllowed: 403, NotPossible: 409}
HTTP_WORDS = {404: "没有这个页面。", 405: "这个地址不接受这种请求。"}


def page_routers() -> list[APIRouter]:
    """The routers of all pages, in the order of their files; those whose addresses would take others' come last."""
    modules = [import_module(f"{pages.__name__}.{one.name}") for one in pkgutil.iter_modules(pages.__path__)]
    modules.sort(key=lambda module: getattr(module, "LAST", False))
    return [module.router for module in modules if hasattr(module, "router")]


def mount(app: FastAPI) -> None:
    """Add the console."""
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for router in page_routers():
        app.include_router(router, include_in_schema=False)
    app.add_exception_handler(SignInNeeded, _to_sign_in)


def _to_sign_in(request: Request, _error: Exception) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    back = urlsplit(str(request.url)).path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={back}", 303)


def refused(_request: Request, error: Exception) -> Response:
    """A refusal of the core, as a page."""
    if not isinstance(error, Refusal):
        raise error
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    return page("refused.html", None, status=status, title="不能办理", detail=error.detail)


def not_found(_request: Request, error: Exception) -> Response:
    """Unknown addresses and wrong methods, as a page."""
    if not isinstance(error, HTTPException):
        raise error
    words = HTTP_WORDS.get(error.status_code, "请求没有完成。")
    return page("refused.html", None, status=error.status_code, title="没有找到", detail=words)


def unreadable(_request: Request, _error: Exception) -> Response:
    """An address with an identifier that is none."""
    return page("refused.html", None, status=404, title="没有找到", detail="没有这个页面，或地址不完整。")


def failed(_request: Request, _error: Exception) -> Response:
    """Something broke; what was typed is still in the browser's form when going back."""
    words = "系统出错，本次办理没有保存。请返回重试；仍然不行请联系管理员。"
    return page("refused.html", None, status=500, title="系统出错", detail=words)
