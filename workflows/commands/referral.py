"""Sending a case on 转办移送: to arbitration, inspection, court, procuratorate, legal aid or another union."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import ADDRESSEE
from cases.referral import Referral
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from rules.rights import rights as table
from workflows import clocks, engine, rights
from workflows.acts import act
from workflows.commands.screening import Note, Reason
from workflows.dates import past_day
from workflows.forms import Form, Yuan, choice
from workflows.happened import Happened, LateForm
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
# How long each addressee has to say that it takes the matter; others have the union's own reminder.
ACKNOWLEDGE_RULE = {
    "labour_inspection": "LSI-18-1",
    "arbitration": "LA-29-1",
    "court": "CPL-126",
    "legal_aid_centre": "LAID-43-1",
    "police": "MT-8",
}
# How long each addressee has to deal with it once it has begun.
HANDLE_RULE = {
    "labour_inspection": "LS-17-1",
    "arbitration": "LA-43-1",
    "court": "CPL-152",
    "legal_aid_centre": "LAID-43-2",
}
_referral = Referral.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class Refer(Form):
    """To whom, and with what request."""

    addressee: Annotated[str, choice(ADDRESSEE)] = Field(title="移送单位类别")
    addressee_name: str = Field(title="移送单位", min_length=1, max_length=80)
    matter: str = Field(default="", title="移送事项", max_length=2000)


@act("决定移送", *DESK, Role.OPERATOR, form=Refer, desk="referral", event="refer")
def refer(work: Work, case: CaseNow, form: Refer) -> dict[str, Any]:
    """决定转办移送，备齐材料。"""
    engine.advance(work, case, "refer")
    referral_id = new_id()
    work.writes.insert(
        Referral,
        {
            "id": referral_id,
            "case_id": case.id,
            **form.model_dump(),
            "prepared_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    return {"referral_id": referral_id}


def _current(work: Work, case: CaseNow) -> dict[str, Any] | None:
    row = work.connection.execute(
        sa.select(_referral).where(_referral.c.case_id == case.id).order_by(_referral.c.id.desc()).limit(1)
    ).one_or_none()
    return dict(row._mapping) if row is not None else None


def _note(work: Work, case: CaseNow, happened: Happened | None, **changes: Any) -> dict[str, Any] | None:
    referral = _current(work, case)
    if referral is not None:
        work.writes.update(Referral, {"id": referral["id"]}, changes)
        clocks.stop(
            work,
            case,
            lambda clock: clock["referral_id"] == referral["id"],
            met=True,
            reason="移送有了进展",
            happened=happened,
        )
    return referral


def _chase(work: Work, case: CaseNow, rule: str, start: date, referral_id: UUID, cause: str) -> None:
    clocks.open_by_rule(
        work, case, rule, start, kind="obligation", cause=cause, bound_state=case.state, referral_id=referral_id
    )


class SendReferral(LateForm):
    """When it left."""

    sent_on: date | None = Field(default=None, title="移送日期", description="不填按今日")


@act("发出移送", *DESK, form=SendReferral, desk="referral", event="send_referral")
def send_referral(work: Work, case: CaseNow, form: SendReferral) -> None:
    """材料已移送，等待对方接收；对方的法定受理期限随之起计。"""
    sent = past_day(work, form.sent_on, field="sent_on", label="移送日期")
    happened = Happened(sent, form.late_reason, "sent_on")
    engine.advance(work, case, "send_referral", happened=happened)
    referral = _note(work, case, happened, sent_on=sent, state="sent")
    if referral is not None:
        rule = ACKNOWLEDGE_RULE.get(referral["addressee"], "SVC-ACK")
        _chase(work, case, rule, sent, referral["id"], "send_referral")


class AcknowledgeReferral(LateForm):
    """When it was taken."""

    acknowledged_on: date | None = Field(default=None, title="对方受理日期", description="不填按今日")


@act("对方接收", *DESK, form=AcknowledgeReferral, desk="referral", event="acknowledge_referral")
def acknowledge_referral(work: Work, case: CaseNow, form: AcknowledgeReferral) -> None:
    """对方已接收办理；其办理期限随之起计。"""
    referral = _current(work, case)
    sent = referral["sent_on"] if referral is not None else None
    day = past_day(work, form.acknowledged_on, field="acknowledged_on", label="对方受理日期", not_before=sent)
    happened = Happened(day, form.late_reason, "acknowledged_on")
    engine.advance(work, case, "acknowledge_referral", happened=happened)
    _note(work, case, happened, acknowledged_on=day, state="acknowledged")
    if referral is None:
        return
    addressee = referral["addressee"]
    # The receipt is the evidence: filing at the right place uses the right, asking an authority interrupts.
    rights.exercised(work, case, addressee, day)
    if addressee in table().interrupted_at:
        evidence = f"{referral['addressee_name']}的接收回执（移送 {referral['sent_on']}）"
        rights.interrupt_all(work, case, day, ground="relief_sought", evidence=evidence, cause="acknowledge_referral")
    if addressee in HANDLE_RULE:
        _chase(work, case, HANDLE_RULE[addressee], day, referral["id"], "acknowledge_referral")


class ReferralResult(LateForm):
    """What came of it."""

    answered_on: date | None = Field(default=None, title="结果日期", description="裁决书、判决书按收到之日；不填按今日")
    result: str = Field(title="办理结果", min_length=1, max_length=5000)
    result_amount: Yuan | None = Field(default=None, title="结果金额（元）")
    award_received_on: date | None = Field(
        default=None, title="收到仲裁裁决书之日", description="填写后计起诉期限，逾期丧失起诉权"
    )
    judgment_received_on: date | None = Field(
        default=None, title="收到一审判决书之日", description="填写后计上诉期限，逾期丧失上诉权"
    )


@act("登记移送结果", *DESK, form=ReferralResult, desk="referral", event="record_referral_result")
def record_referral_result(work: Work, case: CaseNow, form: ReferralResult) -> None:
    """登记对方的办理结果；收到裁决书或判决书的，计起诉、上诉期限。"""
    day = past_day(work, form.answered_on, field="answered_on", label="结果日期")
    happened = Happened(day, form.late_reason, "answered_on")
    engine.advance(work, case, "record_referral_result", happened=happened)
    _note(work, case, happened, answered_on=day, result=form.result, result_amount=form.result_amount, state="answered")
    for received, rule, field, label in (
        (form.award_received_on, "LA-50-1", "award_received_on", "收到裁决书之日"),
        (form.judgment_received_on, "CPL-171-1", "judgment_received_on", "收到判决书之日"),
    ):
        if received is not None:
            start = past_day(work, received, field=field, label=label)
            clocks.open_by_rule(work, case, rule, start, kind="right", cause="record_referral_result")


@act("申请执行", *DESK, form=Note, desk="referral", event="start_enforcement")
def start_enforcement(work: Work, case: CaseNow, form: Note) -> None:
    """协助申请法院强制执行。"""
    engine.advance(work, case, "start_enforcement")


@act("取消移送", *DESK, form=Reason, desk="referral", event="cancel_referral")
def cancel_referral(work: Work, case: CaseNow, form: Reason) -> None:
    """尚未发出，取消移送，继续办理。"""
    engine.advance(work, case, "cancel_referral")
    _note(work, case, None, state="returned", return_reason=form.reason, returned_on=work.day)


class ReferralReturned(LateForm):
    """When and why it came back."""

    returned_on: date | None = Field(default=None, title="退回日期", description="不填按今日")
    reason: str = Field(title="退回理由", min_length=1, max_length=1000)


@act("对方退回", *DESK, form=ReferralReturned, desk="referral", event="referral_returned")
def referral_returned(work: Work, case: CaseNow, form: ReferralReturned) -> None:
    """接收单位退回，案件回到调查核实。"""
    day = past_day(work, form.returned_on, field="returned_on", label="退回日期")
    happened = Happened(day, form.late_reason, "returned_on")
    engine.advance(work, case, "referral_returned", happened=happened)
    referral = _note(work, case, happened, returned_on=day, return_reason=form.reason, state="returned")
    _right_lives_on(work, case, referral, "referral_returned")


def _right_lives_on(work: Work, case: CaseNow, referral: dict[str, Any] | None, cause: str) -> None:
    """What was filed and came back undecided interrupted the limitation on the day it was taken."""
    if referral is None or referral["acknowledged_on"] is None:
        return
    stopped = rights.exercised_then(work, case, referral["addressee"], referral["acknowledged_on"])
    for clock in stopped:
        evidence = f"{referral['addressee_name']}的接收回执"
        rights.reopen_after(work, case, clock, referral["acknowledged_on"], evidence=evidence, cause=cause)


@act("对方无答复", *DESK, form=Note, desk="referral", event="record_no_answer")
def record_no_answer(work: Work, case: CaseNow, form: Note) -> None:
    """对方逾期无答复；仲裁委逾期未作决定的，可以起诉。"""
    engine.advance(work, case, "record_no_answer")
    _right_lives_on(work, case, _note(work, case, None, state="unanswered"), "record_no_answer")


@act("转回调解", *DESK, form=Note, desk="referral", event="return_to_mediation")
def return_to_mediation(work: Work, case: CaseNow, form: Note) -> None:
    """双方愿意回到工会调解。"""
    engine.advance(work, case, "return_to_mediation")
