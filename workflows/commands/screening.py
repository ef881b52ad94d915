"""Before a case is accepted: papers that are missing, matters that are not ours, answers given at once."""

from datetime import date
from typing import Annotated

from pydantic import Field

from foundation.work import Work
from people.roles import Role
from workflows import engine
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.happened import Happened, LateForm
from workflows.subjects import CaseNow

DESK = (Role.OPERATOR, Role.SUPERVISOR)
NOTICE_WAYS = {"written": "书面", "electronic": "短信或网络", "oral": "当面告知并记录"}
# Legal aid is refused by another act.
DECLINED = ("labour_dispute", "wage_arrears", "supervision")
WITHDRAWALS = {"withdrawn": "撤回", "settled_withdrawn": "和解撤回"}


class Reason(Form):
    """Why."""

    reason: str = Field(title="理由", min_length=1, max_length=1000)


class Note(Form):
    """What there is to say."""

    note: str | None = Field(default=None, title="说明", max_length=1000)


class RequestMaterials(Form):
    """What is missing, told once."""

    materials: str = Field(title="需补正的材料", min_length=1, max_length=1000)


@act("要求补正", *DESK, form=RequestMaterials, desk="intake", event="request_materials")
def request_materials(work: Work, case: CaseNow, form: RequestMaterials) -> None:
    """一次性告知需要补正的材料。"""
    engine.advance(work, case, "request_materials")


@act("材料补齐", *DESK, form=Note, desk="intake", event="materials_received")
def materials_received(work: Work, case: CaseNow, form: Note) -> None:
    """材料补齐，恢复受理审查。"""
    engine.advance(work, case, "materials_received")


class Decline(Reason):
    """Why, and where else the worker can turn."""

    remedies: str | None = Field(
        default=None,
        title="其他救济途径",
        max_length=1000,
        description="写入不予受理告知书；可以稍后“写明其他救济途径”",
    )


@act("不予受理", Role.SUPERVISOR, form=Decline, desk="intake", event="decline")
def decline(work: Work, case: CaseNow, form: Decline) -> None:
    """不属受理范围；须告知理由、其他途径和正在进行的时效。"""
    engine.advance(work, case, "decline")
    case.outcome = "declined_informed"
    case.outcome_note = form.reason


class StateRemedies(Form):
    """Where else the worker can turn."""

    remedies: str = Field(title="其他救济途径", min_length=1, max_length=1000)


@act("写明其他救济途径", *DESK, form=StateRemedies, desk="intake", states=("declined",), case_types=DECLINED)
def state_remedies(work: Work, case: CaseNow, form: StateRemedies) -> None:
    """写入不予受理告知书的其他救济途径；再次填写以后一次为准。"""


@act("受理异议", *DESK, form=Reason, desk="intake", event="object_to_decline")
def object_to_decline(work: Work, case: CaseNow, form: Reason) -> None:
    """劳动者对不予受理有异议，重新审查。"""
    engine.advance(work, case, "object_to_decline")
    case.outcome = None
    case.outcome_note = None


class ServeDeclineNotice(LateForm):
    """How the worker was told."""

    served_on: date | None = Field(default=None, title="告知日期", description="不填按今日")
    how: Annotated[str, choice(NOTICE_WAYS)] = Field(default="written", title="告知方式")


@act("告知不予受理", *DESK, form=ServeDeclineNotice, desk="intake", event="serve_decline_notice")
def serve_decline_notice(work: Work, case: CaseNow, form: ServeDeclineNotice) -> None:
    """已告知不予受理的理由和其他途径，转结案审核。"""
    served = past_day(work, form.served_on, field="served_on", label="告知日期")
    happened = Happened(served, form.late_reason, "served_on")
    engine.advance(work, case, "serve_decline_notice", happened=happened)


class AnswerDirectly(Form):
    """The answer."""

    answer: str = Field(title="答复内容", min_length=1, max_length=5000)


@act("直接答复", *DESK, form=AnswerDirectly, desk="intake", event="answer_directly")
def answer_directly(work: Work, case: CaseNow, form: AnswerDirectly) -> None:
    """咨询事项直接答复，转结案审核。"""
    engine.advance(work, case, "answer_directly")
    case.outcome = "answered"
    case.outcome_note = form.answer


class Withdraw(Form):
    """Why the worker withdraws."""

    outcome: Annotated[str, choice(WITHDRAWALS)] = Field(default="withdrawn", title="撤回性质")
    reason: str = Field(title="撤回原因", min_length=1, max_length=1000)


@act(
    "撤回申请",
    *DESK,
    Role.MEDIATOR,
    form=Withdraw,
    desk="intake",
    event="withdraw",
    confirm="撤回后案件转结案审核。确认是劳动者本人的意思？",
)
def withdraw(work: Work, case: CaseNow, form: Withdraw) -> None:
    """劳动者撤回或自行和解。"""
    engine.advance(work, case, "withdraw")
    case.outcome = form.outcome
    case.outcome_note = form.reason
