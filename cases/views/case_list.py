"""The list of cases: filters, pages, counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views.light import NEAR_BY_KIND
from cases.views.rights import endangered, rights_first
from cases.views.tables import account, case, clock, employer
from foundation.crypto import blind_index
from foundation.errors import NotFound

PAGE_SIZE = 30


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty means all. `text` finds number, title and employer; phones only by `phone_index`."""

    case_type: str = ""
    stage: str = ""
    state: str = ""
    district: str = ""
    channel: str = ""
    handler: str = ""
    light: str = ""
    still: str = ""
    text: str = ""
    only: Sequence[UUID] | None = None


@dataclass(frozen=True)
class Page:
    """One page of rows and how many there are."""

    rows: Sequence[Any]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE_SIZE))


def list_cases(
    session: Session, filters: Filters, number: int, at: datetime, until: datetime, *, size: int = PAGE_SIZE
) -> Page:
    """One page: rights that end by `until` first, then by nearest due date; closed cases come last."""
    wanted = _conditions(filters, at)
    if filters.light == "right":
        wanted.append(endangered(until))
    connection = session.connection()
    source = case.outerjoin(employer, employer.c.id == case.c.employer_id)
    total = connection.execute(sa.select(sa.func.count()).select_from(source).where(*wanted)).scalar_one()
    query = (
        sa.select(
            case.c.id,
            case.c.number,
            case.c.case_type,
            case.c.chart_version,
            case.c.state,
            case.c.stage,
            case.c.title,
            case.c.district,
            case.c.channel,
            case.c.head_count,
            case.c.claimed,
            case.c.paid,
            case.c.opened_at,
            case.c.closed_at,
            case.c.next_due_at,
            case.c.next_rule,
            case.c.right_due_at,
            case.c.is_collective,
            employer.c.name.label("employer"),
            account.c.name.label("handler"),
            sa.case((case.c.closed_at.is_(None), _near(at)), else_=sa.false()).label("near"),
        )
        .select_from(source.outerjoin(account, account.c.id == case.c.handler_id))
        .where(*wanted)
        .order_by(*rights_first(until))
        .limit(size)
        .offset((max(number, 1) - 1) * size)
    )
    return Page(connection.execute(query).all(), total, max(number, 1))


def _conditions(filters: Filters, at: datetime) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    for name in ("case_type", "stage", "state", "district", "channel"):
        value = getattr(filters, name)
        if value:
            wanted.append(case.c[name] == value)
    if filters.handler:
        wanted.append(case.c.handler_id == _handler(filters.handler))
    if filters.still == "open":
        wanted.append(case.c.closed_at.is_(None))
    elif filters.still == "closed":
        wanted.append(case.c.closed_at.is_not(None))
    if filters.light in LIGHTS:
        wanted += [case.c.closed_at.is_(None), *LIGHTS[filters.light](at)]
    if filters.text:
        like = f"%{filters.text}%"
        wanted.append(sa.or_(case.c.number.like(like), case.c.title.like(like), employer.c.name.like(like)))
    if filters.only is not None:
        wanted.append(case.c.id.in_(filters.only))
    return wanted


def _near(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a running clock of the case is close to its due date, each kind by its own measure."""
    kinds = [sa.and_(clock.c.kind == kind, clock.c.due_at <= at + span) for kind, span in NEAR_BY_KIND.items()]
    return sa.exists().where(clock.c.case_id == case.c.id, clock.c.state == "running", sa.or_(*kinds))


LIGHTS: Mapping[str, Callable[[datetime], Sequence[sa.ColumnElement[bool]]]] = {
    "red": lambda at: [case.c.next_due_at <= at],
    "yellow": lambda at: [case.c.next_due_at > at, _near(at)],
    "green": lambda at: [case.c.next_due_at > at, sa.not_(_near(at))],
    "none": lambda at: [case.c.next_due_at.is_(None)],
}


def _handler(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("没有这个承办人。") from None


@dataclass(frozen=True)
class Repeat:
    """A case that may be the same matter."""

    case_id: UUID
    number: str
    title: str
    opened_at: datetime
    why: str


def repeats(session: Session, phone: str | None, employer_folded: str | None) -> list[Repeat]:
    """Earlier cases of the same phone number or employer, newest first."""
    from cases.views.tables import party

    connection = session.connection()
    columns = (case.c.id, case.c.number, case.c.title, case.c.opened_at)
    found: dict[UUID, Repeat] = {}
    if phone:
        query = (
            sa.select(*columns)
            .join(party, party.c.case_id == case.c.id)
            .where(party.c.phone_index == blind_index(phone))
            .order_by(case.c.opened_at.desc())
            .limit(10)
        )
        found.update({row.id: Repeat(*row, why="电话相同") for row in connection.execute(query)})
    if employer_folded:
        query = (
            sa.select(*columns)
            .join(employer, employer.c.id == case.c.employer_id)
            .where(employer.c.folded == employer_folded)
            .order_by(case.c.opened_at.desc())
            .limit(10)
        )
        for row in connection.execute(query):
            found.setdefault(row.id, Repeat(*row, why="用人单位相同"))
    return list(found.values())
