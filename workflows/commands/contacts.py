"""Calls and visits 来电来访: they count even when no case is opened."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.case import Case
from cases.codes import ANSWER_KIND, CHANNEL
from cases.contact import Contact
from cases.views.reach import check_reach
from foundation.crypto import blind_index
from foundation.errors import NotFound
from foundation.ids import new_id
from foundation.numbers import take
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.contact_rows import call_before, handled, open_contact, turned_to_us_earlier
from workflows.forms import CaseNumber, Form, Phone, choice
from workflows.perform import Done, finish_case
from workflows.subjects import read_case

DESK = (Role.OPERATOR, Role.SUPERVISOR, Role.MEDIATOR)
# What comes with a paper of its own, or from an office that counts by its own numbers.
DELEGATIONS = frozenset({"court_delegation", "arbitration_delegation", "procuratorate_lead"})
NUMBERED = frozenset({"ticket_12345", "petition_office"})
RECEPTION = "leader_reception"
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class RegisterContact(Form):
    """What is known while the telephone rings; the last fields only for the channels that need them."""

    channel: Annotated[str, choice(CHANNEL)] = Field(default="hotline_12351", title="求助渠道")
    caller_name: str | None = Field(default=None, title="来电人", max_length=60)
    phone: Phone | None = Field(default=None, title="来电号码")
    content: str = Field(title="来电内容", min_length=1, max_length=5000)
    is_anonymous: bool = Field(default=False, title="匿名（不能回访）")
    is_confidential: bool = Field(default=False, title="要求保密")
    retaliation_risk: bool = Field(default=False, title="怕打击报复")
    source_number: str | None = Field(
        default=None, title="来源编号", max_length=60, description="12345、信访、上级交办的编号"
    )
    letter_number: str | None = Field(
        default=None, title="委派（移送）函号", max_length=60, description="法院、仲裁、检察机关"
    )
    letter_on: date | None = Field(default=None, title="委派（移送）函日期")
    leader_name: str | None = Field(default=None, title="接访领导", max_length=60)
    instruction: str | None = Field(default=None, title="批示", max_length=1000)

    @model_validator(mode="after")
    def _complete(self) -> "RegisterContact":
        if not self.caller_name and not self.is_anonymous:
            raise ValueError("请填来电人，或勾选匿名")
        if self.is_anonymous and (self.caller_name or self.phone):
            raise ValueError("匿名来电不登记姓名和号码；愿意留下联系方式的，请改勾“要求保密”")
        if self.channel in DELEGATIONS and not (self.letter_number and self.letter_on):
            raise ValueError(f"“{CHANNEL[self.channel]}”须填函号和函的日期")
        if self.channel in NUMBERED and not self.source_number:
            raise ValueError(f"“{CHANNEL[self.channel]}”须填来源编号")
        if self.channel == RECEPTION and not self.leader_name:
            raise ValueError("领导接访须填接访领导")
        return self


@act("登记来电", *DESK, form=RegisterContact, desk="contacts", subject="office")
def register_contact(work: Work, form: RegisterContact) -> Done:
    """登记一次来电来访；可当场答复，可并入已有案件，也可据此立案。"""
    contact_id, number = add_contact(work, form.model_dump())
    return Done("register_contact", "登记来电", made={"contact_id": contact_id, "number": number})


def add_contact(work: Work, values: dict[str, Any], at: datetime | None = None) -> tuple[UUID, str]:
    """A new contact with its number; a call from a number that called lately points to the call before."""
    at = at or work.at
    contact_id = new_id()
    number = f"〔{work.day.year}〕来{take(work, f'contact:{work.day.year}'):05d}号"
    index = blind_index(values["phone"]) if values.get("phone") else None
    work.writes.insert(
        Contact,
        {
            "id": contact_id,
            "number": number,
            **values,
            "at": at,
            "recorded_at": work.recorded_at,
            "phone_index": index,
            "repeat_of": call_before(work, index, at) if index else None,
            "taken_by": work.by.account_id,
            "taken_by_name": work.by.name,
        },
    )
    return contact_id, number


class AnswerContact(Form):
    """An answer given at once."""

    contact_id: UUID = Field(title="来电登记")
    answer_kind: Annotated[str, choice(ANSWER_KIND)] = Field(title="答复类别")
    answer: str = Field(title="答复内容", min_length=1, max_length=5000)
    told_body: str | None = Field(
        default=None, title="告知的受理部门", max_length=80, description="不属工会受理的，写明应找哪个部门"
    )
    resolved: bool = Field(default=True, title="来电人的问题已解决")

    @model_validator(mode="after")
    def _shown_the_way(self) -> "AnswerContact":
        if self.answer_kind == "out_of_scope" and not self.told_body:
            raise ValueError("不属工会受理的，请写明已告知来电人找哪个部门")
        return self


@act("直接答复来电", *DESK, form=AnswerContact, desk="contacts", subject="office")
def answer_contact(work: Work, form: AnswerContact) -> Done:
    """政策咨询等当场答复，不立案；计入来电量。"""
    open_contact(work, form.contact_id)
    handled(work, form.contact_id, "answered", **form.model_dump(exclude={"contact_id"}))
    return Done("answer_contact", "直接答复来电", made={"contact_id": form.contact_id})


class AttachContact(Form):
    """To which case it belongs."""

    contact_id: UUID = Field(title="来电登记")
    case_number: CaseNumber = Field(title="案号", min_length=1, max_length=40, description="例如 〔2026〕薪0001号")


@act("来电并入案件", *DESK, form=AttachContact, desk="contacts", subject="office")
def attach_contact(work: Work, form: AttachContact) -> Done:
    """同一事项已有案件的，并入该案：案件页可见，记入办理日志。"""
    contact = open_contact(work, form.contact_id)
    found = work.connection.execute(sa.select(_case.c.id).where(_case.c.number == form.case_number)).scalar()
    if found is None:
        raise NotFound(f"没有案号为{form.case_number}的案件，请核对（案号含〔〕和“号”字）。")
    check_reach(work.connection, work.by, UUID(str(found)))
    case = read_case(work, UUID(str(found)))
    handled(work, form.contact_id, "attached", case_id=case.id)
    turned_to_us_earlier(work, case, contact.at)
    # A call only ever adds protection to a case; taking it away is an act of its own.
    case.is_confidential = case.is_confidential or contact.is_confidential
    case.retaliation_risk = case.retaliation_risk or contact.retaliation_risk
    detail = {"note": f"来电{contact.number}（{CHANNEL[contact.channel]}）并入本案", "contact": contact.number}
    finish_case(work, case, "attach_contact", "来电并入案件", case.state, detail)
    made = {"contact_id": form.contact_id, "case_id": case.id}
    return Done("attach_contact", "来电并入案件", case.id, case.number, case.state, case.version, made=made)
