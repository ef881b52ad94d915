"""The sentinels' desk 夏都瞭望哨: who reports, and what becomes of each lead."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cases.codes import CASE_TYPE, CLAIM_KIND, DISTRICT
from cases.prevention import tables as t
from cases.prevention.codes import LEAD_STATE, SIGN
from cases.prevention.lead import Lead, Sentinel
from cases.prevention.settings import lead_rules
from foundation.crypto import blind_index
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.commands.intake import ClaimItem, OpenCase, open_case
from workflows.forms import Form, Phone, Yuan, choice
from workflows.perform import Done, finish_case
from workflows.prevention.leads import Report, keep
from workflows.prevention.records import read_row, trace
from workflows.subjects import read_case

REVIEWERS = (Role.OPERATOR, Role.SUPERVISOR)
STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class AddSentinel(Form):
    """A volunteer."""

    name: str = Field(title="姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="电话")
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    area: str = Field(default="", title="片区", max_length=120)
    site_id: UUID | None = Field(default=None, title="所在站点", json_schema_extra={"choose": "site"})


@act("登记哨兵", Role.SUPERVISOR, form=AddSentinel, desk="prevention", subject="office")
def add_sentinel(work: Work, form: AddSentinel) -> dict[str, Any]:
    """登记一名哨兵（片区信息员）；上报链接另发。"""
    if form.site_id is not None:
        read_row(work, t.site, form.site_id, "站点")
    sentinel_id = new_id()
    row = {
        "id": sentinel_id,
        **form.model_dump(),
        "phone_index": blind_index(form.phone) if form.phone else None,
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(Sentinel, row)
    trace(work, "sentinel", sentinel_id, "登记哨兵")
    return {"made": {"sentinel_id": sentinel_id}}


class OneSentinel(Form):
    """Which sentinel."""

    sentinel_id: UUID = Field(title="哨兵")


class SentinelAndReason(OneSentinel):
    """Which sentinel, and why."""

    reason: str = Field(title="原因", min_length=1, max_length=500)


@act(
    "发放上报链接",
    Role.SUPERVISOR,
    form=OneSentinel,
    desk="prevention",
    subject="office",
    confirm="发放新链接后，此人以前的链接立即失效。",
)
def issue_lead_link(work: Work, form: OneSentinel) -> dict[str, Any]:
    """生成本人专用的上报链接，有期限，可随时停用。"""
    sentinel = read_row(work, t.sentinel, form.sentinel_id, "哨兵")
    if not sentinel["active"]:
        raise NotPossible("此人已停用；请先恢复。")
    until = work.day.fromordinal(work.day.toordinal() + lead_rules().link_days)
    changes = {"link_serial": sentinel["link_serial"] + 1, "link_until": until, "link_revoked_at": None}
    work.writes.update(Sentinel, {"id": form.sentinel_id}, changes)
    trace(work, "sentinel", form.sentinel_id, "发放上报链接", detail={"until": str(until)})
    return {"made": {"sentinel_id": form.sentinel_id}}


@act("停用上报链接", Role.SUPERVISOR, form=SentinelAndReason, desk="prevention", subject="office")
def revoke_lead_link(work: Work, form: SentinelAndReason) -> dict[str, Any]:
    """链接外泄等，立即停用。"""
    sentinel = read_row(work, t.sentinel, form.sentinel_id, "哨兵")
    if sentinel["link_until"] is None or sentinel["link_revoked_at"] is not None:
        raise NotPossible("没有在用的链接。")
    changes = {"link_revoked_at": work.at, "link_serial": sentinel["link_serial"] + 1}
    work.writes.update(Sentinel, {"id": form.sentinel_id}, changes)
    trace(work, "sentinel", form.sentinel_id, "停用上报链接", note=form.reason)
    return {"made": {"sentinel_id": form.sentinel_id}}


@act("停用或恢复哨兵", Role.SUPERVISOR, form=SentinelAndReason, desk="prevention", subject="office")
def switch_sentinel(work: Work, form: SentinelAndReason) -> dict[str, Any]:
    """在用的停用（链接同时失效），停用的恢复。"""
    sentinel = read_row(work, t.sentinel, form.sentinel_id, "哨兵")
    active = not sentinel["active"]
    changes: dict[str, Any] = {"active": active, "inactive_why": None if active else form.reason}
    if not active:
        changes |= {"link_revoked_at": work.at, "link_serial": sentinel["link_serial"] + 1}
    work.writes.update(Sentinel, {"id": form.sentinel_id}, changes)
    trace(work, "sentinel", form.sentinel_id, "恢复" if active else "停用", note=form.reason)
    return {"made": {"sentinel_id": form.sentinel_id}}


class RegisterLead(Form):
    """A lead that came by word of mouth, by phone or from the net."""

    sentinel_id: UUID | None = Field(default=None, title="哨兵", json_schema_extra={"choose": "sentinel"})
    sign: Annotated[str, choice(SIGN)] = Field(title="苗头类别")
    content: str = Field(title="情况", min_length=1, max_length=2000)
    place: str = Field(default="", title="单位或地点", max_length=120)
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    head_count: int | None = Field(default=None, title="涉及人数", ge=1, le=100000)
    link: str | None = Field(default=None, title="网址", max_length=500, description="舆情线索的公开网址")


@act("登记线索", *STAFF, form=RegisterLead, desk="prevention", subject="office")
def register_lead(work: Work, form: RegisterLead) -> dict[str, Any]:
    """代为登记电话、当面或网上得来的苗头。"""
    reported_by = work.by.name
    if form.sentinel_id is not None:
        reported_by = read_row(work, t.sentinel, form.sentinel_id, "哨兵")["name"]
    report = Report(new_id(), form.sign, form.content, form.place, form.head_count, form.district)
    lead_id, told = keep(
        work,
        report,
        sentinel_id=form.sentinel_id,
        reported_by=reported_by,
        district=form.district,
        link=form.link,
    )
    return {"made": {"lead_id": lead_id, "number": told}}


class OneLead(Form):
    """Which lead."""

    lead_id: UUID = Field(title="线索")


class VerifyLead(OneLead):
    """What was seen."""

    note: str = Field(title="核实情况", min_length=1, max_length=2000)


@act("核实线索", *REVIEWERS, form=VerifyLead, desk="prevention", subject="office")
def verify_lead(work: Work, form: VerifyLead) -> dict[str, Any]:
    """核实属实，待处理或持续关注。"""
    _in_review(work, form.lead_id, "new")
    return _reviewed(work, form.lead_id, "verified", form.note)


class RejectLead(OneLead):
    """Why not."""

    reason: str = Field(title="不采纳原因", min_length=1, max_length=500)


@act("不采纳线索", *REVIEWERS, form=RejectLead, desk="prevention", subject="office")
def reject_lead(work: Work, form: RejectLead) -> dict[str, Any]:
    """查无此事、与劳动关系无关等，写明原因。"""
    _in_review(work, form.lead_id, "new", "verified")
    return _reviewed(work, form.lead_id, "rejected", form.reason)


class MergeLead(OneLead):
    """Which known matter it is."""

    known_id: UUID = Field(title="已知线索", json_schema_extra={"choose": "lead"})
    note: str = Field(default="", title="说明", max_length=500)


@act("并入已知线索", *REVIEWERS, form=MergeLead, desk="prevention", subject="office")
def merge_lead(work: Work, form: MergeLead) -> dict[str, Any]:
    """同一事项已有线索的，并入。"""
    _in_review(work, form.lead_id, "new", "verified")
    if form.known_id == form.lead_id:
        raise NotValid("不能并入自己。", fields={"known_id": "请选另一条线索"})
    known = read_row(work, t.lead, form.known_id, "线索")
    if known["state"] in ("merged", "rejected"):
        raise NotPossible(f"所选线索处于“{LEAD_STATE[known['state']]}”，请选最初的那一条。")
    return _reviewed(work, form.lead_id, "merged", form.note or f"并入 {known['number']}", merged_into=form.known_id)


class CaseFromLead(OneLead):
    """What the case needs beside the lead."""

    case_type: Annotated[str, choice(CASE_TYPE)] = Field(title="案件类型")
    claim_kind: Annotated[str, choice(CLAIM_KIND)] = Field(title="诉求类别")
    amount: Yuan | None = Field(default=None, title="金额（元）", description="不清楚可不填")
    worker_name: str = Field(title="劳动者（代表）姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="联系电话")
    employer_name: str | None = Field(default=None, title="用人单位", max_length=120, description="不填按线索所述单位")
    head_count: int | None = Field(default=None, title="涉及人数", ge=1, le=100000, description="不填按线索")
    is_migrant: bool = Field(default=False, title="农民工")
    is_new_form: bool = Field(default=False, title="新就业形态")


@act("线索立案", *REVIEWERS, form=CaseFromLead, desk="prevention", subject="office")
def open_case_from_lead(work: Work, form: CaseFromLead) -> Done:
    """以“哨兵”渠道立案，线索与案件互相链接。"""
    lead = _in_review(work, form.lead_id, "new", "verified")
    opening = OpenCase(
        case_type=form.case_type,
        channel="media" if lead["sign"] == "opinion" and lead["sentinel_id"] is None else "sentinel",
        district=lead["district"],
        worker_name=form.worker_name,
        phone=form.phone,
        employer_name=form.employer_name or lead["place"] or None,
        head_count=form.head_count or lead["head_count"] or 1,
        claims=(ClaimItem(kind=form.claim_kind, amount=form.amount),),
        is_migrant=form.is_migrant,
        is_new_form=form.is_new_form,
        narrative=f"线索 {lead['number']}：{lead['content']}",
    )
    done = open_case(work, opening)
    if done.case_id is None:
        raise RuntimeError("the case was not opened")
    work.write_now()
    case = read_case(work, done.case_id)
    finish_case(work, case, "open_case_from_lead", "由线索转入", case.state, {"lead": lead["number"]})
    _reviewed(work, form.lead_id, "case", f"立案 {case.number}", case_id=case.id)
    return Done("open_case_from_lead", "线索立案", case.id, case.number, case.state, case.version)


def _in_review(work: Work, lead_id: UUID, *states: str) -> dict[str, Any]:
    lead = read_row(work, t.lead, lead_id, "线索")
    if lead["state"] not in states:
        raise NotPossible(f"线索处于“{LEAD_STATE[lead['state']]}”，不能再这样处理。")
    return lead


def _reviewed(work: Work, lead_id: UUID, state: str, note: str, **more: Any) -> dict[str, Any]:
    changes = {
        "state": state,
        "review_note": note,
        "reviewed_by_name": work.by.name,
        "reviewed_at": work.at,
        **more,
    }
    work.writes.update(Lead, {"id": lead_id}, changes)
    trace(work, "lead", lead_id, LEAD_STATE[state], note=note)
    return {"made": {"lead_id": lead_id}}
