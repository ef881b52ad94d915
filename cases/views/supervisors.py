"""The register of supervisors 监督员: whose certificate holds on a day, and what keeps one from a matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import INTEREST
from cases.inquiry_settings import inquiry_settings
from cases.views import tables as t
from cases.views.conflict import Conflict, conflicts_of, house_of
from cases.views.light import Light


def holds_on(supervisor: Any, on: Any) -> sa.ColumnElement[bool]:
    """Whether a certificate holds on a day, as SQL over rows of the register: in a term and not withdrawn by then."""
    term = t.supervisor_term
    within = sa.exists().where(term.c.supervisor_id == supervisor.id, term.c.valid_from <= on, term.c.valid_to >= on)
    return sa.and_(within, sa.or_(supervisor.withdrawn_on.is_(None), supervisor.withdrawn_on > on))


def valid_on(connection: sa.Connection, supervisor_id: UUID, on: date) -> bool:
    """Whether this supervisor's certificate holds on a day."""
    s = t.supervisor
    query = sa.select(s.c.id).where(s.c.id == supervisor_id, holds_on(s.c, on))
    return connection.execute(query).one_or_none() is not None


def certificate_of(connection: sa.Connection, name: str, on: date) -> str | None:
    """The number of the certificate that a person of this name held on a day; None for none, or for several."""
    s = t.supervisor
    found = connection.execute(sa.select(s.c.certificate).where(s.c.name == name, holds_on(s.c, on))).scalars().all()
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class SupervisorShown:
    """One line of the register."""

    row: Any
    light: Light
    ties: Sequence[Any]
    open_now: int


def register(session: Session, on: date) -> Sequence[SupervisorShown]:
    """All supervisors: those who may investigate first."""
    connection = session.connection()
    s, employer, account, inquiry = t.supervisor, t.employer, t.account, t.investigation
    mine = sa.or_(inquiry.c.first_supervisor_id == s.c.id, inquiry.c.second_supervisor_id == s.c.id)
    open_now = sa.select(sa.func.count()).where(mine, inquiry.c.closed_at.is_(None)).correlate(s).scalar_subquery()
    query = (
        sa.select(
            s,
            employer.c.name.label("employer"),
            account.c.name.label("account"),
            holds_on(s.c, on).label("holds"),
            open_now.label("open_now"),
        )
        .select_from(
            s.outerjoin(employer, employer.c.id == s.c.employer_id).outerjoin(account, account.c.id == s.c.account_id)
        )
        .order_by(s.c.certificate)
    )
    ties = _ties(connection)
    rows = connection.execute(query).all()
    found = [SupervisorShown(row, _light(row, on), ties.get(row.id, ()), row.open_now) for row in rows]
    return sorted(found, key=lambda one: not one.row.holds)


def _light(row: Any, on: date) -> Light:
    """Green, yellow before the end, red: never a colour without its word."""
    if row.withdrawn_on is not None and row.withdrawn_on <= on:
        return Light("red", "■", "已收回")
    if not row.holds:
        return Light("secondary", "○", "尚未生效") if row.valid_from > on else Light("red", "■", "已过期")
    if row.valid_to < on + timedelta(days=inquiry_settings().certificate_soon):
        return Light("yellow", "▲", f"有效，{(row.valid_to - on).days} 天后到期")
    return Light("green", "●", "有效")


def _ties(connection: sa.Connection) -> Mapping[UUID, Sequence[Any]]:
    tie, employer, case = t.supervisor_interest, t.employer, t.case
    query = (
        sa.select(tie, employer.c.name.label("employer"), case.c.number.label("case_number"))
        .select_from(
            tie.outerjoin(employer, employer.c.id == tie.c.employer_id).outerjoin(case, case.c.id == tie.c.case_id)
        )
        .order_by(tie.c.from_on, tie.c.id)
    )
    found: dict[UUID, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.supervisor_id, []).append(row)
    return found


def ties_of(connection: sa.Connection, case: Any, supervisor: Any, on: date) -> Sequence[Conflict]:
    """Every tie of a supervisor to the case on a day, with its path: their own, and those of their account.

    That a supervisor belongs to the employer's own union is no tie: a basic-level union supervises its own
    employer (湖北22, 安徽22).
    """
    tie = t.supervisor_interest
    query = sa.select(tie).where(
        tie.c.supervisor_id == supervisor.id,
        tie.c.from_on <= on,
        sa.or_(tie.c.until_on.is_(None), tie.c.until_on >= on),
    )
    rows = connection.execute(query.order_by(tie.c.from_on, tie.c.id)).all()
    found = []
    house = house_of(connection, case) if any(row.employer_id is not None for row in rows) else {}
    for row in rows:
        said = f"{supervisor.name} —（{INTEREST[row.relation]}，{row.from_on:%Y-%m} 起申报）→ "
        if row.employer_id in house:
            name, place = house[row.employer_id]
            found.append(Conflict(f"{said}{name} —（{place}）→ 本案", row.relation))
        elif row.case_id == case.id:
            found.append(Conflict(f"{said}本案", row.relation))
    if supervisor.account_id is not None:
        found += conflicts_of(connection, case, supervisor.account_id, on)
    return found
