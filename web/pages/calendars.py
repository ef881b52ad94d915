"""放假安排: the notices, one notice with its year and its rehearsal, and the acts on it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from cases.calendar_version import VERSION_STATUS
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.work import begin
from people.roles import Role
from web.fields import read_values
from web.pages.forms import act_page, fields_for, typed
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS, Act
from workflows.calendar_rehearsal import OUTCOMES
from workflows.calendar_views import (
    COUNT_WORDS,
    as_csv,
    one_version,
    picture_of,
    present,
    rehearsed,
    versions,
)
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
PAGE = 100
LARGEST = 100_000
OFFERED = {
    "candidate": ("approve_calendar", "reject_calendar"),
    "approved": ("apply_calendar", "reject_calendar"),
    "applied": ("undo_calendar",),
}


@router.get("/calendars")
def listed(here: Here) -> Response:
    """The calendar in force and every notice that was imported."""
    return _list(here, None)


def _list(here: Visitor, message: str | None, status: int = 200) -> Response:
    with reading(here.engine) as session:
        on, rows = present(session), versions(session)
    return page(
        "calendars.html",
        here,
        status=status,
        on=on,
        papers=list(reversed(on.papers)),
        versions=rows,
        imported={row.sha256 for row in rows},
        words=VERSION_STATUS,
        may_import=here.actor.role == Role.ADMIN,
        message=message,
    )


@router.post("/calendars")
def hand_in(
    here: Here, csrf: Annotated[str, Form()] = "", file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Import a file."""
    check_role(find_act("import_calendar"), here.actor)
    check_csrf(here, csrf)
    content = file.file.read(LARGEST) if file is not None else b""
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, "import_calendar", None, {"text": content.decode("utf-8")})
    except UnicodeDecodeError:
        return _list(here, "文件不是 UTF-8 编码的文本。", 422)
    except (NotValid, NotPossible) as refused:
        words = refused.detail if content else "请选择通知文件（YAML）。"
        return _list(here, words, 422 if isinstance(refused, NotValid) else 409)
    return RedirectResponse(f"/calendars/{done.made['version_id']}", 303)


@router.get("/calendars/{version_id}")
def show(here: Here, version_id: UUID, rehearse: bool = False, p: int = 1, done: str = "") -> Response:
    """One notice; with `rehearse` what applying or undoing it would change."""
    p = max(p, 1)
    message, found = None, None
    with reading(here.engine) as session:
        row = one_version(session, version_id)
        paper, months = picture_of(session, row)
        if rehearse:
            try:
                found = rehearsed(session, row, now(), again=p == 1)
            except NotPossible as refused:
                message = refused.detail
    moves = found.rehearsal.moves if found is not None else ()
    finished = ACTS.get(done.replace("-", "_"))
    return page(
        "calendar.html",
        here,
        version=row,
        paper=paper,
        months=months,
        words=VERSION_STATUS,
        outcomes=OUTCOMES,
        count_words=COUNT_WORDS,
        offered=_offered(here, row.status),
        found=found,
        moves=moves[(p - 1) * PAGE : p * PAGE],
        p=p,
        pages=(len(moves) + PAGE - 1) // PAGE,
        message=message,
        done=finished.title if finished is not None else None,
    )


def _offered(here: Visitor, status: str) -> list[Act]:
    return [ACTS[name] for name in OFFERED.get(status, ()) if here.actor.role in ACTS[name].roles]


@router.get("/calendars/{version_id}/rehearsal.csv")
def export(here: Here, version_id: UUID) -> Response:
    """The whole rehearsal for spreadsheets."""
    with reading(here.engine) as session:
        row = one_version(session, version_id)
        text = as_csv(rehearsed(session, row, now(), again=False))
    headers = {"Content-Disposition": f'attachment; filename="calendar-{row.paper_id}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/calendars/{version_id}/notice.yaml")
def notice(here: Here, version_id: UUID) -> Response:
    """The text as it was imported, for weiquan verify --notice."""
    with reading(here.engine) as session:
        row = one_version(session, version_id)
    headers = {"Content-Disposition": f'attachment; filename="{row.paper_id}.yaml"'}
    return Response(row.text, media_type="text/plain; charset=utf-8", headers=headers)


def _act(here: Visitor, slug: str) -> Act:
    act = find_act(slug)
    if not any(act.name in names for names in OFFERED.values()):
        raise NotFound("没有这个办理事项。")
    check_role(act, here.actor)
    return act


def _form(here: Visitor, act: Act, version_id: UUID, given: dict[str, str], refused: Exception | None) -> Response:
    with reading(here.engine) as session:
        row = one_version(session, version_id)
    return act_page(
        here,
        act,
        target=f"/calendars/{version_id}/acts/{act.slug}",
        back=f"/calendars/{version_id}",
        given={**given, "version_id": str(version_id)},
        errors=refused.fields if isinstance(refused, NotValid) else {},
        message=str(refused) if refused is not None else None,
        subject=f"{row.paper_id}　{row.notice}",
        status=200 if refused is None else (422 if isinstance(refused, NotValid) else 409),
    )


@router.get("/calendars/{version_id}/acts/{slug}")
def ask(here: Here, version_id: UUID, slug: str) -> Response:
    """Are you sure."""
    return _form(here, _act(here, slug), version_id, {}, None)


@router.post("/calendars/{version_id}/acts/{slug}")
def do(here: Here, version_id: UUID, slug: str, given: Typed) -> Response:
    """Perform it; the clocks follow by the engine, not in this request."""
    act = _act(here, slug)
    check_csrf(here, given.get("csrf"))
    data = {**read_values(fields_for(here, act), given), "version_id": str(version_id)}
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, act.name, None, data)
    except (NotValid, NotPossible, NotAllowed) as refused:
        return _form(here, act, version_id, given, refused)
    return RedirectResponse(f"/calendars/{version_id}?done={slug}", 303)
