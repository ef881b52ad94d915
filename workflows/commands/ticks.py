"""Ticking off a roster: what was agreed with each person, and whose money arrived; each tick is a fact of payment."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from cases.party import Party
from cases.roster_text import read_roster
from foundation.errors import NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.commands.roster import keep_sums
from workflows.dates import past_day
from workflows.forms import Form
from workflows.receiving import Share, divide, receive, undivided
from workflows.roster import Person, named, people_of
from workflows.subjects import CaseNow

TICKING = (Role.MEDIATOR, Role.SUPERVISOR)


class Chosen(Form):
    """Whom a tick is about: everybody, the chosen ones, or names with amounts."""

    everyone: bool = Field(default=False, title="全部人员")
    parties: tuple[str, ...] = Field(default=(), title="所选人员", max_length=2000, description="姓名，一人一行")
    roster_text: str | None = Field(
        default=None, title="姓名和金额", max_length=400_000, description="粘贴“姓名 金额”两列，按所列金额登记"
    )

    @model_validator(mode="after")
    def _somebody(self) -> "Chosen":
        if sum((self.everyone, bool(self.parties), bool(self.roster_text))) != 1:
            raise ValueError("请在全部人员、所选人员、姓名和金额三项中选一项")
        return self


def _chosen(work: Work, people: Sequence[Person], form: Chosen) -> list[tuple[Person, Decimal | None]]:
    """The persons meant, with the amounts that were given for them. Raises NotValid."""
    if form.everyone:
        return [(one, None) for one in people]
    if form.parties:
        return [(one, None) for one in named(people, form.parties, field="parties")]
    read = read_roster(form.roster_text or "", work.day)
    if read.problems:
        raise NotValid(f"有 {len(read.problems)} 行有误，没有登记。", fields={"roster_text": read.said})
    found: list[tuple[Person, Decimal | None]] = []
    for line in read.lines:
        amount = line.claimed if line.claimed is not None else line.agreed
        if amount is None:
            raise NotValid(f"第{line.line}行没有金额。", fields={"roster_text": f"第{line.line}行没有金额"})
        found.append((named(people, [line.name], field="roster_text")[0], amount))
    return found


@act("个人协议金额", *TICKING, form=Chosen, desk="roster")
def tick_agreed(work: Work, case: CaseNow, form: Chosen) -> dict[str, Any]:
    """逐人或者成批登记协议金额；不填金额的按诉求金额。"""
    people = people_of(work, case)
    done = 0
    for person, given in _chosen(work, people, form):
        amount = given if given is not None else person.claimed
        if amount is None:
            raise NotPossible(f"{person.name} 没有诉求金额，请填写“姓名和金额”。")
        if amount < (person.paid or Decimal(0)):
            raise NotPossible(f"{person.name} 已到账的金额大于所填协议金额，请核对。")
        person.agreed = amount
        work.writes.update(Party, {"id": person.id}, {"agreed": amount})
        done += 1
    keep_sums(case, people, "agreed")
    return {"people": done}


class TickPaid(Chosen):
    """Whose money arrived, when, and how it is known."""

    paid_on: date | None = Field(default=None, title="到账日期", description="不填按今日")
    payment_id: UUID | None = Field(
        default=None,
        title="分配已确认的到账",
        description="款项已确认、还没有分到个人的，选这一笔，不再另记到账",
        json_schema_extra={"choose": "undivided_payment"},
    )
    is_new_money: bool = Field(default=False, title="是另一笔新到账")
    is_advance: bool = Field(default=False, title="先行垫付", description="由总承包单位、建设单位、保证金等垫付")
    proof: str | None = Field(default=None, title="到账凭证", max_length=500)


@act("个人到账", *TICKING, form=TickPaid, desk="roster")
def tick_paid(work: Work, case: CaseNow, form: TickPaid) -> dict[str, Any]:
    """逐人或者成批确认到账：记为一笔到账，分到各人；已全部到账的不重复登记。"""
    paid_on = past_day(work, form.paid_on, field="paid_on", label="到账日期")
    shares, settled = _shares(_chosen(work, people_of(work, case), form))
    if not shares:
        raise NotPossible("所选人员都已全部到账，没有重复登记。")
    summed = sum((part for _, part in shares), Decimal(0))
    waiting = undivided(work, case)
    made: dict[str, Any] = {"people": len(shares), "amount": summed, "settled_before": settled}
    if form.payment_id is not None:
        found = next((row for row in waiting if str(row.id) == str(form.payment_id)), None)
        if found is None:
            raise NotPossible("这笔到账不存在，或者已经分到个人。")
        if found.amount != summed:
            said = f"分到个人的合计 {summed} 元与这笔到账 {found.amount} 元不一致，请核对金额。"
            raise NotValid(said, fields={"payment_id": "合计与这笔到账不一致"})
        divide(work, case, found.id, shares)
        return made
    if waiting and not form.is_new_money:
        raise NotPossible(
            f"本案有 {len(waiting)} 笔到账还没有分到个人：是其中一笔的，请选“分配已确认的到账”；"
            "确是另一笔的，请勾选“是另一笔新到账”。"
        )
    return made | receive(
        work,
        case,
        paid_on=paid_on,
        amount=summed,
        people=len(shares),
        is_advance=form.is_advance,
        proof=form.proof,
        shares=shares,
    )


def _shares(chosen: Sequence[tuple[Person, Decimal | None]]) -> tuple[list[Share], int]:
    """Each person's part, and how many had everything already. Raises NotPossible for more than is due."""
    shares: list[Share] = []
    settled = 0
    for person, given in chosen:
        left = person.outstanding
        if left is None and given is None:
            raise NotPossible(f"{person.name} 没有协议金额或者诉求金额，请填写“姓名和金额”。")
        if left == 0:
            settled += 1
            continue
        part = given if given is not None else left
        if part is None or part <= 0:
            raise NotPossible(f"{person.name} 的到账金额应大于零。")
        if left is not None and part > left:
            raise NotPossible(f"{person.name} 尚余 {left} 元未到账，所填 {part} 元多于应得，请核对。")
        shares.append((person, part))
    return shares, settled
