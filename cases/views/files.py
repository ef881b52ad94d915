"""Files of a case, an employer, an activity: the newest of each with its versions, and who saw them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound

_columns = (
    t.attachment,
    t.stored_file.c.sha256,
    t.stored_file.c.size,
    t.stored_file.c.media_type,
    t.stored_file.c.name.label("name"),
)
_source = t.attachment.join(t.stored_file, t.stored_file.c.id == t.attachment.c.file_id)


@dataclass(frozen=True)
class FileShown:
    """One file as lists show it: its newest version, the older ones, how many people saw any of them."""

    row: Any
    older: Sequence[Any] = field(default_factory=tuple)
    viewers: int = 0


def files_of(session: Session, subject_kind: str, subject_id: UUID) -> Sequence[FileShown]:
    """Everything attached to a subject, newest upload first; withdrawn files too."""
    which = sa.and_(t.attachment.c.subject_kind == subject_kind, t.attachment.c.subject_id == subject_id)
    return _shown(session, which)


def files_of_case(session: Session, case_id: UUID) -> Sequence[FileShown]:
    """Everything in a case's file: attached to the case itself, to its agreements, letters, meetings."""
    return _shown(session, t.attachment.c.case_id == case_id)


def _shown(session: Session, which: sa.ColumnElement[bool]) -> Sequence[FileShown]:
    connection = session.connection()
    rows = connection.execute(sa.select(*_columns).select_from(_source).where(which)).all()
    by_id = {row.id: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    seen = (
        sa.select(t.file_view.c.attachment_id, t.file_view.c.name)
        .distinct()
        .where(t.file_view.c.attachment_id.in_(sa.select(t.attachment.c.id).where(which)))
    )
    viewers: dict[UUID, set[str]] = {}
    for attachment_id, name in connection.execute(seen):
        viewers.setdefault(attachment_id, set()).add(name)
    found = []
    for row in rows:
        if row.id in replaced:
            continue
        older = _older(row, by_id)
        names = set().union(*(viewers.get(one.id, set()) for one in (row, *older)))
        found.append(FileShown(row, older, len(names)))
    return sorted(found, key=lambda one: (one.row.withdrawn_at is not None, -one.row.at.timestamp(), str(one.row.id)))


def _older(row: Any, by_id: dict[UUID, Any]) -> list[Any]:
    older = []
    while row.replaces_id is not None and row.replaces_id in by_id:
        row = by_id[row.replaces_id]
        older.append(row)
    return older


@dataclass(frozen=True)
class FilePage:
    """One file with its whole line of versions and everybody who saw one of them."""

    row: Any
    versions: Sequence[Any]
    views: Sequence[Any]
    newest: bool
    case_number: str | None
    case: Any | None


def one_file(session: Session, attachment_id: UUID) -> FilePage:
    """The file's page. Raises NotFound."""
    connection = session.connection()
    query = sa.select(*_columns).select_from(_source)
    row = connection.execute(query.where(t.attachment.c.id == attachment_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个文件，或您无权查看。")
    same = sa.and_(t.attachment.c.subject_kind == row.subject_kind, t.attachment.c.subject_id == row.subject_id)
    by_id = {one.id: one for one in connection.execute(query.where(same))}
    after = {one.replaces_id: one for one in by_id.values() if one.replaces_id is not None}
    last = row
    while last.id in after:
        last = after[last.id]
    versions = [last, *_older(last, by_id)]
    views = connection.execute(
        sa.select(t.file_view, t.attachment.c.version)
        .join(t.attachment, t.attachment.c.id == t.file_view.c.attachment_id)
        .where(t.file_view.c.attachment_id.in_([one.id for one in versions]))
        .order_by(t.file_view.c.at.desc(), t.file_view.c.id.desc())
    ).all()
    of = sa.select(t.case.c.number, t.case.c.is_confidential, t.case.c.handler_id).where(t.case.c.id == row.case_id)
    case = connection.execute(of).one_or_none()
    return FilePage(row, versions, views, last.id == row.id, None if case is None else case.number, case)


def looks(session: Session, account_id: UUID | None, case_number: str, limit: int) -> Sequence[Any]:
    """Who opened which file or printed paper, newest first: of one person, in one case, or all."""
    found = [
        *_file_looks(session, account_id, case_number, limit),
        *_paper_looks(session, account_id, case_number, limit),
    ]
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True)[:limit]


def _file_looks(session: Session, account_id: UUID | None, case_number: str, limit: int) -> Sequence[Any]:
    look = t.file_view
    query = (
        sa.select(*(look.c[name] for name in _LOOK), t.attachment.c.label, look.c.attachment_id)
        .add_columns(t.attachment.c.case_id, *_CASE_OF_LOOK)
        .join(t.attachment, t.attachment.c.id == look.c.attachment_id)
        .outerjoin(t.case, t.case.c.id == t.attachment.c.case_id)
    )
    return _newest_looks(session, query, look, account_id, case_number, limit)


def _paper_looks(session: Session, account_id: UUID | None, case_number: str, limit: int) -> Sequence[Any]:
    look = t.paper_look
    query = (
        sa.select(*(look.c[name] for name in _LOOK), look.c.paper.label("label"), sa.null().label("attachment_id"))
        .add_columns(look.c.case_id, look.c.contact_id, t.contact.c.number.label("contact_number"), *_CASE_OF_LOOK)
        .outerjoin(t.case, t.case.c.id == look.c.case_id)
        .outerjoin(t.contact, t.contact.c.id == look.c.contact_id)
    )
    return _newest_looks(session, query, look, account_id, case_number, limit)


_LOOK = ("id", "at", "name", "how")
_CASE_OF_LOOK = (t.case.c.number.label("case_number"), t.case.c.is_confidential, t.case.c.handler_id)


def _newest_looks(
    session: Session, query: sa.Select[Any], look: sa.Table, account_id: UUID | None, case_number: str, limit: int
) -> Sequence[Any]:
    if account_id is not None:
        query = query.where(look.c.account_id == account_id)
    if case_number:
        query = query.where(t.case.c.number == case_number)
    return session.connection().execute(query.order_by(look.c.at.desc(), look.c.id.desc()).limit(limit)).all()
