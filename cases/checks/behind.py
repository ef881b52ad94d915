"""What runs behind the acts keeps up: the search, and bulk jobs that were ordered."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.bulk import BulkJob
from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.journal import JournalEntry
from cases.search_document import SearchCursor, SearchDocument

BEHIND_AFTER = timedelta(hours=1)
_doc: sa.Table = SearchDocument.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_cursor: sa.Table = SearchCursor.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_entry: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]
_job: sa.Table = BulkJob.__table__  # type: ignore[attr-defined]


@check("search_behind", "查找索引跟得上案卷")
def search_behind(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Cases that changed more than an hour ago and are still found by what they were, or not at all.

    Where no indexer has ever run there is no engine, and that is another check's word.
    """
    if connection.execute(sa.select(_cursor.c.name).limit(1)).first() is None:
        return
    last = sa.select(sa.func.max(_entry.c.recorded_at)).where(_entry.c.case_id == _case.c.id).scalar_subquery()
    query = (
        sa.select(sa.func.count())
        .select_from(_case.outerjoin(_doc, sa.and_(_doc.c.kind == "case", _doc.c.subject_id == _case.c.id)))
        .where(sa.or_(_doc.c.id.is_(None), _doc.c.version != _case.c.version), last < night.at - BEHIND_AFTER)
    )
    count = connection.execute(query).scalar_one()
    if count:
        words = f"有 {count} 件案件的查找索引落后一小时以上。引擎会自动补上；也可运行 weiquan search rebuild。"
        yield Finding("search_behind", "warning", "查找索引", words)


@check("bulk_stuck", "批量办理都已办完")
def stuck_jobs(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Bulk jobs that nobody has moved for an hour."""
    query = sa.select(_job.c.title, _job.c.by_name).where(
        _job.c.state == "running", _job.c.moved_at < night.at - BEHIND_AFTER
    )
    for title, by_name in connection.execute(query):
        yield Finding("bulk_stuck", "warning", f"批量{title}", f"{by_name}发起的批量办理超过一小时没有进展。")
