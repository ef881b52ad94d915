"""The campaigns' desk 专项行动: what is to be reached, and what belongs to it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.case import Case
from cases.codes import CASE_TYPE, CHANNEL, CLAIM_KIND
from cases.prevention import tables as t
from cases.prevention.campaign import Campaign, CampaignTag, CampaignTarget
from cases.prevention.codes import ACTIVITY_KIND, CAMPAIGN_KIND, CAMPAIGN_STATE, CASE_FLAG, TAG_SUBJECT
from cases.prevention.progress import INDICATOR
from cases.prevention.settings import campaign_seeds
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.perform import check_handler, finish_case
from workflows.prevention.records import read_row, trace
from workflows.prevention.tags import add_tag, retag, tag_campaign
from workflows.subjects import read_case

LEADS = (Role.SUPERVISOR, Role.LEADER)
STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
MOVES = {
    "planned": ("running", "stopped"),
    "running": ("ended", "stopped"),
    "ended": ("running",),
    "stopped": ("running",),
}
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


class TargetItem(Form):
    """How much of one thing."""

    indicator: Annotated[str, choice(INDICATOR)] = Field(title="指标")
    target: int = Field(title="目标数", ge=1, le=1_000_000_000)


class CampaignFields(Form):
    """A campaign."""

    name: str = Field(title="名称", min_length=1, max_length=80)
    kind: Annotated[str, choice(CAMPAIGN_KIND)] = Field(title="类别")
    starts_on: date | None = Field(default=None, title="起始日", description="没有起始日的，不自动归入案件和活动")
    ends_on: date | None = Field(default=None, title="截止日", description="不填为持续进行")
    owner_id: UUID | None = Field(default=None, title="负责人", json_schema_extra={"choose": "staff"})
    note: str = Field(default="", title="说明", max_length=2000)

    @model_validator(mode="after")
    def _days_in_order(self) -> "CampaignFields":
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("截止日不能早于起始日")
        return self


class CreateCampaign(CampaignFields):
    """A campaign with its targets."""

    targets: tuple[TargetItem, ...] = Field(default=(), title="目标", max_length=20)


@act("新建专项行动", *LEADS, form=CreateCampaign, desk="prevention", subject="office")
def create_campaign(work: Work, form: CreateCampaign) -> dict[str, Any]:
    """登记一个专项行动及其目标；自动归入的规则另设。"""
    _name_free(work, form.name, None)
    campaign_id = new_id()
    values = form.model_dump(exclude={"targets"})
    owner = {"owner_name": _owner_name(work, form.owner_id), "created_by_name": work.by.name}
    row = {"id": campaign_id, **values, **owner, "recorded_at": work.recorded_at}
    work.writes.insert(Campaign, row)
    _set_targets(work, campaign_id, form.targets)
    trace(work, "campaign", campaign_id, "新建专项行动", detail=form)
    return {"made": {"campaign_id": campaign_id}}


@act("载入报告所列行动", *LEADS, desk="prevention", subject="office")
def take_campaign_seeds(work: Work, form: Form) -> dict[str, Any]:
    """按年度报告载入各专项行动（筹备状态，不带日期）；已有的不重复载入。"""
    known = set(work.connection.execute(sa.select(t.campaign.c.name)).scalars())
    seeds = set(work.connection.execute(sa.select(t.campaign.c.seed)).scalars())
    taken = 0
    for one in campaign_seeds():
        if one["seed"] in seeds or one["name"] in known:
            continue
        campaign_id = new_id()
        work.writes.insert(
            Campaign,
            {
                "id": campaign_id,
                "name": one["name"],
                "kind": one["kind"],
                "seed": one["seed"],
                "rule": one["rule"],
                "source": "市总工会年度工作报告",
                "created_by_name": work.by.name,
                "recorded_at": work.recorded_at,
            },
        )
        given = one.get("targets", {}).items()
        _set_targets(work, campaign_id, [TargetItem(indicator=name, target=target) for name, target in given])
        trace(work, "campaign", campaign_id, "载入报告所列行动")
        taken += 1
    return {"made": {"taken": taken}}


class OneCampaign(Form):
    """Which campaign."""

    campaign_id: UUID = Field(title="专项行动")


class EditCampaign(CampaignFields):
    """Everything as it should be."""

    campaign_id: UUID = Field(title="专项行动")


@act("修改专项行动", *LEADS, form=EditCampaign, desk="prevention", subject="office")
def edit_campaign(work: Work, form: EditCampaign) -> dict[str, Any]:
    """修改名称、起止日、负责人；起止日变动后，请在页面上核对并重新归入。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    _name_free(work, form.name, form.campaign_id)
    values: dict[str, Any] = form.model_dump(exclude={"campaign_id"})
    values["owner_name"] = _owner_name(work, form.owner_id)
    days_change = (campaign["starts_on"], campaign["ends_on"]) != (form.starts_on, form.ends_on)
    if days_change and campaign["state"] in ("running", "ended"):
        # Other days mean other cases: the tags follow only when somebody has seen what would change.
        values["proposed"] = campaign["proposed"] if campaign["proposed"] is not None else campaign["rule"]
    work.writes.update(Campaign, {"id": form.campaign_id}, values)
    trace(work, "campaign", form.campaign_id, "修改专项行动", detail=form)
    return {"made": {"campaign_id": form.campaign_id}}


class SetTargets(OneCampaign):
    """The targets as they should be."""

    targets: tuple[TargetItem, ...] = Field(title="目标", min_length=1, max_length=20)


@act("设定目标", *LEADS, form=SetTargets, desk="prevention", subject="office")
def set_campaign_targets(work: Work, form: SetTargets) -> dict[str, Any]:
    """设定或调整各项目标数；未列出的目标保持不变。"""
    read_row(work, t.campaign, form.campaign_id, "专项行动")
    _set_targets(work, form.campaign_id, form.targets)
    trace(work, "campaign", form.campaign_id, "设定目标", detail=form)
    return {"made": {"campaign_id": form.campaign_id}}


class RuleLine(Form):
    """One line of a rule: everything given must fit; lines are alternatives."""

    subject: Annotated[str, choice(TAG_SUBJECT)] = Field(title="对象")
    case_type: Annotated[str, choice(CASE_TYPE)] | None = Field(default=None, title="案件类型")
    claim_kind: Annotated[str, choice(CLAIM_KIND)] | None = Field(default=None, title="诉求类别")
    flag: Annotated[str, choice(CASE_FLAG)] | None = Field(default=None, title="标记")
    channel: Annotated[str, choice(CHANNEL)] | None = Field(default=None, title="渠道")
    activity_kind: Annotated[str, choice(ACTIVITY_KIND)] | None = Field(default=None, title="活动类别")

    @model_validator(mode="after")
    def _fits_subject(self) -> "RuleLine":
        of_case = self.case_type or self.claim_kind or self.flag or self.channel
        if self.subject != "case" and of_case:
            raise ValueError("案件类型、诉求、标记、渠道只用于案件")
        if self.subject != "activity" and self.activity_kind:
            raise ValueError("活动类别只用于活动")
        return self


class ProposeRule(OneCampaign):
    """The rule as it should be."""

    rule: tuple[RuleLine, ...] = Field(title="归入规则（各行之间为“或”）", min_length=1, max_length=20)


@act("拟定归入规则", *LEADS, form=ProposeRule, desk="prevention", subject="office")
def propose_campaign_rule(work: Work, form: ProposeRule) -> dict[str, Any]:
    """拟定哪些案件、活动、体检自动归入；先看会增减多少，再启用。"""
    read_row(work, t.campaign, form.campaign_id, "专项行动")
    rule = [line.model_dump(exclude_none=True) for line in form.rule]
    work.writes.update(Campaign, {"id": form.campaign_id}, {"proposed": rule})
    trace(work, "campaign", form.campaign_id, "拟定归入规则", detail=form)
    return {"made": {"campaign_id": form.campaign_id}}


@act(
    "启用归入规则",
    *LEADS,
    form=OneCampaign,
    desk="prevention",
    subject="office",
    confirm="启用后按新规则重新归入：手工归入和手工移出的不变。",
)
def apply_campaign_rule(work: Work, form: OneCampaign) -> dict[str, Any]:
    """按拟定的规则重新归入；只改自动归入的。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    rule = campaign["proposed"]
    if rule is None:
        raise NotPossible("没有待启用的规则；请先“拟定归入规则”。")
    version = campaign["rule_version"] + 1
    changes = {"rule": rule, "proposed": None, "rule_version": version}
    work.writes.update(Campaign, {"id": form.campaign_id}, changes)
    # Before it runs nothing is tagged; after it was stopped nothing more.
    tags = campaign["state"] in ("running", "ended")
    counts = retag(work, campaign, rule, version) if tags else {"added": 0, "removed": 0}
    trace(work, "campaign", form.campaign_id, "启用归入规则", detail={"rule": rule, **counts})
    return {"made": {"campaign_id": form.campaign_id, **counts}}


class MoveCampaign(OneCampaign):
    """Where it stands now."""

    state: Annotated[str, choice(CAMPAIGN_STATE)] = Field(title="状态")
    reason: str | None = Field(default=None, title="说明", max_length=500, description="停止、恢复的须填")


@act("变更行动状态", *LEADS, form=MoveCampaign, desk="prevention", subject="office")
def move_campaign(work: Work, form: MoveCampaign) -> dict[str, Any]:
    """启动、结束、停止或恢复；启动须有起始日。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    possible = MOVES[campaign["state"]]
    if form.state not in possible:
        words = "、".join(CAMPAIGN_STATE[one] for one in possible)
        raise NotPossible(f"“{CAMPAIGN_STATE[campaign['state']]}”的行动只能改为：{words}。")
    if form.state == "running" and campaign["starts_on"] is None:
        raise NotPossible("行动还没有起始日；请先“修改专项行动”填写起始日，再启动。")
    if (form.state == "stopped" or campaign["state"] in ("ended", "stopped")) and not form.reason:
        raise NotValid("请写明原因。", fields={"reason": "必填"})
    work.writes.update(Campaign, {"id": form.campaign_id}, {"state": form.state, "state_reason": form.reason})
    work.write_now()
    made = tag_campaign(work, form.campaign_id)
    trace(work, "campaign", form.campaign_id, f"状态改为{CAMPAIGN_STATE[form.state]}", note=form.reason or "")
    return {"made": {"campaign_id": form.campaign_id, "tagged": made}}


@act("立即归入", *STAFF, Role.LEADER, form=OneCampaign, desk="prevention", subject="office")
def tag_campaign_now(work: Work, form: OneCampaign) -> dict[str, Any]:
    """不等每夜运行，现在就把符合规则的案件和活动归入；已归入的不重复。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    if campaign["state"] not in ("running", "ended"):
        raise NotPossible("行动尚未启动或已停止，不自动归入。")
    return {"made": {"campaign_id": form.campaign_id, "tagged": tag_campaign(work, form.campaign_id)}}


class TagSubject(OneCampaign):
    """Something put into a campaign by hand."""

    campaign_id: UUID = Field(title="专项行动", json_schema_extra={"choose": "campaign"})
    record_kind: Annotated[str, choice(TAG_SUBJECT)] = Field(default="case", title="对象")
    record_id: UUID = Field(title="编号")
    reason: str = Field(title="归入理由", min_length=1, max_length=500)


@act("归入专项行动", *STAFF, form=TagSubject, desk="prevention", subject="office")
def tag_by_hand(work: Work, form: TagSubject) -> dict[str, Any]:
    """手工归入；规则变更不会移出。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    if campaign["state"] == "stopped":
        raise NotPossible("行动已停止，不能再归入。")
    _subject_exists(work, form.record_kind, form.record_id)
    found = _tag(work, form.campaign_id, form.record_kind, form.record_id)
    if found is not None and found["removed_at"] is None:
        raise NotPossible("已经归入这一行动。")
    if found is None:
        add_tag(work, form.campaign_id, form.record_kind, form.record_id, how="hand")
    else:
        back = {"removed_how": None, "removed_why": None, "removed_by_name": None, "removed_at": None, "how": "hand"}
        work.writes.update(CampaignTag, {"id": found["id"]}, back)
    _note(work, form, campaign["name"], "归入专项行动")
    return {"made": {"campaign_id": form.campaign_id}}


@act("移出专项行动", *STAFF, form=TagSubject, desk="prevention", subject="office")
def untag_by_hand(work: Work, form: TagSubject) -> dict[str, Any]:
    """手工移出；此后自动归入也不再放回。"""
    campaign = read_row(work, t.campaign, form.campaign_id, "专项行动")
    found = _tag(work, form.campaign_id, form.record_kind, form.record_id)
    if found is None or found["removed_at"] is not None:
        raise NotPossible("没有归入这一行动。")
    off = {
        "removed_how": "hand",
        "removed_why": form.reason,
        "removed_by_name": work.by.name,
        "removed_at": work.at,
    }
    work.writes.update(CampaignTag, {"id": found["id"]}, off)
    _note(work, form, campaign["name"], "移出专项行动")
    return {"made": {"campaign_id": form.campaign_id}}


def _note(work: Work, form: TagSubject, campaign: str, title: str) -> None:
    if form.record_kind == "case":
        case = read_case(work, form.record_id)
        check_handler(case, work.by)
        name = "tag_by_hand" if title.startswith("归入") else "untag_by_hand"
        finish_case(work, case, name, title, case.state, {"campaign": campaign, "reason": form.reason})
    trace(work, form.record_kind, form.record_id, title, note=form.reason, detail={"campaign": campaign})


def _subject_exists(work: Work, kind: str, subject_id: UUID) -> None:
    table = {"case": _case, "activity": t.activity, "check_up": t.check_up}[kind]
    if work.connection.execute(sa.select(table.c.id).where(table.c.id == subject_id)).first() is None:
        raise NotFound(f"没有这个{TAG_SUBJECT[kind]}，或您无权查看。")


def _tag(work: Work, campaign_id: UUID, kind: str, subject_id: UUID) -> Any:
    tag = t.campaign_tag
    query = sa.select(tag).where(
        tag.c.campaign_id == campaign_id, tag.c.subject_kind == kind, tag.c.subject_id == subject_id
    )
    return work.connection.execute(query).mappings().one_or_none()


def _set_targets(work: Work, campaign_id: UUID, targets: Sequence[TargetItem]) -> None:
    names = [one.indicator for one in targets]
    if len(set(names)) != len(names):
        raise NotValid("同一指标只能有一个目标。", fields={"targets": "指标重复"})
    table = t.campaign_target
    query = sa.select(table.c.indicator, table.c.id).where(table.c.campaign_id == campaign_id)
    known = {row.indicator: row.id for row in work.connection.execute(query)}
    for one in targets:
        values = {"target": one.target, "set_by_name": work.by.name, "recorded_at": work.recorded_at}
        if one.indicator in known:
            work.writes.update(CampaignTarget, {"id": known[one.indicator]}, values)
        else:
            row = {"campaign_id": campaign_id, "indicator": one.indicator, **values}
            work.writes.insert(CampaignTarget, row)


def _name_free(work: Work, name: str, campaign_id: UUID | None) -> None:
    query = sa.select(t.campaign.c.id).where(t.campaign.c.name == name)
    found = work.connection.execute(query).scalar_one_or_none()
    if found is not None and found != campaign_id:
        raise NotValid("已有同名的专项行动。", fields={"name": "名称重复"})


def _owner_name(work: Work, owner_id: UUID | None) -> str:
    if owner_id is None:
        return ""
    found = work.connection.execute(sa.select(_account.c.name).where(_account.c.id == owner_id)).scalar_one_or_none()
    if found is None:
        raise NotValid("没有这个账号。", fields={"owner_id": "请重新选择"})
    return str(found)
