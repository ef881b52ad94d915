"""The end of a case: 办结, 结案 and 归档 are three acts with three dates, and a call back lies between them."""

from typing import Annotated

from pydantic import Field, model_validator

from cases.codes import OUTCOME
from foundation.work import Work
from people.roles import Role
from workflows import ending, engine, outcomes
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
    case.settled_at = work.at


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
    if case.settled_at is None:
        # Not every road to the review is asked for (all paid, withdrawn): it was settled when the review began.
        review = [clock["opened_at"] for clock in case.running_clocks(work) if clock["bound_state"] == case.state]
        case.settled_at = min(review, default=work.at)
    if ending.nobody_to_call(work, case):
        ending.close(work, case, "approve_closure", nobody_to_call=True)
    else:
        engine.advance(work, case, "approve_closure")


@act("退回办理", Role.SUPERVISOR, form=Reason, desk="closing", event="send_back")
def send_back(work: Work, case: CaseNow, form: Reason) -> None:
    """不符合结案条件，退回继续办理。"""
    ending.back_to_work(work, case, "send_back")


@act("结案", Role.SUPERVISOR, form=Note, desk="closing", event="close", confirm="结案后全部时钟停止。确认结案？")
def close(work: Work, case: CaseNow, form: Note) -> None:
    """结案：全部时钟停止，群众时钟终止；30日内归档。"""
    ending.check_called_back(work, case)
    ending.close(work, case, "close", quality_check_due=ending.quality_check_due(work, case, "before"))


@act(
    "恢复办理",
    Role.SUPERVISOR,
    form=Reason,
    desk="closing",
    event="reopen",
    confirm="恢复后群众时钟继续计算。确认恢复办理？",
)
def reopen(work: Work, case: CaseNow, form: Reason) -> None:
    """有新情况或结案后又未履行，恢复办理；群众时钟自首次求助起继续计；已归档的，以后另立一卷。"""
    ending.reopen(work, case, cause="reopen")
