"""The activities' desk 活动: what was held, for whom, with how many people and copies."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import DISTRICT
from cases.prevention import tables as t
from cases.prevention.activity import Activity, Attendee
from cases.prevention.codes import ACTIVITY_KIND, AUDIENCE
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.prevention.records import number, read_row, trace
from workflows.prevention.sign_in import Signed, read_list
from workflows.prevention.tags import tag_subject

STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class AudienceItem(Form):
    """How many of whom."""

    audience: Annotated[str, choice(AUDIENCE)] = Field(title="对象")
    people: int = Field(title="人次", ge=1, le=1_000_000)


class MaterialItem(Form):
    """What was handed out."""

    what: str = Field(title="材料", min_length=1, max_length=80)
    copies: int = Field(title="份数", ge=1, le=1_000_000)


class ActivityFields(Form):
    """An activity as it was held."""

    kind: Annotated[str, choice(ACTIVITY_KIND)] = Field(title="类别")
    held_on: date = Field(title="日期")
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    place: str = Field(title="地点", min_length=1, max_length=120)
    topic: str = Field(title="主题", min_length=1, max_length=120)
    host_unit: str = Field(title="主办单位", min_length=1, max_length=120)
    partners: str = Field(default="", title="协办单位", max_length=300)
    lawyers: str = Field(default="", title="到场律师", max_length=300)
    audiences: tuple[AudienceItem, ...] = Field(default=(), title="参加人次（按对象）", max_length=20)
    materials: tuple[MaterialItem, ...] = Field(default=(), title="发放材料", max_length=20)
    questions: int = Field(default=0, title="解答问题数", ge=0, le=100_000)
    result: str = Field(default="", title="成效", max_length=5000)


class RecordActivity(ActivityFields):
    """An activity, with the sign-in list where there is one."""

    sign_in: str | None = Field(
        default=None,
        title="签到表",
        max_length=200_000,
        description="每行一人：姓名 单位 电话。填了人次的，人数须一致；只有人次的可不填",
    )
    planned: bool = Field(default=False, title="尚未举办（计划）")


@act("登记活动", *STAFF, form=RecordActivity, desk="prevention", subject="office")
def record_activity(work: Work, form: RecordActivity) -> dict[str, Any]:
    """登记一场活动；签到表与人次并存时须一致，符合规则的自动归入专项行动。"""
    if not form.planned and form.held_on > work.day:
        raise NotValid("日期在今天之后；尚未举办的请选“计划”。", fields={"held_on": "不能晚于今天"})
    signed = read_list(form.sign_in or "")
    activity_id = new_id()
    values = form.model_dump(mode="json", exclude={"sign_in", "planned", "held_on"})
    row = {
        "id": activity_id,
        "number": number(work, "活动", "activity"),
        "state": "planned" if form.planned else "held",
        **values,
        "held_on": form.held_on,
        **counted(form, signed),
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(Activity, row)
    _sign_in(work, activity_id, signed)
    trace(work, "activity", activity_id, "登记活动", detail=form)
    tag_subject(work, "activity", activity_id)
    return {"made": {"activity_id": activity_id, "number": row["number"]}}


def counted(form: ActivityFields, signed: Sequence[Signed], listed: int | None = None) -> dict[str, Any]:
    """People and copies of a form. Raises NotValid where the list and the count differ."""
    given = sum(one.people for one in form.audiences)
    names = len(signed) or (listed or 0)
    if names and given and names != given:
        raise NotValid(
            f"签到表 {names} 人，按对象填的人次合计 {given}，两者须一致。",
            fields={"audiences": f"合计 {given}，签到表 {names}"},
        )
    if len({one.audience for one in form.audiences}) != len(form.audiences):
        raise NotValid("同一对象请合并为一行。", fields={"audiences": "对象重复"})
    people = given or names
    audiences = [one.model_dump() for one in form.audiences] or (
        [{"audience": "unsorted", "people": people}] if people else []
    )
    copies = sum(one.copies for one in form.materials)
    return {"people": people, "audiences": audiences, "copies": copies, "has_list": names > 0}


def _sign_in(work: Work, activity_id: UUID, signed: Sequence[Signed]) -> None:
    for place, one in enumerate(signed, 1):
        work.writes.insert(
            Attendee,
            {
                "activity_id": activity_id,
                "place": place,
                "name": one.name,
                "unit": one.unit,
                "phone": one.phone,
                "recorded_at": work.recorded_at,
            },
        )


class EditActivity(ActivityFields):
    """Everything as it should be; the sign-in list has an act of its own."""

    activity_id: UUID = Field(title="活动")
    was_held: bool = Field(default=True, title="已举办")


@act("修改活动", *STAFF, form=EditActivity, desk="prevention", subject="office")
def edit_activity(work: Work, form: EditActivity) -> dict[str, Any]:
    """更正活动的登记；计划中的举办后在此补齐。"""
    activity = _standing(work, form.activity_id)
    if form.was_held and form.held_on > work.day:
        raise NotValid("日期在今天之后，还不能登记为已举办。", fields={"held_on": "不能晚于今天"})
    listed = _listed(work, form.activity_id)
    values = form.model_dump(mode="json", exclude={"activity_id", "was_held", "held_on"})
    changes = {
        **values,
        "held_on": form.held_on,
        **counted(form, (), listed),
        "state": "held" if form.was_held else "planned",
    }
    before = {
        name: activity[name] for name in ("kind", "held_on", "people", "copies") if activity[name] != changes[name]
    }
    work.writes.update(Activity, {"id": form.activity_id}, changes)
    trace(work, "activity", form.activity_id, "修改活动", detail={"before": {k: str(v) for k, v in before.items()}})
    tag_subject(work, "activity", form.activity_id)
    return {"made": {"activity_id": form.activity_id}}


class PasteSignIn(Form):
    """The list as it should be."""

    activity_id: UUID = Field(title="活动")
    sign_in: str = Field(
        title="签到表", min_length=1, max_length=200_000, description="每行一人：姓名 单位 电话；取代以前的签到表"
    )
    also_count: bool = Field(default=False, title="人次按签到表更正", description="不选时，人数须与已登记的人次一致")


@act("登记签到表", *STAFF, form=PasteSignIn, desk="prevention", subject="office")
def paste_sign_in(work: Work, form: PasteSignIn) -> dict[str, Any]:
    """粘贴签到表，取代以前的；人数须与登记的人次一致，或按签到表更正。"""
    activity = _standing(work, form.activity_id)
    signed = read_list(form.sign_in)
    if not signed:
        raise NotValid("签到表是空的。", fields={"sign_in": "没有读到姓名"})
    changes: dict[str, Any] = {"has_list": True}
    if activity["people"] != len(signed):
        if activity["people"] and not form.also_count:
            raise NotValid(
                f"签到表 {len(signed)} 人，已登记 {activity['people']} 人次，两者须一致；确以签到表为准的请选更正。",
                fields={"sign_in": "人数不一致"},
            )
        changes |= {"people": len(signed), "audiences": [{"audience": "unsorted", "people": len(signed)}]}
    table = t.attendee
    old = sa.select(table.c.id).where(table.c.activity_id == form.activity_id, table.c.replaced_at.is_(None))
    for attendee_id in work.connection.execute(old).scalars():
        work.writes.update(Attendee, {"id": attendee_id}, {"replaced_at": work.at})
    work.writes.update(Activity, {"id": form.activity_id}, changes)
    _sign_in(work, form.activity_id, signed)
    trace(work, "activity", form.activity_id, "登记签到表", detail={"people": len(signed)})
    return {"made": {"activity_id": form.activity_id}}


class CancelActivity(Form):
    """Why it does not count."""

    activity_id: UUID = Field(title="活动")
    reason: str = Field(title="取消原因", min_length=1, max_length=500)


@act(
    "取消活动",
    Role.SUPERVISOR,
    form=CancelActivity,
    desk="prevention",
    subject="office",
    confirm="取消后不计入任何统计，登记保留。",
)
def cancel_activity(work: Work, form: CancelActivity) -> dict[str, Any]:
    """未举办或误登记的，取消并写明原因。"""
    _standing(work, form.activity_id)
    changes = {"state": "cancelled", "cancelled_why": form.reason}
    work.writes.update(Activity, {"id": form.activity_id}, changes)
    trace(work, "activity", form.activity_id, "取消活动", note=form.reason)
    tag_subject(work, "activity", form.activity_id)
    return {"made": {"activity_id": form.activity_id}}


def _standing(work: Work, activity_id: UUID) -> dict[str, Any]:
    activity = read_row(work, t.activity, activity_id, "活动")
    if activity["state"] == "cancelled":
        raise NotPossible("活动已取消，不能再改；如确已举办，请重新登记。")
    return activity


def _listed(work: Work, activity_id: UUID) -> int:
    query = sa.select(sa.func.count()).where(
        t.attendee.c.activity_id == activity_id, t.attendee.c.replaced_at.is_(None)
    )
    return int(work.connection.execute(query).scalar_one())
