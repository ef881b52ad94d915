"""常用视图: filters and order of the case list under a name, of one person or shared by the supervisor."""

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.grams import secret_of
from cases.saved_view import SavedView
from cases.views.case_filters import BESIDE, read_filters
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import ROLE_WORDS, Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.perform import Done

EVERYONE = tuple(role for role in Role if role is not Role.SYSTEM)
ROLE_CHOICE = {role.value: ROLE_WORDS[role] for role in EVERYONE}
MOST = 20
_view: sa.Table = SavedView.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class SaveView(Form):
    """A name for what the list shows now."""

    name: str = Field(title="视图名称", min_length=1, max_length=30)
    query: str = Field(default="", title="筛选和排序", max_length=1000, description="由案件列表带入，一般不必改动")
    shared: bool = Field(default=False, title="全单位共用（仅主管）")


@act("保存视图", *EVERYONE, form=SaveView, desk="views", subject="office")
def save_view(work: Work, form: SaveView) -> Done:
    """把案件列表当前的筛选和排序存为常用视图。"""
    if work.by.account_id is None:
        raise NotAllowed("视图须由有账号的人保存。")
    if form.shared and work.by.role != Role.SUPERVISOR:
        raise NotValid("共用视图由主管保存。", fields={"shared": "由主管保存"})
    kept = {name: value for name, value in parse_qsl(form.query) if name not in BESIDE and value.strip()}
    _, faults = read_filters(kept)
    if faults:
        raise NotValid("；".join(faults) + "。", fields={"query": "；".join(faults)})
    if secret_of(kept.get("text", "")):
        raise NotValid("视图中不能存电话、证件号。", fields={"query": "含有号码"})
    mine = sa.select(sa.func.count()).where(_view.c.account_id == work.by.account_id)
    if work.connection.execute(mine).scalar_one() >= MOST:
        raise NotPossible(f"每人最多保存 {MOST} 个视图，请先删除不用的。")
    values = {
        "id": new_id(),
        "account_id": work.by.account_id,
        "owner": work.by.name,
        "name": form.name,
        "query": urlencode(kept),
        "shared": form.shared,
        "created_at": work.at,
    }
    work.writes.insert(SavedView, values)
    return Done("save_view", "保存视图", made={"view_id": values["id"]})


def _changeable(work: Work, view_id: UUID) -> Any:
    """One's own view, or a shared one for the supervisor. Raises NotFound, NotAllowed."""
    row = work.connection.execute(sa.select(_view).where(_view.c.id == view_id)).one_or_none()
    mine = row is not None and row.account_id == work.by.account_id
    if row is None or not (mine or row.shared):
        raise NotFound("没有这个视图。")
    if not mine and work.by.role != Role.SUPERVISOR:
        raise NotAllowed("共用视图由主管修改。")
    return row


class RenameView(Form):
    """Another name."""

    view_id: UUID = Field(title="视图")
    name: str = Field(title="新名称", min_length=1, max_length=30)


@act("重命名视图", *EVERYONE, form=RenameView, desk="views", subject="office")
def rename_view(work: Work, form: RenameView) -> Done:
    """给常用视图换一个名称。"""
    _changeable(work, form.view_id)
    work.writes.update(SavedView, {"id": form.view_id}, {"name": form.name})
    return Done("rename_view", "重命名视图", made={"view_id": form.view_id})


class WhichView(Form):
    """A view."""

    view_id: UUID = Field(title="视图")


@act("删除视图", *EVERYONE, form=WhichView, desk="views", subject="office", confirm="只删除视图，不影响案件。")
def delete_view(work: Work, form: WhichView) -> Done:
    """删除常用视图。"""
    _changeable(work, form.view_id)
    work.connection.execute(sa.delete(_view).where(_view.c.id == form.view_id))
    return Done("delete_view", "删除视图", made={"view_id": form.view_id})


class DefaultView(Form):
    """For whom the list begins with it."""

    view_id: UUID = Field(title="视图")
    role: Annotated[str, choice(ROLE_CHOICE)] | None = Field(
        default=None, title="岗位", description="此岗位打开案件列表时先看这个视图；不填为取消"
    )


@act("设为岗位默认视图", Role.SUPERVISOR, form=DefaultView, desk="views", subject="office")
def set_default_view(work: Work, form: DefaultView) -> Done:
    """共用视图可设为一个岗位的默认视图。"""
    row = _changeable(work, form.view_id)
    if not row.shared:
        raise NotPossible("只有共用视图可以设为岗位默认；请先另存为共用视图。")
    if form.role is not None:
        # One view for each role: the former gives way first, or the two would clash for a moment.
        former = sa.update(_view).where(_view.c.default_for == form.role)
        work.connection.execute(former.values(default_for=None))
    work.writes.update(SavedView, {"id": form.view_id}, {"default_for": form.role})
    return Done("set_default_view", "设为岗位默认视图", made={"view_id": form.view_id})
