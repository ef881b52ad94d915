"""Who is calling: a bearer token; cookies are not read here, so no foreign page can call in somebody's name."""

from dataclasses import dataclass
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.problems import SignInMissing
from cases.views.reach import check_address
from foundation.clock import now
from foundation.database import reading
from foundation.work import Actor
from people.sign_in import who

_bearer = HTTPBearer(auto_error=False, description="由 POST /api/v1/session 取得")


@dataclass(frozen=True)
class Caller:
    """A signed-in program or person."""

    actor: Actor
    token: str
    engine: sa.Engine


def caller(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Caller:
    """The signed-in caller. Raises SignInMissing."""
    token = credentials.credentials if credentials is not None else ""
    actor = who(request.app.state.engine, token, now())
    if actor is None:
        raise SignInMissing
    if actor.unit_id is not None:
        # Acts say themselves whose case theirs is; what is only read is asked about here, before any of it is.
        named = {**request.path_params, **request.query_params}
        with reading(request.app.state.engine) as session:
            check_address(session.connection(), actor, request.url.path, named)
    return Caller(actor, token, request.app.state.engine)


Calling = Annotated[Caller, Depends(caller)]
