"""Litigation and its relatives: registered, heard, decided; and money that others advanced 先行垫付.

What a document starts or a filing uses up is the worker's own right: these acts call workflows.rights for it.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.agreement import Payment
from cases.outside_codes import ADVANCED_BY, PROCEEDING, PROCEEDING_RESULT, RECOURSE_STATE
from cases.proceeding import Advance, Hearing, Proceeding
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows import aid, rights
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, Yuan, choice
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
# Filing there is filing with this kind of addressee: it uses the rights that rules/rights.yaml names.
FILED_AT = {
    "arbitration": "arbitration",
    **dict.fromkeys(("first_instance", "second_instance", "enforcement", "supported_suit"), "court"),
}
# What receiving the result starts.
STARTS = {
    "arbitration": "award_received",
    "first_instance": "judgment_received",
    "supported_suit": "judgment_received",
    "injury_recognition": "administrative_act",
    "ability_appraisal": "appraisal_received",
}
# Filed again elsewhere, or nothing was decided: no window opens.
UNDECIDED = ("withdrawn", "not_accepted", "mediated")
_proceeding: sa.Table = Proceeding.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_advance: sa.Table = Advance.__table__  # type: ignore[attr-defined]
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]


class RegisterProceeding(Form):
    """Where it was filed, when, and for how much."""

    kind: Annotated[str, choice(PROCEEDING)] = Field(title="程序")
    body: str = Field(title="受理机构", min_length=1, max_length=80)
    docket: str | None = Field(default=None, title="案号", max_length=80)
    filed_on: date | None = Field(default=None, title="申请（起诉）日期", description="不填按今日")
    accepted_on: date | None = Field(default=None, title="受理（立案）日期")
    claimed: Yuan | None = Field(default=None, title="请求金额（元）")
    lawyer_id: UUID | None = Field(default=None, title="代理律师", json_schema_extra={"choose": "lawyer"})


@act("登记诉讼程序", *DESK, form=RegisterProceeding, desk="proceedings")
def register_proceeding(work: Work, case: CaseNow, form: RegisterProceeding) -> dict[str, Any]:
    """登记仲裁、诉讼、执行等程序；在期限内提出的，相应的权利时效记为已行使。"""
    filed = past_day(work, form.filed_on, field="filed_on", label="申请日期")
    if form.accepted_on is not None:
        past_day(work, form.accepted_on, field="accepted_on", label="受理日期", not_before=filed)
    if form.lawyer_id is not None:
        aid.lawyer(work, form.lawyer_id)
    proceeding_id = new_id()
    state = "accepted" if form.accepted_on is not None else "filed"
    made = {"id": proceeding_id, "case_id": case.id, **form.model_dump(), "filed_on": filed, "state": state}
    work.writes.insert(Proceeding, {**made, "recorded_at": work.recorded_at})
    if form.kind in FILED_AT:
        rights.exercised(work, case, FILED_AT[form.kind], filed)
    return {"proceeding": PROCEEDING[form.kind], "proceeding_id": proceeding_id}


class NoteHearing(Form):
    """One session, or that the matter was taken."""

    proceeding_id: UUID = Field(title="程序", json_schema_extra={"choose": "open_proceeding"})
    heard_on: date = Field(title="开庭日期", description="可以是将来的日期")
    place: str | None = Field(default=None, title="地点", max_length=80)
    docket: str | None = Field(default=None, title="案号", max_length=80, description="已知后补填")
    accepted_on: date | None = Field(default=None, title="受理（立案）日期")
    note: str | None = Field(default=None, title="记录", max_length=3000)


@act("登记开庭", *DESK, form=NoteHearing, desk="proceedings")
def note_hearing(work: Work, case: CaseNow, form: NoteHearing) -> None:
    """登记开庭（庭审）情况；案号、立案日期可以补填。"""
    row = _one(work, case, form.proceeding_id)
    if form.heard_on < row.filed_on:
        raise NotValid("开庭不能早于申请之日。", fields={"heard_on": f"不能早于 {row.filed_on}"})
    work.writes.insert(
        Hearing,
        {
            "proceeding_id": row.id,
            "case_id": case.id,
            "heard_on": form.heard_on,
            "place": form.place,
            "note": form.note,
            "by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    changes: dict[str, Any] = {"heard_on": form.heard_on, "state": "accepted"}
    if form.docket:
        changes["docket"] = form.docket
    if form.accepted_on is not None:
        changes["accepted_on"] = past_day(
            work, form.accepted_on, field="accepted_on", label="受理日期", not_before=row.filed_on
        )
    work.writes.update(Proceeding, {"id": row.id}, changes)


class ProceedingResult(Form):
    """What was decided, and when the worker received it."""

    proceeding_id: UUID = Field(title="程序", json_schema_extra={"choose": "open_proceeding"})
    decided_on: date | None = Field(default=None, title="作出日期", description="不填按今日")
    received_on: date | None = Field(
        default=None, title="劳动者收到之日", description="起诉、上诉等期限自此日的次日起计"
    )
    outcome: Annotated[str, choice(PROCEEDING_RESULT)] = Field(title="结果")
    result: str | None = Field(default=None, title="结果要点", max_length=5000)
    awarded: Yuan | None = Field(default=None, title="裁决（判决、到位）金额（元）")
    document_number: str | None = Field(default=None, title="文书号", max_length=80)
    is_final_award: bool = Field(default=False, title="一裁终局", description="仅仲裁：劳动者不服的起诉期限")
    perform_by: date | None = Field(
        default=None, title="文书规定的履行期限最后一日", description="文书生效可以执行的填写；申请执行期限自此起计"
    )


@act("登记程序结果", *DESK, form=ProceedingResult, desk="proceedings")
def record_proceeding_result(work: Work, case: CaseNow, form: ProceedingResult) -> dict[str, Any]:
    """登记裁决、判决、认定等结果；收到之日起计劳动者起诉、上诉、申请执行等期限。"""
    row = _one(work, case, form.proceeding_id)
    decided = past_day(work, form.decided_on, field="decided_on", label="作出日期", not_before=row.filed_on)
    received = form.received_on
    if received is not None:
        past_day(work, received, field="received_on", label="收到之日", not_before=decided)
    given = form.model_dump(exclude={"proceeding_id", "is_final_award", "perform_by", "decided_on"})
    state = "ended" if form.outcome in ("withdrawn", "not_accepted") else "decided"
    work.writes.update(Proceeding, {"id": row.id}, {**given, "decided_on": decided, "state": state})
    opened = []
    fact = STARTS.get(row.kind)
    if fact == "award_received" and form.is_final_award:
        fact = "final_award_received"
    if fact is not None and received is not None and form.outcome not in UNDECIDED:
        rights.open_by_fact(work, case, fact, received, cause="record_proceeding_result")
        opened.append(fact)
    if row.kind == "payment_order" and form.outcome in ("dismissed", "refused") and received is not None:
        rights.open_by_fact(work, case, "payment_order_ended", received, cause="record_proceeding_result")
        opened.append("payment_order_ended")
    if form.perform_by is not None:
        rights.open_by_fact(work, case, "performance_ended", form.perform_by, cause="record_proceeding_result")
        opened.append("performance_ended")
    return {"facts": "、".join(opened)} if opened else {}


def _one(work: Work, case: CaseNow, proceeding_id: UUID) -> Any:
    query = sa.select(_proceeding).where(_proceeding.c.id == proceeding_id, _proceeding.c.case_id == case.id)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("本案没有这个程序。")
    if row.state in ("decided", "ended"):
        raise NotPossible(f"{row.body}的{PROCEEDING[row.kind]}已有结果；如有新的程序，请另行登记。")
    return row


class RecordAdvance(Form):
    """Who paid instead of the employer, and against whom they have recourse."""

    payment_id: UUID | None = Field(default=None, title="对应到账", json_schema_extra={"choose": "advance_payment"})
    advanced_by: Annotated[str, choice(ADVANCED_BY)] = Field(title="垫付方")
    name: str = Field(title="垫付单位", min_length=1, max_length=80)
    amount: Yuan = Field(title="垫付金额（元）", gt=0)
    advanced_on: date | None = Field(default=None, title="垫付日期", description="不填按今日")
    recourse_against: str | None = Field(default=None, title="向谁追偿", max_length=80)


@act("登记先行垫付", *DESK, form=RecordAdvance, desk="proceedings")
def record_advance(work: Work, case: CaseNow, form: RecordAdvance) -> None:
    """写明谁先行垫付、向谁追偿；到账仍由“确认到账”登记。"""
    day = past_day(work, form.advanced_on, field="advanced_on", label="垫付日期")
    if form.payment_id is not None:
        query = sa.select(_payment.c.id).where(_payment.c.id == form.payment_id, _payment.c.case_id == case.id)
        if work.connection.execute(query).first() is None:
            raise NotFound("本案没有这笔到账。")
    made = {"case_id": case.id, **form.model_dump(), "advanced_on": day, "recorded_at": work.recorded_at}
    work.writes.insert(Advance, made)


class RecordRecourse(Form):
    """What came of the recourse."""

    advance_id: UUID = Field(title="先行垫付", json_schema_extra={"choose": "advance"})
    recourse: Annotated[str, choice(RECOURSE_STATE)] = Field(title="追偿情况")
    recovered: Yuan | None = Field(default=None, title="追回金额（元）")
    note: str | None = Field(default=None, title="说明", max_length=1000)


@act("登记追偿", *DESK, form=RecordRecourse, desk="proceedings")
def record_recourse(work: Work, case: CaseNow, form: RecordRecourse) -> None:
    """垫付方向用人单位追偿的情况。"""
    query = sa.select(_advance).where(_advance.c.id == form.advance_id, _advance.c.case_id == case.id)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("本案没有这笔先行垫付。")
    if form.recovered is not None and form.recovered > Decimal(row.amount):
        raise NotValid("追回金额不能超过垫付金额。", fields={"recovered": f"最多 {row.amount}"})
    changes = {"recourse": form.recourse, "recovered": form.recovered, "recourse_note": form.note}
    work.writes.update(Advance, {"id": row.id}, changes)
