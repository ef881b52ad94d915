"""Declaring what ties oneself to an employer or a person, before anybody asks."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, ValidationInfo, field_validator, model_validator

from cases.check_digits import id_fault, tidy
from cases.codes import ID_KIND, INTEREST
from cases.interest import AccountInterest
from foundation.crypto import blind_index
from foundation.errors import NotAllowed, NotFound, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, Phone, choice
from workflows.naming import employer_of
from workflows.perform import Done

EVERYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, Role.LEADER, Role.ADMIN)
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_interest: sa.Table = AccountInterest.__table__  # type: ignore[attr-defined]


class DeclareInterest(Form):
    """To whom, what kind of tie, since when."""

    account_id: UUID | None = Field(
        default=None,
        title="申报人",
        description="不选即本人；替他人登记的由主管办理",
        json_schema_extra={"choose": "account"},
    )
    relation: Annotated[str, choice(INTEREST)] = Field(title="关系")
    employer_name: str | None = Field(default=None, title="用人单位", min_length=2, max_length=120)
    phone: Phone | None = Field(default=None, title="个人电话")
    id_kind: Annotated[str, choice(ID_KIND)] | None = Field(default=None, title="证件类型")
    id_number: str | None = Field(default=None, title="个人证件号码", max_length=30)
    from_on: date = Field(title="自何日起")
    until_on: date | None = Field(default=None, title="至何日止", description="仍有关系的不填")
    note: str | None = Field(default=None, title="说明", max_length=200)

    @field_validator("id_number")
    @classmethod
    def _number_checked(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        fault = id_fault(value, info.data.get("id_kind"))
        if fault is not None:
            raise ValueError(fault)
        return tidy(value)

    @model_validator(mode="after")
    def _to_somebody(self) -> "DeclareInterest":
        if sum(value is not None for value in (self.employer_name, self.phone, self.id_number)) != 1:
            raise ValueError("用人单位、个人电话、个人证件号码填写其中一项")
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("起止日期颠倒")
        return self


@act("申报利害关系", *EVERYONE, form=DeclareInterest, desk="interests", subject="office")
def declare_interest(work: Work, form: DeclareInterest) -> Done:
    """申报本人与用人单位或者当事人的关系；派单时据此回避。"""
    account_id = form.account_id or work.by.account_id
    if (
        account_id is None
        or work.connection.execute(sa.select(_account.c.id).where(_account.c.id == account_id)).scalar() is None
    ):
        raise NotValid("没有这个申报人。", fields={"account_id": "没有此人"})
    _check_own(work, account_id)
    number = form.phone or form.id_number
    interest_id = new_id()
    values: dict[str, Any] = {
        "id": interest_id,
        "account_id": account_id,
        "employer_id": employer_of(work, form.employer_name),
        "person_index": blind_index(number) if number else None,
        **form.model_dump(include={"relation", "note", "from_on", "until_on"}),
        "declared_by": work.by.name,
        "declared_at": work.at,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(AccountInterest, values)
    return Done("declare_interest", "申报利害关系", made={"interest_id": str(interest_id)})


class EndInterest(Form):
    """Since when it is over."""

    interest_id: UUID = Field(title="申报")
    until_on: date = Field(title="至何日止")


@act("利害关系终止", *EVERYONE, form=EndInterest, desk="interests", subject="office")
def end_interest(work: Work, form: EndInterest) -> Done:
    """登记关系终止之日；申报记录保留。"""
    row = work.connection.execute(sa.select(_interest).where(_interest.c.id == form.interest_id)).one_or_none()
    if row is None:
        raise NotFound("没有这项申报。")
    _check_own(work, row.account_id)
    if form.until_on < row.from_on:
        raise NotValid("终止之日早于起始之日。", fields={"until_on": "早于起始之日"})
    work.writes.update(AccountInterest, {"id": row.id}, {"until_on": form.until_on})
    return Done("end_interest", "利害关系终止", made={"interest_id": str(row.id)})


def _check_own(work: Work, account_id: UUID) -> None:
    if account_id != work.by.account_id and work.by.role not in (Role.SUPERVISOR, Role.SYSTEM):
        raise NotAllowed("只能申报本人的利害关系；替他人登记的，由主管办理。")
