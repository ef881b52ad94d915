"""登录 and 退出."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from foundation.clock import now
from foundation.errors import NotAllowed
from foundation.settings import settings
from people.sign_in import STAYS, sign_in, sign_out
from web.render import page
from web.visitor import COOKIE, Here, check_csrf

router = APIRouter()


@router.get("/sign-in")
def show(next: str = "/") -> Response:
    """The form."""
    return page("sign_in.html", None, next=_safe(next), error=None, login="")


@router.post("/sign-in")
def enter(
    request: Request,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Let in, or say why not."""
    try:
        _, token = sign_in(request.app.state.engine, login, password, now())
    except NotAllowed as refused:
        return page("sign_in.html", None, status=403, next=_safe(next), error=refused.detail, login=login)
    answer = RedirectResponse(_safe(next), 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(STAYS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies,
    )
    return answer


@router.post("/sign-out")
def leave(here: Here, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session."""
    check_csrf(here, csrf)
    sign_out(here.engine, here.token, now())
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _safe(target: str) -> str:
    """Only paths of our own."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
