"""Calls and visits 来电来访: they count even when no case is opened."""

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.codes import CHANNEL
from cases.contact import Contact
from foundation.crypto import blind_index
from foundation.errors import NotFound, NotPossible
from foundation.ids import new_id
from foundation.numbers import take
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.perform import Done

DESK = (Role.OPERATOR, Role.SUPERVISOR, Role.MEDIATOR)
_contact = Contact.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class RegisterContact(Form):
    """What is known while the telephone rings."""

    channel: Annotated[str, choice(CHANNEL)] = Field(default="hotline_12351", title="求助渠道")
    caller_name: str | None = Field(default=None, title="来电人", max_length=60)
    phone: str | None = Field(default=None, title="来电号码", pattern=r"^\+?[0-9\-]{5,20}$")
    is_anonymous: bool = Field(default=False, title="匿名")
    content: str = Field(title="来电内容", min_length=1, max_length=5000)

    @model_validator(mode="after")
    def _named_or_anonymous(self) -> "RegisterContact":
        if not self.caller_name and not self.is_anonymous:
            raise ValueError("请填来电人，或勾选匿名")
        return self


@act("登记来电", *DESK, form=RegisterContact, desk="contacts", subject="office")
def register_contact(work: Work, form: RegisterContact) -> Done:
    """登记一次来电来访；可当场答复，也可据此立案。"""
    contact_id = new_id()
    number = f"〔{work.day.year}〕来{take(work, f'contact:{work.day.year}'):05d}号"
    work.writes.insert(
        Contact,
        {
            "id": contact_id,
            "number": number,
            **form.model_dump(),
            "at": work.at,
            "recorded_at": work.recorded_at,
            "phone_index": blind_index(form.phone) if form.phone else None,
            "taken_by": work.by.account_id,
            "taken_by_name": work.by.name,
        },
    )
    return Done("register_contact", "登记来电", made={"contact_id": contact_id, "number": number})


class AnswerContact(Form):
    """An answer given at once."""

    contact_id: UUID = Field(title="来电登记")
    answer: str = Field(title="答复内容", min_length=1, max_length=5000)


@act("直接答复来电", *DESK, form=AnswerContact, desk="contacts", subject="office")
def answer_contact(work: Work, form: AnswerContact) -> Done:
    """政策咨询等当场答复，不立案；计入来电量。"""
    found = work.connection.execute(sa.select(_contact.c.handling).where(_contact.c.id == form.contact_id)).scalar()
    if found is None:
        raise NotFound("没有这次来电登记。")
    if found != "open":
        raise NotPossible("这次来电已经办结，不能再次答复。")
    work.writes.update(Contact, {"id": form.contact_id}, {"answer": form.answer, "handling": "answered"})
    return Done("answer_contact", "直接答复来电", made={"contact_id": form.contact_id})
