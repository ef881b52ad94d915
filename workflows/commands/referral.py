"""Sending a case on 转办移送: to arbitration, inspection, court, procuratorate, legal aid or another union.

Every addressee has its own record; several may run at once (workflows.referrals).
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cases.codes import ADDRESSEE
from cases.outside_codes import RESULT_KIND, RETURN_REASON, SENT_BY
from cases.referral import Referral
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from rules.rights import rights as table
from workflows import clocks, engine, referrals, rights
from workflows.acts import act
from workflows.commands.screening import Note
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
# Beside them: arbitration of a collective matter tells all at once, and wages of migrants go the short way.
COLLECTIVE_RULE, MIGRANT_RULE = "AR-64-2", "HX-30"
BEGUN = ("sent", "acknowledged")
STAGE = ("referring", "awaiting_acknowledgement", "handled_elsewhere", "result_received", "enforcing")


def _which(*, answered: bool = False) -> Any:
    return Field(
        default=None,
        title="哪一件移送",
        description="只有一件时不必选",
        json_schema_extra={"choose": "referral" if answered else "open_referral"},
    )


class Refer(Form):
    """To whom, and with what request."""

    addressee: Annotated[str, choice(ADDRESSEE)] = Field(title="移送单位类别")
    addressee_name: str = Field(title="移送单位", min_length=1, max_length=80)
    matter: str = Field(default="", title="移送事项", max_length=2000)


@act("决定移送", *DESK, Role.OPERATOR, form=Refer, desk="referral", event="refer")
def refer(work: Work, case: CaseNow, form: Refer) -> dict[str, Any]:
    """决定转办移送，备齐材料；此前移送他处的不再带动本案状态。"""
    referrals.leave_behind(work, case, referrals.all_of(work, case), f"改向{form.addressee_name}移送")
    engine.advance(work, case, "refer")
    return _begin(work, case, form)


@act("并行移送", *DESK, form=Refer, desk="referral", event="refer_also", states=("referring",))
def refer_also(work: Work, case: CaseNow, form: Refer) -> dict[str, Any]:
    """同时移送另一单位，各计各的期限；案件状态随最靠前的一件。"""
    referrals.check_several(case, "并行移送")
    stood = case.state
    for row in referrals.all_of(work, case):
        if row["state"] == "acknowledged" and row["followed"]:
            referrals.ask_again(work, case, row["id"], work.day, "refer_also")
    if stood != "referring":
        engine.advance(work, case, "refer_also")
    made = _begin(work, case, form)
    if stood == "referring":
        clocks.open_by_rule(
            work, case, "SVC-REFER", work.at, kind="stage", cause="refer_also", referral_id=made["referral_id"]
        )
    return made


def _begin(work: Work, case: CaseNow, form: Refer) -> dict[str, Any]:
    referral_id = new_id()
    values = {"id": referral_id, "case_id": case.id, **form.model_dump(), "prepared_at": work.at}
    work.writes.insert(Referral, {**values, "recorded_at": work.recorded_at})
    referrals.note(work, referral_id, case, "prepared", work.day, note=form.matter or None)
    return {"referral_id": referral_id}


class PreparePackage(Form):
    """The parts of the package; what is left empty stays as it is."""

    referral_id: UUID | None = _which()
    matter: str | None = Field(default=None, title="移送请求", max_length=2000)
    facts: str | None = Field(default=None, title="事实", max_length=5000)
    evidence: tuple[str, ...] = Field(default=(), title="证据目录", max_length=50, description="一行一件")
    union_did: str | None = Field(default=None, title="本会所做的工作", max_length=3000)
    contact: str | None = Field(default=None, title="联系人和办公电话", max_length=200)


@act("备齐移送材料", *DESK, form=PreparePackage, desk="referral", states=STAGE[:3])
def prepare_package(work: Work, case: CaseNow, form: PreparePackage) -> dict[str, Any]:
    """写好事实、证据目录、本会所做的工作、请求和联系人；缺哪一部分会写明。"""
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, referrals.OPEN, "备齐移送材料", newest=work.history)
    if chosen is None:
        return {}
    given = form.model_dump(exclude={"referral_id", "matter"}, exclude_none=True)
    package = {**(chosen["package"] or {}), **{name: value for name, value in given.items() if value}}
    if "evidence" in package:
        package["evidence"] = list(package["evidence"])
    matter = form.matter or chosen["matter"]
    work.writes.update(Referral, {"id": chosen["id"]}, {"package": package, "matter": matter})
    missing = referrals.missing_parts({"package": package, "matter": matter})
    said = "材料齐全" if not missing else f"尚缺：{'、'.join(missing)}"
    referrals.note(work, chosen["id"], case, "packed", work.day, note=said)
    return {"package": said}


class SendReferral(LateForm):
    """When and how it left."""

    referral_id: UUID | None = _which()
    sent_on: date | None = Field(default=None, title="移送日期", description="不填按今日")
    way: Annotated[str, choice(SENT_BY)] | None = Field(default=None, title="移送方式")
    proof: str | None = Field(default=None, title="凭证号", max_length=80, description="回执、邮件或者平台编号")


@act("发出移送", *DESK, form=SendReferral, desk="referral", event="send_referral")
def send_referral(work: Work, case: CaseNow, form: SendReferral) -> dict[str, Any]:
    """材料已移送，等待对方接收；对方的法定受理期限随之起计。"""
    sent = past_day(work, form.sent_on, field="sent_on", label="移送日期")
    happened = Happened(sent, form.late_reason, "sent_on")
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, ("prepared",), "发出移送", newest=work.history)
    referrals.move(work, case, "send_referral", rows, chosen, "sent", happened=happened)
    if chosen is None:
        return {}
    referrals.change(work, case, chosen, happened, sent_on=sent, state="sent")
    missing = referrals.missing_parts(chosen)
    said = f"发出时缺：{'、'.join(missing)}" if missing else None
    referrals.note(work, chosen["id"], case, "sent", sent, way=form.way, proof=form.proof, note=said)
    rule = ACKNOWLEDGE_RULE.get(chosen["addressee"], "SVC-ACK")
    referrals.chase(work, case, rule, sent, chosen["id"], "send_referral")
    return {"missing": "、".join(missing)} if missing else {}


class AcknowledgeReferral(LateForm):
    """When it was taken."""

    referral_id: UUID | None = _which()
    acknowledged_on: date | None = Field(default=None, title="对方受理日期", description="不填按今日")
    proof: str | None = Field(default=None, title="受理（立案）号", max_length=80)


@act("对方接收", *DESK, form=AcknowledgeReferral, desk="referral", event="acknowledge_referral", states=STAGE)
def acknowledge_referral(work: Work, case: CaseNow, form: AcknowledgeReferral) -> None:
    """对方已接收办理；其办理期限随之起计。"""
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, ("sent",), "对方接收", newest=work.history)
    sent = chosen["sent_on"] if chosen is not None else None
    day = past_day(work, form.acknowledged_on, field="acknowledged_on", label="对方受理日期", not_before=sent)
    happened = Happened(day, form.late_reason, "acknowledged_on")
    referrals.move(work, case, "acknowledge_referral", rows, chosen, "acknowledged", happened=happened)
    if chosen is None:
        return
    referrals.change(work, case, chosen, happened, acknowledged_on=day, state="acknowledged")
    referrals.note(work, chosen["id"], case, "acknowledged", day, proof=form.proof)
    addressee = chosen["addressee"]
    # The receipt is the evidence: filing at the right place uses the right, asking an authority interrupts.
    rights.exercised(work, case, addressee, day)
    if addressee in table().interrupted_at:
        evidence = f"{chosen['addressee_name']}的接收回执（移送 {chosen['sent_on']}）"
        rights.interrupt_all(work, case, day, ground="relief_sought", evidence=evidence, cause="acknowledge_referral")
    for rule in _limits(case, addressee):
        referrals.chase(work, case, rule, day, chosen["id"], "acknowledge_referral")
    if case.state != "handled_elsewhere":
        clocks.open_by_rule(
            work,
            case,
            referrals.PROGRESS,
            day,
            kind="stage",
            cause="acknowledge_referral",
            referral_id=chosen["id"],
        )


def _limits(case: CaseNow, addressee: str) -> list[str]:
    found = [HANDLE_RULE[addressee]] if addressee in HANDLE_RULE else []
    if addressee == "arbitration" and case.is_collective:
        found.append(COLLECTIVE_RULE)
    if addressee == "arbitration" and case.is_migrant and case.case_type == "wage_arrears":
        found.append(MIGRANT_RULE)
    return found


class RecordProgress(Form):
    """What the addressee says, or what was asked."""

    referral_id: UUID | None = _which(answered=True)
    progressed_on: date | None = Field(default=None, title="跟进日期", description="不填按今日")
    note: str = Field(title="进展", min_length=1, max_length=2000)
    is_reply: bool = Field(default=False, title="对方书面回复")


@act("登记移送进展", *DESK, form=RecordProgress, desk="referral")
def record_progress(work: Work, case: CaseNow, form: RecordProgress) -> None:
    """登记对方的进展或者回复；跟进提醒重新起计。"""
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, (*BEGUN, "answered"), "登记移送进展", newest=work.history)
    if chosen is None:
        referrals.none_open("登记移送进展")
        return
    day = past_day(work, form.progressed_on, field="progressed_on", label="跟进日期", not_before=chosen["sent_on"])
    referrals.note(work, chosen["id"], case, "replied" if form.is_reply else "progress", day, note=form.note)
    if chosen["state"] == "acknowledged" or case.state == "enforcing":
        referrals.ask_again(work, case, chosen["id"], day, "record_progress")


class ReferralResult(LateForm):
    """What came of it."""

    referral_id: UUID | None = _which(answered=True)
    answered_on: date | None = Field(default=None, title="结果日期", description="裁决书、判决书按收到之日；不填按今日")
    result: str = Field(title="办理结果", min_length=1, max_length=5000)
    result_kind: Annotated[str, choice(RESULT_KIND)] | None = Field(default=None, title="结果种类")
    document_number: str | None = Field(default=None, title="文书号", max_length=80)
    result_amount: Yuan | None = Field(default=None, title="结果金额（元）")
    people: int | None = Field(default=None, title="涉及人数", ge=1, le=100000)
    award_received_on: date | None = Field(
        default=None, title="收到仲裁裁决书之日", description="填写后计起诉期限，逾期丧失起诉权"
    )
    judgment_received_on: date | None = Field(
        default=None, title="收到一审判决书之日", description="填写后计上诉期限，逾期丧失上诉权"
    )


@act("登记移送结果", *DESK, form=ReferralResult, desk="referral", event="record_referral_result", states=STAGE)
def record_referral_result(work: Work, case: CaseNow, form: ReferralResult) -> None:
    """登记对方的办理结果；收到裁决书或判决书的，计起诉、上诉期限。"""
    day = past_day(work, form.answered_on, field="answered_on", label="结果日期")
    happened = Happened(day, form.late_reason, "answered_on")
    rows = referrals.all_of(work, case)
    begun = [row for row in rows if row["state"] == "acknowledged" and row["followed"]]
    # In enforcement the newest answer is amended; elsewhere only what was taken can have a result.
    again = case.state == "enforcing" and not begun and form.referral_id is None
    if again and rows:
        chosen: dict[str, Any] | None = rows[-1]
    else:
        chosen = referrals.pick(rows, form.referral_id, ("acknowledged",), "登记移送结果", newest=work.history)
    referrals.move(work, case, "record_referral_result", rows, chosen, "answered", happened=happened)
    if chosen is not None:
        amount = form.result_amount
        referrals.change(
            work, case, chosen, happened, answered_on=day, result=form.result, result_amount=amount, state="answered"
        )
        referrals.note(
            work,
            chosen["id"],
            case,
            "answered",
            day,
            result_kind=form.result_kind,
            document_number=form.document_number,
            amount=amount,
            people=form.people,
            note=form.result,
        )
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


class CancelReferral(Form):
    """Which, and why."""

    referral_id: UUID | None = _which()
    reason: str = Field(title="理由", min_length=1, max_length=1000)


@act("取消移送", *DESK, form=CancelReferral, desk="referral", event="cancel_referral")
def cancel_referral(work: Work, case: CaseNow, form: CancelReferral) -> None:
    """尚未发出，取消移送，继续办理。"""
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, ("prepared",), "取消移送", newest=work.history)
    referrals.move(work, case, "cancel_referral", rows, chosen, "returned")
    if chosen is not None:
        referrals.change(work, case, chosen, None, state="returned", return_reason=form.reason, returned_on=work.day)
        referrals.note(work, chosen["id"], case, "cancelled", work.day, note=form.reason)


class ReferralReturned(LateForm):
    """When and why it came back."""

    referral_id: UUID | None = _which()
    returned_on: date | None = Field(default=None, title="退回日期", description="不填按今日")
    code: Annotated[str, choice(RETURN_REASON)] = Field(default="other", title="退回原因")
    reason: str = Field(title="退回理由", min_length=1, max_length=1000)


@act("对方退回", *DESK, form=ReferralReturned, desk="referral", event="referral_returned", states=STAGE)
def referral_returned(work: Work, case: CaseNow, form: ReferralReturned) -> dict[str, Any]:
    """接收单位退回，记下原因和次数；没有别的移送在办的，案件回到调查核实。"""
    day = past_day(work, form.returned_on, field="returned_on", label="退回日期")
    happened = Happened(day, form.late_reason, "returned_on")
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, BEGUN, "对方退回", newest=work.history)
    referrals.move(work, case, "referral_returned", rows, chosen, "returned", happened=happened)
    if chosen is None:
        return {}
    referrals.change(work, case, chosen, happened, returned_on=day, return_reason=form.reason, state="returned")
    referrals.note(work, chosen["id"], case, "returned", day, return_code=form.code, note=form.reason)
    _right_lives_on(work, case, chosen, "referral_returned")
    before = sum(1 for row in rows if row["state"] == "returned" and row["sent_on"] is not None)
    return {"returns": before + 1}


def _right_lives_on(work: Work, case: CaseNow, referral: dict[str, Any], cause: str) -> None:
    """What was filed and came back undecided interrupted the limitation on the day it was taken."""
    if referral["acknowledged_on"] is None:
        return
    stopped = rights.exercised_then(work, case, referral["addressee"], referral["acknowledged_on"])
    for clock in stopped:
        evidence = f"{referral['addressee_name']}的接收回执"
        rights.reopen_after(work, case, clock, referral["acknowledged_on"], evidence=evidence, cause=cause)


class NoAnswer(Form):
    """Who kept silent."""

    referral_id: UUID | None = _which()
    note: str | None = Field(default=None, title="说明", max_length=1000)


@act("对方无答复", *DESK, form=NoAnswer, desk="referral", event="record_no_answer", states=STAGE)
def record_no_answer(work: Work, case: CaseNow, form: NoAnswer) -> dict[str, Any]:
    """对方逾期无答复；写明下一个门，例如仲裁委逾期未作决定的可以起诉。"""
    rows = referrals.all_of(work, case)
    chosen = referrals.pick(rows, form.referral_id, BEGUN, "对方无答复", newest=work.history)
    referrals.move(work, case, "record_no_answer", rows, chosen, "unanswered")
    if chosen is None:
        return {}
    referrals.change(work, case, chosen, None, state="unanswered")
    door = referrals.next_door(chosen["addressee"])
    referrals.note(work, chosen["id"], case, "unanswered", work.day, note=f"{form.note or ''}下一步：{door}")
    _right_lives_on(work, case, chosen, "record_no_answer")
    return {"next_door": door}


@act("转回调解", *DESK, form=Note, desk="referral", event="return_to_mediation")
def return_to_mediation(work: Work, case: CaseNow, form: Note) -> None:
    """双方愿意回到工会调解；移送他处的撤回。"""
    engine.advance(work, case, "return_to_mediation")
    for row in referrals.all_of(work, case):
        if row["state"] in referrals.OPEN and row["followed"]:
            referrals.change(
                work, case, row, None, state="returned", returned_on=work.day, return_reason="双方回到工会调解，撤回"
            )
            referrals.note(
                work, row["id"], case, "returned", work.day, return_code="withdrawn", note="双方回到工会调解"
            )
