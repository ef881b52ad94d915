"""Rosters and registers: shares add up to their payments, nobody is missing from a count, every name can be found."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.agreement import Payment
from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.employer import Employer, EmployerKey
from cases.party import Party
from cases.payment_share import PaymentShare
from cases.project import Project, ProjectKey

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_share: sa.Table = PaymentShare.__table__  # type: ignore[attr-defined]
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]
_employer_key: sa.Table = EmployerKey.__table__  # type: ignore[attr-defined]
_project: sa.Table = Project.__table__  # type: ignore[attr-defined]
_project_key: sa.Table = ProjectKey.__table__  # type: ignore[attr-defined]
# Where a merged file may still be named: its keys lead on, its history and the merges tell of it.
MAY_STAY = {"employer_key", "employer_merge", "employer_entry"}


@check("payment_shares", "个人到账与到账记录一致")
def wrong_shares(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Payments whose shares do not add up to them."""
    summed = sa.select(_share.c.payment_id, sa.func.sum(_share.c.amount).label("total")).group_by(_share.c.payment_id)
    shares = summed.subquery()
    query = (
        sa.select(_case.c.number)
        .join(_payment, _payment.c.case_id == _case.c.id)
        .join(shares, shares.c.payment_id == _payment.c.id)
        .where(_payment.c.amount.is_distinct_from(shares.c.total))
    )
    for (number,) in connection.execute(query):
        yield Finding("payment_shares", "error", number, "一笔到账分到个人的合计与该笔金额不一致。")


@check("person_paid", "名册上的到账与个人到账记录一致")
def wrong_persons(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """People whose paid sum is not the sum of their shares."""
    summed = sa.select(sa.func.sum(_share.c.amount)).where(_share.c.party_id == _party.c.id).scalar_subquery()
    query = (
        sa.select(_case.c.number)
        .join(_party, _party.c.case_id == _case.c.id)
        .where(sa.func.coalesce(_party.c.paid, 0) != sa.func.coalesce(summed, 0))
        .distinct()
    )
    for (number,) in connection.execute(query):
        yield Finding("person_paid", "error", number, "名册上有人的到账金额与其到账记录不一致。")


@check("head_count", "名册人数不多于案件涉及人数")
def too_many_people(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose roster names more people than the case counts."""
    on_roster = sa.and_(_party.c.role.in_(("worker", "representative")), _party.c.status == "present")
    rosters = (
        sa.select(_party.c.case_id, sa.func.count().label("people")).where(on_roster).group_by(_party.c.case_id)
    ).subquery()
    query = (
        sa.select(_case.c.number, _case.c.head_count, rosters.c.people)
        .join(rosters, rosters.c.case_id == _case.c.id)
        .where(rosters.c.people > _case.c.head_count)
    )
    for row in connection.execute(query):
        message = f"名册登记 {row.people} 人，多于案件涉及的 {row.head_count} 人。"
        yield Finding("head_count", "error", row.number, message)


@check("name_keys", "单位和工程项目都能按名称找到")
def missing_keys(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Employers and projects without any key of their name."""
    for table, keys, owner in (
        (_employer, _employer_key, _employer_key.c.employer_id),
        (_project, _project_key, _project_key.c.project_id),
    ):
        query = sa.select(table.c.name).where(sa.not_(sa.exists().select_from(keys).where(owner == table.c.id)))
        for (name,) in connection.execute(query):
            yield Finding("name_keys", "error", name, "没有名称索引，登记时查重找不到它。")


@check("merged_employer", "已并入的单位档案不再被引用")
def still_named(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Rows that name a file which went into another."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in MAY_STAY:
            continue
        for column in table.columns:
            if not any(key.column.table.name == "employer" for key in column.foreign_keys):
                continue
            gone = _employer.alias()
            query = (
                sa.select(gone.c.name, sa.func.count().label("rows"))
                .join(table, column == gone.c.id)
                .where(gone.c.merged_into_id.is_not(None))
                .group_by(gone.c.name)
            )
            for row in connection.execute(query):
                where = f"{table.name}.{column.name}"
                yield Finding(
                    "merged_employer", "error", row.name, f"已并入另一档案，仍有 {row.rows} 处引用（{where}）。"
                )
