"""文件: uploading, the page of one file with its versions and viewers, looking at it and taking it along."""

from collections.abc import AsyncIterator
from typing import Annotated, BinaryIO
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from cases.codes import VIEWED_HOW
from cases.views.files import one_file
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound, NotValid
from foundation.media_types import decoded
from foundation.work import begin
from people.roles import Role
from web.byte_range import goes_on, part_of
from web.places import after, local
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS
from workflows.attaching import UPLOADERS, Content, attach, check_length, check_open, content_of, look, receive

router = APIRouter()
INLINE = ("image/", "audio/", "video/", "application/pdf", "text/")
after("withdraw_file", "/files/{attachment_id}")


async def uploaded(request: Request) -> AsyncIterator[dict[str, str | UploadFile]]:
    """The parts of an upload; asynchronous only because the framework reads bodies so."""
    check_length(request.headers.get("content-length"))
    async with request.form(max_files=1, max_fields=20) as form:
        yield dict(form)


Parts = Annotated[dict[str, str | UploadFile], Depends(uploaded)]


def the_file(parts: dict[str, str | UploadFile]) -> tuple[BinaryIO, str]:
    """The one file of an upload and its name. Raises NotValid."""
    found = parts.get("file")
    if not isinstance(found, UploadFile) or not found.filename:
        raise NotValid("没有选择文件。请先选择一个文件，再上传。", fields={"file": "必填"})
    return found.file, found.filename


def texts(parts: dict[str, str | UploadFile]) -> dict[str, str]:
    """What was typed beside the file."""
    found = {name: parts.get(name) for name in ("kind", "label", "replaces")}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


def own_name(disposition: str, name: str) -> dict[str, str]:
    """The header that gives a file its own name (RFC 6266, RFC 5987)."""
    plain = "file." + name.rsplit(".", 1)[-1]
    return {"Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


@router.post("/files/{subject_kind}/{subject_id}")
def upload(here: Here, subject_kind: str, subject_id: UUID, parts: Parts) -> Response:
    """Take a file in, and go back to where the person stood."""
    csrf, back = parts.get("csrf"), parts.get("back")
    check_csrf(here, csrf if isinstance(csrf, str) else None)
    source, name = the_file(parts)
    got = receive(source, name)
    with begin(here.engine, by=here.actor, at=now()) as work:
        done = attach(work, subject_kind, subject_id, texts(parts), got)
    there = local(back) if isinstance(back, str) and back else f"/files/{done.attachment_id}"
    return RedirectResponse(there, 303)


@router.get("/files/{attachment_id}")
def show(here: Here, attachment_id: UUID) -> Response:
    """One file: what it is, its versions, who saw it."""
    with reading(here.engine) as session:
        found = one_file(session, attachment_id)
    check_open(here.actor, found.case)
    return page(
        "file.html",
        here,
        file=found,
        may_change=here.actor.role in UPLOADERS and found.row.withdrawn_at is None,
        may_withdraw=here.actor.role in ACTS["withdraw_file"].roles,
        may_see_withdrawn=here.actor.role == Role.SUPERVISOR,
        back=f"/cases/{found.row.case_id}" if found.row.case_id is not None else None,
    )


@router.get("/files/{attachment_id}/content")
def content(here: Here, request: Request, attachment_id: UUID, how: str = "preview") -> Response:
    """Look at it in the browser, or at a part of it; what a browser cannot show is downloaded."""
    if how not in VIEWED_HOW:
        raise NotFound("没有这种查看方式。")
    shown = _opened(here, attachment_id, how, again=goes_on(request))
    inline = how != "download" and shown.media_type.startswith(INLINE)
    body, kind = shown.content, shown.media_type
    if kind == "text/plain":
        body, kind = (decoded(body) or "").encode(), "text/plain; charset=utf-8"
    part = part_of(request, body, shown.sha256)
    headers = {**own_name("inline" if inline else "attachment", shown.name), **part.headers}
    return Response(part.content, part.status, media_type=kind, headers=headers)


@router.get("/files/{attachment_id}/download")
def download(here: Here, attachment_id: UUID) -> Response:
    """Take it along under its own name, as it was uploaded."""
    shown = _opened(here, attachment_id, "download")
    return Response(shown.content, media_type=shown.media_type, headers=own_name("attachment", shown.name))


def _opened(here: Visitor, attachment_id: UUID, how: str, *, again: bool = False) -> Content:
    with begin(here.engine, by=here.actor, at=now()) as work:
        row = look(work, attachment_id, how, again=again)
    return content_of(row)
