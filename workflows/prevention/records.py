"""Reading a row of the register for an act, and leaving a trace of what was done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.prevention.campaign import Trace
from foundation.database import is_postgres
from foundation.errors import NotFound
from foundation.numbers import take
from foundation.work import Work
from workflows.forms import Form
from workflows.perform import journal_detail

# Lists of people are kept in their own table; a trace says how many and never who.
_PEOPLE = frozenset({"sign_in", "worker_name"})


def read_row(work: Work, table: sa.Table, row_id: UUID, what: str) -> dict[str, Any]:
    """The row, locked for this act. Raises NotFound."""
    query = sa.select(table).where(table.c.id == row_id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"没有这个{what}，或您无权查看。")
    return dict(row)


def trace(work: Work, kind: str, row_id: UUID, title: str, *, note: str = "", detail: Any = None) -> None:
    """One line of the register's own log: what, by whom, when; personal numbers and lists of people are left out."""
    given: Mapping[str, Any] = journal_detail(detail, {}) if isinstance(detail, Form) else (detail or {})
    work.writes.insert(
        Trace,
        {
            "subject_kind": kind,
            "subject_id": row_id,
            "title": title,
            "note": note,
            "by_name": work.by.name,
            "by_role": work.by.role,
            "at": work.at,
            "recorded_at": work.recorded_at,
            "detail": {name: value for name, value in given.items() if name not in _PEOPLE},
        },
    )


def number(work: Work, word: str, series: str) -> str:
    """The next number of a register in this year: 活动〔2026〕12."""
    year = work.day.year
    return f"{word}〔{year}〕{take(work, f'prevention:{series}:{year}')}"
