"""账号管理, for the administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotValid
from foundation.work import begin
from people.accounts import add_account, people, set_active
from people.roles import Role
from web.render import page
from web.visitor import Here, Visitor, check_csrf

router = APIRouter()


def _only_admin(here: Visitor) -> None:
    if here.actor.role != Role.ADMIN:
        raise NotAllowed("账号由管理员管理。")


@router.get("/accounts")
def listed(here: Here) -> Response:
    """All accounts."""
    _only_admin(here)
    return _page(here, {}, {}, None)


def _page(
    here: Visitor, given: dict[str, str], errors: dict[str, str], message: str | None, status: int = 200
) -> Response:
    with reading(here.engine) as session:
        return page(
            "accounts.html", here, status=status, people=people(session), given=given, errors=errors, message=message
        )


@router.post("/accounts")
def add(
    here: Here,
    csrf: Annotated[str, Form()] = "",
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Make an account."""
    _only_admin(here)
    check_csrf(here, csrf)
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            add_account(work, login, name, role, password, title=title, unit=unit, email=email)
    except NotValid as wrong:
        given = {"login": login, "name": name, "role": role, "title": title, "unit": unit, "email": email}
        return _page(here, given, wrong.fields, wrong.detail, 422)
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{account_id}/active")
def switch(
    here: Here, account_id: UUID, csrf: Annotated[str, Form()] = "", active: Annotated[bool, Form()] = False
) -> Response:
    """Let somebody in again, or keep them out."""
    _only_admin(here)
    check_csrf(here, csrf)
    if account_id == here.actor.account_id and not active:
        raise NotAllowed("不能停用自己的账号。")
    with begin(here.engine, by=here.actor, at=now()) as work:
        set_active(work, account_id, active=active)
    return RedirectResponse("/accounts", 303)
