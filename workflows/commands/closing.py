"""The end of a case: 办结, 结案 and 归档 are three acts, and a call back lies between them."""

from typing import Annotated

from pydantic import Field, model_validator

from cases.agreement import Callback
from cases.codes import OUTCOME
from foundation.work import Work
from people.roles import Role
from workflows import clocks, engine, outcomes, reopening
from workflows.acts import act
from workflows.commands.screening import Note, Reason
from workflows.forms import Form, choice
from workflows.subjects import CaseNow


class RequestClosure(Form):
    """How the matter ended."""

    outcome: Annotated[str, choice(OUTCOME)] = Field(title="结案方式")
    outcome_note: str | None = Field(default=None, title="结案说明", max_length=2000)

    @model_validator(mode="after")
    def _other_needs_words(self) -> "RequestClosure":
        if self.outcome == "other" and not self.outcome_note:
            raise ValueError("结案方式为“其他”的，须填写结案说明")
        return self


@act("提请结案", Role.MEDIATOR, Role.SUPERVISOR, form=RequestClosure, desk="closing", event="request_closure")
def request_closure(work: Work, case: CaseNow, form: RequestClosure) -> None:
    """办结，提请主管审核；缺少该结案方式所需记录的不能提请。"""
    outcomes.check(work, case, form.outcome, form.outcome_note)
    engine.advance(work, case, "request_closure")
    case.outcome = form.outcome
    case.outcome_note = form.outcome_note


class ApproveClosure(Form):
    """The supervisor's word; the outcome may still be put right."""

    outcome: Annotated[str, choice(OUTCOME)] | None = Field(default=None, title="更正结案方式")
    note: str | None = Field(default=None, title="审核意见", max_length=1000)


@act("结案审核通过", Role.SUPERVISOR, form=ApproveClosure, desk="closing", event="approve_closure")
def approve_closure(work: Work, case: CaseNow, form: ApproveClosure) -> None:
    """主管审核结案方式、金额和人数，转回访。"""
    outcomes.check(work, case, form.outcome or case.outcome, case.outcome_note or form.note)
    if form.outcome is not None:
        case.outcome = form.outcome
    engine.advance(work, case, "approve_closure")


@act("退回办理", Role.SUPERVISOR, form=Reason, desk="closing", event="send_back")
def send_back(work: Work, case: CaseNow, form: Reason) -> None:
    """不符合结案条件，退回继续办理。"""
    engine.advance(work, case, "send_back")
    case.outcome = None
    case.outcome_note = None


class RecordCallback(Form):
    """Contacted, resolved, satisfied: three answers."""

    contacted: bool = Field(title="已联系上")
    resolved: bool | None = Field(default=None, title="问题已解决")
    satisfied: bool | None = Field(default=None, title="满意")
    note: str | None = Field(default=None, title="回访记录", max_length=2000)

    @model_validator(mode="after")
    def _answers_need_contact(self) -> "RecordCallback":
        if not self.contacted and (self.resolved is not None or self.satisfied is not None):
            raise ValueError("没有联系上的，不能填“已解决”和“满意”")
        return self


@act(
    "登记回访",
    Role.OPERATOR,
    Role.SUPERVISOR,
    form=RecordCallback,
    desk="closing",
    states=("callback", "closed"),
)
def record_callback(work: Work, case: CaseNow, form: RecordCallback) -> None:
    """回访劳动者：是否联系上、是否解决、是否满意。"""
    work.writes.insert(
        Callback,
        {
            "case_id": case.id,
            **form.model_dump(),
            "at": work.at,
            "by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    case.callbacks += 1


@act("结案", Role.SUPERVISOR, form=Note, desk="closing", event="close", confirm="结案后全部时钟停止。确认结案？")
def close(work: Work, case: CaseNow, form: Note) -> None:
    """结案：全部时钟停止，群众时钟终止；30日内归档。"""
    # First: what the closed state opens (the time for archiving) must keep running.
    clocks.stop_all(work, case, reason=reopening.CLOSED)
    engine.advance(work, case, "close")
    case.closed_at = work.at


@act("归档", Role.SUPERVISOR, Role.OPERATOR, form=Note, desk="closing", event="archive")
def archive(work: Work, case: CaseNow, form: Note) -> None:
    """案卷归档。"""
    engine.advance(work, case, "archive")
    case.archived_at = work.at


@act(
    "恢复办理",
    Role.SUPERVISOR,
    form=Reason,
    desk="closing",
    event="reopen",
    confirm="恢复后群众时钟继续计算。确认恢复办理？",
)
def reopen(work: Work, case: CaseNow, form: Reason) -> None:
    """有新情况或结案后又未履行，恢复办理；群众时钟自首次求助起继续计。"""
    engine.advance(work, case, "reopen")
    reopening.continue_clocks(work, case, cause="reopen")
    case.closed_at = None
    case.archived_at = None
    case.outcome = None
    case.outcome_note = None
