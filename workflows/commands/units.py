"""The list of units 单位: where cases and tickets can go."""

from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import DISTRICT
from cases.employer import Employer
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.account import Account
from people.roles import ROLE_WORDS, Role
from people.unit import UNIT_KIND, Unit
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.perform import Done

DESK = (Role.ADMIN, Role.SUPERVISOR)
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]


class UnitForm(Form):
    """What is known of a unit."""

    name: str = Field(title="名称", min_length=1, max_length=80)
    kind: Annotated[str, choice(UNIT_KIND)] = Field(title="类别")
    parent_id: UUID | None = Field(default=None, title="上级单位", json_schema_extra={"choose": "unit"})
    district: Annotated[str, choice(DISTRICT)] | None = Field(default=None, title="区县（园区）")
    contact_role: str | None = Field(
        default=None, title="联络人岗位", max_length=60, description="签收的岗位，不写个人姓名"
    )
    phone: str | None = Field(
        default=None, title="联系电话", pattern=r"^[0-9\-+（）() ]{5,40}$", description="印在本单位发出的文书上"
    )
    address: str | None = Field(default=None, title="联系地址", max_length=200, description="印在本单位发出的文书上")
    employer_id: UUID | None = Field(
        default=None,
        title="所属用人单位",
        description="企业工会必填：是哪家用人单位的工会",
        json_schema_extra={"choose": "union_employer"},
    )


class ChangeUnit(UnitForm):
    """Which one."""

    unit_id: UUID = Field(title="单位")


@act("添加单位", *DESK, form=UnitForm, desk="units", subject="office")
def add_unit(work: Work, form: UnitForm) -> Done:
    """添加一个可以承办的单位。"""
    _check(work, form, None)
    unit_id = new_id()
    work.writes.insert(Unit, {"id": unit_id, **form.model_dump(), "recorded_at": work.recorded_at})
    return Done("add_unit", "添加单位", made={"unit_id": unit_id})


@act("修改单位", *DESK, form=ChangeUnit, desk="units", subject="office")
def change_unit(work: Work, form: ChangeUnit) -> Done:
    """更正单位的名称、上级等；已经派出的件保留当时的名称。"""
    _one(work, form.unit_id)
    _check(work, form, form.unit_id)
    work.writes.update(Unit, {"id": form.unit_id}, form.model_dump(exclude={"unit_id"}))
    return Done("change_unit", "修改单位", made={"unit_id": form.unit_id})


class SwitchUnit(Form):
    """On or off."""

    unit_id: UUID = Field(title="单位")
    active: bool = Field(title="可以派单")


@act("停用或启用单位", *DESK, form=SwitchUnit, desk="units", subject="office")
def switch_unit(work: Work, form: SwitchUnit) -> Done:
    """停用后不再出现在派单名单中；已派的件不受影响。"""
    unit = _one(work, form.unit_id)
    if unit.active == form.active:
        raise NotPossible("该单位已经是这个状态。")
    work.writes.update(Unit, {"id": unit.id}, {"active": form.active})
    return Done("switch_unit", "停用或启用单位", made={"unit_id": unit.id})


class PlaceAccount(Form):
    """Whose account, which unit."""

    account_id: UUID = Field(title="账号", json_schema_extra={"choose": "any_account"})
    unit_id: UUID | None = Field(
        default=None,
        title="所属单位",
        description="本会人员留空；归属下属单位的只能查看、办理该单位的件",
        json_schema_extra={"choose": "unit"},
    )


@act("账号归属单位", Role.ADMIN, form=PlaceAccount, desk="units", subject="office")
def place_account(work: Work, form: PlaceAccount) -> Done:
    """写明账号属于哪个单位：派给该单位的件，由其人员签收；下属单位的人员只能查看、办理本单位的件。"""
    query = sa.select(_account.c.role).where(_account.c.id == form.account_id)
    role = work.connection.execute(query).scalar_one_or_none()
    if role is None:
        raise NotFound("没有这个账号。")
    unit = None if form.unit_id is None else _one(work, form.unit_id)
    # The other desks take, send out, close and see everything in the whole city.
    if unit is not None and unit.kind != "city" and role != Role.MEDIATOR:
        why = "归属下属单位的只能是调解员账号：其他岗位面向全市，能看到所有单位的案件。"
        raise NotValid(why, fields={"account_id": f"岗位是{ROLE_WORDS[Role(role)]}"})
    name = None if unit is None else unit.name
    work.writes.update(Account, {"id": form.account_id}, {"unit_id": form.unit_id, "unit": name})
    return Done("place_account", "账号归属单位", made={"account_id": form.account_id})


def _one(work: Work, unit_id: UUID) -> Any:
    row = work.connection.execute(sa.select(_unit).where(_unit.c.id == unit_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个单位。")
    return row


def _check(work: Work, form: UnitForm, own_id: UUID | None) -> None:
    faults = {}
    rows = {row.id: row for row in work.connection.execute(sa.select(_unit.c.id, _unit.c.name, _unit.c.parent_id))}
    if any(row.name == form.name and row.id != own_id for row in rows.values()):
        faults["name"] = "已有这个名称的单位"
    above = form.parent_id
    if above is not None and above not in rows:
        faults["parent_id"] = "没有这个单位"
    seen = set()
    while above is not None and above in rows and above not in seen:
        if above == own_id:
            faults["parent_id"] = "上级单位不能是自己或者自己的下级"
            break
        seen.add(above)
        above = rows[above].parent_id
    if form.kind == "enterprise_union" and form.employer_id is None:
        faults["employer_id"] = "企业工会须选所属用人单位"
    if form.employer_id is not None:
        if form.kind != "enterprise_union":
            faults["employer_id"] = "只有企业工会填这一项"
        elif (
            work.connection.execute(sa.select(_employer.c.id).where(_employer.c.id == form.employer_id)).first() is None
        ):
            faults["employer_id"] = "没有这个用人单位"
    if faults:
        raise NotValid("；".join(faults.values()), fields=faults)
