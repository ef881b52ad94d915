"""Urgency and matters that must be reported 必报: marking, seeing, reporting on, and taking back by two people."""

from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from cases.alarm import Alarm, AlarmReport
from cases.codes import ALARM_REPORT
from cases.triggers import TICKED, URGENCY, urgency_of
from foundation.clock import OFFICE
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows import alarms
from workflows.acts import act
from workflows.commands.screening import Reason
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
ABOVE = (Role.SUPERVISOR, Role.LEADER)
_alarm: sa.Table = Alarm.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_report: sa.Table = AlarmReport.__table__  # type: ignore[attr-defined]


class MarkMustReport(Form):
    """Why it must be reported."""

    triggers: tuple[Annotated[str, choice(TICKED)], ...] = Field(title="必报情形", min_length=1, max_length=7)
    note: str | None = Field(default=None, title="简要情况", max_length=1000)


@act("列为必报", *ANYONE, form=MarkMustReport, desk="alarm")
def mark_must_report(work: Work, case: CaseNow, form: MarkMustReport) -> None:
    """重大事项立即报告：主管和领导即时收到，时限内无批示的逐级再报。"""
    alarms.mark(work, case, form.triggers, form.note)


class Acknowledge(Form):
    """What the leader says."""

    instruction: str = Field(title="批示", min_length=1, max_length=2000)


@act("阅知批示", *ABOVE, form=Acknowledge, desk="alarm")
def acknowledge_alarm(work: Work, case: CaseNow, form: Acknowledge) -> None:
    """主管或领导已阅并作出批示；报告时钟停止。"""
    waiting = _rows(work, case, "reported")
    if not waiting:
        raise NotPossible("本案没有等待批示的必报事项。")
    for row in waiting:
        seen = {"acknowledged_by": work.by.name, "acknowledged_at": work.at, "instruction": form.instruction}
        work.writes.update(Alarm, {"id": row["id"]}, {**seen, "state": "acknowledged"})
    alarms.answered(work, case, met=True, reason="已阅知批示")
    case.alarm = "acknowledged"


class Report(Form):
    """What is reported to whom."""

    kind: Annotated[str, choice(ALARM_REPORT)] = Field(title="报告类别")
    addressee: str = Field(title="报送对象", min_length=1, max_length=120, description="例如：市总工会值班室")
    body: str = Field(title="报告内容", min_length=1, max_length=5000)
    reported_at: datetime | None = Field(default=None, title="报送时间", description="不填按现在")


@act("重大事项报告", *ANYONE, form=Report, desk="alarm")
def record_alarm_report(work: Work, case: CaseNow, form: Report) -> dict[str, Any]:
    """登记首报、续报、终报，可打印报告单。"""
    if case.alarm is None:
        raise NotPossible("本案没有列为必报；请先“列为必报”。")
    at = form.reported_at
    at = at.replace(tzinfo=OFFICE) if at is not None and at.tzinfo is None else at
    if at is not None and at > work.at:
        raise NotValid("报送时间不能晚于现在。", fields={"reported_at": "不能晚于现在"})
    kinds = list(work.connection.execute(sa.select(_report.c.kind).where(_report.c.case_id == case.id)).scalars())
    if form.kind == "first" and kinds:
        raise NotValid("已有首报，再报请选“续报”或“终报”。", fields={"kind": "已有首报"})
    if form.kind != "first" and not kinds:
        raise NotValid("还没有首报，请先登记首报。", fields={"kind": "还没有首报"})
    work.writes.insert(
        AlarmReport,
        {
            "case_id": case.id,
            "seq": len(kinds) + 1,
            "kind": form.kind,
            "body": form.body,
            "addressee": form.addressee,
            "reported_at": at or work.at,
            "by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    return {"seq": len(kinds) + 1}


@act("申请撤销必报", *ANYONE, form=Reason, desk="alarm")
def ask_alarm_back(work: Work, case: CaseNow, form: Reason) -> None:
    """误列的必报，写明理由申请撤销，由另一名主管或领导决定。"""
    rows = [row for row in _rows(work, case, "reported", "acknowledged") if row["asked_back_at"] is None]
    if not rows:
        raise NotPossible("本案没有可以申请撤销的必报事项。")
    for row in rows:
        asked = {"asked_back_by": work.by.name, "asked_back_by_id": work.by.account_id, "asked_back_at": work.at}
        work.writes.update(Alarm, {"id": row["id"]}, {**asked, "asked_back_why": form.reason})


class DecideAlarmBack(Form):
    """Whether the mark goes."""

    agreed: bool = Field(title="同意撤销")
    note: str = Field(title="意见", min_length=1, max_length=1000)


@act("决定撤销必报", *ABOVE, form=DecideAlarmBack, desk="alarm")
def decide_alarm_back(work: Work, case: CaseNow, form: DecideAlarmBack) -> None:
    """另一人决定是否撤销必报；无论如何，原记录都留在案卷和日志中。"""
    rows = [row for row in _rows(work, case, "reported", "acknowledged") if row["asked_back_at"] is not None]
    if not rows:
        raise NotPossible("本案没有等待决定的撤销申请。")
    if any(row["asked_back_by_id"] == work.by.account_id for row in rows):
        raise NotAllowed("撤销必报须由申请人以外的主管或领导决定。")
    for row in rows:
        gone = {"withdrawn_by": work.by.name, "withdrawn_by_id": work.by.account_id, "withdrawn_at": work.at}
        kept = {"asked_back_by": None, "asked_back_by_id": None, "asked_back_at": None, "asked_back_why": None}
        work.writes.update(Alarm, {"id": row["id"]}, {**gone, "state": "withdrawn"} if form.agreed else kept)
    still = [row["state"] for row in _rows(work, case, "reported", "acknowledged") if row["asked_back_at"] is None]
    if form.agreed:
        case.alarm = "reported" if "reported" in still else "acknowledged" if still else None
        if "reported" not in still:
            alarms.answered(work, case, met=False, reason="必报已撤销")


def _rows(work: Work, case: CaseNow, *states: str) -> list[dict[str, Any]]:
    query = sa.select(_alarm).where(_alarm.c.case_id == case.id, _alarm.c.state.in_(states))
    return [dict(row._mapping) for row in work.connection.execute(query)]


class SetUrgency(Form):
    """How urgent, and why."""

    urgency: Annotated[str, choice(URGENCY)] | None = Field(
        default=None, title="紧急程度", description="不选则恢复按情形和人数自动确定"
    )
    reason: str = Field(title="理由", min_length=1, max_length=1000)


@act("调整紧急程度", *ANYONE, form=SetUrgency, desk="alarm")
def set_urgency(work: Work, case: CaseNow, form: SetUrgency) -> dict[str, str]:
    """人工调整紧急程度，须写理由；日志保留前后。"""
    before = case.urgency
    case.urgency_by_hand = form.urgency is not None
    case.urgency = form.urgency or urgency_of(case.triggers, case.head_count, case.channel)
    return {"before": URGENCY[before], "after": URGENCY[case.urgency]}
