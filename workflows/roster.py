"""The people of a case as acts need them: who is on the roster, who is meant, and that the count holds them all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.party import Party
from foundation.errors import NotValid
from foundation.work import Work
from workflows.subjects import CaseNow

_party: sa.Table = Party.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
ON_ROSTER = ("worker", "representative")
_PEOPLE = (
    sa.select(_party)
    .where(_party.c.case_id == sa.bindparam("case"), _party.c.role.in_(ON_ROSTER), _party.c.status == "present")
    .order_by(_party.c.place, _party.c.recorded_at, _party.c.id)
)
_COUNT = sa.select(sa.func.count()).where(
    _party.c.case_id == sa.bindparam("case"), _party.c.role.in_(ON_ROSTER), _party.c.status == "present"
)


@dataclass
class Person:
    """One person on the roster, as the act finds and leaves them."""

    id: UUID
    name: str
    role: str
    phone_index: str | None
    id_index: str | None
    claimed: Decimal | None
    agreed: Decimal | None
    paid: Decimal | None

    @property
    def due(self) -> Decimal | None:
        """What the person is to get: what was agreed, else what is claimed."""
        return self.agreed if self.agreed is not None else self.claimed

    @property
    def outstanding(self) -> Decimal | None:
        """What has not arrived yet; None where no amount is known."""
        return None if self.due is None else max(self.due - (self.paid or Decimal(0)), Decimal(0))


def people_of(work: Work, case: CaseNow) -> list[Person]:
    """Everybody on the roster, in the order of entry."""
    names = list(Person.__dataclass_fields__)
    rows = work.connection.execute(_PEOPLE, {"case": case.id})
    return [Person(**{name: getattr(row, name) for name in names}) for row in rows]


def count_people(work: Work, case: CaseNow, *, more: int) -> None:
    """Let the case's count hold everybody on the roster, with `more` that this act adds."""
    there = work.connection.execute(_COUNT, {"case": case.id}).scalar_one()
    case.head_count = max(case.head_count, there + more)


def named(people: Sequence[Person], wanted: Iterable[str], *, field: str) -> list[Person]:
    """The persons meant, by identifier or by a name that only one of them has. Raises NotValid."""
    by_id = {str(one.id): one for one in people}
    found: dict[UUID, Person] = {}
    for text in wanted:
        one = by_id.get(text)
        if one is None:
            called = [person for person in people if person.name == text]
            if not called:
                raise NotValid(f"名册中没有“{_shown(text)}”。", fields={field: "名册中没有此人"})
            if len(called) > 1:
                raise NotValid(f"名册中有 {len(called)} 个“{text}”，请在名册页上勾选。", fields={field: "同名，请勾选"})
            one = called[0]
        found[one.id] = one
    return list(found.values())


def _shown(text: str) -> str:
    """What was typed for a name, unless it is a number (which is never repeated)."""
    return text if len(text) <= 30 and not re.search(r"[0-9]{5}", text) else "所填的人"


def complete(case: CaseNow, people: Sequence[Person]) -> bool:
    """Whether the roster names as many people as the case has."""
    return bool(len(people) == case.head_count)


def total(people: Iterable[Person], column: str) -> Decimal | None:
    """The sum of a column where everybody has an amount; else None."""
    amounts: list[Any] = [getattr(one, column) for one in people]
    return None if any(one is None for one in amounts) else sum(amounts, Decimal(0))
