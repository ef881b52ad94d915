"""密码: one's own is changed with the present one; the administrator sets a new one for whoever forgot it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotValid
from foundation.work import begin
from people.accounts import Person, people, set_password
from people.passwords import SHORTEST
from people.roles import Role
from people.sign_in import change_password
from web.render import page
from web.visitor import Here, Visitor, check_csrf

router = APIRouter()
DIFFERENT = "两次输入的新密码不一样。"


@router.get("/password")
def own(here: Here, done: str = "") -> Response:
    """The form for one's own."""
    return _form(here, None, None, done=bool(done))


@router.post("/password")
def change(
    here: Here,
    csrf: Annotated[str, Form()] = "",
    old: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change it; other browsers of this account are signed out."""
    check_csrf(here, csrf)
    if password != again:
        return _form(here, None, DIFFERENT, status=422)
    try:
        change_password(here.engine, here.actor, here.token, old, password, now())
    except (NotAllowed, NotValid) as refused:
        return _form(here, None, refused.detail, status=422)
    return RedirectResponse("/password?done=1", 303)


@router.get("/accounts/{account_id}/password")
def of_another(here: Here, account_id: UUID) -> Response:
    """The administrator's form."""
    return _form(here, _whose(here, account_id), None)


@router.post("/accounts/{account_id}/password")
def reset(
    here: Here,
    account_id: UUID,
    csrf: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Set it; the account is unlocked, and whoever is signed in with it is signed out."""
    whose = _whose(here, account_id)
    check_csrf(here, csrf)
    if password != again:
        return _form(here, whose, DIFFERENT, status=422)
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            set_password(work, account_id, password)
    except NotValid as wrong:
        return _form(here, whose, wrong.detail, status=422)
    return RedirectResponse("/accounts", 303)


def _whose(here: Visitor, account_id: UUID) -> Person:
    if here.actor.role != Role.ADMIN:
        raise NotAllowed("账号由管理员管理。")
    with reading(here.engine) as session:
        found = next((one for one in people(session) if one.id == account_id), None)
    if found is None:
        raise NotFound("没有这个账号。")
    return found


def _form(
    here: Visitor, whose: Person | None, message: str | None, *, done: bool = False, status: int = 200
) -> Response:
    return page("password.html", here, status=status, whose=whose, message=message, done=done, shortest=SHORTEST)
