"""联动机关名称: what court, procuratorate and others beside a union are called, entered by the office itself."""

from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.letter_copy import COPY_ORGAN
from cases.linkage_organ import LinkageOrgan
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from people.unit import Unit
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.perform import Done

DESK = (Role.ADMIN, Role.SUPERVISOR)
_organ: sa.Table = LinkageOrgan.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]


class NameOrgan(Form):
    """Beside which union, which organ, what it is called, and how that is known."""

    unit_id: UUID = Field(title="工会", json_schema_extra={"choose": "unit"})
    organ: Annotated[str, choice(COPY_ORGAN)] = Field(title="机关")
    name: str = Field(title="全称", min_length=4, max_length=120, description="印在文书的抄送中")
    checked_by: str = Field(
        title="核实依据", min_length=1, max_length=200, description="来函、官网、电话核实等；没有核实的不要登记"
    )


@act("登记联动机关名称", *DESK, form=NameOrgan, desk="units", subject="office")
def name_linkage_organ(work: Work, form: NameOrgan) -> Done:
    """登记本级工会对应的法院、检察院、人社部门等的全称；再次登记即为更正，旧名称留存。"""
    if work.connection.execute(sa.select(_unit.c.id).where(_unit.c.id == form.unit_id)).first() is None:
        raise NotFound("没有这个单位。")
    before = _holding(work, form.unit_id, form.organ)
    if before is not None and before.name == form.name:
        raise NotValid("这一机关已经登记为这个名称。", fields={"name": "与现有名称相同"})
    if before is not None:
        _end(work, before.id)
        # The index lets one name hold at a time: the old one ends before the new one comes.
        work.write_now()
    said = {"recorded_by": work.by.name, "recorded_at": work.recorded_at}
    work.writes.insert(LinkageOrgan, {"id": new_id(), **form.model_dump(), **said})
    return Done("name_linkage_organ", "登记联动机关名称", made={"unit_id": form.unit_id})


class EndOrganName(Form):
    """Which entry."""

    organ_id: UUID = Field(title="登记事项")


@act(
    "停用联动机关名称",
    *DESK,
    form=EndOrganName,
    desk="units",
    subject="office",
    confirm="停用后，新编号的文书改印通用名称（如“同级人民法院”）；已编号的文书不变。确认停用？",
)
def end_linkage_organ(work: Work, form: EndOrganName) -> Done:
    """名称有误而尚无正确名称的，停用；已编号的文书不受影响。"""
    row = work.connection.execute(sa.select(_organ).where(_organ.c.id == form.organ_id)).one_or_none()
    if row is None:
        raise NotFound("没有这一登记事项。")
    if row.ended_at is not None:
        raise NotPossible("这一名称已经停用。")
    _end(work, row.id)
    return Done("end_linkage_organ", "停用联动机关名称", made={"unit_id": row.unit_id})


def _holding(work: Work, unit_id: UUID, organ: str) -> Any:
    query = sa.select(_organ).where(_organ.c.unit_id == unit_id, _organ.c.organ == organ, _organ.c.ended_at.is_(None))
    return work.connection.execute(query).one_or_none()


def _end(work: Work, organ_id: UUID) -> None:
    work.writes.update(LinkageOrgan, {"id": organ_id}, {"ended_at": work.at, "ended_by": work.by.name})
