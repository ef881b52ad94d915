"""Agreements with their items, instalments and what makes them enforceable; and the ways when one is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from rules.findings.finding import Finding
from rules.findings.questions.payment_order import DEBTS, Order
from rules.findings.registry import inquiry

# What each kind of claim is in the words of 调解仲裁法 16; whatever else was agreed is no ground for an order.
DEBT_OF = {
    "wages": "pay",
    "wage_deduction": "pay",
    "overtime_pay": "pay",
    "leave_pay": "pay",
    "bonus": "pay",
    "double_wage": "damages",
    "severance": "severance",
    "illegal_termination_comp": "damages",
    "work_injury": "medical",
}


@dataclass(frozen=True)
class AgreementShown:
    """One agreement with all that hangs on it."""

    row: Any
    items: Sequence[Any]
    instalments: Sequence[Any]
    confirmations: Sequence[Any]

    @property
    def enforceable(self) -> Any:
        """The confirmation that makes it enforceable; None without one."""
        return next((one for one in self.confirmations if one.result == "confirmed"), None)


@dataclass(frozen=True)
class PaymentOrder:
    """What DT-3 says about one kind of debt of a broken agreement."""

    debt: str
    finding: Finding


@dataclass(frozen=True)
class Agreements:
    """The agreements of a case, the latest first; confirmations of none of them; the ways after a breach."""

    shown: Sequence[AgreementShown]
    loose: Sequence[Any]
    orders: Sequence[PaymentOrder]
    breached: bool


def agreements_of(session: Session, case_id: UUID) -> Agreements | None:
    """Everything agreed in a case; None where nothing was."""
    connection = session.connection()

    def rows(table: sa.Table, *order: sa.ColumnElement[Any]) -> Sequence[Any]:
        return connection.execute(sa.select(table).where(table.c.case_id == case_id).order_by(*order)).all()

    agreements = rows(t.agreement, t.agreement.c.seq.desc())
    confirmations = rows(t.confirmation, t.confirmation.c.applied_on, t.confirmation.c.id)
    if not agreements:
        return Agreements([], confirmations, [], False) if confirmations else None
    items = rows(t.agreement_item, t.agreement_item.c.seq)
    instalments = rows(t.instalment, t.instalment.c.seq)
    shown = [
        AgreementShown(
            row,
            [one for one in items if one.agreement_id == row.id],
            [one for one in instalments if one.agreement_id == row.id],
            [one for one in confirmations if one.agreement_id == row.id],
        )
        for row in agreements
    ]
    breached = agreements[0].status == "breached"
    kinds = [one.kind for one in shown[0].items] or list(
        connection.execute(sa.select(t.claim.c.kind).where(t.claim.c.case_id == case_id)).scalars()
    )
    orders = payment_orders(kinds, agreements[0].effective_on) if breached else []
    loose = [one for one in confirmations if one.agreement_id is None]
    return Agreements(shown, loose, orders, breached)


def payment_orders(claim_kinds: Sequence[str], day: date) -> Sequence[PaymentOrder]:
    """Whether a payment order can be asked for on a broken agreement, for each kind of debt in it (DT-3)."""
    debts = dict.fromkeys(DEBT_OF.get(kind, "other") for kind in claim_kinds)
    question = inquiry("payment_order")
    return [
        PaymentOrder(DEBTS[debt], question.ask(Order(day=day, debt=debt, agreement=True, overdue=True, certain=True)))
        for debt in debts
    ]
