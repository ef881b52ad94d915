"""Making an agreement enforceable: 仲裁审查 or 司法确认, applied for by both parties together.

Where a chart has a state for it (劳动争议) the first three acts move the case; the others keep the application beside
the case in every kind of case.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, model_validator

from cases.codes import CONFIRMATION_RESULT, CONFIRMATION_WAY
from cases.confirmation import Confirmation
from foundation.errors import NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows import confirmations, engine
from workflows.acts import act
from workflows.commands.screening import Reason
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.happened import Happened, LateForm
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
OPEN = ("performing", "breached")


class ApplyConfirmation(Form):
    """Where, and when it was accepted."""

    way: Annotated[str, choice(CONFIRMATION_WAY)] = Field(title="确认方式")
    accepted_on: date | None = Field(default=None, title="受理日期", description="不填按今日")


@act("申请审查确认", *DESK, form=ApplyConfirmation, desk="mediation", event="apply_confirmation")
def apply_confirmation(work: Work, case: CaseNow, form: ApplyConfirmation) -> dict[str, Any]:
    """双方共同申请仲裁审查或司法确认，使协议可以强制执行。"""
    day = past_day(work, form.accepted_on, field="accepted_on", label="受理日期")
    _none_pending(work, case)
    engine.advance(work, case, "apply_confirmation")
    confirmations.open_review(work, case, form.way, day, "apply_confirmation", bound_state="confirming")
    return {"confirmation_id": confirmations.enter_application(work, case, form.way, day, accepted_on=day)}


class RecordConfirmation(Form):
    """The document that makes it enforceable."""

    document: str = Field(title="调解书或裁定书文号", min_length=1, max_length=80)


@act("登记确认文书", *DESK, form=RecordConfirmation, desk="mediation", event="record_confirmation")
def record_confirmation(work: Work, case: CaseNow, form: RecordConfirmation) -> None:
    """协议已获确认，可以申请强制执行；继续跟踪履行。"""
    engine.advance(work, case, "record_confirmation")
    # Coming back to performance opens the limits for applying again; there is nothing left to apply for.
    confirmations.stop_other(work, case, "协议已获确认")
    _decide(work, case, "confirmed", document=form.document)


@act("未获确认", *DESK, form=Reason, desk="mediation", event="confirmation_refused")
def confirmation_refused(work: Work, case: CaseNow, form: Reason) -> None:
    """仲裁委或法院不予确认，回到调解。"""
    engine.advance(work, case, "confirmation_refused")
    _decide(work, case, "refused", note=form.reason)


def _decide(work: Work, case: CaseNow, result: str, **columns: Any) -> None:
    row = confirmations.pending(work, case)
    if row is not None:
        work.writes.update(Confirmation, {"id": row.id}, {"result": result, "decided_on": work.day, **columns})


class ApplyJointly(LateForm):
    """An application of both parties."""

    way: Annotated[str, choice(CONFIRMATION_WAY)] = Field(title="方式")
    applied_on: date | None = Field(default=None, title="申请日期", description="不填按今日")
    worker_applied: bool = Field(title="劳动者已申请")
    employer_applied: bool = Field(title="用人单位已申请")
    body: str | None = Field(default=None, title="仲裁委或法院", max_length=80)

    @model_validator(mode="after")
    def _both(self) -> "ApplyJointly":
        if not (self.worker_applied and self.employer_applied):
            raise ValueError("须由双方共同申请；只有一方申请的不予受理，请先征得另一方同意")
        return self


@act("登记共同申请", *DESK, form=ApplyJointly, desk="agreements", states=OPEN)
def apply_jointly(work: Work, case: CaseNow, form: ApplyJointly) -> dict[str, Any]:
    """双方共同申请司法确认或仲裁审查：申请期限即告满足，等待受理和结果。"""
    _none_pending(work, case)
    agreement = confirmations.current_agreement(work, case)
    not_before = agreement.effective_on if agreement is not None else None
    day = past_day(work, form.applied_on, field="applied_on", label="申请日期", not_before=not_before)
    confirmations.stop_applying(work, case, form.way, Happened(day, form.late_reason, "applied_on"))
    return {"confirmation_id": confirmations.enter_application(work, case, form.way, day, body=form.body)}


class AcceptApplication(Form):
    """When the body took it."""

    confirmation_id: UUID = Field(title="申请", json_schema_extra={"choose": "open_confirmation"})
    accepted_on: date | None = Field(default=None, title="受理日期", description="不填按今日")


@act("申请已受理", *DESK, form=AcceptApplication, desk="agreements", states=OPEN)
def application_accepted(work: Work, case: CaseNow, form: AcceptApplication) -> None:
    """仲裁委或法院已受理共同申请；其审查期限起计。"""
    row = _open(work, case, form.confirmation_id)
    day = past_day(work, form.accepted_on, field="accepted_on", label="受理日期", not_before=row.applied_on)
    if row.accepted_on is not None:
        raise NotPossible(f"此申请已于 {row.accepted_on} 受理；有结果的请办理“登记确认结果”。")
    work.writes.update(Confirmation, {"id": row.id}, {"accepted_on": day})
    confirmations.open_review(work, case, row.way, day, "application_accepted")


class ConfirmationResult(Form):
    """What came of it."""

    confirmation_id: UUID = Field(title="申请", json_schema_extra={"choose": "open_confirmation"})
    result: Annotated[str, choice(CONFIRMATION_RESULT)] = Field(title="结果")
    decided_on: date | None = Field(default=None, title="作出日期", description="不填按今日")
    document: str | None = Field(default=None, title="调解书或裁定书文号", max_length=80)
    note: str | None = Field(default=None, title="理由", max_length=500, description="不予确认或撤回的，写明理由")

    @model_validator(mode="after")
    def _complete(self) -> "ConfirmationResult":
        if self.result == "confirmed" and not self.document:
            raise ValueError("已确认的，请填写调解书或裁定书文号")
        if self.result != "confirmed" and not self.note:
            raise ValueError("不予确认或撤回的，请写明理由")
        return self


@act("登记确认结果", *DESK, form=ConfirmationResult, desk="agreements", states=OPEN)
def record_confirmation_result(work: Work, case: CaseNow, form: ConfirmationResult) -> None:
    """已确认的可以强制执行；未确认的，剩余的申请期限继续计算。"""
    row = _open(work, case, form.confirmation_id)
    day = past_day(work, form.decided_on, field="decided_on", label="作出日期", not_before=row.applied_on)
    work.writes.update(
        Confirmation,
        {"id": row.id},
        {"result": form.result, "decided_on": day, "document": form.document, "note": form.note},
    )
    # The document bears its own day, which proves when the body decided.
    said = f"{CONFIRMATION_WAY[row.way]}：{CONFIRMATION_RESULT[form.result]}"
    confirmations.stop_review(work, case, row.way, said, Happened(day, "文书所载日期", "decided_on", proved=True))
    if form.result == "confirmed":
        confirmations.stop_other(work, case, "协议已获确认")
        agreement = confirmations.current_agreement(work, case)
        if case.state == "breached" and agreement is not None:
            work.write_now()
            confirmations.open_enforcement(work, case, agreement)
    else:
        confirmations.reopen_applying(work, case, "record_confirmation_result")


def _open(work: Work, case: CaseNow, confirmation_id: UUID) -> Any:
    row = confirmations.pending(work, case, confirmation_id)
    if row is None:
        raise NotValid("没有这件申请，或已有结果；请从列表中选择。", fields={"confirmation_id": "请选择"})
    return row


def _none_pending(work: Work, case: CaseNow) -> None:
    row = confirmations.pending(work, case)
    if row is not None:
        raise NotPossible(
            f"已有一件{CONFIRMATION_WAY[row.way]}申请（{row.applied_on}）没有结果；请先登记其结果或撤回。"
        )
