"""Aid at work: progress, hours, closing papers, the subsidy; and aid opened beside a wage or dispute case."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.case import Case
from cases.claim import Claim
from cases.clock_request import CaseLink
from cases.legal_aid import AidHours, AidSubsidy
from cases.outside_codes import AID_STAGE
from cases.party import Party
from foundation.errors import NotAllowed, NotFound, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from foundation.writes import row_of
from people.roles import Role
from rules.deadline import Question, answer
from workflows import aid, calendars, clocks, engine, reopening
from workflows.acts import act
from workflows.charts.registry import CHARTS
from workflows.commands.intake import case_number
from workflows.commands.joining import COPIED
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.perform import finish_case
from workflows.subjects import CaseNow

ONLY = ("legal_aid",)
DESK = (Role.MEDIATOR, Role.SUPERVISOR)
PAPERS_RULE, PROGRESS_RULE = "SVC-AID-PAPERS", "SVC-AID-PROGRESS"
_hours: sa.Table = AidHours.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_subsidy: sa.Table = AidSubsidy.__table__  # type: ignore[attr-defined]
_claim: sa.Table = Claim.__table__  # type: ignore[attr-defined]
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]
_link: sa.Table = CaseLink.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


class AidProgress(Form):
    """What the lawyer reports."""

    note: str = Field(title="承办进展", min_length=1, max_length=3000)


@act("登记承办进展", *DESK, form=AidProgress, desk="aid", states=("aiding",), case_types=ONLY)
def record_aid_progress(work: Work, case: CaseNow, form: AidProgress) -> None:
    """登记律师承办进展；跟进提醒重新起计。"""
    clocks.stop(work, case, lambda clock: clock["rule_id"] == PROGRESS_RULE, met=True, reason="已跟进")
    clocks.open_by_rule(
        work, case, PROGRESS_RULE, work.at, kind="stage", cause="record_aid_progress", bound_state=case.state
    )


class LogHours(Form):
    """What was done and how long it took."""

    stage: Annotated[str, choice(AID_STAGE)] = Field(title="工作阶段")
    minutes: int = Field(title="用时（分钟）", ge=1, le=6000)
    worked_on: date | None = Field(default=None, title="日期", description="不填按今日")
    what: str = Field(title="工作内容", min_length=1, max_length=1000)


@act("登记承办工时", *DESK, form=LogHours, desk="aid", case_types=ONLY)
def log_aid_hours(work: Work, case: CaseNow, form: LogHours) -> None:
    """登记援助律师的工作和用时。"""
    day = past_day(work, form.worked_on, field="worked_on", label="日期")
    row = aid.file_of(work, case)
    made = {"case_id": case.id, "lawyer_id": row.lawyer_id if row is not None else None, **form.model_dump()}
    work.writes.insert(AidHours, {**made, "worked_on": day, "recorded_at": work.recorded_at})


class Papers(Form):
    """When the closing papers came."""

    papers_on: date | None = Field(default=None, title="收到日期", description="不填按今日")
    note: str | None = Field(default=None, title="材料清单", max_length=2000)


@act(
    "收到援助结案材料",
    *DESK,
    form=Papers,
    desk="aid",
    states=("aid_result", "mediating", "performing", "closing_review", "callback"),
    case_types=ONLY,
)
def receive_aid_papers(work: Work, case: CaseNow, form: Papers) -> dict[str, str]:
    """登记收到律师结案材料之日，是否按期（工会自定）。"""
    row = aid.file_of(work, case)
    if row is None or row.result_on is None:
        raise NotPossible("还没有登记援助结果；请先办理“登记援助结果”。")
    day = past_day(work, form.papers_on, field="papers_on", label="收到日期", not_before=row.result_on)
    limit = answer(Question(PAPERS_RULE, row.result_on), calendars.in_force(work))
    in_time = day <= clocks.day_of(limit.due)
    aid.keep(work, case, papers_on=day, papers_in_time=in_time)
    clocks.stop(work, case, lambda clock: clock["rule_id"] == PAPERS_RULE, met=True, reason="材料已收到")
    return {"in_time": "按期" if in_time else f"逾期（截止 {clocks.day_of(limit.due)}）"}


class ComputeSubsidy(Form):
    """For which part of the work."""

    stage: Annotated[str, choice(AID_STAGE)] = Field(title="工作阶段")


@act("计算办案补贴", *DESK, form=ComputeSubsidy, desk="aid", case_types=ONLY)
def compute_subsidy(work: Work, case: CaseNow, form: ComputeSubsidy) -> dict[str, Any]:
    """按补贴标准（工会自定）和登记的工时计算，待另一人批准。"""
    again = sa.select(_subsidy.c.id).where(_subsidy.c.case_id == case.id, _subsidy.c.stage == form.stage)
    if work.connection.execute(again).first() is not None:
        raise NotPossible(f"“{AID_STAGE[form.stage]}”的补贴已经计算过。")
    summed = sa.select(sa.func.coalesce(sa.func.sum(_hours.c.minutes), 0)).where(
        _hours.c.case_id == case.id, _hours.c.stage == form.stage
    )
    minutes = int(work.connection.execute(summed).scalar_one())
    line, row = aid.tariffs()[form.stage], aid.file_of(work, case)
    amount = line.amount(minutes)
    work.writes.insert(
        AidSubsidy,
        {
            "case_id": case.id,
            "lawyer_id": row.lawyer_id if row is not None else None,
            "stage": form.stage,
            "amount": amount,
            "tariff": line.words(minutes),
            "computed_by": work.by.name,
            "computed_by_id": work.by.account_id,
            "computed_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    return {"amount": amount}


class Subsidy(Form):
    """Which subsidy."""

    subsidy_id: UUID = Field(title="补贴", json_schema_extra={"choose": "subsidy"})


@act("批准办案补贴", Role.SUPERVISOR, Role.LEADER, form=Subsidy, desk="aid", case_types=ONLY)
def approve_subsidy(work: Work, case: CaseNow, form: Subsidy) -> None:
    """由计算人以外的人批准。"""
    row = _one(work, case, form.subsidy_id)
    if row.state != "computed":
        raise NotPossible("这笔补贴已经批准。")
    if row.computed_by_id is not None and row.computed_by_id == work.by.account_id:
        raise NotAllowed("不能批准自己计算的补贴；请由另一人批准。")
    approved = {"state": "approved", "approved_by": work.by.name, "approved_by_id": work.by.account_id}
    work.writes.update(AidSubsidy, {"id": row.id}, {**approved, "approved_at": work.at})


class PaySubsidy(Subsidy):
    """When it was paid."""

    paid_on: date | None = Field(default=None, title="发放日期", description="不填按今日")
    proof: str | None = Field(default=None, title="凭证号", max_length=80)


@act("发放办案补贴", Role.SUPERVISOR, form=PaySubsidy, desk="aid", case_types=ONLY)
def pay_subsidy(work: Work, case: CaseNow, form: PaySubsidy) -> None:
    """登记补贴发放；没有批准的不得发放。"""
    row = _one(work, case, form.subsidy_id)
    if row.state != "approved":
        raise NotPossible("这笔补贴没有批准，或者已经发放；请先办理“批准办案补贴”。")
    paid = past_day(work, form.paid_on, field="paid_on", label="发放日期")
    work.writes.update(AidSubsidy, {"id": row.id}, {"state": "paid", "paid_on": paid, "proof": form.proof})


def _one(work: Work, case: CaseNow, subsidy_id: UUID) -> Any:
    query = sa.select(_subsidy).where(_subsidy.c.id == subsidy_id, _subsidy.c.case_id == case.id)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("本案没有这笔补贴。")
    return row


class OpenAid(Form):
    """Why aid is needed."""

    reason: str = Field(title="援助事由", min_length=1, max_length=1000)


@act(
    "另办法律援助",
    Role.OPERATOR,
    *DESK,
    form=OpenAid,
    desk="aid",
    case_types=("wage_arrears", "labour_dispute"),
)
def open_aid_beside(work: Work, case: CaseNow, form: OpenAid) -> dict[str, str]:
    """在本案旁另立一件法律援助案：当事人、诉求和权利时效照抄，两案相互关联，群众时钟起点相同。"""
    already = (
        sa.select(_case.c.number)
        .join(_link, _link.c.to_case_id == _case.c.id)
        .where(_link.c.kind == "aid", _link.c.from_case_id == case.id, _case.c.closed_at.is_(None))
    )
    number = work.connection.execute(already).scalars().first()
    if number is not None:
        raise NotPossible(f"本案已有在办的法律援助案 {number}。")
    chart, case_id = CHARTS["legal_aid"], new_id()
    kept = ("employer_id", "category", "topic", "head_count", "is_collective", "claimed", "title", "handler_id")
    columns = row_of(
        Case,
        {
            **{name: case.columns[name] for name in {*COPIED, *kept}},
            "id": case_id,
            "number": case_number(work, "legal_aid"),
            "case_type": "legal_aid",
            "chart_version": chart.version,
            "state": chart.initial,
            "stage": chart.states[chart.initial].stage,
            "version": 0,
            "anchors": dict(case.anchors),
            "recorded_at": work.recorded_at,
        },
    )
    made = CaseNow(columns, clocks=[])
    work.writes.insert(Case, columns)
    for model, table in ((Party, _party), (Claim, _claim)):
        for row in work.connection.execute(sa.select(table).where(table.c.case_id == case.id)).mappings():
            # What was agreed and paid stays with the file in which it was.
            own = {"agreed": None, "paid": None} if model is Party else {}
            new = {**row, **own, "id": new_id(), "case_id": case_id, "recorded_at": work.recorded_at}
            work.writes.insert(model, new)
    link = {"kind": "aid", "from_case_id": case.id, "to_case_id": case_id, "reason": form.reason, "by": work.by.name}
    work.writes.insert(CaseLink, {**link, "at": work.at, "recorded_at": work.recorded_at})
    clocks.open_citizen(work, made, made.opened_at)
    for clock in case.running_clocks(work):
        if clock["kind"] == "right":
            reopening.again(work, made, clock, cause="open_aid_beside", why="aid")
    engine.enter(work, made, chart.initial, cause="open_aid_beside")
    detail = {"from": case.number, "reason": form.reason}
    finish_case(work, made, "open_aid_beside", "自另一案另办法律援助", "", detail)
    return {"new_case": made.number}
