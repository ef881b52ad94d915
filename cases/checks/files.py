"""Files: what a row names must lie on the disk, whole; bytes that nobody names are only mentioned."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.attachment import Attachment, StoredFile
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from foundation.files import file_store

_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_file: sa.Table = StoredFile.__table__  # type: ignore[attr-defined]
# All contents are read over in the course of this many nights; existence and size are looked at every night.
PARTS = 16
# Bytes younger than this may still be on the way to their row (工会自定).
GRACE_SECONDS = 24 * 60 * 60


@check("file_content", "文件的内容完好")
def missing_or_damaged(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Files that are gone, have another length, or another content than when they were kept."""
    store = file_store(night.conf)
    tonight = f"{night.at.toordinal() % PARTS:x}"
    rows = connection.execute(sa.select(_file.c.name, _file.c.sha256, _file.c.size).order_by(_file.c.id))
    for name, sha256, size in rows:
        there = store.size(sha256)
        if there is None:
            yield Finding("file_content", "error", name, "文件的内容不在存储中；请从备份恢复。")
        elif there != size or (sha256.startswith(tonight) and not store.is_sound(sha256)):
            yield Finding("file_content", "error", name, "文件已损坏，与登记时的校验值不一致；请从备份恢复。")


@check("attachment_file", "材料都有文件登记")
def without_file(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Attachments whose file row is gone."""
    query = (
        sa.select(_attachment.c.label)
        .outerjoin(_file, _file.c.id == _attachment.c.file_id)
        .where(_file.c.id.is_(None))
        .order_by(_attachment.c.id)
    )
    for (label,) in connection.execute(query):
        yield Finding("attachment_file", "error", label, "材料没有对应的文件登记。")


@check("file_orphans", "存储中没有无主的内容")
def orphans(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Bytes in the store that no row names: an upload was interrupted. They do no harm."""
    named = set(connection.execute(sa.select(_file.c.sha256)).scalars())
    until = night.at.timestamp() - GRACE_SECONDS
    for name, kept in file_store(night.conf).kept():
        if name not in named and kept < until:
            yield Finding("file_orphans", "warning", name[:12], "存储中的内容没有登记（上传中断留下），可以清理。")
