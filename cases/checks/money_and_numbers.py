"""Sums and numbers: what is kept must equal what it is the sum of, and no number may be missing."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.agreement import Payment
from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_paid = sa.select(sa.func.sum(_payment.c.amount)).where(_payment.c.case_id == _case.c.id).scalar_subquery()


@check("paid", "到账合计与到账记录一致")
def wrong_sums(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose confirmed money is not the sum of their payments."""
    query = sa.select(_case.c.number).where(_case.c.paid.is_distinct_from(_paid))
    for (number,) in connection.execute(query):
        yield Finding("paid", "error", number, "案件的到账合计与到账记录不一致。")
