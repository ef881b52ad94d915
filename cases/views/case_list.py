"""The list of cases: pages in an order, counts, and all rows for a file."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views.case_filters import EVERYBODY, SIZES, SORTS, Filters, conditions, near
from cases.views.rights import rights_first
from cases.views.search_viewer import Viewer
from cases.views.tables import account, case, employer

PAGE_SIZE = SIZES[0]
MOST_COUNTED = 10_000
_COLUMNS = (
    case.c.id,
    case.c.number,
    case.c.case_type,
    case.c.chart_version,
    case.c.state,
    case.c.stage,
    case.c.title,
    case.c.district,
    case.c.channel,
    case.c.category,
    case.c.head_count,
    case.c.claimed,
    case.c.agreed,
    case.c.paid,
    case.c.opened_at,
    case.c.accepted_at,
    case.c.closed_at,
    case.c.outcome,
    case.c.unit,
    case.c.next_due_at,
    case.c.next_rule,
    case.c.right_due_at,
    case.c.is_collective,
    case.c.is_migrant,
    case.c.is_new_form,
    case.c.is_confidential,
    case.c.alarm,
    case.c.urgency,
    employer.c.name.label("employer"),
    account.c.name.label("handler"),
)
_SOURCE = case.outerjoin(employer, employer.c.id == case.c.employer_id).outerjoin(
    account, account.c.id == case.c.handler_id
)


@dataclass(frozen=True)
class Page:
    """One page of rows and how many there are; beyond ten thousand nobody counts (`more`)."""

    rows: Sequence[Any]
    total: int
    number: int
    size: int = PAGE_SIZE
    more: bool = False

    @property
    def pages(self) -> int:
        """How many pages are known."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages or (self.more and len(self.rows) == self.size)


def list_cases(
    session: Session,
    filters: Filters,
    number: int,
    at: datetime,
    until: datetime,
    *,
    size: int | None = None,
    viewer: Viewer = EVERYBODY,
) -> Page:
    """One page: rights that end by `until` first, then by nearest due date, closed cases last; or as asked."""
    wanted = conditions(session, filters, at, until, viewer)
    size = size or filters.page_size
    number = max(number, 1)
    total = _count(session, wanted)
    is_near = sa.case((case.c.closed_at.is_(None), near(at)), else_=sa.false()).label("near")
    query = (
        sa.select(*_COLUMNS, is_near)
        .select_from(_SOURCE)
        .where(*wanted)
        .order_by(*in_order(filters, until))
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = session.connection().execute(query).all()
    return Page(rows, min(total, MOST_COUNTED), number, size, total > MOST_COUNTED)


def count_cases(
    session: Session, filters: Filters, at: datetime, until: datetime, *, viewer: Viewer = EVERYBODY
) -> int:
    """How many, up to one more than are counted."""
    return _count(session, conditions(session, filters, at, until, viewer))


def _count(session: Session, wanted: Sequence[sa.ColumnElement[bool]]) -> int:
    source = case.outerjoin(employer, employer.c.id == case.c.employer_id)
    some = sa.select(case.c.id).select_from(source).where(*wanted).limit(MOST_COUNTED + 1).subquery()
    return session.connection().execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def exact_count(
    session: Session, filters: Filters, at: datetime, until: datetime, *, viewer: Viewer = EVERYBODY
) -> int:
    """How many, to the last one."""
    wanted = conditions(session, filters, at, until, viewer)
    query = sa.select(sa.func.count()).select_from(_SOURCE).where(*wanted)
    return session.connection().execute(query).scalar_one()


def in_order(filters: Filters, until: datetime) -> Sequence[sa.ColumnElement[Any]]:
    """The order asked for, unknown values last; else the worker's rights first."""
    if not filters.sort:
        return rights_first(until)
    column = SORTS[filters.sort][1]
    way = column.desc() if filters.direction == "desc" else column.asc()
    return (column.is_(None), way, case.c.id)


def stream_cases(
    session: Session, filters: Filters, at: datetime, until: datetime, *, viewer: Viewer = EVERYBODY
) -> Generator[Any]:
    """All rows in the list's order, some hundred at a time in memory."""
    query = (
        sa.select(*_COLUMNS)
        .select_from(_SOURCE)
        .where(*conditions(session, filters, at, until, viewer))
        .order_by(*in_order(filters, until))
        .execution_options(yield_per=500)
    )
    with session.connection().execute(query) as rows:
        yield from rows


def matching_cases(
    session: Session, filters: Filters, at: datetime, until: datetime, most: int, *, viewer: Viewer = EVERYBODY
) -> list[tuple[UUID, str, str]]:
    """(id, number, title) of the first `most` cases in the list's order."""
    query = (
        sa.select(case.c.id, case.c.number, case.c.title)
        .select_from(_SOURCE)
        .where(*conditions(session, filters, at, until, viewer))
        .order_by(*in_order(filters, until))
        .limit(most)
    )
    return [(row.id, row.number, row.title) for row in session.connection().execute(query)]


def named_cases(session: Session, ids: Sequence[UUID]) -> list[Any]:
    """Rows of these cases, in their order: what an act's offer depends on, with number and title."""
    c = case.c
    columns = (c.id, c.number, c.title, c.case_type, c.chart_version, c.state, c.closed_at, c.handler_id)
    rows = {row.id: row for row in session.connection().execute(sa.select(*columns).where(c.id.in_(ids)))}
    return [rows[one] for one in dict.fromkeys(ids) if one in rows]
