"""Tickets: whose result is owed and by when, one of them with all that hangs on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound
from foundation.work import Actor
from people.roles import Role

PAGE_SIZE = 50
SEES_CALLER = (Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM)
_by_contact = t.case.alias("by_contact")
_below = t.ticket.alias("below")


@dataclass(frozen=True)
class TicketPage:
    """One page of tickets, and how many there are."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE_SIZE))


def _whole() -> sa.Select[Any]:
    case_id = sa.func.coalesce(t.ticket.c.case_id, t.contact.c.case_id)
    below = (
        sa.select(sa.func.count())
        .where(_below.c.parent_id == t.ticket.c.id, _below.c.state != "answered")
        .scalar_subquery()
    )
    return sa.select(
        t.ticket,
        t.contact.c.number.label("contact_number"),
        t.contact.c.handling,
        _by_contact.c.id.label("linked_case_id"),
        _by_contact.c.number.label("case_number"),
        _by_contact.c.outcome,
        below.label("waiting_below"),
    ).select_from(
        t.ticket.outerjoin(t.contact, t.contact.c.id == t.ticket.c.contact_id).outerjoin(
            _by_contact, _by_contact.c.id == case_id
        )
    )


def _owed() -> sa.ColumnElement[bool]:
    """A result is owed upwards, or by a unit below."""
    return sa.or_(
        sa.and_(t.ticket.c.direction == "in", t.ticket.c.state != "sent_back"),
        sa.and_(t.ticket.c.direction == "out", t.ticket.c.state != "answered"),
    )


def _ours(by: Actor) -> list[sa.ColumnElement[bool]]:
    """People of a unit below know what was sent down to their unit."""
    return [] if by.unit_id is None else [t.ticket.c.unit_id == by.unit_id]


_BY_DUE = (t.ticket.c.due_on.is_(None), t.ticket.c.due_on, t.ticket.c.received_at, t.ticket.c.id)


def shown(row: Any, by: Actor) -> Mapping[str, Any]:
    """The row for this person; who called is for intake only."""
    values = dict(row._mapping)
    if row.is_confidential and by.role not in SEES_CALLER:
        values |= {"caller_name": "（要求保密）", "phone": None}
    return values


def list_tickets(
    session: Session, by: Actor, *, direction: str = "", still: str = "owed", number: int = 1
) -> TicketPage:
    """One page by due date, those without one last; `still` is owed, done or empty for all."""
    wanted = _ours(by)
    if direction:
        wanted.append(t.ticket.c.direction == direction)
    if still:
        wanted.append(_owed() if still == "owed" else sa.not_(_owed()))
    connection = session.connection()
    total = connection.execute(sa.select(sa.func.count()).select_from(t.ticket).where(*wanted)).scalar_one()
    order = _BY_DUE if still == "owed" else (sa.not_(_owed()), *_BY_DUE)
    query = _whole().where(*wanted).order_by(*order).limit(PAGE_SIZE).offset((max(number, 1) - 1) * PAGE_SIZE)
    return TicketPage([shown(row, by) for row in connection.execute(query)], total, max(number, 1))


def owed_tickets(session: Session, by: Actor, *, most: int = 20) -> Sequence[Mapping[str, Any]]:
    """For the desk: results that are owed, the nearest due first."""
    query = _whole().where(_owed(), *_ours(by)).order_by(*_BY_DUE).limit(most)
    return [shown(row, by) for row in session.connection().execute(query)]


def one_ticket(session: Session, ticket_id: UUID, by: Actor) -> Mapping[str, Any]:
    """A ticket. Raises NotFound."""
    row = session.connection().execute(_whole().where(t.ticket.c.id == ticket_id, *_ours(by))).one_or_none()
    if row is None:
        raise NotFound("没有这件工单。")
    return shown(row, by)


def raw_ticket(session: Session, ticket_id: UUID) -> Any:
    """The bare row, to ask whether its result is ready. Raises NotFound."""
    row = session.connection().execute(sa.select(t.ticket).where(t.ticket.c.id == ticket_id)).one_or_none()
    if row is None:
        raise NotFound("没有这件工单。")
    return row


def tickets_below(session: Session, ticket_id: UUID, by: Actor) -> Sequence[Mapping[str, Any]]:
    """What was sent down from it."""
    query = _whole().where(t.ticket.c.parent_id == ticket_id).order_by(t.ticket.c.received_at)
    return [shown(row, by) for row in session.connection().execute(query)]


def ticket_of_contact(session: Session, contact_id: UUID) -> Any:
    """The ticket that a contact came from, if any: identifier and number."""
    query = sa.select(t.ticket.c.id, t.ticket.c.number, t.ticket.c.other_side, t.ticket.c.due_on).where(
        t.ticket.c.contact_id == contact_id
    )
    return session.connection().execute(query).first()


def same_number(session: Session, sender: str, number: str) -> Any:
    """The ticket that bears this sender's number already, if any."""
    query = sa.select(t.ticket.c.id, t.ticket.c.received_at).where(
        t.ticket.c.direction == "in", t.ticket.c.other_side == sender, t.ticket.c.number == number
    )
    return session.connection().execute(query).first()


def is_late(due_on: date | None, state: str, today: date) -> bool:
    """Whether a result is owed after its day."""
    return due_on is not None and state not in ("sent_back",) and due_on < today
