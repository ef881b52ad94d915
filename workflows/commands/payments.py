"""Money that arrived 到账: only confirmed payments count as recovered."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from foundation.errors import NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, Yuan
from workflows.receiving import receive
from workflows.roster import named, people_of
from workflows.subjects import CaseNow


class ShareItem(Form):
    """One person's part."""

    party: str = Field(title="劳动者", min_length=1, max_length=60, json_schema_extra={"choose": "roster_person"})
    amount: Yuan = Field(title="金额（元）", gt=0)


class ConfirmPayment(Form):
    """What arrived, when, and how it is known."""

    paid_on: date | None = Field(default=None, title="到账日期", description="不填按今日")
    amount: Yuan | None = Field(default=None, title="到账金额（元）", description="来源没有载明金额时不填")
    people: int | None = Field(default=None, title="到账人数", ge=1, le=100000)
    is_advance: bool = Field(default=False, title="先行垫付", description="由总承包单位、建设单位、保证金等垫付")
    proof: str | None = Field(default=None, title="到账凭证", max_length=500)
    settles_all: bool = Field(default=False, title="全部履行完毕")
    shares: tuple[ShareItem, ...] = Field(
        default=(), title="分到个人", description="人多时在名册页上逐人或者成批确认", max_length=2000
    )


@act("确认到账", Role.MEDIATOR, Role.SUPERVISOR, form=ConfirmPayment, desk="payments")
def confirm_payment(work: Work, case: CaseNow, form: ConfirmPayment) -> dict[str, Any]:
    """确认款项到账；约定款项全部到账后自动转结案审核。"""
    paid_on = past_day(work, form.paid_on, field="paid_on", label="到账日期")
    shares = []
    amount = form.amount
    if form.shares:
        people = people_of(work, case)
        shares = [(named(people, [one.party], field="shares")[0], one.amount) for one in form.shares]
        summed = sum((part for _, part in shares), Decimal(0))
        if amount is not None and summed != amount:
            said = f"分到个人的合计 {summed} 元与到账金额 {amount} 元不一致。"
            raise NotValid(said, fields={"shares": "合计与到账金额不一致"})
        amount = summed
    return receive(
        work,
        case,
        paid_on=paid_on,
        amount=amount,
        people=form.people,
        is_advance=form.is_advance,
        proof=form.proof,
        settles_all=form.settles_all,
        shares=shares,
    )
