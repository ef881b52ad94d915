"""Investigation before the paper: two supervisors of the register, replaced where one must stand aside, closed."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from pydantic.config import JsonDict

from cases.claim import Investigation
from cases.codes import INTEREST
from cases.inquiry_codes import INQUIRY_FINDING
from cases.investigation import InvestigationChange, InvestigationRecord
from cases.supervisor import SupervisorInterest
from foundation.clock import OFFICE
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from workflows import investigating
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

DESK = "investigation"
REGISTERED: JsonDict = {"choose": "supervisor"}
# Names and certificates as old files give them: taken from a replayed history only, never from a form.
OLD: JsonDict = {"hidden": True}
# The short form gives one text: where and whom it was, the text itself says.
IN_TEXT = "（见笔录）"


class OpenInvestigation(Form):
    """Two supervisors of the register."""

    first_supervisor_id: UUID | None = Field(
        default=None, title="监督员一", description="必选", json_schema_extra=REGISTERED
    )
    second_supervisor_id: UUID | None = Field(
        default=None, title="监督员二", description="必选", json_schema_extra=REGISTERED
    )
    purpose: str = Field(title="调查事项", min_length=1, max_length=500)
    opened_on: date | None = Field(default=None, title="开始日期", description="不填按今日")
    first_supervisor: str | None = Field(
        default=None, title="监督员一（仅历史案卷）", max_length=60, json_schema_extra=OLD
    )
    first_certificate: str | None = Field(
        default=None, title="证号一（仅历史案卷）", max_length=40, json_schema_extra=OLD
    )
    second_supervisor: str | None = Field(
        default=None, title="监督员二（仅历史案卷）", max_length=60, json_schema_extra=OLD
    )
    second_certificate: str | None = Field(
        default=None, title="证号二（仅历史案卷）", max_length=40, json_schema_extra=OLD
    )


@act("启动调查", *HANDLERS, form=OpenInvestigation, desk=DESK)
def open_investigation(work: Work, case: CaseNow, form: OpenInvestigation) -> dict[str, Any]:
    """从登记簿指派两名劳动法律监督员开展调查；证件须在有效期内，无须回避。"""
    if investigating.find_open(work, case.id) is not None:
        raise NotPossible("本案已有进行中的调查，请先办结。")
    opened_on = past_day(work, form.opened_on, field="opened_on", label="开始日期")
    people = _typed(form) if work.history and form.first_supervisor else _chosen(work, case, form, opened_on)
    investigation_id = new_id()
    values = {**people, "purpose": form.purpose, "opened_on": opened_on, "recorded_at": work.recorded_at}
    work.writes.insert(Investigation, {"id": investigation_id, "case_id": case.id, **values})
    investigating.start_limit(work, case, opened_on)
    return {"investigation_id": investigation_id}


def _chosen(work: Work, case: CaseNow, form: OpenInvestigation, on: date) -> dict[str, Any]:
    names = ("first_supervisor", "first_certificate", "second_supervisor", "second_certificate")
    if any(getattr(form, name) for name in names):
        raise NotValid("监督员须从登记簿选择，不能手工填写姓名和证号。", fields={"first_supervisor_id": "请选择"})
    ids = {"first_supervisor_id": form.first_supervisor_id, "second_supervisor_id": form.second_supervisor_id}
    first, second = investigating.fit_pair(work, case, ids, on, what="调查")
    return {**_as("first", first), **_as("second", second)}


def _as(place: str, row: Any) -> dict[str, Any]:
    """A supervisor in one of the two places, with name and certificate as they stand now."""
    return {f"{place}_supervisor_id": row.id, f"{place}_supervisor": row.name, f"{place}_certificate": row.certificate}


def _typed(form: OpenInvestigation) -> dict[str, Any]:
    """Two people as a file of the past names them."""
    names = form.model_dump(
        include={"first_supervisor", "first_certificate", "second_supervisor", "second_certificate"}
    )
    if not all(names.values()) or form.first_certificate == form.second_certificate:
        raise NotPossible("历史案卷的调查也须载明两名不同的监督员和证号。")
    return names


class ReplaceSupervisor(Form):
    """Who goes, who comes, and why."""

    out_id: UUID = Field(title="退出的监督员", json_schema_extra={"choose": "investigator"})
    in_id: UUID = Field(title="接替的监督员", json_schema_extra=REGISTERED)
    relation: Annotated[str, choice(INTEREST)] | None = Field(
        default=None, title="回避事由", description="本人或者近亲属与本案有利害关系的选择；其他原因更换的不选"
    )
    reason: str = Field(title="更换理由", min_length=1, max_length=500)


@act("监督员回避、更换", *HANDLERS, form=ReplaceSupervisor, desk=DESK)
def replace_supervisor(work: Work, case: CaseNow, form: ReplaceSupervisor) -> dict[str, Any]:
    """有利害关系的监督员回避，或者因故更换；接替的监督员同样须持证有效、无须回避。"""
    row = investigating.open_investigation_of(work, case.id)
    places = {row.first_supervisor_id: "first", row.second_supervisor_id: "second"}
    place = places.get(form.out_id)
    if place is None:
        raise NotValid("这名监督员没有参加本次调查。", fields={"out_id": "请选择参加本次调查的监督员"})
    if form.in_id in places:
        raise NotPossible("接替的监督员已在本次调查中；调查须由两名不同的监督员进行。")
    new = investigating.fit(work, case, form.in_id, work.day)
    said = {"recorded_by": work.by.name, "recorded_at": work.recorded_at}
    if form.relation is not None:
        interest = {"supervisor_id": form.out_id, "case_id": case.id, "relation": form.relation, "from_on": work.day}
        declared = {"note": form.reason[:200], "declared_by": work.by.name, "declared_at": work.at}
        work.writes.insert(SupervisorInterest, {**interest, **declared, "recorded_at": work.recorded_at})
    work.writes.insert(
        InvestigationChange,
        {
            "investigation_id": row.id,
            "case_id": case.id,
            "out_id": form.out_id,
            "out_name": row._mapping[f"{place}_supervisor"],
            "out_certificate": row._mapping[f"{place}_certificate"],
            "in_id": new.id,
            "relation": form.relation,
            "reason": form.reason,
            "changed_on": work.day,
            **said,
        },
    )
    work.writes.update(Investigation, {"id": row.id}, {**_as(place, new), f"{place}_since": work.day})
    return {"investigation_id": row.id}


class CloseInvestigation(Form):
    """What was found; the record and the talks where they were not entered one by one."""

    finding: Annotated[str, choice(INQUIRY_FINDING)] | None = Field(
        default=None, title="调查结果", description="不选的，按是否已登记违法事实"
    )
    conclusion: str | None = Field(default=None, title="调查结论", max_length=5000)
    record: str | None = Field(
        default=None, title="调查笔录", max_length=20000, description="已逐份“登记调查笔录”的不填"
    )
    employer_signed: bool | None = Field(default=None, title="用人单位已核阅签字", description="已逐份登记的不选")
    refusal_reason: str | None = Field(default=None, title="拒签原因", max_length=500)
    consultation: str | None = Field(
        default=None, title="协商经过或未协商的理由", max_length=5000, description="已“登记协商”的不填"
    )


@act("办结调查", *HANDLERS, form=CloseInvestigation, desk=DESK)
def close_investigation(work: Work, case: CaseNow, form: CloseInvestigation) -> dict[str, Any]:
    """办结调查：笔录经用人单位核阅签字，拒签须注明原因；写明存在或者未发现违法事实。"""
    row = investigating.open_investigation_of(work, case.id)
    count, signed = investigating.count_records(work, row.id)
    if form.record:
        _check_signature(form)
        _one_record(work, case, row, form, count + 1)
        signed = signed and bool(form.employer_signed)
    elif count == 0:
        raise NotValid("没有调查笔录，不能办结；请填写笔录，或者先“登记调查笔录”。", fields={"record": "必填"})
    talks = form.consultation or investigating.consulted(investigating.consultations(work, case.id))
    if not talks:
        raise NotValid("没有登记协商，也没有未协商的理由；请填写，或者先“登记协商”。", fields={"consultation": "必填"})
    finding = form.finding or ("breach" if case.has_violation else "none")
    if finding == "breach" and not case.has_violation:
        raise NotPossible("存在违法事实的，请先办理“登记违法事实”，再办结调查。")
    work.writes.update(
        Investigation,
        {"id": row.id},
        {
            **form.model_dump(include={"record", "refusal_reason", "conclusion"}),
            "employer_signed": signed,
            "consultation": talks,
            "finding": finding,
            "closed_at": work.at,
        },
    )
    investigating.stop_limit(work, case)
    return {"investigation_id": row.id}


def _check_signature(form: CloseInvestigation) -> None:
    if form.employer_signed is None:
        raise NotValid("请写明用人单位是否已核阅签字。", fields={"employer_signed": "必填"})
    if not form.employer_signed and not form.refusal_reason:
        raise NotPossible("用人单位未签字的，须写明拒签原因。")


def _one_record(work: Work, case: CaseNow, row: Any, form: CloseInvestigation, seq: int) -> None:
    """The whole questioning as one record, as the short form gives it."""
    people = ("first_supervisor", "first_certificate", "second_supervisor", "second_certificate")
    work.writes.insert(
        InvestigationRecord,
        {
            "investigation_id": row.id,
            "case_id": case.id,
            "seq": seq,
            "asked_at": work.at.astimezone(OFFICE),
            "place": IN_TEXT,
            "person": IN_TEXT,
            "person_role": IN_TEXT,
            **{name: row._mapping[name] for name in people},
            "text": form.record,
            "read_back": bool(form.employer_signed),
            "signed": bool(form.employer_signed),
            "refusal_reason": form.refusal_reason,
            "recorded_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
