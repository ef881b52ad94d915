"""Whose cases a person may open: people of the office all of them, people of a unit below those of their unit.

A case is a unit's when it was sent there, when one of its people handles it, or when one of them opened it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from foundation.errors import NotAllowed
from foundation.work import Actor
from people.units import unit_below

WHOLE_CITY = "这里列的是全市的文书，只供市总工会人员查看；您所在单位案件的文书，请从案件页打开。"
NOT_YOURS = "此件不由您所在的单位办理，您无权查看；如需了解，请联系市总工会主管。"
# What an address names, and the table in which its case stands.
_NAMED: Mapping[str, sa.Table] = {
    "letter_id": t.letter,
    "referral_id": t.referral,
    "volume_id": t.archive_volume,
    "attachment_id": t.attachment,
}
# Addresses of acts and of uploads name a kind of subject beside its identifier.
_KINDS: Mapping[str, str] = {"cases": "case_id", "case": "case_id", "letters": "letter_id", "letter": "letter_id"}


def within(unit_id: UUID) -> sa.ColumnElement[bool]:
    """The condition on a case that it is this unit's."""
    people = sa.select(t.account.c.id).where(t.account.c.unit_id == unit_id)
    first = t.journal.alias("first_entry")
    opened = sa.exists().where(
        first.c.case_id == t.case.c.id, first.c.seq == 1, first.c.account_id.in_(people.scalar_subquery())
    )
    return sa.or_(t.case.c.unit_id == unit_id, t.case.c.handler_id.in_(people.scalar_subquery()), opened)


def contact_within(unit_id: UUID) -> sa.ColumnElement[bool]:
    """The condition on a contact that this unit's people took it, or that its case is theirs."""
    people = sa.select(t.account.c.id).where(t.account.c.unit_id == unit_id)
    cases = sa.select(t.case.c.id).where(within(unit_id))
    return sa.or_(t.contact.c.taken_by.in_(people), t.contact.c.case_id.in_(cases))


def limits_of(connection: sa.Connection, account_id: UUID | None) -> list[sa.ColumnElement[bool]]:
    """Conditions on cases for a list that this account reads; none for people of the office."""
    if account_id is None:
        return []
    unit_id = connection.execute(sa.select(unit_below(account_id))).scalar_one_or_none()
    return [] if unit_id is None else [within(unit_id)]


def limits(by: Actor) -> list[sa.ColumnElement[bool]]:
    """The same for somebody whose unit is known."""
    return [] if by.unit_id is None else [within(by.unit_id)]


def narrowed(connection: sa.Connection, by: Actor, rows: Iterable[Any], of: Callable[[Any], UUID | None]) -> list[Any]:
    """Of these rows those whose case this person may open; rows without a case stay."""
    found = list(rows)
    if by.unit_id is None or not found:
        return found
    ids = {one for one in map(of, found) if one is not None}
    query = sa.select(t.case.c.id).where(t.case.c.id.in_(ids), within(by.unit_id))
    seen = set(connection.execute(query).scalars())
    return [row for row in found if of(row) is None or of(row) in seen]


def check_reach(connection: sa.Connection, by: Actor, case_id: UUID | None) -> None:
    """Raises NotAllowed where the case is another unit's."""
    if by.unit_id is None or case_id is None:
        return
    query = sa.select(t.case.c.id).where(t.case.c.id == case_id)
    if connection.execute(query).first() is None:
        return
    if connection.execute(query.where(within(by.unit_id))).first() is None:
        raise NotAllowed(NOT_YOURS)


def check_address(connection: sa.Connection, by: Actor, path: str, named: Mapping[str, str]) -> None:
    """Raises NotAllowed where what an address names belongs to another unit's case; the doors ask before each page.

    Lists and books of letters are the whole city's.
    """
    if by.unit_id is None:
        return
    given = dict(named)
    of_letters = path.removeprefix("/api/v1").split("/")[1:2] == ["letters"]
    if of_letters and not ({"letter_id", "subject_id"} & given.keys()):
        raise NotAllowed(WHOLE_CITY)
    kind = _KINDS.get(given.get("place") or given.get("subject_kind") or "")
    if kind is not None and "subject_id" in given:
        given[kind] = given["subject_id"]
    if "case_id" in given and (case_id := _id(given["case_id"])) is not None:
        check_reach(connection, by, case_id)
    for name, table in _NAMED.items():
        if (subject_id := _id(given.get(name, ""))) is not None:
            query = sa.select(table.c.case_id).where(table.c.id == subject_id)
            check_reach(connection, by, connection.execute(query).scalar_one_or_none())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
