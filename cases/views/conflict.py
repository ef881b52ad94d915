"""What ties a person of the office to a case: the path over declared ties, branches, parents and sites.

That nobody handles their own or a relative's matter is the union's own rule (工会自定): the sources of the house give
no article for the union's mediators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import COMPANY_ROLE, EMPLOYER_BRANCH, INTEREST
from cases.employer_names import fold_employer
from cases.views import tables as t
from foundation.clock import office_day

# With these nobody may pass, whatever the reason.
ALWAYS = frozenset({"self", "relative"})
STEPS_UP = 5


@dataclass(frozen=True)
class Conflict:
    """One path from a person to the case, in words."""

    path: str
    relation: str

    @property
    def always(self) -> bool:
        """Whether no reason lets it pass."""
        return self.relation in ALWAYS


def conflicts_of(connection: sa.Connection, case: Any, account_id: UUID, on: date) -> Sequence[Conflict]:
    """Every tie of this account to the case on a day."""
    account = connection.execute(sa.select(t.account).where(t.account.c.id == account_id)).one_or_none()
    if account is None:
        return ()
    house = house_of(connection, case)
    return [
        *_declared(connection, case, account, house, on),
        *_own_union(connection, account.name, account.unit, house),
    ]


def union_conflicts(connection: sa.Connection, case: Any, unit: str) -> Sequence[Conflict]:
    """Whether a unit that is to handle the case is the employer's own union."""
    return _own_union(connection, unit, unit, house_of(connection, case))


def house_of(connection: sa.Connection, case: Any) -> Mapping[UUID, tuple[str, str]]:
    """Employers that have to do with the case: name, and what they are to it."""
    e = t.employer
    found: dict[UUID, tuple[str, str]] = {}
    if case.employer_id is not None:
        found |= _family(connection, case.employer_id, "本案用人单位")
    if case.project_id is not None:
        company = t.project_company
        query = (
            sa.select(e.c.id, e.c.name, company.c.role)
            .join(e, e.c.id == company.c.employer_id)
            .where(company.c.project_id == case.project_id)
        )
        for row in connection.execute(query).all():
            if row.id in found:
                continue
            found[row.id] = (row.name, f"本案工程的{COMPANY_ROLE[row.role]}")
            for key, words in _family(connection, row.id, f"本案工程的{COMPANY_ROLE[row.role]}").items():
                found.setdefault(key, words)
    return found


def _family(connection: sa.Connection, employer_id: UUID, words: str) -> dict[UUID, tuple[str, str]]:
    """An employer, those above it, and the branches of all of them."""
    e = t.employer
    found: dict[UUID, tuple[str, str]] = {}
    above = []
    current: UUID | None = employer_id
    for _ in range(STEPS_UP):
        row = connection.execute(sa.select(e.c.id, e.c.name, e.c.parent_id).where(e.c.id == current)).one_or_none()
        if row is None or row.id in found:
            break
        found[row.id] = (row.name, words if row.id == employer_id else f"{words}的上级单位")
        above.append(row.id)
        current = row.parent_id
        if current is None:
            break
    branches = sa.select(e.c.id, e.c.name, e.c.parent_id, e.c.branch_kind).where(e.c.parent_id.in_(above))
    for branch in connection.execute(branches):
        kind = EMPLOYER_BRANCH.get(branch.branch_kind or "", "分支机构")
        place = f"{words}的{kind}" if branch.parent_id == employer_id else f"与{words}同属一个上级单位"
        found.setdefault(branch.id, (branch.name, place))
    return found


def _declared(
    connection: sa.Connection, case: Any, account: Any, house: Mapping[UUID, tuple[str, str]], on: date
) -> list[Conflict]:
    tie = t.account_interest
    query = sa.select(tie).where(
        tie.c.account_id == account.id,
        tie.c.from_on <= on,
        sa.or_(tie.c.until_on.is_(None), tie.c.until_on >= on),
    )
    ties = connection.execute(query.order_by(tie.c.from_on, tie.c.id)).all()
    if not ties:
        return []
    indexes = [one.person_index for one in ties if one.person_index]
    people = _people(connection, case.id, indexes) if indexes else {}
    found = []
    for one in ties:
        said = f"{account.name} —（{INTEREST[one.relation]}，{one.from_on:%Y-%m} 起申报）→ "
        if one.employer_id in house:
            name, place = house[one.employer_id]
            found.append(Conflict(f"{said}{name} —（{place}）→ 本案", one.relation))
        if one.person_index in people:
            found.append(Conflict(f"{said}{people[one.person_index]} —（本案当事人）→ 本案", one.relation))
    return found


def _people(connection: sa.Connection, case_id: UUID, indexes: Sequence[str]) -> Mapping[str, str]:
    party = t.party
    query = sa.select(party.c.name, party.c.phone_index, party.c.id_index).where(
        party.c.case_id == case_id, sa.or_(party.c.phone_index.in_(indexes), party.c.id_index.in_(indexes))
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        for index in (row.phone_index, row.id_index):
            if index:
                found.setdefault(index, row.name)
    return found


def _own_union(
    connection: sa.Connection, who: str, unit: str | None, house: Mapping[UUID, tuple[str, str]]
) -> list[Conflict]:
    """The union of the employer itself sits on both sides of the table."""
    folded = fold_employer(unit or "")
    if not folded or not house:
        return []
    alias = t.employer_alias
    rows = connection.execute(
        sa.select(alias.c.employer_id, alias.c.folded).where(alias.c.employer_id.in_(list(house)))
    )
    names = {key: [fold_employer(name)] for key, (name, _) in house.items()}
    for row in rows:
        names[row.employer_id].append(row.folded)
    found = []
    for key, known in names.items():
        if any(len(name) > 2 and folded.startswith(name) for name in known):
            name, place = house[key]
            said = "" if who == unit else f"{who} —（所在单位：{unit}）→ "
            found.append(Conflict(f"{said}{unit} —（该单位的工会）→ {name} —（{place}）→ 本案", "own_union"))
    return found


def handler_conflicts(session: Session, case_id: UUID) -> Sequence[Conflict]:
    """What ties the present handler to the case; empty as a rule."""
    connection = session.connection()
    case = connection.execute(sa.select(t.case).where(t.case.c.id == case_id)).one_or_none()
    if case is None or case.handler_id is None:
        return ()
    last = connection.execute(sa.select(sa.func.max(t.journal.c.at)).where(t.journal.c.case_id == case_id)).scalar()
    return conflicts_of(connection, case, case.handler_id, office_day(last or case.opened_at))


def interests(session: Session, account_id: UUID | None) -> Sequence[Any]:
    """Declared ties, of one account or of all; newest first."""
    tie = t.account_interest
    query = (
        sa.select(tie, t.account.c.name.label("account"), t.employer.c.name.label("employer"))
        .select_from(
            tie.join(t.account, t.account.c.id == tie.c.account_id).outerjoin(
                t.employer, t.employer.c.id == tie.c.employer_id
            )
        )
        .order_by(tie.c.declared_at.desc(), tie.c.id.desc())
    )
    if account_id is not None:
        query = query.where(tie.c.account_id == account_id)
    return session.connection().execute(query).all()
