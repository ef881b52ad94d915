"""The register of employers: the list, one file with all that hangs on it, and files that may be the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.employer_names import fold_employer, reduce_employer
from cases.views import tables as t
from cases.views.employer_risk import Risk, risk_of
from cases.views.names import likely_employers
from cases.views.reach import narrowed
from foundation.errors import NotFound
from foundation.work import Actor

PAGE_SIZE = 50
MOST_SHOWN = 200
MOST_PAIRS = 60
# What other parts of the house know of an employer and show on its page: title, and (session, employer ids) → rows
# of (words, address). The register of check-ups adds itself here.
MORE_ABOUT: list[tuple[str, Callable[[Session, Sequence[UUID]], Sequence[tuple[str, str]]]]] = []


@dataclass(frozen=True)
class EmployerPage:
    """One page of the list."""

    rows: Sequence[Any]
    number: int
    more: bool


def list_employers(session: Session, text: str, number: int) -> EmployerPage:
    """One page of files that are not merged, by name; `text`: name, alias, initials or credit code."""
    e, key = t.employer, t.employer_key
    open_cases = sa.select(sa.func.count()).where(t.case.c.employer_id == e.c.id, t.case.c.closed_at.is_(None))
    all_cases = sa.select(sa.func.count()).where(t.case.c.employer_id == e.c.id)
    query = sa.select(
        *(e.c.id, e.c.name, e.c.credit_code, e.c.region, e.c.industry, e.c.branch_kind, e.c.union_status),
        open_cases.scalar_subquery().label("open_cases"),
        all_cases.scalar_subquery().label("all_cases"),
    ).where(e.c.merged_into_id.is_(None))
    folded = fold_employer(text)
    if folded:
        like = f"%{folded}%"
        ways = [
            e.c.folded.like(like),
            e.c.credit_code == folded.upper(),
            e.c.id.in_(sa.select(t.employer_alias.c.employer_id).where(t.employer_alias.c.folded.like(like))),
        ]
        if folded.isascii() and folded.isalpha():
            start = f"i:{folded}"
            ways.append(e.c.id.in_(sa.select(key.c.employer_id).where(key.c.key >= start, key.c.key < f"{start}~")))
        merged = t.employer.alias()
        ways.append(e.c.id.in_(sa.select(merged.c.merged_into_id).where(merged.c.folded.like(like))))
        query = query.where(sa.or_(*ways))
    query = query.order_by(e.c.name, e.c.id).limit(PAGE_SIZE + 1).offset((max(number, 1) - 1) * PAGE_SIZE)
    rows = session.connection().execute(query).all()
    return EmployerPage(rows[:PAGE_SIZE], max(number, 1), len(rows) > PAGE_SIZE)


@dataclass(frozen=True)
class Pair:
    """Two files that may be one employer, and why."""

    one: Any
    other: Any
    why: str


def possible_duplicates(session: Session) -> Sequence[Pair]:
    """Files with the same head, core or sound that belong to no common house."""
    a, b = t.employer_key.alias(), t.employer_key.alias()
    one, other = t.employer.alias(), t.employer.alias()
    found: dict[tuple[UUID, UUID], Pair] = {}
    for letter, why in (("c", "字号相同"), ("s", "字号同音")):
        query = (
            sa.select(
                *(one.c.id, one.c.name, one.c.parent_id, one.c.region, one.c.credit_code),
                *(column.label(f"other_{column.name}") for column in (other.c.id, other.c.name, other.c.parent_id)),
                *(column.label(f"other_{column.name}") for column in (other.c.region, other.c.credit_code)),
            )
            .select_from(a)
            .join(b, sa.and_(b.c.key == a.c.key, b.c.employer_id > a.c.employer_id))
            .join(one, one.c.id == a.c.employer_id)
            .join(other, other.c.id == b.c.employer_id)
            .where(
                a.c.key >= f"{letter}:",
                a.c.key < f"{letter};",
                one.c.merged_into_id.is_(None),
                other.c.merged_into_id.is_(None),
            )
            .limit(MOST_PAIRS * 4)
        )
        for row in session.connection().execute(query):
            family = {row.id, row.parent_id} & {row.other_id, row.other_parent_id} - {None}
            codes = row.credit_code and row.other_credit_code and row.credit_code != row.other_credit_code
            if family or codes:
                continue
            first, second = (row.id, row.name, row.region), (row.other_id, row.other_name, row.other_region)
            one_house = reduce_employer(row.name).head == reduce_employer(row.other_name).head
            said = "总机构与分支机构，宜登记为分支机构" if one_house else why
            found.setdefault((row.id, row.other_id), Pair(first, second, said))
    return list(found.values())[:MOST_PAIRS]


@dataclass(frozen=True)
class EmployerFile:
    """Everything about one employer, with its branches."""

    employer: Any
    merged_into: Any | None
    parent: Any | None
    aliases: Sequence[Any]
    branches: Sequence[Any]
    cases: Sequence[Any]
    sums: Any
    letters: Sequence[Any]
    projects: Sequence[Any]
    merges: Sequence[Any]
    entries: Sequence[Any]
    similar: Sequence[Any]
    risk: Risk
    more: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def employer_file_for(session: Session, employer_id: UUID, today: date, by: Actor) -> EmployerFile:
    """One file as this person may see it: of other units' cases and letters the sums and points only."""
    file = employer_file(session, employer_id, today)
    if by.unit_id is None:
        return file
    connection = session.connection()
    return replace(
        file,
        cases=narrowed(connection, by, file.cases, lambda row: row.id),
        letters=narrowed(connection, by, file.letters, lambda row: row.case_id),
        risk=replace(file.risk, reasons=[replace(one, sources=()) for one in file.risk.reasons]),
    )


def employer_file(session: Session, employer_id: UUID, today: date) -> EmployerFile:
    """One file. Raises NotFound."""
    connection = session.connection()
    e = t.employer
    row = connection.execute(sa.select(e).where(e.c.id == employer_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个用人单位的档案。")

    def named(other: UUID | None) -> Any | None:
        query = sa.select(e.c.id, e.c.name).where(e.c.id == other)
        return connection.execute(query).one_or_none() if other is not None else None

    branches = connection.execute(
        sa.select(e.c.id, e.c.name, e.c.branch_kind)
        .where(e.c.parent_id == employer_id, e.c.merged_into_id.is_(None))
        .order_by(e.c.name)
    ).all()
    house = [employer_id, *(one.id for one in branches)]
    case = t.case
    cases = connection.execute(
        sa.select(case, e.c.name.label("employer"))
        .join(e, e.c.id == case.c.employer_id)
        .where(case.c.employer_id.in_(house))
        .order_by(case.c.opened_at.desc())
        .limit(MOST_SHOWN)
    ).all()
    sums = connection.execute(
        sa.select(
            sa.func.count().label("cases"),
            sa.func.coalesce(sa.func.sum(sa.case((case.c.closed_at.is_(None), 1), else_=0)), 0).label("open"),
            sa.func.coalesce(sa.func.sum(case.c.head_count), 0).label("people"),
            *(sa.func.sum(case.c[name]).label(name) for name in ("claimed", "agreed", "paid")),
        ).where(case.c.employer_id.in_(house))
    ).one()
    letters = connection.execute(
        sa.select(t.letter, case.c.number.label("case_number"))
        .join(case, case.c.id == t.letter.c.case_id)
        .where(case.c.employer_id.in_(house))
        .order_by(t.letter.c.drafted_at.desc())
        .limit(MOST_SHOWN)
    ).all()
    similar = [
        one for one in likely_employers(session, row.name, 12) if one.id not in house and one.id != row.parent_id
    ]
    return EmployerFile(
        employer=row,
        merged_into=named(row.merged_into_id),
        parent=named(row.parent_id),
        aliases=connection.execute(
            sa.select(t.employer_alias).where(t.employer_alias.c.employer_id == employer_id)
        ).all(),
        branches=branches,
        cases=cases,
        sums=sums,
        letters=letters,
        projects=_projects(connection, house),
        merges=_merges(connection, employer_id),
        entries=connection.execute(
            sa.select(t.employer_entry)
            .where(t.employer_entry.c.employer_id == employer_id)
            .order_by(t.employer_entry.c.at.desc(), t.employer_entry.c.id.desc())
            .limit(MOST_SHOWN)
        ).all(),
        similar=similar,
        risk=risk_of(session, house, today),
        more=[(title, found) for title, read in MORE_ABOUT if (found := read(session, house))],
    )


def _projects(connection: sa.Connection, house: Sequence[UUID]) -> Sequence[Any]:
    company = t.project_company
    query = (
        sa.select(t.project.c.id, t.project.c.name, company.c.role)
        .join(company, company.c.project_id == t.project.c.id)
        .where(company.c.employer_id.in_(house))
        .order_by(t.project.c.name)
    )
    return connection.execute(query).all()


def _merges(connection: sa.Connection, employer_id: UUID) -> Sequence[Any]:
    merge, gone = t.employer_merge, t.employer.alias()
    query = (
        sa.select(merge, gone.c.name.label("gone"))
        .join(gone, gone.c.id == merge.c.from_id)
        .where(merge.c.into_id == employer_id)
        .order_by(merge.c.at.desc())
    )
    return connection.execute(query).all()
