"""Taking files in, and letting them be seen: bytes first, the row after; every look is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.attachment import Attachment, FileView, StoredFile, subject_of
from cases.case import Case
from cases.codes import ATTACHMENT_KIND
from cases.views.reach import check_reach
from cases.views.secrecy import may_see_people
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.files import CHUNK, Kept, file_store, too_large
from foundation.ids import new_id
from foundation.media_types import KNOWN, clean_name, media_type
from foundation.settings import settings
from foundation.work import Actor, Work
from people.roles import Role
from workflows.forms import Form, read_form
from workflows.perform import check_handler, check_unlocked, finish_case
from workflows.subjects import read_case

UPLOADERS = frozenset({Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR})
ENVELOPE = CHUNK
# How long going on with a recording is still the same look.
ONE_SITTING = timedelta(hours=2)
_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_file: sa.Table = StoredFile.__table__  # type: ignore[attr-defined]
_view: sa.Table = FileView.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


class AttachFile(Form):
    """What is said about a file that is uploaded."""

    kind: str = Field(default="other", title="材料类别", json_schema_extra={"enum": list(ATTACHMENT_KIND)})
    label: str | None = Field(default=None, title="说明", max_length=120, description="不填用文件名")
    replaces: UUID | None = Field(default=None, title="替换的文件")


@dataclass(frozen=True)
class Received:
    """Bytes that are kept already, with what they are and how they were called."""

    kept: Kept
    media_type: str
    name: str


@dataclass(frozen=True)
class Attached:
    """What an upload became; `again` when the same content lay there under the same word already."""

    attachment_id: UUID
    version: int
    again: bool


@dataclass(frozen=True)
class Content:
    """A file to be shown: its bytes, their hash, its kind, its own name."""

    content: bytes
    sha256: str
    media_type: str
    name: str


def most_bytes() -> int:
    """The largest file that is taken."""
    return settings().file_limit_mb * CHUNK


def taken_types() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """The kinds of file that are taken here."""
    wanted = {one.strip() for one in settings().file_types.split(",") if one.strip()}
    return {kind: said for kind, said in KNOWN.items() if not wanted or kind in wanted}


def check_length(said: str | None) -> None:
    """Raises NotValid before anything is read when a request says that it brings too much, or does not say."""
    if said is None or not said.isdigit():
        raise NotValid("上传须写明长度（Content-Length）。", fields={"file": "长度不明"})
    if int(said) > most_bytes() + ENVELOPE:
        raise NotValid(too_large(most_bytes()), fields={"file": "文件太大"})


def receive(source: BinaryIO, name: str) -> Received:
    """Keep the bytes of an upload, outside of any transaction. Raises NotValid for what is not taken."""
    found = media_type(source)
    if found is None or found not in taken_types():
        words = "、".join(dict.fromkeys(said for _, said in taken_types().values()))
        source.seek(0)
        if not source.read(1):
            raise NotValid("文件是空的，没有上传。请选择有内容的文件。", fields={"file": "文件是空的"})
        raise NotValid(
            f"不接受这种文件（按内容判断，与文件名无关）。可以上传：{words}。带宏的 Office 文件请另存为 docx、xlsx；"
            "旧格式和其他格式请转为 PDF。",
            fields={"file": "不接受这种文件"},
        )
    return Received(file_store().keep(source, most=most_bytes()), found, clean_name(name, found))


def attach(work: Work, subject_kind: str, subject_id: UUID, data: Mapping[str, Any], got: Received) -> Attached:
    """Enter a kept file under a subject. The same content under the same word twice is one file.

    Raises NotFound, NotAllowed, NotValid, NotPossible.
    """
    form = read_form(AttachFile, data)
    if form.kind not in ATTACHMENT_KIND:
        raise NotValid("没有这个材料类别。", fields={"kind": "请选择"})
    if work.by.role != Role.SYSTEM and work.by.role not in UPLOADERS:
        raise NotAllowed("文件须由话务员、调解员或主管上传。")
    case_id = _case_of(work, subject_kind, subject_id)
    case = read_case(work, case_id) if case_id is not None else None
    if case is not None:
        check_reach(work.connection, work.by, case.id)
        check_handler(case, work.by)
        check_unlocked(case)
    replaced = _replaced(work, form.replaces, subject_kind, subject_id)
    label = form.label or (replaced.label if replaced is not None else got.name)
    kind = form.kind if replaced is None or form.kind != "other" else replaced.kind
    same = _same(work, subject_kind, subject_id, got.kept.sha256)
    again = next((row for row in same if form.replaces in (None, row.replaces_id) and row.label == label), None)
    if again is not None:
        return Attached(again.id, again.version, True)
    file_id, attachment_id = new_id(), new_id()
    version = replaced.version + 1 if replaced is not None else 1
    work.writes.insert(
        StoredFile,
        {
            "id": file_id,
            "sha256": got.kept.sha256,
            "size": got.kept.size,
            "media_type": got.media_type,
            "name": got.name,
            "kept_at": work.recorded_at,
            "kept_by": work.by.name,
        },
    )
    work.writes.insert(
        Attachment,
        {
            "id": attachment_id,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "case_id": case_id,
            "kind": kind,
            "label": label,
            "file_id": file_id,
            "version": version,
            "replaces_id": form.replaces,
            "by_name": work.by.name,
            "account_id": work.by.account_id,
            "at": work.at,
        },
    )
    if case is not None:
        detail = {"note": f"{ATTACHMENT_KIND[kind]}：{label}", "sha256": got.kept.sha256, "version": version}
        finish_case(work, case, "attach_file", "上传文件", case.state, detail)
    return Attached(attachment_id, version, False)


def _case_of(work: Work, subject_kind: str, subject_id: UUID) -> UUID | None:
    """The case that a subject belongs to, if it belongs to one. Raises NotFound."""
    found = subject_of(subject_kind)
    if found is None:
        raise NotFound("这里不能上传文件。")
    label, table = found
    columns = [table.c.id, *([table.c.case_id] if "case_id" in table.c else [])]
    row = work.connection.execute(sa.select(*columns).where(table.c.id == subject_id)).one_or_none()
    if row is None:
        raise NotFound(f"没有这个{label}，或您无权查看。")
    return subject_id if subject_kind == "case" else getattr(row, "case_id", None)


def _replaced(work: Work, attachment_id: UUID | None, subject_kind: str, subject_id: UUID) -> Any:
    if attachment_id is None:
        return None
    query = sa.select(_attachment).where(_attachment.c.id == attachment_id)
    row = work.connection.execute(query.with_for_update() if is_postgres(work.connection) else query).one_or_none()
    if row is None or (row.subject_kind, row.subject_id) != (subject_kind, subject_id):
        raise NotFound("没有要替换的文件。")
    if row.withdrawn_at is not None:
        raise NotPossible("要替换的文件已撤回；请作为新文件上传。")
    return row


def _same(work: Work, subject_kind: str, subject_id: UUID, sha256: str) -> Any:
    query = (
        sa.select(_attachment)
        .join(_file, _file.c.id == _attachment.c.file_id)
        .where(
            _attachment.c.subject_kind == subject_kind,
            _attachment.c.subject_id == subject_id,
            _file.c.sha256 == sha256,
            _attachment.c.withdrawn_at.is_(None),
        )
    )
    return work.connection.execute(query).all()


def may_open(by: Actor, case: Any) -> bool:
    """Whether a person may open files of this case (None: of no case)."""
    return case is None or may_see_people(case, by)


def check_open(by: Actor, case: Any) -> None:
    """Raises NotAllowed unless this person may open files of this case; what a file is called names people too."""
    if not may_open(by, case):
        raise NotAllowed("此案要求保密：文件只有承办人、主管和话务员可以打开。")


def look(work: Work, attachment_id: UUID, how: str, *, again: bool = False) -> Any:
    """Write down that this person opens the file; gives the file's row. Raises NotFound, NotAllowed, NotPossible.

    `again`: a player goes on in the middle of a recording. That is the same look, where there was one not long ago.
    """
    row = work.connection.execute(
        sa.select(_attachment, _file.c.sha256, _file.c.media_type, _file.c.name)
        .join(_file, _file.c.id == _attachment.c.file_id)
        .where(_attachment.c.id == attachment_id)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这个文件，或您无权查看。")
    if row.case_id is not None:
        case = work.connection.execute(
            sa.select(_case.c.is_confidential, _case.c.handler_id).where(_case.c.id == row.case_id)
        ).one()
        check_open(work.by, case)
        check_reach(work.connection, work.by, row.case_id)
    if row.withdrawn_at is not None and work.by.role not in (Role.SUPERVISOR, Role.SYSTEM):
        raise NotPossible(f"文件已撤回（{row.withdrawn_reason}），只有主管可以打开。")
    if again and _looked_lately(work, attachment_id, how):
        return row
    work.writes.insert(
        FileView,
        {
            "attachment_id": attachment_id,
            "account_id": work.by.account_id,
            "name": work.by.name,
            "at": work.at,
            "how": how,
        },
    )
    return row


def _looked_lately(work: Work, attachment_id: UUID, how: str) -> bool:
    query = sa.select(_view.c.id).where(
        _view.c.attachment_id == attachment_id,
        _view.c.account_id == work.by.account_id,
        _view.c.how == how,
        _view.c.at > work.at - ONE_SITTING,
    )
    return work.connection.execute(query.limit(1)).first() is not None


def content_of(row: Any) -> Content:
    """The bytes of a file whose view is on record. Raises NotFound or NotPossible for a missing or damaged file."""
    return Content(file_store().read(row.sha256), row.sha256, row.media_type, row.name)
