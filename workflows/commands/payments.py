"""Money that arrived 到账: only confirmed payments count as recovered."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from cases.agreement import Agreement, Instalment, Payment
from foundation.work import Work
from people.roles import Role
from workflows import clocks, engine
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, Yuan
from workflows.subjects import CaseNow

_instalment = Instalment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_agreement = Agreement.__table__  # type: ignore[attr-defined]


class ConfirmPayment(Form):
    """What arrived, when, and how it is known."""

    paid_on: date | None = Field(default=None, title="到账日期", description="不填按今日")
    amount: Yuan | None = Field(default=None, title="到账金额（元）", description="来源没有载明金额时不填")
    people: int | None = Field(default=None, title="到账人数", ge=1, le=100000)
    is_advance: bool = Field(default=False, title="先行垫付", description="由总承包单位、建设单位、保证金等垫付")
    proof: str | None = Field(default=None, title="到账凭证", max_length=500)
    settles_all: bool = Field(default=False, title="全部履行完毕")


@act("确认到账", Role.MEDIATOR, Role.SUPERVISOR, form=ConfirmPayment, desk="payments")
def confirm_payment(work: Work, case: CaseNow, form: ConfirmPayment) -> dict[str, Any]:
    """确认款项到账；约定款项全部到账后自动转结案审核。"""
    paid_on = past_day(work, form.paid_on, field="paid_on", label="到账日期")
    work.writes.insert(
        Payment,
        {
            "case_id": case.id,
            "paid_on": paid_on,
            "amount": form.amount,
            "people": form.people,
            "is_advance": form.is_advance,
            "proof": form.proof,
            "confirmed_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    if form.amount is not None:
        case.paid = (case.paid or Decimal(0)) + form.amount
    complete = form.settles_all or (case.agreed is not None and case.paid is not None and case.paid >= case.agreed)
    _mark_instalments(work, case, paid_on, complete=complete)
    chart = engine.chart_of(case)
    if complete and (case.state, "all_performed") in chart.moves:
        for row in work.connection.execute(
            sa.select(_agreement.c.id).where(_agreement.c.case_id == case.id, _agreement.c.status == "performing")
        ):
            work.writes.update(Agreement, {"id": row.id}, {"status": "performed"})
        engine.advance(work, case, "all_performed", fully_paid=True)
        if case.outcome is None:
            case.outcome = "advance_paid" if form.is_advance else "mediated_paid"
        return {"all_performed": True}
    return {"all_performed": False}


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
