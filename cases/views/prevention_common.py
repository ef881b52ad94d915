"""What every page of prevention shares: pages of rows, traces, tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.prevention import tables as t
from foundation.errors import NotFound, NotValid

PAGE = 30
MOST_TRACES = 200


@dataclass(frozen=True)
class Page:
    """One page of rows and how many there are in all."""

    rows: Sequence[Any]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE))


def paged(session: Session, query: sa.Select[Any], p: int, *, size: int = PAGE) -> Page:
    """One page of an ordered query."""
    connection = session.connection()
    total = connection.execute(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    number = max(p, 1)
    rows = connection.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, int(total), number)


def one_row(session: Session, query: sa.Select[Any], what: str) -> Any:
    """The row. Raises NotFound."""
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound(f"没有这个{what}，或您无权查看。")
    return row


def traces(session: Session, kind: str, row_id: UUID) -> Sequence[Any]:
    """What was done to it, newest first."""
    query = (
        sa.select(t.trace)
        .where(t.trace.c.subject_kind == kind, t.trace.c.subject_id == row_id)
        .order_by(t.trace.c.recorded_at.desc(), t.trace.c.id.desc())
        .limit(MOST_TRACES)
    )
    return session.connection().execute(query).all()


def tags_of(session: Session, kind: str, row_id: UUID) -> Sequence[Any]:
    """The campaigns that something belongs to."""
    tag = t.campaign_tag
    query = (
        sa.select(tag, t.campaign.c.name)
        .join(t.campaign, t.campaign.c.id == tag.c.campaign_id)
        .where(tag.c.subject_kind == kind, tag.c.subject_id == row_id, tag.c.removed_at.is_(None))
        .order_by(t.campaign.c.name)
    )
    return session.connection().execute(query).all()


def with_tag(kind: str, column: sa.Column[Any], campaign_id: str) -> sa.ColumnElement[bool]:
    """Whether a row carries a campaign's tag. Raises NotFound for what is no identifier."""
    tag = t.campaign_tag
    mine = sa.select(tag.c.subject_id).where(
        tag.c.campaign_id == identifier(campaign_id), tag.c.subject_kind == kind, tag.c.removed_at.is_(None)
    )
    return column.in_(mine)


def identifier(text: str) -> UUID:
    """An identifier from an address. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("没有这一项。") from None


def a_day(text: str) -> date | None:
    """A day from an address; empty means none. Raises NotValid."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid(f"日期格式应为 2026-10-31，现为“{text}”。", fields={"day": "日期格式应为 2026-10-31"}) from None
