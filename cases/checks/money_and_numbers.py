"""Sums and numbers: what is kept must equal what it is the sum of, and no number may be missing."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.agreement import Payment
from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.letter import LetterNumber

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_number: sa.Table = LetterNumber.__table__  # type: ignore[attr-defined]
_paid = sa.select(sa.func.sum(_payment.c.amount)).where(_payment.c.case_id == _case.c.id).scalar_subquery()


@check("paid", "到账合计与到账记录一致")
def wrong_sums(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose confirmed money is not the sum of their payments."""
    query = sa.select(_case.c.number).where(_case.c.paid.is_distinct_from(_paid))
    for (number,) in connection.execute(query):
        yield Finding("paid", "error", number, "案件的到账合计与到账记录不一致。")


@check("letter_numbers", "文号连续无缺")
def gaps(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Series of letter numbers that do not run from one without a gap."""
    group = (_number.c.issuer, _number.c.kind, _number.c.year)
    query = sa.select(*group, sa.func.count(), sa.func.max(_number.c.seq)).group_by(*group)
    for issuer, kind, year, count, highest in connection.execute(query):
        if count != highest:
            yield Finding("letter_numbers", "error", f"{issuer} {kind} {year}", "文号不连续。")
