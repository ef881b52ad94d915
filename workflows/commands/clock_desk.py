"""Pausing and extending a clock 暂停、延期: one person asks with reasons, another decides, and the file keeps both."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.clock_request import ClockRequest
from cases.clock_rows import ClockRow
from cases.codes import PAUSE_GROUND
from foundation.clock import start_of
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from rules.book import UNITS
from workflows import clocks, reissue, telling, withdrawing
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

ASKING = (Role.MEDIATOR, Role.SUPERVISOR)
DECIDING = (Role.SUPERVISOR, Role.LEADER)
_request: sa.Table = ClockRequest.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def clock_of(work: Work, case: CaseNow, clock_id: UUID) -> dict[str, Any]:
    """A clock of this case that runs or is paused. Raises NotFound."""
    for clock in case.running_clocks(work):
        if clock["id"] == clock_id:
            return clock
    raise NotFound("本案没有这个正在计时的时钟。")


def _counted(work: Work, case: CaseNow, clock_id: UUID, what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    clock = clock_of(work, case, clock_id)
    if clock["kind"] == "citizen":
        raise NotPossible(f"群众时钟自首次求助计至结案，任何办理都不{what}。")
    if clock["state"] == "paused":
        raise NotPossible(f"“{clock['label']}”已经暂停。")
    return clock, reissue.certificate_of(work, clock)


def _nothing_pending(work: Work, clock_id: UUID) -> None:
    query = sa.select(_request.c.id).where(_request.c.clock_id == clock_id, _request.c.state == "asked").limit(1)
    if work.connection.execute(query).one_or_none() is not None:
        raise NotPossible("这个期限已有一份申请待批，请先等它批复。")


class AskPause(Form):
    """Why the time should stand still, from when, and when it is looked at again."""

    clock_id: UUID = Field(title="期限", json_schema_extra={"choose": "clock"})
    ground: Annotated[str, choice(PAUSE_GROUND)] = Field(title="暂停事由")
    reason: str = Field(title="理由和证据", min_length=1, max_length=1000)
    from_on: date | None = Field(default=None, title="自何日起暂停", description="不填按今日；当日起不计入")
    until_on: date = Field(title="最迟复核之日", description="到日仍未恢复的，提醒承办人和主管")


@act("申请暂停期限", *ASKING, form=AskPause, desk="clocks")
def ask_pause(work: Work, case: CaseNow, form: AskPause) -> dict[str, Any]:
    """申请中止一个期限，由另一人批准；规则不允许中止的不受理。"""
    clock, certificate = _counted(work, case, form.clock_id, "暂停")
    rule = reissue.rule_now(certificate)
    if not rule.may_suspend:
        raise NotPossible(f"{rule.label}（{rule.id}）没有规定可以中止，不能暂停。依据：{rule.legal_basis}。")
    from_on = past_day(work, form.from_on, field="from_on", label="暂停之日", not_before=clock["started_on"])
    if start_of(from_on) >= clock["due_at"]:
        raise NotPossible(f"“{clock['label']}”已于 {clock['due_on']} 届满，届满之后没有可以暂停的时间。")
    if form.until_on <= work.day:
        raise NotValid("最迟复核之日应在今天之后。", fields={"until_on": "应在今天之后"})
    _nothing_pending(work, form.clock_id)
    request_id = _ask(
        work, case, clock, "pause", form.reason, ground=form.ground, from_on=from_on, until_on=form.until_on
    )
    return {"request_id": request_id, "clock": clock["label"]}


class AskExtension(Form):
    """How much more time, and why."""

    clock_id: UUID = Field(title="期限", json_schema_extra={"choose": "clock"})
    amount: int = Field(title="延长多少", ge=1, le=366, description="单位同该期限：日、工作日、月或小时")
    reason: str = Field(title="理由", min_length=1, max_length=1000)


@act("申请延期", *ASKING, form=AskExtension, desk="clocks")
def ask_extension(work: Work, case: CaseNow, form: AskExtension) -> dict[str, Any]:
    """届满之前申请延长一个期限，由另一人批准；延长自顺延前的最后一日起加。"""
    clock, certificate = _counted(work, case, form.clock_id, "延长")
    rule = reissue.rule_now(certificate)
    if rule.may_extend is None:
        raise NotPossible(f"{rule.label}（{rule.id}）没有规定可以延长。依据：{rule.legal_basis}。")
    if work.at >= clock["due_at"]:
        raise NotPossible(f"“{clock['label']}”已于 {clock['due_on']} 届满；延期须在届满之前申请。")
    granted = reissue.question_now(work, clock, certificate).extend
    if isinstance(rule.may_extend, int) and granted + form.amount > rule.may_extend:
        unit, already = UNITS[rule.unit], f"，已延长{granted}" if granted else ""
        raise NotValid(
            f"{rule.label}最多延长{rule.may_extend}{unit}{already}。",
            fields={"amount": f"最多{rule.may_extend - granted}"},
        )
    _nothing_pending(work, form.clock_id)
    request_id = _ask(work, case, clock, "extension", form.reason, amount=form.amount)
    return {"request_id": request_id, "clock": clock["label"]}


def _ask(work: Work, case: CaseNow, clock: dict[str, Any], kind: str, reason: str, **given: Any) -> UUID:
    request_id = new_id()
    values = {
        "id": request_id,
        "case_id": case.id,
        "clock_id": clock["id"],
        "kind": kind,
        "reason": reason,
        "asked_by": work.by.name,
        "asked_by_id": work.by.account_id,
        "asked_at": work.at,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(ClockRequest, {**values, **given})
    word = "暂停" if kind == "pause" else "延期"
    telling.tell_role(
        work,
        case,
        Role.SUPERVISOR,
        key=f"request:{request_id}",
        title=f"【待批】{case.number} {clock['label']}申请{word}",
        body=f"案件 {case.number} 的“{clock['label']}”申请{word}，期限截止于 {clock['due_on']}，请在截止前批复。",
        clock_id=clock["id"],
    )
    return request_id


class Decide(Form):
    """Which request."""

    request_id: UUID = Field(title="申请", json_schema_extra={"choose": "clock_request"})
    note: str | None = Field(default=None, title="批复意见", max_length=1000)


class Refuse(Decide):
    """Which request, and why not."""

    note: str = Field(title="不批准的理由", min_length=1, max_length=1000)


def _asked(work: Work, case: CaseNow, request_id: UUID) -> dict[str, Any]:
    query = sa.select(_request).where(_request.c.id == request_id, _request.c.case_id == case.id)
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("本案没有这份申请。")
    if row["state"] != "asked":
        raise NotPossible("这份申请已经批复。")
    if row["asked_by_id"] == work.by.account_id:
        raise NotAllowed("自己的申请须由另一人批复。")
    return dict(row)


def _decided(work: Work, request: dict[str, Any], state: str, note: str | None, **more: Any) -> None:
    decision = {
        "state": state,
        "decided_by": work.by.name,
        "decided_by_id": work.by.account_id,
        "decided_at": work.at,
        "decision_note": note,
    }
    work.writes.update(ClockRequest, {"id": request["id"]}, {**decision, **more})


@act("批准暂停或延期", *DECIDING, form=Decide, desk="clocks", confirm="批准后期限随即改变。确认批准？")
def approve_clock_request(work: Work, case: CaseNow, form: Decide) -> dict[str, Any]:
    """批准另一人的申请：暂停自所请之日起，延期自顺延前的最后一日起加。"""
    request = _asked(work, case, form.request_id)
    clock = clock_of(work, case, request["clock_id"])
    if request["kind"] == "pause":
        pause_clock_id = _pause(work, case, clock, request)
        _decided(work, request, "approved", form.note, pause_clock_id=pause_clock_id)
        return {"clock": clock["label"], "paused_from": request["from_on"]}
    certificate = reissue.certificate_of(work, clock)
    question = reissue.question_now(work, clock, certificate, extend=request["amount"])
    found = reissue.reissue(work, case, clock, certificate, question, cause="approve_clock_request")
    _decided(work, request, "approved", form.note)
    return {"clock": clock["label"], "due": clocks.text_of(found.due)}


def _pause(work: Work, case: CaseNow, clock: dict[str, Any], request: dict[str, Any]) -> UUID:
    if start_of(request["from_on"]) >= clock["due_at"]:
        raise NotPossible(f"“{clock['label']}”已于 {clock['due_on']} 届满，届满之后没有可以暂停的时间。")
    if clock["breached"]:
        withdrawing.take_back(work, case, clock, f"自 {request['from_on']} 起暂停已获批准，原记逾期不成立")
    clock["state"] = "paused"
    clock["generation"] += 1
    work.writes.update(ClockRow, {"id": clock["id"]}, {"state": "paused", "generation": clock["generation"]})
    return clocks.open_by_promise(
        work,
        case,
        max(request["until_on"], work.day),
        label=f"暂停复核：{clock['label']}"[:80],
        cause="approve_clock_request",
        kind="pause",
        basis="暂停批准时所定的复核日（工会自定期限）",
        bound_state=clock["bound_state"],
    )


@act("不批准暂停或延期", *DECIDING, form=Refuse, desk="clocks")
def refuse_clock_request(work: Work, case: CaseNow, form: Refuse) -> dict[str, Any]:
    """不批准，写明理由；期限照旧。"""
    request = _asked(work, case, form.request_id)
    _decided(work, request, "refused", form.note)
    return {"request_id": request["id"]}


class ResumeClock(Form):
    """When the cause fell away."""

    clock_id: UUID = Field(title="期限", json_schema_extra={"choose": "paused_clock"})
    resumed_on: date | None = Field(default=None, title="恢复之日", description="不填按今日；当日起计入")
    reason: str = Field(title="恢复的理由和证据", min_length=1, max_length=1000)


@act("恢复计时", *ASKING, form=ResumeClock, desk="clocks")
def resume_clock(work: Work, case: CaseNow, form: ResumeClock) -> dict[str, Any]:
    """中止的事由消除，期限接着计算；暂停的日数不计入。"""
    clock = clock_of(work, case, form.clock_id)
    if clock["state"] != "paused":
        raise NotPossible(f"“{clock['label']}”没有暂停。")
    request = pause_of(work, clock["id"])
    resumed = past_day(work, form.resumed_on, field="resumed_on", label="恢复之日", not_before=request["from_on"])
    end_pause(work, case, request, resumed)
    certificate = reissue.certificate_of(work, clock)
    question = reissue.question_now(work, clock, certificate, suspend=((request["from_on"], resumed),))
    found = reissue.reissue(work, case, clock, certificate, question, cause="resume_clock")
    days = (resumed - request["from_on"]) // timedelta(days=1)
    return {"clock": clock["label"], "paused_days": days, "due": clocks.text_of(found.due)}


def pause_of(work: Work, clock_id: UUID) -> dict[str, Any]:
    """The approved pause that has not ended. Raises NotFound."""
    query = sa.select(_request).where(
        _request.c.clock_id == clock_id, _request.c.kind == "pause", _request.c.state == "approved"
    )
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("没有这个期限的暂停记录。")
    return dict(row)


def end_pause(work: Work, case: CaseNow, request: dict[str, Any], ended_on: date) -> None:
    """Close the pause and the clock that watched it."""
    work.writes.update(ClockRequest, {"id": request["id"]}, {"state": "ended", "ended_on": ended_on})
    clocks.stop(work, case, lambda one: one["id"] == request["pause_clock_id"], met=True, reason="已恢复计时")
