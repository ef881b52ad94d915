"""Two questions for whoever runs the machine: does the process live, can it work."""

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from foundation.database import reading
from migrations.upgrade import newest, present

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz", include_in_schema=False)
def readyz(request: Request) -> JSONResponse:
    """The database answers and has the schema that this program needs."""
    try:
        with reading(request.app.state.engine) as session:
            at = present(session.connection())
    except sa.exc.SQLAlchemyError:
        return JSONResponse({"status": "error", "detail": "数据库没有应答"}, 503)
    if at != newest():
        detail = "数据库版本不对，请运行 weiquan db upgrade"
        return JSONResponse({"status": "error", "detail": detail}, 503)
    return JSONResponse({"status": "ok"})
