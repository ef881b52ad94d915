"""The sites' desk 服务站点 and the register of collective contracts 集体合同."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.codes import DISTRICT
from cases.prevention import tables as t
from cases.prevention.codes import CONTRACT_KIND, SITE_KIND
from cases.prevention.settings import six_haves
from cases.prevention.site import CollectiveContract, Site, SiteRating
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.prevention.records import number, read_row, trace

STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class SiteFields(Form):
    """A site."""

    name: str = Field(title="名称", min_length=1, max_length=120)
    kind: Annotated[str, choice(SITE_KIND)] = Field(title="类别")
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    address: str = Field(title="地址", min_length=1, max_length=200)
    manager: str = Field(default="", title="负责人", max_length=60)
    phone: str | None = Field(default=None, title="电话", pattern=r"^\+?[0-9\-]{5,20}$")
    open_hours: str = Field(default="", title="开放时间", max_length=120)
    services: str = Field(default="", title="服务内容", max_length=1000)


@act("登记站点", *STAFF, form=SiteFields, desk="prevention", subject="office")
def add_site(work: Work, form: SiteFields) -> dict[str, Any]:
    """登记一个服务站点。"""
    _name_free(work, form.name, None)
    site_id = new_id()
    row = {
        "id": site_id,
        **form.model_dump(),
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(Site, row)
    trace(work, "site", site_id, "登记站点", detail=form)
    return {"made": {"site_id": site_id}}


class EditSite(SiteFields):
    """Everything as it should be."""

    site_id: UUID = Field(title="站点")


@act("修改站点", *STAFF, form=EditSite, desk="prevention", subject="office")
def edit_site(work: Work, form: EditSite) -> dict[str, Any]:
    """更正站点的登记。"""
    site = read_row(work, t.site, form.site_id, "站点")
    _name_free(work, form.name, form.site_id)
    values = form.model_dump(exclude={"site_id"})
    values["phone"] = form.phone or site["phone"]
    work.writes.update(Site, {"id": form.site_id}, values)
    trace(work, "site", form.site_id, "修改站点", detail=form)
    return {"made": {"site_id": form.site_id}}


class RateSite(Form):
    """The six haves, one by one."""

    site_id: UUID = Field(title="站点")
    rated_on: date | None = Field(default=None, title="评定日期", description="不填按今日")
    platform: bool = Field(default=False, title="有平台")
    team: bool = Field(default=False, title="有队伍")
    system: bool = Field(default=False, title="有制度")
    guarantee: bool = Field(default=False, title="有保障")
    standard: bool = Field(default=False, title="有标准")
    result: bool = Field(default=False, title="有成效")
    note: str = Field(default="", title="说明", max_length=1000)


@act("六有评定", *STAFF, form=RateSite, desk="prevention", subject="office")
def rate_site(work: Work, form: RateSite) -> dict[str, Any]:
    """按“六有”标准逐项评定；历次评定保留。"""
    site = read_row(work, t.site, form.site_id, "站点")
    if not site["active"]:
        raise NotPossible("站点已停用。")
    items = six_haves().items
    answers = {one.item: bool(getattr(form, one.item)) for one in items}
    row = {
        "site_id": form.site_id,
        "rated_on": past_day(work, form.rated_on, field="rated_on", label="评定日期"),
        "answers": answers,
        "met": sum(answers.values()),
        "asked": len(items),
        "note": form.note,
        "rated_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(SiteRating, row)
    trace(work, "site", form.site_id, "六有评定", detail={"met": row["met"], "asked": row["asked"]})
    return {"made": {"site_id": form.site_id}}


class CloseSite(Form):
    """Why it is closed."""

    site_id: UUID = Field(title="站点")
    closed_on: date | None = Field(default=None, title="停用日期", description="不填按今日")
    reason: str = Field(title="停用原因", min_length=1, max_length=500)


@act("停用站点", Role.SUPERVISOR, form=CloseSite, desk="prevention", subject="office")
def close_site(work: Work, form: CloseSite) -> dict[str, Any]:
    """站点撤并等，停用并写明原因；登记保留。"""
    site = read_row(work, t.site, form.site_id, "站点")
    if not site["active"]:
        raise NotPossible("站点已停用。")
    day = past_day(work, form.closed_on, field="closed_on", label="停用日期")
    work.writes.update(Site, {"id": form.site_id}, {"active": False, "closed_on": day, "closed_why": form.reason})
    trace(work, "site", form.site_id, "停用站点", note=form.reason)
    return {"made": {"site_id": form.site_id}}


def _name_free(work: Work, name: str, site_id: UUID | None) -> None:
    found = work.connection.execute(sa.select(t.site.c.id).where(t.site.c.name == name)).scalar_one_or_none()
    if found is not None and found != site_id:
        raise NotValid("已有同名的站点。", fields={"name": "名称重复"})


class RecordContract(Form):
    """A collective contract."""

    kind: Annotated[str, choice(CONTRACT_KIND)] = Field(title="类别")
    title: str = Field(title="名称", min_length=1, max_length=120)
    parties: str = Field(title="签订单位（行业、区域）", min_length=1, max_length=200)
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    firms: int = Field(title="覆盖企业（家）", ge=1, le=1_000_000)
    workers: int = Field(title="覆盖职工（人）", ge=1, le=100_000_000)
    signed_on: date = Field(title="签订日期")
    valid_until: date | None = Field(default=None, title="有效期至")
    filed_on: date | None = Field(default=None, title="报送（备案）日期")
    filed_with: str | None = Field(default=None, title="报送机关", max_length=80)

    @model_validator(mode="after")
    def _days_in_order(self) -> "RecordContract":
        if self.valid_until and self.valid_until <= self.signed_on:
            raise ValueError("有效期须晚于签订日期")
        if self.filed_on and self.filed_on < self.signed_on:
            raise ValueError("报送日期不能早于签订日期")
        return self


@act("登记集体合同", *STAFF, form=RecordContract, desk="prevention", subject="office")
def record_collective_contract(work: Work, form: RecordContract) -> dict[str, Any]:
    """登记集体合同或专项协议及其覆盖面。"""
    past_day(work, form.signed_on, field="signed_on", label="签订日期")
    contract_id = new_id()
    row = {
        "id": contract_id,
        "number": number(work, "集体合同", "contract"),
        **form.model_dump(),
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(CollectiveContract, row)
    trace(work, "contract", contract_id, "登记集体合同", detail=form)
    return {"made": {"contract_id": contract_id}}


class FileContract(Form):
    """When and where it was filed."""

    contract_id: UUID = Field(title="集体合同")
    filed_on: date | None = Field(default=None, title="报送日期", description="不填按今日")
    filed_with: str = Field(title="报送机关", min_length=1, max_length=80)


@act("登记集体合同报送", *STAFF, form=FileContract, desk="prevention", subject="office")
def file_collective_contract(work: Work, form: FileContract) -> dict[str, Any]:
    """补记报送（备案）的日期和机关。"""
    contract = read_row(work, t.contract, form.contract_id, "集体合同")
    day = past_day(work, form.filed_on, field="filed_on", label="报送日期", not_before=contract["signed_on"])
    changes = {"filed_on": day, "filed_with": form.filed_with}
    work.writes.update(CollectiveContract, {"id": form.contract_id}, changes)
    trace(work, "contract", form.contract_id, "登记集体合同报送", detail=form)
    return {"made": {"contract_id": form.contract_id}}


class EndContract(Form):
    """Why it does not count any more."""

    contract_id: UUID = Field(title="集体合同")
    reason: str = Field(title="原因", min_length=1, max_length=500)


@act("作废集体合同登记", Role.SUPERVISOR, form=EndContract, desk="prevention", subject="office")
def end_collective_contract(work: Work, form: EndContract) -> dict[str, Any]:
    """误登记的，作废并写明原因；不再计入统计。"""
    contract = read_row(work, t.contract, form.contract_id, "集体合同")
    if contract["ended_why"] is not None:
        raise NotPossible("已经作废。")
    work.writes.update(CollectiveContract, {"id": form.contract_id}, {"ended_why": form.reason})
    trace(work, "contract", form.contract_id, "作废集体合同登记", note=form.reason)
    return {"made": {"contract_id": form.contract_id}}
