"""The roster of a case: page by page, with its sums, and what they say beside the case's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views.tables import case, party, payment, payment_share
from foundation.errors import NotFound
from rules.errors import RuleError
from rules.findings.election import Election, election

PAGE_SIZE = 100
FIRST = 10
ORDERS: dict[str, tuple[sa.ColumnElement[Any], ...]] = {
    "entry": (party.c.place, party.c.recorded_at, party.c.id),
    "name": (party.c.name, party.c.id),
}
_present = sa.and_(party.c.role.in_(("worker", "representative")), party.c.status == "present")
_due = sa.func.coalesce(party.c.agreed, party.c.claimed)
_paid = sa.func.coalesce(party.c.paid, 0)
for _column in ("claimed", "agreed", "paid"):
    ORDERS[_column] = (party.c[_column].desc().nulls_last(), party.c.id)
SHOWS = {
    "all": sa.true(),
    "unpaid": sa.or_(_due.is_(None), _paid < _due),
    "paid": sa.and_(_due.is_not(None), _paid >= _due),
    "representatives": party.c.role == "representative",
}


@dataclass(frozen=True)
class Sums:
    """What the people's amounts add up to; `unknown`: how many have none."""

    people: int
    claimed: Decimal
    agreed: Decimal
    paid: Decimal
    without_claim: int
    without_agreed: int
    settled: int
    representatives: int
    withdrawn: int
    merged: int
    undivided: Decimal


@dataclass(frozen=True)
class RosterFile:
    """One page of the roster with everything that is said above it."""

    case: Any
    rows: Sequence[Any]
    found: int
    number: int
    sums: Sums
    election: Election | None

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.found // PAGE_SIZE))

    @property
    def complete(self) -> bool:
        """Whether the roster names as many people as the case has."""
        return bool(self.sums.people == self.case.head_count)

    @property
    def remarks(self) -> Sequence[str]:
        """Where the roster and the case's own figures differ, in words."""
        said = []
        if not self.complete:
            said.append(
                f"名册未全：案件涉及 {self.case.head_count} 人，名册登记 {self.sums.people} 人，合计不作为全案数。"
            )
        elif self.sums.people and not self.sums.without_agreed and self.case.agreed not in (None, self.sums.agreed):
            said.append(f"个人协议金额合计 {self.sums.agreed:,.2f} 元与全案协议金额 {self.case.agreed:,.2f} 元不一致。")
        if self.sums.undivided:
            said.append(f"有 {self.sums.undivided:,.2f} 元到账还没有分到个人。")
        if self.case.is_collective and self.election is not None and self.election.needed:
            said.append(f"没有按规定推举代表：{self.election.says}（{self.election.articles}）")
        return said


def state_of_person(row: Any) -> str:
    """Where one person stands, in a word."""
    due = row.agreed if row.agreed is not None else row.claimed
    paid = row.paid or Decimal(0)
    if paid and (due is None or paid < due):
        return "部分到账"
    if due is not None and paid >= due:
        return "已到账"
    return "已约定，未到账" if row.agreed is not None else "未达成协议"


def roster_file(
    session: Session,
    case_id: UUID,
    today: date,
    *,
    number: int = 1,
    order: str = "entry",
    show: str = "all",
    size: int | None = PAGE_SIZE,
) -> RosterFile:
    """One page of a case's roster; `size` None: everybody. Raises NotFound."""
    connection = session.connection()
    found = connection.execute(sa.select(case).where(case.c.id == case_id)).one_or_none()
    if found is None:
        raise NotFound("没有这个案件，或您无权查看。")
    wanted = [party.c.case_id == case_id, _present, SHOWS.get(show, SHOWS["all"])]
    count = connection.execute(sa.select(sa.func.count()).select_from(party).where(*wanted)).scalar_one()
    query = sa.select(party).where(*wanted).order_by(*ORDERS.get(order, ORDERS["entry"]))
    if size is not None:
        query = query.limit(size).offset((max(number, 1) - 1) * size)
    sums = _sums(connection, case_id)
    return RosterFile(
        found, connection.execute(query).all(), count, max(number, 1), sums, _election(today, found.head_count, sums)
    )


def roster_card(session: Session, case_id: UUID, today: date) -> RosterFile:
    """What the case page shows: the first few and the sums."""
    return roster_file(session, case_id, today, size=FIRST)


def _election(today: date, people: int, sums: Sums) -> Election | None:
    try:
        return election(today, people, sums.representatives)
    except RuleError:
        return None


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _sums(connection: sa.Connection, case_id: UUID) -> Sums:
    row = connection.execute(
        sa.select(
            _count(_present).label("people"),
            sa.func.sum(sa.case((_present, party.c.claimed))).label("claimed"),
            sa.func.sum(sa.case((_present, party.c.agreed))).label("agreed"),
            sa.func.sum(sa.case((_present, party.c.paid))).label("paid"),
            _count(sa.and_(_present, party.c.claimed.is_(None))).label("without_claim"),
            _count(sa.and_(_present, party.c.agreed.is_(None))).label("without_agreed"),
            _count(sa.and_(_present, SHOWS["paid"])).label("settled"),
            _count(sa.and_(_present, party.c.role == "representative")).label("representatives"),
            _count(party.c.status == "withdrawn").label("withdrawn"),
            _count(party.c.status == "merged").label("merged"),
        ).where(party.c.case_id == case_id)
    ).one()
    undivided = connection.execute(
        sa.select(sa.func.sum(payment.c.amount)).where(
            payment.c.case_id == case_id, sa.not_(sa.exists().where(payment_share.c.payment_id == payment.c.id))
        )
    ).scalar()
    values: dict[str, Any] = {name: value if value is not None else Decimal(0) for name, value in row._mapping.items()}
    return Sums(**values, undivided=undivided or Decimal(0))
