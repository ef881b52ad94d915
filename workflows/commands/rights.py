"""The worker's own limits 劳动者权利时效: the fact that starts one, what interrupts it, the use of the right."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.clock_rows import ClockRow
from cases.codes import INTERRUPTION
from foundation.clock import start_of
from foundation.errors import NotFound, NotPossible
from foundation.work import Work
from people.roles import Role
from rules.rights import rights as table
from workflows import clocks, rights, withdrawing
from workflows.acts import act
from workflows.commands.clock_desk import clock_of
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.happened import Happened
from workflows.subjects import CaseNow

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class RecordRightFact(Form):
    """What happened to the worker, and when."""

    fact: Annotated[str, choice(table().events)] = Field(title="起算的事实")
    happened_on: date = Field(title="发生（收到）之日", description="当日不计入")
    evidence: str | None = Field(default=None, title="证据", max_length=500, description="例如送达回证、签收记录")


@act("登记时效起算", *ANYONE, form=RecordRightFact, desk="clocks")
def record_right_fact(work: Work, case: CaseNow, form: RecordRightFact) -> dict[str, Any]:
    """收到裁决、判决、决定或发生事故的，计劳动者自己的起诉、上诉、申请期限。"""
    day = past_day(work, form.happened_on, field="happened_on", label="发生之日")
    rights.open_by_fact(work, case, form.fact, day, cause="record_right_fact")
    return {"fact": table().events[form.fact]}


class RecordInterruption(Form):
    """Who was asked for what, when, and how it can be proved."""

    clock_id: UUID = Field(title="时效", json_schema_extra={"choose": "right_clock"})
    ground: Annotated[str, choice(INTERRUPTION)] = Field(title="中断事由")
    happened_on: date = Field(title="中断之日")
    evidence: str = Field(
        title="证据",
        min_length=1,
        max_length=1000,
        description="没有证据的主张将来难以认定，例如催告函及签收、录音、受理回执",
    )


@act("登记时效中断", *ANYONE, form=RecordInterruption, desk="clocks")
def record_interruption(work: Work, case: CaseNow, form: RecordInterruption) -> dict[str, Any]:
    """时效中断：自中断之日起重新计算，原时钟保留并注明证据。"""
    clock = clock_of(work, case, form.clock_id)
    if clock["kind"] != rights.KIND:
        raise NotPossible(f"“{clock['label']}”不是劳动者的权利时效，没有中断。")
    day = past_day(work, form.happened_on, field="happened_on", label="中断之日")
    made = rights.interrupt(
        work, case, clock, day, ground=form.ground, evidence=form.evidence, cause="record_interruption"
    )
    if made is None:
        raise NotPossible("该日的中断不会使时效更晚届满，不必登记。")
    return {"clock": clock["label"], "restart": day}


class RecordRightUsed(Form):
    """That the right was used in time."""

    clock_id: UUID = Field(title="时效", json_schema_extra={"choose": "right_clock"})
    used_on: date = Field(title="行使之日", description="立案、受理或者邮戳之日")
    evidence: str = Field(title="证据", min_length=1, max_length=1000)


@act("登记权利已行使", *ANYONE, form=RecordRightUsed, desk="clocks")
def record_right_used(work: Work, case: CaseNow, form: RecordRightUsed) -> dict[str, Any]:
    """已申请仲裁、起诉、上诉或者申请认定的，该项时效停止。"""
    clock = clock_of(work, case, form.clock_id)
    if clock["kind"] != rights.KIND:
        raise NotPossible(f"“{clock['label']}”不是劳动者的权利时效。")
    day = past_day(work, form.used_on, field="used_on", label="行使之日", not_before=clock["started_on"])
    clocks.stop(
        work,
        case,
        lambda one: one["id"] == clock["id"],
        met=True,
        reason=f"已于 {day} 行使权利：{form.evidence}"[:500],
        happened=Happened(day, form.evidence, "used_on"),
    )
    return {"clock": clock["label"]}


class WithdrawBreach(Form):
    """Why the breach on file was none."""

    clock_id: UUID = Field(title="期限", json_schema_extra={"choose": "breached_clock"})
    happened_on: date = Field(title="事实上完成之日", description="应在期限之内")
    reason: str = Field(title="理由和证据", min_length=1, max_length=1000)


@act(
    "撤销逾期",
    Role.SUPERVISOR,
    form=WithdrawBreach,
    desk="clocks",
    confirm="逾期记录和已发提醒都保留，注明已撤销。确认证据已核对？",
)
def withdraw_breach(work: Work, case: CaseNow, form: WithdrawBreach) -> dict[str, Any]:
    """期限内已经完成、登记晚了的，核对证据后撤销逾期；原记录不删除。"""
    clock = _any_clock(work, case, form.clock_id)
    if not clock["breached"]:
        raise NotPossible(f"“{clock['label']}”没有记为逾期。")
    day = past_day(work, form.happened_on, field="happened_on", label="完成之日", not_before=clock["started_on"])
    if start_of(day) >= clock["due_at"]:
        raise NotPossible(f"所填日期不在期限之内（截止 {clock['due_on']}），逾期成立，不能撤销。")
    withdrawing.take_back(work, case, clock, form.reason)
    if clock["state"] == "stopped":
        work.writes.update(ClockRow, {"id": clock["id"]}, {"state": "met"})
    else:
        clocks.stop(
            work,
            case,
            lambda one: one["id"] == clock["id"],
            met=True,
            reason=f"已于 {day} 完成，逾期撤销",
            happened=Happened(day, form.reason, "happened_on"),
        )
    return withdrawing.noted(clock, form.reason)


def _any_clock(work: Work, case: CaseNow, clock_id: UUID) -> dict[str, Any]:
    running = next((clock for clock in case.running_clocks(work) if clock["id"] == clock_id), None)
    if running is not None:
        return running
    query = sa.select(_clock).where(_clock.c.id == clock_id, _clock.c.case_id == case.id)
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("本案没有这个时钟。")
    return dict(row)
