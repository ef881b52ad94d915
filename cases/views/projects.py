"""Construction projects: the list, one site with its cases, and who pays first there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.employer_names import fold_employer
from cases.views import tables as t
from foundation.clock import office_day
from foundation.errors import NotFound
from rules.errors import RuleError
from rules.findings.catalogue import inquiry
from rules.findings.finding import Part

PAGE_SIZE = 50
MOST_SHOWN = 200
# Which companies on the site a heading of the table speaks of.
SPOKEN_OF: Mapping[str, tuple[str, ...]] = {
    "施工总承包单位": ("contractor",),
    "建设单位": ("owner",),
    "建设单位或总包": ("owner", "contractor"),
    "出借资质的单位": ("contractor", "subcontractor"),
}


@dataclass(frozen=True)
class ProjectPage:
    """One page of the list."""

    rows: Sequence[Any]
    number: int
    more: bool


def list_projects(session: Session, text: str, number: int) -> ProjectPage:
    """One page of projects, registered ones first; `text`: a part of the name."""
    project, case = t.project, t.case
    of = case.c.project_id == project.c.id
    query = sa.select(
        project,
        sa.select(sa.func.count()).where(of).scalar_subquery().label("cases"),
        sa.select(sa.func.sum(case.c.head_count)).where(of).scalar_subquery().label("people"),
    )
    folded = fold_employer(text)
    if folded:
        query = query.where(project.c.folded.like(f"%{folded}%"))
    query = query.order_by(project.c.registered_at.is_(None), project.c.name, project.c.id)
    rows = session.connection().execute(query.limit(PAGE_SIZE + 1).offset((max(number, 1) - 1) * PAGE_SIZE)).all()
    return ProjectPage(rows[:PAGE_SIZE], max(number, 1), len(rows) > PAGE_SIZE)


@dataclass(frozen=True)
class Duty:
    """One line of who pays: what the law says, and which companies here it means."""

    part: Part
    companies: Sequence[Any]


@dataclass(frozen=True)
class ProjectFile:
    """One site."""

    project: Any
    companies: Sequence[Any]
    cases: Sequence[Any]
    sums: Any


def project_file(session: Session, project_id: UUID) -> ProjectFile:
    """One project. Raises NotFound."""
    connection = session.connection()
    row = connection.execute(sa.select(t.project).where(t.project.c.id == project_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个工程项目。")
    case = t.case
    return ProjectFile(
        project=row,
        companies=_companies(connection, project_id),
        cases=connection.execute(
            sa.select(case).where(case.c.project_id == project_id).order_by(case.c.opened_at.desc()).limit(MOST_SHOWN)
        ).all(),
        sums=connection.execute(
            sa.select(
                sa.func.count().label("cases"),
                sa.func.coalesce(sa.func.sum(sa.case((case.c.closed_at.is_(None), 1), else_=0)), 0).label("open"),
                sa.func.coalesce(sa.func.sum(case.c.head_count), 0).label("people"),
                *(sa.func.sum(case.c[name]).label(name) for name in ("claimed", "agreed", "paid")),
            ).where(case.c.project_id == project_id)
        ).one(),
    )


def _companies(connection: sa.Connection, project_id: UUID) -> Sequence[Any]:
    company, e = t.project_company, t.employer
    order = sa.case({"owner": 0, "contractor": 1, "subcontractor": 2, "labour": 3}, value=company.c.role)
    query = (
        sa.select(e.c.id, e.c.name, e.c.parent_id, company.c.role)
        .join(e, e.c.id == company.c.employer_id)
        .where(company.c.project_id == project_id)
        .order_by(order, e.c.name)
    )
    return connection.execute(query).all()


@dataclass(frozen=True)
class Site:
    """The site of a case: its profile, its companies, who pays first."""

    project: Any
    companies: Sequence[Any]
    duties: Sequence[Duty]
    asked: str


def site_of(session: Session, case_id: UUID) -> Site | None:
    """What the case page shows of the site; None where the case names none."""
    connection = session.connection()
    row = connection.execute(
        sa.select(t.case.c.employer_id, t.case.c.opened_at, t.case.c.case_type, t.project)
        .join(t.project, t.project.c.id == t.case.c.project_id)
        .where(t.case.c.id == case_id)
    ).one_or_none()
    if row is None:
        return None
    companies = _companies(connection, row.id)
    below = [one for one in companies if row.employer_id in (one.id, one.parent_id)]
    is_below = any(one.role in ("subcontractor", "labour") for one in below)
    # Nobody is on file for the employer: on a site it is taken to stand below the contractor, and the page says so.
    taken = not below and any(one.role == "contractor" for one in companies)
    if row.case_type != "wage_arrears" or not (is_below or taken):
        return Site(row, companies, (), "")
    asked = "按登记的参建关系，本案单位是分包（劳务）单位" if is_below else "本案单位不在登记的参建单位中，按分包单位看"
    return Site(row, companies, duties(companies, office_day(row.opened_at)), asked)


def duties(companies: Sequence[Any], on: date) -> Sequence[Duty]:
    """Who pays where a subcontractor owes the wages, by the table of the rules."""
    question = inquiry("wage_chain")
    try:
        found = question.ask(question.form(day=on, subcontractor=True))  # type: ignore[call-arg]  # the form of this question
    except RuleError:
        return ()
    return [Duty(part, [one for one in companies if one.role in SPOKEN_OF.get(part.group, ())]) for part in found.parts]
