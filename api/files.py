"""Files for programs: upload, list, metadata with viewers, content."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response

from api.caller import Calling
from cases.attachment import subject_of
from cases.views.files import files_of, one_file
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from foundation.work import begin
from workflows.attaching import attach, check_length, check_open, content_of, look, receive

router = APIRouter(tags=["文件"])


def _length(request: Request) -> None:
    check_length(request.headers.get("content-length"))


def _object(row: Any) -> dict[str, Any]:
    return dict(row._mapping)


@router.post("/files/{subject_kind}/{subject_id}", summary="上传文件", dependencies=[Depends(_length)])
def upload(
    calling: Calling,
    subject_kind: str,
    subject_id: UUID,
    file: Annotated[UploadFile, File(description="按内容判断类型；大小和类型有限制")],
    kind: Annotated[str, Form(description="材料类别")] = "other",
    label: Annotated[str, Form(description="说明；不填用文件名")] = "",
    replaces: Annotated[UUID | None, Form(description="替换哪一个文件，成为其新版本")] = None,
) -> dict[str, Any]:
    """同一内容、同一说明再次上传，得到同一个文件（again 为 true）。"""
    got = receive(file.file, file.filename or "")
    data = {"kind": kind, "label": label or None, "replaces": replaces}
    with begin(calling.engine, by=calling.actor, at=now()) as work:
        done = attach(work, subject_kind, subject_id, data, got)
    return {
        "attachment_id": str(done.attachment_id),
        "version": done.version,
        "again": done.again,
        "sha256": got.kept.sha256,
        "size": got.kept.size,
        "media_type": got.media_type,
        "name": got.name,
    }


@router.get("/files", summary="一个对象的文件")
def listed(calling: Calling, subject_kind: str, subject_id: UUID) -> dict[str, Any]:
    """每个文件的最新一版，附旧版本和看过的人数。"""
    if subject_of(subject_kind) is None:
        raise NotFound("这里不能上传文件。")
    with reading(calling.engine) as session:
        found = files_of(session, subject_kind, subject_id)
    items = [
        {**_object(one.row), "older": [_object(old) for old in one.older], "viewers": one.viewers} for one in found
    ]
    encoded: dict[str, Any] = jsonable_encoder({"items": items})
    return encoded


@router.get("/files/{attachment_id}", summary="一个文件：各版本和谁看过")
def one(calling: Calling, attachment_id: UUID) -> dict[str, Any]:
    """不含内容；内容另取，每次取都记入查看记录。"""
    with reading(calling.engine) as session:
        found = one_file(session, attachment_id)
    check_open(calling.actor, found.case)
    encoded: dict[str, Any] = jsonable_encoder(
        {
            **_object(found.row),
            "newest": found.newest,
            "versions": [_object(row) for row in found.versions],
            "views": [_object(row) for row in found.views],
        }
    )
    return encoded


@router.get("/files/{attachment_id}/content", summary="文件内容", response_class=Response)
def content(calling: Calling, attachment_id: UUID) -> Response:
    """原样的内容；记为一次下载。"""
    with begin(calling.engine, by=calling.actor, at=now()) as work:
        row = look(work, attachment_id, "download")
    shown = content_of(row)
    return Response(shown.content, media_type=shown.media_type)
