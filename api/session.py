"""Coming in and going out."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.caller import Calling
from foundation.clock import now
from people.roles import ROLE_WORDS
from people.sign_in import sign_in, sign_out

router = APIRouter(tags=["登录"])


class Credentials(BaseModel):
    """Login name and password."""

    login: str = Field(title="登录名")
    password: str = Field(title="密码")


@router.post("/session", summary="登录，取得令牌", status_code=201)
def enter(request: Request, given: Credentials) -> dict[str, Any]:
    """用登录名和密码换取令牌，十二小时有效。"""
    actor, token = sign_in(request.app.state.engine, given.login, given.password, now(), kind="program")
    return {"token": token, "name": actor.name, "role": actor.role}


@router.delete("/session", summary="退出，令牌作废", status_code=204)
def leave(calling: Calling) -> None:
    """作废当前令牌。"""
    sign_out(calling.engine, calling.token, now())


@router.get("/me", summary="当前账号")
def me(calling: Calling) -> dict[str, Any]:
    """当前令牌属于谁。"""
    actor = calling.actor
    return {"id": str(actor.account_id), "name": actor.name, "role": actor.role, "role_word": ROLE_WORDS[actor.role]}  # type: ignore[index]  # stored roles
