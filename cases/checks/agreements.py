"""Agreements: the parts of one add up to the whole, and a confirmed one names its document."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.agreement import Agreement, Instalment
from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.confirmation import AgreementItem, Confirmation

_agreement: sa.Table = Agreement.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_confirmation: sa.Table = Confirmation.__table__  # type: ignore[attr-defined]
_PARTS: dict[str, sa.Table] = {
    "分期": Instalment.__table__,  # type: ignore[attr-defined]
    "各项诉求": AgreementItem.__table__,  # type: ignore[attr-defined]
}


@check("agreement_sums", "分期与协议金额一致")
def wrong_sums(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Agreements whose instalments or items are all known and do not add up to the amount."""
    for label, part in _PARTS.items():
        query = (
            sa.select(_case.c.number, _agreement.c.seq)
            .join(_agreement, _agreement.c.case_id == _case.c.id)
            .join(part, part.c.agreement_id == _agreement.c.id)
            .where(_agreement.c.amount.is_not(None))
            .group_by(_case.c.number, _agreement.c.id, _agreement.c.seq, _agreement.c.amount)
            .having(
                sa.func.count() == sa.func.count(part.c.amount),
                sa.func.sum(part.c.amount) != _agreement.c.amount,
            )
            .order_by(_case.c.number, _agreement.c.seq)
        )
        for number, seq in connection.execute(query):
            yield Finding("agreement_sums", "error", number, f"第{seq}份协议的{label}合计与协议金额不一致。")


@check("confirmation_document", "已确认的协议有文书号")
def without_document(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Confirmed applications without the number of the document that can be enforced."""
    query = (
        sa.select(_case.c.number)
        .join(_confirmation, _confirmation.c.case_id == _case.c.id)
        .where(_confirmation.c.result == "confirmed", _confirmation.c.document.is_(None))
        .order_by(_case.c.number)
    )
    for (number,) in connection.execute(query):
        yield Finding("confirmation_document", "error", number, "协议登记为已确认，却没有调解书或裁定书文号。")
