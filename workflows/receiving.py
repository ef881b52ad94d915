"""Money that arrived, written down once: the payment, whose it is, the case's sum, the promises it keeps."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.agreement import Agreement, Instalment, Payment
from cases.party import Party
from cases.payment_share import PaymentShare
from foundation.ids import new_id
from foundation.work import Work
from workflows import clocks, engine
from workflows.roster import Person
from workflows.subjects import CaseNow

_instalment: sa.Table = Instalment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_agreement: sa.Table = Agreement.__table__  # type: ignore[attr-defined]
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_share: sa.Table = PaymentShare.__table__  # type: ignore[attr-defined]
Share = tuple[Person, Decimal]
# Payments of the case that nobody has divided among the people yet.
_UNDIVIDED = (
    sa.select(_payment.c.id, _payment.c.amount, _payment.c.paid_on)
    .where(
        _payment.c.case_id == sa.bindparam("case"),
        _payment.c.amount.is_not(None),
        sa.not_(sa.exists().where(_share.c.payment_id == _payment.c.id)),
    )
    .order_by(_payment.c.paid_on, _payment.c.id)
)


def undivided(work: Work, case: CaseNow) -> Sequence[Any]:
    """Money on file that is not yet somebody's."""
    return work.connection.execute(_UNDIVIDED, {"case": case.id}).all()


def receive(
    work: Work,
    case: CaseNow,
    *,
    paid_on: date,
    amount: Decimal | None,
    people: int | None,
    is_advance: bool,
    proof: str | None,
    settles_all: bool = False,
    shares: Sequence[Share] = (),
) -> dict[str, Any]:
    """One payment. Where everything agreed has arrived, the case goes on to its closure."""
    payment_id = new_id()
    work.writes.insert(
        Payment,
        {
            "id": payment_id,
            "case_id": case.id,
            "paid_on": paid_on,
            "amount": amount,
            "people": people if people is not None else (len(shares) or None),
            "is_advance": is_advance,
            "proof": proof,
            "confirmed_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    divide(work, case, payment_id, shares)
    if amount is not None:
        case.paid = (case.paid or Decimal(0)) + amount
    complete = settles_all or (case.agreed is not None and case.paid is not None and case.paid >= case.agreed)
    _mark_instalments(work, case, paid_on, complete=complete)
    chart = engine.chart_of(case)
    if complete and (case.state, "all_performed") in chart.moves:
        for row in work.connection.execute(
            sa.select(_agreement.c.id).where(_agreement.c.case_id == case.id, _agreement.c.status == "performing")
        ):
            work.writes.update(Agreement, {"id": row.id}, {"status": "performed"})
        engine.advance(work, case, "all_performed", fully_paid=True)
        if case.outcome is None:
            case.outcome = "advance_paid" if is_advance else "mediated_paid"
        return {"all_performed": True}
    return {"all_performed": False}


def divide(work: Work, case: CaseNow, payment_id: UUID, shares: Sequence[Share]) -> None:
    """Whose a payment is; each person's own sum grows with it."""
    for person, part in shares:
        values = {"payment_id": payment_id, "case_id": case.id, "party_id": person.id, "amount": part}
        work.writes.insert(PaymentShare, {**values, "recorded_at": work.recorded_at})
        person.paid = (person.paid or Decimal(0)) + part
        work.writes.update(Party, {"id": person.id}, {"paid": person.paid})


def _mark_instalments(work: Work, case: CaseNow, paid_on: date, *, complete: bool) -> None:
    """Money pays the oldest promises first; an instalment that is covered stops its clock."""
    query = (
        sa.select(_instalment.c.id, _instalment.c.amount, _instalment.c.paid_on)
        .join(_agreement, _agreement.c.id == _instalment.c.agreement_id)
        .where(_instalment.c.case_id == case.id, _agreement.c.status == "performing")
        .order_by(_instalment.c.due_on, _instalment.c.seq)
    )
    left = case.paid or Decimal(0)
    for row in work.connection.execute(query):
        covered = complete or (row.amount is not None and left >= row.amount)
        left -= row.amount or Decimal(0)
        if not covered or row.paid_on is not None:
            continue
        work.writes.update(Instalment, {"id": row.id}, {"paid_on": paid_on})
        clocks.stop(
            work,
            case,
            lambda clock, instalment=row.id: str(clock["instalment_id"]) == str(instalment),  # type: ignore[misc]  # bound now
            met=True,
            reason="款项已到账",
        )
