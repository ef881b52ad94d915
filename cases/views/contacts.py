"""Contacts: the list, one of them, what is known about its number, and who may see the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.phone import tidy_phone
from cases.views import tables as t
from cases.views.reach import contact_within, limits
from foundation.clock import OFFICE
from foundation.crypto import blind_index
from foundation.errors import NotFound, NotValid
from foundation.work import Actor
from people.roles import Role

PAGE_SIZE = 30
SECRET = "（要求保密）"  # noqa: S105 - what is shown in place of a name
_before = t.contact.alias("before")
_handler = t.case.c.handler_id.label("handler_id")


@dataclass(frozen=True)
class ContactFilters:
    """What is asked for; empty means all. A number is looked up by its index only."""

    handling: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""
    repeat: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ContactPage:
    """One page of rows, how many there are, and how many of them wait."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    waiting: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE_SIZE))


def may_see_caller(row: Any, by: Actor) -> bool:
    """A caller who asked for secrecy is named to intake, to whoever took the call and to the case's handler only."""
    if not row.is_confidential or by.role in (Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM):
        return True
    return by.account_id is not None and by.account_id in (row.taken_by, row.handler_id)


def may_ring(row: Mapping[str, Any], by: Actor) -> bool:
    """Whether this person may ask for the caller's number in full."""
    if by.role in (Role.OPERATOR, Role.SUPERVISOR):
        return True
    return by.account_id is not None and by.account_id in (row["taken_by"], row["handler_id"])


def shown(row: Any, by: Actor) -> Mapping[str, Any]:
    """The row for this person: where they may not know the caller, without name, number and what was said."""
    values = dict(row._mapping)
    if not may_see_caller(row, by):
        values |= {"caller_name": SECRET, "phone": None, "content": SECRET, "answer": row.answer and SECRET}
    return values


def list_contacts(
    session: Session, filters: ContactFilters, number: int, by: Actor, *, size: int = PAGE_SIZE
) -> ContactPage:
    """One page: those that wait for an answer or a case first, then the newest. Raises NotValid."""
    wanted = [*_conditions(filters), *_limits(by)]
    connection = session.connection()
    counted = connection.execute(
        sa.select(
            sa.func.count().label("total"), sa.func.count().filter(t.contact.c.handling == "open").label("waiting")
        )
        .select_from(t.contact)
        .where(*wanted)
    ).one()
    query = (
        _whole()
        .where(*wanted)
        .order_by(t.contact.c.handling != "open", t.contact.c.at.desc(), t.contact.c.id.desc())
        .limit(size)
        .offset((max(number, 1) - 1) * size)
    )
    rows = [shown(row, by) for row in connection.execute(query)]
    return ContactPage(rows, counted.total, counted.waiting, max(number, 1))


def _limits(by: Actor) -> list[sa.ColumnElement[bool]]:
    return [] if by.unit_id is None else [contact_within(by.unit_id)]


def _whole() -> sa.Select[Any]:
    return sa.select(
        t.contact, t.case.c.number.label("case_number"), _handler, _before.c.number.label("before_number")
    ).select_from(
        t.contact.outerjoin(t.case, t.case.c.id == t.contact.c.case_id).outerjoin(
            _before, _before.c.id == t.contact.c.repeat_of
        )
    )


def _conditions(filters: ContactFilters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if filters.handling:
        wanted.append(t.contact.c.handling == filters.handling)
    if filters.channel:
        wanted.append(t.contact.c.channel == filters.channel)
    if filters.since:
        wanted.append(t.contact.c.at >= _midnight(filters.since, "since"))
    if filters.until:
        wanted.append(t.contact.c.at < _midnight(filters.until, "until") + timedelta(days=1))
    if filters.repeat:
        repeats = t.contact.c.repeat_of.is_not(None)
        wanted.append(repeats if filters.repeat == "yes" else sa.not_(repeats))
    if filters.phone:
        wanted.append(t.contact.c.phone_index == blind_index(tidy_phone(filters.phone)))
    return wanted


def _midnight(text: str, name: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(), OFFICE)
    except ValueError:
        raise NotValid("日期格式应为 2026-10-31。", fields={name: "日期格式应为 2026-10-31"}) from None


def contact_file(session: Session, contact_id: UUID, by: Actor) -> Mapping[str, Any]:
    """One contact as this person may see it. Raises NotFound."""
    query = _whole().where(t.contact.c.id == contact_id, *_limits(by))
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这次来电登记。")
    return shown(row, by)


@dataclass(frozen=True)
class Caller:
    """What is known about the number: how often it called lately, the earlier calls, the cases it is known from."""

    lately: int
    contacts: Sequence[Any]
    cases: Sequence[Any]


NOBODY = Caller(0, (), ())


def caller_of(session: Session, contact_id: UUID, span: timedelta, by: Actor, *, most: int = 10) -> Caller:
    """Look up the number of this contact; a call without a number is known from nowhere."""
    connection = session.connection()
    this = connection.execute(
        sa.select(t.contact.c.phone_index, t.contact.c.at).where(t.contact.c.id == contact_id)
    ).one()
    if this.phone_index is None:
        return NOBODY
    same = sa.and_(t.contact.c.phone_index == this.phone_index, t.contact.c.id != contact_id)
    lately = connection.execute(
        sa.select(sa.func.count()).where(same, t.contact.c.at > this.at - span, t.contact.c.at <= this.at)
    ).scalar_one()
    earlier = (
        sa.select(t.contact.c.id, t.contact.c.number, t.contact.c.at, t.contact.c.channel, t.contact.c.handling)
        .where(same, *_limits(by))
        .order_by(t.contact.c.at.desc())
        .limit(most)
    )
    # A number is known from the parties of a case, and from calls that ended in one.
    by_party = sa.select(t.party.c.case_id).where(t.party.c.phone_index == this.phone_index)
    by_call = sa.select(t.contact.c.case_id).where(same, t.contact.c.case_id.is_not(None))
    known = (
        sa.select(
            t.case.c.id,
            t.case.c.number,
            t.case.c.title,
            t.case.c.case_type,
            t.case.c.chart_version,
            t.case.c.state,
            t.case.c.opened_at,
        )
        .where(sa.or_(t.case.c.id.in_(by_party), t.case.c.id.in_(by_call)), *limits(by))
        .order_by(t.case.c.opened_at.desc())
        .limit(most)
    )
    return Caller(lately + 1, connection.execute(earlier).all(), connection.execute(known).all())


def contacts_of_case(session: Session, case_id: UUID, by: Actor) -> Sequence[Mapping[str, Any]]:
    """The contacts of a case, the first one first, as this person may see them."""
    query = _whole().where(t.contact.c.case_id == case_id).order_by(t.contact.c.at)
    return [shown(row, by) for row in session.connection().execute(query)]
