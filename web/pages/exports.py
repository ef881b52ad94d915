"""导出: pick columns, ask, take the file; the log of all exports."""

import tempfile
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from cases.views.case_list import exact_count
from cases.views.exported import exports
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import begin
from notifications.ahead import danger
from people.roles import Role
from web.pages.cases import asked_of, viewer_of
from web.pages.forms import typed
from web.places import after
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.exports import COLUMNS, USUAL, limits, make_file
from workflows.perform import perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
# Where the rows of each list stand, and what it is called.
LISTS = {"cases": ("案件", "/cases"), "letters": ("文书台账", "/letters/ledger")}
STATES = {"waiting": "待批准", "approved": "可取文件", "refused": "未批准"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
for _act in ("request_export", "approve_export", "refuse_export", "export_letter_ledger"):
    after(_act, "/exports")


@router.get("/exports")
def listed(here: Here) -> Response:
    """The log, newest first."""
    with reading(here.engine) as session:
        rows = exports(session, here.actor.account_id, here.actor.role)
    deciding = here.actor.role in (Role.SUPERVISOR, Role.LEADER)
    return page("exports.html", here, rows=rows, states=STATES, columns=COLUMNS, lists=LISTS, deciding=deciding)


@router.get("/exports/new")
def new(here: Here, request: Request) -> Response:
    """Which columns, in which form, why."""
    return _new(here, dict(request.query_params), set(USUAL), {}, "")


def _new(
    here: Visitor, query: dict[str, str], picked: set[str], given: dict[str, str], message: str, status: int = 200
) -> Response:
    at = now()
    with reading(here.engine) as session:
        asked = asked_of(session, query)
        count = exact_count(session, asked.filters, at, at + danger(), viewer=viewer_of(here))
    return page(
        "export_new.html",
        here,
        status=status,
        count=count,
        query=asked.query,
        columns=COLUMNS,
        picked=picked,
        limits=limits(),
        given=given,
        message=message,
    )


async def columns_of(request: Request) -> list[str]:
    """The ticked columns; asynchronous only because the framework reads bodies so."""
    data = await request.form()
    return [value for value in data.getlist("column") if isinstance(value, str)]


@router.post("/exports")
def ask(here: Here, given: Typed, columns: Annotated[list[str], Depends(columns_of)]) -> Response:
    """Ask for it; a small one is ready at once."""
    check_csrf(here, given.get("csrf"))
    data: dict[str, Any] = {"query": given.get("query", ""), "columns": columns, "form": given.get("form", "xlsx")}
    if given.get("reason", "").strip():
        data["reason"] = given["reason"]
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "request_export", None, data)
    except (NotValid, NotPossible, NotAllowed) as refused:
        query = dict(parse_qsl(given.get("query", "")))
        return _new(here, query, set(columns), given, refused.detail, 422)
    return RedirectResponse("/exports", 303)


@router.post("/exports/{export_id}/file")
def take(here: Here, export_id: UUID, csrf: Annotated[str, Form()] = "") -> Response:
    """The file, made anew and put on record."""
    check_csrf(here, csrf)
    return export_file(here, export_id)


def export_file(here: Visitor, export_id: UUID) -> Response:
    """The file of an approved export; taking it is put on record."""
    with tempfile.NamedTemporaryFile(prefix="weiquan-export-", delete=False) as file:
        path = Path(file.name)
    try:
        log = make_file(here.engine, export_id, here.actor, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path,
        media_type=TYPES[log.form],
        filename=f"{log.list_name}-{str(export_id)[-12:]}.{log.form}",
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


@router.get("/cases.csv")
def direct(here: Here, request: Request) -> Response:
    """A short list as a file at once, with the usual columns; a longer one goes the way with a reason."""
    query = urlencode({name: value for name, value in request.query_params.items() if value})
    with begin(here.engine, by=here.actor, at=now()) as work:
        done = perform(work, "request_export", None, {"query": query, "form": "csv"})
    if done.made["state"] != "approved":
        return RedirectResponse("/exports", 303)
    return export_file(here, done.made["export_id"])
