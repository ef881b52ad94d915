"""批量办理: choose cases and an act, see what would become of each, apply, watch."""

import csv
from io import StringIO
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from cases.views.bulk import ITEM_WORDS, bulk_items, bulk_job, bulk_jobs
from cases.views.case_list import matching_cases, named_cases
from documents.list_files import plain_cell
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from notifications.ahead import danger
from web.fields import read_values, rows_shown
from web.pages.cases import asked_of, viewer_of
from web.pages.forms import fields_for, typed
from web.render import at as at_text
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.bulk import bulk_act, bulk_acts, carry_out, check_number, limits, order, preview
from workflows.offers import offered_on_case

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
OWN = ("csrf", "cases", "act", "key")


async def ticked(request: Request) -> list[str]:
    """The ticked cases; asynchronous only because the framework reads bodies so."""
    data = await request.form()
    return [value for value in data.getlist("case") if isinstance(value, str)]


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(one) for one in text.split(",") if one]
    except ValueError:
        raise NotFound("案件编号无效，请从案件列表重新勾选。") from None


def _rows(here: Visitor, ids: list[UUID]) -> list[Any]:
    check_number(len(ids))
    with reading(here.engine) as session:
        return named_cases(session, ids)


@router.post("/bulk/choose")
def choose(here: Here, given: Typed, cases: Annotated[list[str], Depends(ticked)]) -> Response:
    """Which act: for each, on how many of the cases it is offered."""
    check_csrf(here, given.get("csrf"))
    if given.get("which") == "all":
        at = now()
        with reading(here.engine) as session:
            asked = asked_of(session, dict(parse_qsl(given.get("query", ""))))
            most = limits().most + 1
            rows = matching_cases(session, asked.filters, at, at + danger(), most, viewer=viewer_of(here))
        ids = [case_id for case_id, _, _ in rows]
    else:
        ids = _ids(",".join(cases) or given.get("cases", ""))
    try:
        found = _rows(here, ids)
    except NotValid as wrong:
        return page("bulk_choose.html", here, status=422, rows=[], acts=[], cases="", message=wrong.detail)
    offered = [{act.name for act in offered_on_case(row, here.actor.role, here.actor.account_id)} for row in found]
    acts = [(act, sum(act.name in names for names in offered)) for act in bulk_acts(here.actor.role)]
    return page("bulk_choose.html", here, rows=found, acts=acts, cases=_joined(found), message="")


def _joined(rows: list[Any]) -> str:
    return ",".join(str(row.id) for row in rows)


@router.post("/bulk/form")
def form(here: Here, given: Typed) -> Response:
    """What the act needs, once for all cases."""
    check_csrf(here, given.get("csrf"))
    return _form(here, given, {}, "")


def _form(here: Visitor, given: dict[str, str], errors: dict[str, str], message: str, status: int = 200) -> Response:
    act = bulk_act(given.get("act", ""), here.actor)
    rows = _rows(here, _ids(given.get("cases", "")))
    return page(
        "bulk_form.html",
        here,
        status=status,
        act=act,
        fields=fields_for(here, act),
        given=given,
        errors=errors,
        message=message,
        count=len(rows),
        cases=_joined(rows),
        rows_shown=rows_shown,
    )


@router.post("/bulk/preview")
def show_preview(here: Here, given: Typed) -> Response:
    """Which would be done and which refused: tried for real and taken back."""
    check_csrf(here, given.get("csrf"))
    act = bulk_act(given.get("act", ""), here.actor)
    rows = _rows(here, _ids(given.get("cases", "")))
    data = read_values(fields_for(here, act), given)
    try:
        cases = [(row.id, row.number, row.title) for row in rows]
        tried = preview(here.engine, here.actor, now(), act.name, data, cases)
    except NotValid as wrong:
        return _form(here, given, wrong.fields, wrong.detail, 422)
    return page(
        "bulk_preview.html",
        here,
        act=act,
        refused=[one for one in tried if one.refused],
        fine=[one for one in tried if not one.refused],
        cases=_joined(rows),
        kept={name: value for name, value in given.items() if name not in OWN},
        key=uuid4().hex,
    )


@router.post("/bulk/apply")
def apply(here: Here, given: Typed) -> Response:
    """Order it: the same page sent twice is one job."""
    check_csrf(here, given.get("csrf"))
    act = bulk_act(given.get("act", ""), here.actor)
    rows = _rows(here, _ids(given.get("cases", "")))
    data = read_values(fields_for(here, act), given)
    at = now()
    try:
        cases = [(row.id, row.number) for row in rows]
        job_id = order(here.engine, here.actor, at, act.name, data, cases, given.get("key", ""))
    except (NotValid, NotPossible, NotAllowed) as refused:
        fields = refused.fields if isinstance(refused, NotValid) else {}
        return _form(here, given, fields, refused.detail, 422)
    # Begun at once behind the answer; killed in between, the engine carries on.
    return RedirectResponse(f"/bulk/{job_id}", 303, background=BackgroundTask(carry_out, here.engine, job_id, at))


@router.get("/bulk")
def listed(here: Here) -> Response:
    """Jobs, newest first."""
    with reading(here.engine) as session:
        return page("bulk_jobs.html", here, jobs=bulk_jobs(session, here.actor.account_id, here.actor.role))


@router.get("/bulk/{job_id}")
def one(here: Here, job_id: UUID) -> Response:
    """How far it is, and what became of each case."""
    return _one(here, job_id, "bulk_job.html")


@router.get("/bulk/{job_id}/progress")
def progress(here: Here, job_id: UUID) -> Response:
    """The part of the page that is fetched again while the job runs."""
    return _one(here, job_id, "bulk_progress.html")


def _one(here: Visitor, job_id: UUID, template: str) -> Response:
    with reading(here.engine) as session:
        job = bulk_job(session, job_id, here.actor.account_id, here.actor.role)
        return page(template, here, job=job, items=bulk_items(session, job_id), words=ITEM_WORDS)


@router.get("/bulk/{job_id}/result.csv")
def result(here: Here, job_id: UUID) -> Response:
    """The result as a file."""
    with reading(here.engine) as session:
        job = bulk_job(session, job_id, here.actor.account_id, here.actor.role)
        items = bulk_items(session, job_id)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["案号", "结果", "原因", "时间"])
    for item in sorted(items, key=lambda item: item.seq):
        writer.writerow([item.number, ITEM_WORDS[item.state], plain_cell(item.reason or ""), at_text(item.at)])
    writer.writerow([f"批量{job.title}，{job.by_name}，{at_text(job.created_at)}"])
    name = f'attachment; filename="bulk-{job_id}.csv"'
    return Response(
        "\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
