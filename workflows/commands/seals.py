"""印章: registering a seal, handing it to another keeper, taking it out of use."""

import base64
import binascii
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.seal import SEAL_KIND, Seal
from cases.views import tables as t
from documents.seal_image import MOST_BYTES
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows import seals
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.prevention.records import trace

_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
# Base64 takes four characters for three bytes.
LONGEST = MOST_BYTES * 4 // 3 + 4


class RegisterSeal(Form):
    """A seal, its picture and who keeps it."""

    name: str = Field(title="印章名称", min_length=1, max_length=80)
    kind: Annotated[str, choice(SEAL_KIND)] = Field(title="印章种类")
    issuer: str | None = Field(default=None, title="印章单位", max_length=80, description="不填为本会")
    keeper_id: UUID | None = Field(
        default=None,
        title="保管人",
        json_schema_extra={"choose": "seal_keeper"},
        description="只有保管人可以用印；不指定的由主管用印",
    )
    valid_from: date | None = Field(default=None, title="启用日期", description="不填为今日")
    image: str | None = Field(
        default=None, title="印章图像", max_length=LONGEST, description="PNG 图片的 base64；没有的只登记用印"
    )


@act("登记印章", Role.SUPERVISOR, Role.ADMIN, form=RegisterSeal, desk="seals", subject="office")
def register_seal(work: Work, form: RegisterSeal) -> dict[str, Any]:
    """登记一枚印章及其图像、保管人；登记之后用印须选择印章。"""
    if work.connection.execute(sa.select(t.seal.c.id).where(t.seal.c.name == form.name)).one_or_none() is not None:
        raise NotValid("已有同名的印章。", fields={"name": "已有同名的印章"})
    seal_id, keeper = new_id(), _keeper(work, form.keeper_id)
    file_id = seals.keep_picture(work, _decoded(form.image), f"{form.name}.png") if form.image else None
    work.writes.insert(
        Seal,
        {
            "id": seal_id,
            "name": form.name,
            "issuer": form.issuer or settings().office_name,
            "kind": form.kind,
            "file_id": file_id,
            "keeper_id": form.keeper_id,
            "keeper_name": keeper,
            "valid_from": form.valid_from or work.day,
            "registered_by": work.by.name,
            "registered_at": work.at,
        },
    )
    trace(work, "seal", seal_id, "登记印章", note=f"保管人：{keeper or '（主管）'}")
    return {"made": {"seal_id": seal_id}}


def _decoded(image: str) -> bytes:
    try:
        return base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError):
        raise NotValid("印章图像不是 base64 编码的 PNG。", fields={"image": "不是 PNG 图片"}) from None


def _keeper(work: Work, keeper_id: UUID | None) -> str | None:
    """The keeper's name: somebody who holds the desk at which letters are sealed."""
    if keeper_id is None:
        return None
    row = work.connection.execute(sa.select(_account).where(_account.c.id == keeper_id)).one_or_none()
    if row is None or not row.active or row.role != Role.SUPERVISOR:
        raise NotValid("保管人须是在用的主管账号。", fields={"keeper_id": "须是在用的主管账号"})
    return str(row.name)


class OneSeal(Form):
    """Which seal."""

    seal_id: UUID = Field(title="印章", json_schema_extra={"choose": "my_seal"})


class ChangeKeeper(OneSeal):
    """Who keeps it from now on."""

    keeper_id: UUID | None = Field(
        default=None, title="新保管人", json_schema_extra={"choose": "seal_keeper"}, description="不指定的由主管用印"
    )
    reason: str = Field(title="移交事由", min_length=1, max_length=200)


@act("移交印章", Role.SUPERVISOR, Role.ADMIN, form=ChangeKeeper, desk="seals", subject="office")
def change_seal_keeper(work: Work, form: ChangeKeeper) -> dict[str, Any]:
    """变更印章保管人；移交以后只有新保管人可以用印。"""
    seal = _in_use(work, form.seal_id)
    keeper = _keeper(work, form.keeper_id)
    work.writes.update(Seal, {"id": form.seal_id}, {"keeper_id": form.keeper_id, "keeper_name": keeper})
    note = f"{seal['keeper_name'] or '（主管）'} → {keeper or '（主管）'}：{form.reason}"
    trace(work, "seal", form.seal_id, "移交印章", note=note)
    return {"made": {"seal_id": form.seal_id}}


class RetireSeal(OneSeal):
    """Why it is no longer used."""

    reason: str = Field(title="停用原因", min_length=1, max_length=200, description="遗失、更换、机构变动")


@act(
    "停用印章",
    Role.SUPERVISOR,
    Role.ADMIN,
    form=RetireSeal,
    desk="seals",
    subject="office",
    confirm="停用后不能恢复，此章不能再用于任何文书；已有的用印登记保留。确认停用？",
)
def retire_seal(work: Work, form: RetireSeal) -> dict[str, Any]:
    """停用印章，即时生效。"""
    _in_use(work, form.seal_id)
    changes = {"retired_on": work.day, "retired_at": work.at, "retired_why": form.reason, "retired_by": work.by.name}
    work.writes.update(Seal, {"id": form.seal_id}, changes)
    trace(work, "seal", form.seal_id, "停用印章", note=form.reason)
    return {"made": {"seal_id": form.seal_id}}


def _in_use(work: Work, seal_id: UUID) -> dict[str, Any]:
    seal = dict(seals.read_seal(work, seal_id))
    if seal["retired_at"] is not None:
        raise NotPossible(f"印章“{seal['name']}”已于{seal['retired_on']}停用。")
    return seal
