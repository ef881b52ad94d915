"""Callback 回访 and what may follow from it: a dissatisfied worker, a demand without a basis."""

from datetime import date
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.agreement import Callback
from cases.closing import CallbackDecision, UnreasonableDemand
from cases.journal import JournalEntry
from cases.outside_codes import DISSATISFIED
from foundation.errors import NotAllowed, NotFound, NotPossible
from foundation.work import Work
from people.roles import Role
from workflows import closing_rules, ending
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

_journal: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_demand: sa.Table = UnreasonableDemand.__table__  # type: ignore[attr-defined]


class RecordCallback(Form):
    """Contacted, resolved, satisfied: three answers; whether what the file says is true is a fourth."""

    contacted: bool = Field(title="已联系上")
    resolved: bool | None = Field(default=None, title="问题已解决")
    satisfied: bool | None = Field(default=None, title="满意")
    truthful: bool | None = Field(default=None, title="办理情况属实")
    note: str | None = Field(default=None, title="回访记录", max_length=2000)

    @model_validator(mode="after")
    def _answers_need_contact(self) -> "RecordCallback":
        answers = (self.resolved, self.satisfied, self.truthful)
        if not self.contacted and any(answer is not None for answer in answers):
            raise ValueError("没有联系上的，不能填“已解决”“满意”和“属实”")
        return self


@act(
    "登记回访",
    Role.OPERATOR,
    Role.SUPERVISOR,
    form=RecordCallback,
    desk="callback",
    states=("callback", "closed"),
)
def record_callback(work: Work, case: CaseNow, form: RecordCallback) -> dict[str, Any]:
    """回访劳动者：是否联系上、是否解决、是否满意、是否属实；不得由承办人自己回访。"""
    _check_not_own(work, case)
    made = {"case_id": case.id, **form.model_dump(), "at": work.at, "by": work.by.name, "by_id": work.by.account_id}
    work.writes.insert(Callback, {**made, "recorded_at": work.recorded_at})
    case.callbacks += 1
    if form.contacted:
        return {}
    rule = closing_rules.callback_rule()
    moments = [row.at for row in ending.callbacks_of(work, case) if not row.contacted]
    tries = closing_rules.counted_tries([*moments, work.at], rule.hours_apart)
    return {"tries": f"不同时段已拨打{tries}次，须{rule.tries}次"}


def _check_not_own(work: Work, case: CaseNow) -> None:
    """Nobody asks whether they did well themselves. Raises NotAllowed."""
    me = work.by.account_id
    if me is None:
        return
    asked = sa.select(_journal.c.account_id).where(
        _journal.c.case_id == case.id, _journal.c.act == "request_closure", _journal.c.to_state == "closing_review"
    )
    last = work.connection.execute(asked.order_by(_journal.c.seq.desc()).limit(1)).scalar_one_or_none()
    if me in (case.handler_id, last):
        raise NotAllowed("承办人不能回访自己办理的案件；请由其他话务员回访。")


class DecideDissatisfied(Form):
    """What follows from a worker who is not satisfied."""

    decision: Annotated[str, choice(DISSATISFIED)] = Field(title="处理")
    reason: str = Field(title="理由", min_length=1, max_length=2000)


@act("处理不满意", Role.SUPERVISOR, form=DecideDissatisfied, desk="callback", states=("callback", "closed"))
def decide_dissatisfied(work: Work, case: CaseNow, form: DecideDissatisfied) -> dict[str, Any]:
    """回访不满意的：二次办理，或者说明理由后结案。"""
    reached = [row for row in ending.callbacks_of(work, case) if row.contacted]
    if not reached or reached[-1].satisfied is not False:
        raise NotPossible("最近一次回访没有不满意，不需要处理。")
    if reached[-1].decision is not None:
        raise NotPossible("这次不满意已经处理过。")
    work.writes.insert(
        CallbackDecision,
        {
            "case_id": case.id,
            "callback_id": reached[-1].id,
            **form.model_dump(),
            "by": work.by.name,
            "at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    if form.decision == "send_back":
        if case.closed_at is None:
            ending.back_to_work(work, case, "send_back")
        else:
            ending.reopen(work, case, cause="decide_dissatisfied")
    return {"decision": DISSATISFIED[form.decision]}


class AskUnreasonable(Form):
    """Why the demand has no basis."""

    grounds: str = Field(title="理由和依据", min_length=1, max_length=3000)


@act("申请认定不合理诉求", Role.MEDIATOR, Role.SUPERVISOR, form=AskUnreasonable, desk="callback")
def ask_unreasonable(work: Work, case: CaseNow, form: AskUnreasonable) -> None:
    """诉求没有法律政策依据的，由承办人申请、主管认定；不计入满意度。"""
    if any(row.state == "asked" for row in _demands(work, case)):
        raise NotPossible("已有一件申请待主管认定。")
    work.writes.insert(
        UnreasonableDemand,
        {
            "case_id": case.id,
            "grounds": form.grounds,
            "asked_by": work.by.name,
            "asked_by_id": work.by.account_id,
            "asked_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )


class DecideUnreasonable(Form):
    """The supervisor's word."""

    approved: bool = Field(title="认定为不合理诉求")
    note: str | None = Field(default=None, title="意见", max_length=1000)


@act("认定不合理诉求", Role.SUPERVISOR, form=DecideUnreasonable, desk="callback")
def decide_unreasonable(work: Work, case: CaseNow, form: DecideUnreasonable) -> None:
    """主管认定或者不认定；须由申请人以外的人决定。"""
    row = _last(work, case, "asked", "没有待认定的申请。")
    if row.asked_by_id is not None and row.asked_by_id == work.by.account_id:
        raise NotAllowed("不能认定自己提出的申请；请由另一名主管决定。")
    work.writes.update(
        UnreasonableDemand,
        {"id": row.id},
        {
            "state": "approved" if form.approved else "refused",
            "decided_by": work.by.name,
            "decided_by_id": work.by.account_id,
            "decided_at": work.at,
            "decision_note": form.note,
        },
    )


class TellUnreasonable(Form):
    """That the caller was told, and how."""

    told_on: date | None = Field(default=None, title="告知日期", description="不填按今日")
    told_how: str = Field(title="告知方式和要点", min_length=1, max_length=1000)


@act("告知诉求人", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=TellUnreasonable, desk="callback")
def tell_unreasonable(work: Work, case: CaseNow, form: TellUnreasonable) -> None:
    """认定为不合理诉求的，告知诉求人理由和其他途径。"""
    row = _last(work, case, "approved", "没有已认定的不合理诉求。")
    day = past_day(work, form.told_on, field="told_on", label="告知日期")
    work.writes.update(UnreasonableDemand, {"id": row.id}, {"told_on": day, "told_how": form.told_how})


def _demands(work: Work, case: CaseNow) -> list[Any]:
    query = sa.select(_demand).where(_demand.c.case_id == case.id).order_by(_demand.c.asked_at, _demand.c.id)
    return list(work.connection.execute(query))


def _last(work: Work, case: CaseNow, state: str, missing: str) -> Any:
    found = [row for row in _demands(work, case) if row.state == state]
    if not found:
        raise NotFound(missing)
    return found[-1]
