"""The register of lawyers 律师库: who can be appointed, in which fields; nobody is deleted, only set aside."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.legal_aid import Lawyer
from foundation.crypto import blind_index
from foundation.errors import NotFound, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, Phone
from workflows.perform import Done

_lawyer: sa.Table = Lawyer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class AddLawyer(Form):
    """Who they are."""

    name: str = Field(title="姓名", min_length=1, max_length=60)
    firm: str = Field(title="律师事务所或机构", min_length=1, max_length=80)
    licence: str = Field(title="执业证号", min_length=1, max_length=40)
    phone: Phone | None = Field(default=None, title="电话")
    fields: str = Field(default="", title="专业领域", max_length=200)


@act("登记律师", Role.SUPERVISOR, Role.ADMIN, form=AddLawyer, desk="lawyers", subject="office")
def add_lawyer(work: Work, form: AddLawyer) -> Done:
    """把律师登记入库，可以指派。"""
    known = sa.select(_lawyer.c.id).where(_lawyer.c.licence == form.licence)
    if work.connection.execute(known).first() is not None:
        raise NotValid("这个执业证号已经登记。", fields={"licence": "已登记"})
    lawyer_id = new_id()
    index = blind_index(form.phone) if form.phone else None
    work.writes.insert(
        Lawyer, {"id": lawyer_id, **form.model_dump(), "phone_index": index, "recorded_at": work.recorded_at}
    )
    return Done("add_lawyer", "登记律师", made={"lawyer_id": lawyer_id})


class UpdateLawyer(Form):
    """What has changed; what is left empty stays."""

    lawyer_id: UUID = Field(title="律师", json_schema_extra={"choose": "any_lawyer"})
    firm: str | None = Field(default=None, title="律师事务所或机构", max_length=80)
    phone: Phone | None = Field(default=None, title="电话")
    fields: str | None = Field(default=None, title="专业领域", max_length=200)
    active: bool = Field(title="可以指派")


@act("更新律师信息", Role.SUPERVISOR, Role.ADMIN, form=UpdateLawyer, desk="lawyers", subject="office")
def update_lawyer(work: Work, form: UpdateLawyer) -> Done:
    """更新所在机构、电话、领域，或者停用。"""
    found = sa.select(_lawyer.c.id).where(_lawyer.c.id == form.lawyer_id)
    if work.connection.execute(found).one_or_none() is None:
        raise NotFound("律师库里没有这名律师。")
    changes = form.model_dump(exclude={"lawyer_id"}, exclude_none=True)
    if form.phone:
        changes["phone_index"] = blind_index(form.phone)
    work.writes.update(Lawyer, {"id": form.lawyer_id}, changes)
    return Done("update_lawyer", "更新律师信息", made={"lawyer_id": form.lawyer_id})
