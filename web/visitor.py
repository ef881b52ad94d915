"""Who is looking: the signed-in person, and the token that their forms must carry."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request

from cases.views.reach import check_address
from foundation.clock import now
from foundation.crypto import derived
from foundation.database import reading
from foundation.errors import NotAllowed
from foundation.work import Actor
from people.sign_in import who

COOKIE = "weiquan"


class SignInNeeded(Exception):
    """Nobody is signed in; the door sends the visitor to the sign-in page."""


@dataclass(frozen=True)
class Visitor:
    """A signed-in person with the database at hand."""

    actor: Actor
    token: str
    engine: sa.Engine

    @property
    def csrf(self) -> str:
        """What every form of this session must carry."""
        return hmac.new(derived("csrf"), self.token.encode(), hashlib.sha256).hexdigest()


def visitor(request: Request) -> Visitor:
    """The signed-in person. Raises SignInNeeded."""
    token = request.cookies.get(COOKIE, "")
    engine: sa.Engine = request.app.state.engine
    actor = who(engine, token, now())
    if actor is None:
        raise SignInNeeded
    if actor.unit_id is not None:
        with reading(engine) as session:
            check_address(session.connection(), actor, request.url.path, request.path_params)
    return Visitor(actor, token, engine)


Here = Annotated[Visitor, Depends(visitor)]


def check_csrf(here: Visitor, given: str | None) -> None:
    """Raises NotAllowed unless the form came from this session's own page."""
    if not given or not hmac.compare_digest(given, here.csrf):
        raise NotAllowed("页面已过期，请返回后重新提交。您填写的内容没有保存。")
