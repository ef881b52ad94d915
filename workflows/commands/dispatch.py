"""The supervisor's desk 派单: who handles the case, and whether they take it."""

from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.codes import DISPATCH_KIND, RETURN_REASON
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import Work
from people.account import Account
from people.roles import Role
from people.unit import Unit
from workflows import assigning, dispatches, engine
from workflows.acts import act
from workflows.assigning import retaliation
from workflows.commands.screening import Note
from workflows.forms import Form, choice
from workflows.subjects import CaseNow
from workflows.telling import tell_role

_account = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_unit = Unit.__table__  # type: ignore[attr-defined]
# One look for both: the person, and the dispatch that runs until now.
_MEDIATOR = sa.select(
    _account.c.name, _account.c.unit_id, dispatches.RUNNING.limit(1).scalar_subquery().label("running")
).where(_account.c.id == sa.bindparam("id"), _account.c.role == Role.MEDIATOR.value, _account.c.active.is_(True))
_UNIT = sa.select(_unit.c.name).where(_unit.c.id == sa.bindparam("id"), _unit.c.active.is_(True))
_UNIT_OF = sa.select(_account.c.unit_id).where(_account.c.id == sa.bindparam("id"))


class Assign(Form):
    """To a mediator of the office, to a unit on the list, or to a unit written down."""

    handler_id: UUID | None = Field(default=None, title="承办人", json_schema_extra={"choose": "assignee"})
    unit_id: UUID | None = Field(
        default=None,
        title="承办单位",
        description="派给单位的，承办人留空；承办人属于该单位的可以同时选",
        json_schema_extra={"choose": "unit"},
    )
    unit: str | None = Field(default=None, title="其他承办单位", max_length=80, description="名单里没有的单位，写名称")
    kind: Annotated[str, choice(DISPATCH_KIND)] = Field(default="dispatch", title="派单方式")
    do_not_return: bool = Field(default=False, title="不得退单")
    despite: str | None = Field(
        default=None, title="仍要派单的理由", max_length=500, description="有回避等提示而仍要派单的，写明理由"
    )
    note: str | None = Field(default=None, title="派单意见", max_length=500)

    @model_validator(mode="after")
    def _somebody(self) -> "Assign":
        if self.handler_id is None and self.unit_id is None and not self.unit:
            raise ValueError("请选择承办人，或选择（填写）承办单位")
        if self.unit_id is not None and self.unit:
            raise ValueError("承办单位已从名单选定，请清空“其他承办单位”")
        return self


def _hand_over(work: Work, case: CaseNow, form: Assign, *, needs_signing: bool) -> dict[str, Any]:
    person, running = None, None
    if form.handler_id is not None:
        found = work.connection.execute(_MEDIATOR, {"id": form.handler_id, "case": case.id}).one_or_none()
        if found is None:
            raise NotValid("承办人须是在岗的调解员。", fields={"handler_id": "不是在岗的调解员"})
        if form.unit_id is not None and found.unit_id != form.unit_id:
            raise NotValid(
                "承办人不属于所选单位：请清空承办人，或清空承办单位。",
                fields={"handler_id": "不属于所选单位", "unit_id": "与承办人不符"},
            )
        person, running = found.name, found.running
    else:
        running = work.connection.execute(dispatches.RUNNING, {"case": case.id}).scalars().first()
    unit = form.unit
    if form.unit_id is not None:
        unit = work.connection.execute(_UNIT, {"id": form.unit_id}).scalar_one_or_none()
        if unit is None:
            raise NotValid("没有这个单位，或已停用。", fields={"unit_id": "不在名单中"})
    assigning.check(work, case, form.handler_id, form.unit_id, form.despite)
    if form.unit:
        retaliation.check_named(work, case, form.unit)
    own = retaliation.own_union(work, case, form.handler_id, form.unit_id)
    case.handler_id, case.unit, case.unit_id = form.handler_id, unit, form.unit_id
    dispatches.send(
        work,
        case,
        sent_to="　".join(one for one in (unit, person) if one),
        handler_id=form.handler_id,
        unit_id=form.unit_id,
        kind=form.kind,
        note=form.note,
        despite=form.despite,
        do_not_return=form.do_not_return,
        needs_signing=needs_signing,
        instead_of=running,
    )
    return {"warning": retaliation.WARNING} if own is not None else {}


@act("派单", Role.SUPERVISOR, form=Assign, desk="dispatch", event="assign")
def assign(work: Work, case: CaseNow, form: Assign) -> dict[str, Any]:
    """指定承办人或承办单位，等待签收。"""
    said = _hand_over(work, case, form, needs_signing=True)
    engine.advance(work, case, "assign")
    return said


@act("改派", Role.SUPERVISOR, form=Assign, desk="dispatch")
def reassign(work: Work, case: CaseNow, form: Assign) -> dict[str, Any]:
    """更换承办人或承办单位；期限不重新计算。待签收时改派，由新的承办人签收。"""
    return _hand_over(work, case, form, needs_signing=case.state == "awaiting_sign_for")


@act("签收", Role.MEDIATOR, Role.SUPERVISOR, form=Note, desk="dispatch", event="sign_for")
def sign_for(work: Work, case: CaseNow, form: Note) -> None:
    """承办人签收，开始调查核实。"""
    _of_the_unit(work, case)
    dispatches.sign(work, case)
    if case.unit_id is not None and case.handler_id is None and work.by.role == Role.MEDIATOR:
        case.handler_id = work.by.account_id
    engine.advance(work, case, "sign_for")


class ReturnDispatch(Form):
    """Why it is not taken."""

    reason_code: Annotated[str, choice(RETURN_REASON)] = Field(title="退回理由")
    reason: str | None = Field(default=None, title="说明", max_length=1000, description="选“其他”的须说明")

    @model_validator(mode="after")
    def _said(self) -> "ReturnDispatch":
        if self.reason_code == "other" and not self.reason:
            raise ValueError("选“其他”的，请说明退回理由")
        return self


@act("退回派单", Role.MEDIATOR, Role.SUPERVISOR, form=ReturnDispatch, desk="dispatch", event="return_dispatch")
def return_dispatch(work: Work, case: CaseNow, form: ReturnDispatch) -> dict[str, Any]:
    """承办人退回，写明理由，重新派单；群众时钟不停。"""
    _of_the_unit(work, case)
    count = dispatches.send_back(work, case, form.reason_code, form.reason)
    engine.advance(work, case, "return_dispatch")
    case.handler_id = None
    case.unit = None
    case.unit_id = None
    return {"nth_return": count, "why": RETURN_REASON[form.reason_code]}


def _of_the_unit(work: Work, case: CaseNow) -> None:
    """A case that was sent to a unit is signed for by its own people, or by the supervisor for it."""
    if case.unit_id is None or case.handler_id is not None or work.by.role != Role.MEDIATOR:
        return
    if work.connection.execute(_UNIT_OF, {"id": work.by.account_id}).scalar() != case.unit_id:
        raise NotAllowed(f"本件派给了“{case.unit}”：由该单位的人签收或退回，或由主管代为办理。")


class MarkRisk(Form):
    """Whether retaliation is feared."""

    risk: bool = Field(title="怕打击报复")
    reason: str = Field(title="依据", min_length=1, max_length=500, description="劳动者怎么说的，或为什么不再担心")


@act("标记打击报复风险", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=MarkRisk, desk="protection")
def mark_retaliation_risk(work: Work, case: CaseNow, form: MarkRisk) -> None:
    """有风险的案件不派给用人单位自己的工会；解除须由主管。"""
    if not form.risk and work.by.role not in (Role.SUPERVISOR, Role.SYSTEM):
        raise NotAllowed("解除打击报复风险标记须由主管办理。")
    if case.retaliation_risk == form.risk:
        raise NotPossible("本案已经是这样标记的。")
    case.retaliation_risk = form.risk
    own = retaliation.own_union(work, case, case.handler_id, case.unit_id) if form.risk else None
    if own is not None:
        tell_role(
            work,
            case,
            Role.SUPERVISOR,
            key=f"retaliation:{case.id}:{case.version}",
            title=f"{case.number} 怕打击报复，须改派",
            body=f"本案现由用人单位自己的工会承办，请改派其上级工会{f'“{own[1]}”' if own[1] else ''}或本会调解员。",
        )
