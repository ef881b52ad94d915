"""Making an agreement enforceable: 仲裁审查 or 司法确认."""

from datetime import date
from typing import Annotated

from pydantic import Field

from foundation.work import Work
from people.roles import Role
from workflows import clocks, engine
from workflows.acts import act
from workflows.commands.screening import Reason
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
WAYS = {"arbitration": "仲裁审查", "court": "司法确认"}
# How long the body has: 办案规则 76, 法释〔2011〕5号 5.
REVIEW_RULE = {"arbitration": "AR-76", "court": "JC-5"}


class ApplyConfirmation(Form):
    """Where, and when it was accepted."""

    way: Annotated[str, choice(WAYS)] = Field(title="确认方式")
    accepted_on: date | None = Field(default=None, title="受理日期", description="不填按今日")


@act("申请审查确认", *DESK, form=ApplyConfirmation, desk="mediation", event="apply_confirmation")
def apply_confirmation(work: Work, case: CaseNow, form: ApplyConfirmation) -> None:
    """双方共同申请仲裁审查或司法确认，使协议可以强制执行。"""
    day = past_day(work, form.accepted_on, field="accepted_on", label="受理日期")
    engine.advance(work, case, "apply_confirmation")
    clocks.open_by_rule(
        work,
        case,
        REVIEW_RULE[form.way],
        day,
        kind="obligation",
        cause="apply_confirmation",
        bound_state="confirming",
    )


class RecordConfirmation(Form):
    """The document that makes it enforceable."""

    document: str = Field(title="调解书或裁定书文号", min_length=1, max_length=80)


@act("登记确认文书", *DESK, form=RecordConfirmation, desk="mediation", event="record_confirmation")
def record_confirmation(work: Work, case: CaseNow, form: RecordConfirmation) -> None:
    """协议已获确认，可以申请强制执行；继续跟踪履行。"""
    engine.advance(work, case, "record_confirmation")


@act("未获确认", *DESK, form=Reason, desk="mediation", event="confirmation_refused")
def confirmation_refused(work: Work, case: CaseNow, form: Reason) -> None:
    """仲裁委或法院不予确认，回到调解。"""
    engine.advance(work, case, "confirmation_refused")
