"""The mediator's desk 调解: meetings, agreements, promises kept and broken."""

from datetime import date
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.agreement import Agreement, Instalment
from cases.codes import CLAIM_KIND, PAYMENT_WAY
from cases.confirmation import AgreementItem
from foundation.clock import office_day
from foundation.errors import NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows import clocks, confirmations, engine, rights
from workflows.acts import act
from workflows.commands.screening import Note, Reason
from workflows.dates import past_day
from workflows.forms import Form, Yuan, choice
from workflows.happened import Happened, LateForm
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
KEPT = {"terms", "payment_way", "breach_terms", "signed_on", "worker_signed", "employer_signed"}
_agreement = Agreement.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class Meeting(Form):
    """When the parties met, or will."""

    held_on: date | None = Field(default=None, title="调解日期")
    note: str | None = Field(default=None, title="调解情况", max_length=2000)


@act("组织调解", *DESK, form=Meeting, desk="mediation", event="invite_to_mediation")
def invite_to_mediation(work: Work, case: CaseNow, form: Meeting) -> None:
    """双方同意调解，进入调解；法定期限自收到申请次日起计。"""
    engine.advance(work, case, "invite_to_mediation")


@act("单位拒绝调解", *DESK, form=Reason, desk="mediation", event="record_employer_refusal")
def record_employer_refusal(work: Work, case: CaseNow, form: Reason) -> None:
    """用人单位拒绝调解；书面告知劳动者其他途径和时效。"""
    engine.advance(work, case, "record_employer_refusal")


@act("调解不成", *DESK, form=Reason, desk="mediation", event="record_failure")
def record_failure(work: Work, case: CaseNow, form: Reason) -> None:
    """未达成协议；书面告知劳动者可以申请仲裁。"""
    engine.advance(work, case, "record_failure")


class AgreedItem(Form):
    """What was agreed about one claim."""

    kind: Annotated[str, choice(CLAIM_KIND)] = Field(title="诉求")
    amount: Yuan | None = Field(default=None, title="金额（元）")
    note: str | None = Field(default=None, title="说明", max_length=500)


class InstalmentItem(Form):
    """One promised payment."""

    due_on: date = Field(title="应付日期")
    amount: Yuan | None = Field(default=None, title="金额（元）")


class RecordAgreement(LateForm):
    """What was agreed."""

    effective_on: date | None = Field(default=None, title="协议生效之日", description="不填按今日")
    amount: Yuan | None = Field(default=None, title="约定金额（元）", description="没有金额可不填")
    terms: str = Field(default="", title="协议内容", max_length=5000)
    items: tuple[AgreedItem, ...] = Field(default=(), title="各项诉求的处理", max_length=30)
    instalments: tuple[InstalmentItem, ...] = Field(default=(), title="分期付款", max_length=60)
    payment_way: Annotated[str, choice(PAYMENT_WAY)] | None = Field(default=None, title="支付方式")
    breach_terms: str | None = Field(
        default=None, title="违约条款", max_length=2000, description="不按期支付的后果，例如其余各期立即到期"
    )
    signed_on: date | None = Field(default=None, title="签字日期")
    worker_signed: bool = Field(default=False, title="劳动者已签字")
    employer_signed: bool = Field(default=False, title="用人单位已签字盖章")
    mediator_name: str | None = Field(default=None, title="签字的调解员", max_length=60, description="不填按承办人")

    @model_validator(mode="after")
    def _sums_agree(self) -> "RecordAgreement":
        for label, amounts in (
            ("分期", [item.amount for item in self.instalments]),
            ("各项诉求", [item.amount for item in self.items]),
        ):
            known = [amount for amount in amounts if amount is not None]
            if self.amount is not None and len(known) == len(amounts) and known and sum(known) != self.amount:
                raise ValueError(f"{label}合计 {sum(known)} 元与约定金额 {self.amount} 元不一致")
            # What is not known can only be what is left: more than the whole is wrong in any case.
            if self.amount is not None and sum(known) > self.amount:
                raise ValueError(f"{label}合计 {sum(known)} 元超过约定金额 {self.amount} 元")
        if (self.worker_signed or self.employer_signed) and self.signed_on is None:
            raise ValueError("已经签字的，请填写签字日期")
        return self


@act("达成协议", *DESK, form=RecordAgreement, desk="mediation", event="record_agreement")
def record_agreement(work: Work, case: CaseNow, form: RecordAgreement) -> dict[str, Any]:
    """登记调解协议和分期；每期各有期限，另计仲裁审查和司法确认的申请期。"""
    opened = office_day(case.opened_at)
    effective = past_day(
        work, form.effective_on, field="effective_on", label="协议生效之日", not_before=min(opened, work.day)
    )
    for item in form.instalments:
        if item.due_on < effective:
            raise NotValid("分期的应付日期不能早于协议生效之日。", fields={"instalments": "日期早于协议生效之日"})
    if form.signed_on is not None:
        past_day(work, form.signed_on, field="signed_on", label="签字日期", not_before=min(opened, work.day))
    earlier = list(
        work.connection.execute(sa.select(_agreement.c.id, _agreement.c.seq).where(_agreement.c.case_id == case.id))
    )
    for row in earlier:
        work.writes.update(Agreement, {"id": row.id}, {"status": "replaced"})
    clocks.stop(work, case, lambda clock: clock["instalment_id"] is not None, met=False, reason="已达成新协议")
    engine.keep_anchors(case, agreement_effective=effective)
    case.agreed = form.amount
    engine.advance(work, case, "record_agreement", happened=Happened(effective, form.late_reason, "effective_on"))
    # Who signs that he will pay agrees to perform: the limitation runs anew from that day.
    rights.interrupt_all(
        work, case, effective, ground="debtor_agreed", evidence="双方签订的调解协议", cause="record_agreement"
    )
    agreement_id = new_id()
    work.writes.insert(
        Agreement,
        {
            "id": agreement_id,
            "case_id": case.id,
            "seq": len(earlier) + 1,
            "effective_on": effective,
            "amount": form.amount,
            **form.model_dump(include=KEPT),
            "mediator_name": form.mediator_name or work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    for seq, agreed in enumerate(form.items, 1):
        work.writes.insert(
            AgreementItem,
            {"agreement_id": agreement_id, "case_id": case.id, "seq": seq, **agreed.model_dump()},
        )
    for seq, item in enumerate(sorted(form.instalments, key=lambda one: one.due_on), 1):
        instalment_id = new_id()
        work.writes.insert(
            Instalment,
            {
                "id": instalment_id,
                "agreement_id": agreement_id,
                "case_id": case.id,
                "seq": seq,
                "due_on": item.due_on,
                "amount": item.amount,
            },
        )
        clocks.open_by_promise(
            work, case, item.due_on, label=f"第{seq}期付款", cause="record_agreement", instalment_id=instalment_id
        )
    return {"agreement_id": agreement_id}


@act("登记未履行", *DESK, form=Reason, desk="mediation", event="record_breach")
def record_breach(work: Work, case: CaseNow, form: Reason) -> None:
    """用人单位没有按协议履行；案件退回办理，可再调解、发函、移送或者申请支付令、强制执行。"""
    engine.advance(work, case, "record_breach")
    last = sa.select(_agreement).where(_agreement.c.case_id == case.id, _agreement.c.status == "performing")
    for row in work.connection.execute(last):
        work.writes.update(Agreement, {"id": row.id}, {"status": "breached"})
        confirmations.open_enforcement(work, case, row)
    clocks.stop(work, case, lambda clock: clock["instalment_id"] is not None, met=False, reason="用人单位未履行协议")


@act("恢复调解", *DESK, form=Note, desk="mediation", event="resume_mediation")
def resume_mediation(work: Work, case: CaseNow, form: Note) -> None:
    """双方愿意再次调解。"""
    engine.advance(work, case, "resume_mediation")
