"""The supervisor's desk 派单: who handles the case, and whether they take it."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from foundation.errors import NotValid
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows import engine
from workflows.acts import act
from workflows.commands.screening import Note, Reason
from workflows.forms import Form
from workflows.subjects import CaseNow

_account = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_MEDIATOR = sa.select(_account.c.name).where(
    _account.c.id == sa.bindparam("id"), _account.c.role == Role.MEDIATOR.value, _account.c.active.is_(True)
)


class Assign(Form):
    """To a mediator, or to another unit."""

    handler_id: UUID | None = Field(default=None, title="承办人", json_schema_extra={"choose": "mediator"})
    unit: str | None = Field(default=None, title="承办单位", max_length=80, description="由其他单位承办时填写")
    note: str | None = Field(default=None, title="派单意见", max_length=500)

    @model_validator(mode="after")
    def _somebody(self) -> "Assign":
        if self.handler_id is None and not self.unit:
            raise ValueError("请选择承办人，或填写承办单位")
        return self


def _set_handler(work: Work, case: CaseNow, form: Assign) -> None:
    if form.handler_id is not None:
        found = work.connection.execute(_MEDIATOR, {"id": form.handler_id}).scalar_one_or_none()
        if found is None:
            raise NotValid("承办人须是在岗的调解员。", fields={"handler_id": "不是在岗的调解员"})
    case.handler_id = form.handler_id
    case.unit = form.unit


@act("派单", Role.SUPERVISOR, form=Assign, desk="dispatch", event="assign")
def assign(work: Work, case: CaseNow, form: Assign) -> None:
    """指定承办人，等待签收。"""
    _set_handler(work, case, form)
    engine.advance(work, case, "assign")


@act("改派", Role.SUPERVISOR, form=Assign, desk="dispatch")
def reassign(work: Work, case: CaseNow, form: Assign) -> None:
    """办理中更换承办人；期限不重新计算。"""
    _set_handler(work, case, form)


@act("签收", Role.MEDIATOR, Role.SUPERVISOR, form=Note, desk="dispatch", event="sign_for")
def sign_for(work: Work, case: CaseNow, form: Note) -> None:
    """承办人签收，开始调查核实。"""
    engine.advance(work, case, "sign_for")


@act("退回派单", Role.MEDIATOR, Role.SUPERVISOR, form=Reason, desk="dispatch", event="return_dispatch")
def return_dispatch(work: Work, case: CaseNow, form: Reason) -> None:
    """承办人退回，写明理由，重新派单。"""
    engine.advance(work, case, "return_dispatch")
    case.handler_id = None
    case.unit = None
