"""Tickets between the levels of the union 工单: received from the province, sent down to a unit, results back up."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, field_validator

from cases.contact import Contact
from cases.ticket import Ticket
from foundation.clock import OFFICE, office_day
from foundation.crypto import blind_index
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.numbers import take
from foundation.work import Work
from people.roles import Role
from people.unit import Unit
from workflows.acts import act
from workflows.commands.contacts import add_contact
from workflows.forms import Form, Phone
from workflows.intake_settings import intake_settings
from workflows.perform import Done, finish_case
from workflows.subjects import read_case
from workflows.ticket_lines import BadLine, TicketLine, read_pasted
from workflows.ticket_results import readiness

DESK = (Role.OPERATOR, Role.SUPERVISOR)
_ticket: sa.Table = Ticket.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]
_contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]
# Two who register at once take turns, so that the second sees the first one's number; any fixed number serves.
_TURN = sa.text("SELECT pg_advisory_xact_lock(7215002)")


class RegisterTicket(Form):
    """A ticket as the sender wrote it."""

    number: str = Field(title="工单号", min_length=1, max_length=60)
    sender: str = Field(default=intake_settings().sender, title="来件单位", min_length=1, max_length=80)
    received_at: datetime | None = Field(default=None, title="来件时间", description="不填按现在")
    due_on: date | None = Field(default=None, title="办理期限", description="来件单位写明的日期；没写不填")
    caller_name: str | None = Field(default=None, title="来电人", max_length=60)
    phone: Phone | None = Field(default=None, title="来电号码")
    content: str = Field(title="内容", min_length=1, max_length=5000)
    is_confidential: bool = Field(default=False, title="要求保密")

    @field_validator("received_at")
    @classmethod
    def _office_time(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=OFFICE) if value is not None and value.tzinfo is None else value


@act("登记上级工单", *DESK, form=RegisterTicket, desk="tickets", subject="office")
def register_ticket(work: Work, form: RegisterTicket) -> Done:
    """登记上级转来的工单；同一来件单位的同一工单号只登记一次。"""
    _take_turns(work)
    if form.received_at is not None and form.received_at > work.at:
        raise NotValid("来件时间不能晚于现在。", fields={"received_at": "不能晚于现在"})
    first = _present(work, form.sender, [form.number]).get(form.number)
    if first is not None:
        day = office_day(first.received_at)
        raise NotPossible(f"{form.sender}的工单{form.number}已经登记过（来件 {day}），见 /tickets/{first.id} 。")
    ticket_id = _add(work, form.sender, form.model_dump(exclude={"sender"}))
    return Done("register_ticket", "登记上级工单", made={"ticket_id": ticket_id})


class PasteTickets(Form):
    """Many at once."""

    sender: str = Field(default=intake_settings().sender, title="来件单位", min_length=1, max_length=80)
    pasted: str = Field(
        title="粘贴的工单",
        min_length=1,
        max_length=500_000,
        description="从表格软件复制：工单号、来件时间、来电人、电话、内容、办理期限；第一行可以是表头",
    )
    take_good: bool = Field(default=False, title="有误的行不登记，其余照登")


@act("批量登记工单", *DESK, form=PasteTickets, desk="tickets", subject="office")
def paste_tickets(work: Work, form: PasteTickets) -> Done:
    """从上级系统导出的表格粘贴；有误的行逐行说明，其余可以先登记。"""
    _take_turns(work)
    found = read_pasted(form.pasted)
    most = intake_settings().most_pasted
    if len(found.good) + len(found.bad) > most:
        raise NotValid(f"一次最多{most}行，请分批粘贴。", fields={"pasted": f"超过{most}行"})
    known = _present(work, form.sender, [line.number for line in found.good])
    again = [BadLine(line.line, f"工单号{line.number}已经登记过") for line in found.good if line.number in known]
    late = [
        BadLine(line.line, "来件时间晚于现在")
        for line in found.good
        if line.received_at is not None and line.received_at > work.at and line.number not in known
    ]
    bad = sorted([*found.bad, *again, *late], key=lambda one: one.line)
    left = {one.line for one in bad}
    good = [line for line in found.good if line.line not in left]
    if bad and not form.take_good:
        said = "\n".join(f"第{one.line}行：{one.why}" for one in bad)
        raise NotValid(
            f"有{len(bad)}行不能登记，其余{len(good)}行可以；请改正，或勾选“有误的行不登记，其余照登”。\n{said}",
            fields={"pasted": f"{len(bad)}行有误"},
        )
    if not good:
        raise NotValid("没有可以登记的行。", fields={"pasted": "没有可以登记的行"})
    for line in good:
        _add(work, form.sender, _values(line))
    refused = [{"line": one.line, "why": one.why} for one in bad]
    return Done("paste_tickets", "批量登记工单", made={"taken": len(good), "left": len(bad), "refused": refused})


def _values(line: TicketLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "received_at": line.received_at,
        "due_on": line.due_on,
        "caller_name": line.caller_name,
        "phone": line.phone,
        "content": line.content,
    }


def _take_turns(work: Work) -> None:
    if is_postgres(work.connection):
        work.connection.execute(_TURN)


def _present(work: Work, sender: str, numbers: list[str]) -> dict[str, Any]:
    query = sa.select(_ticket.c.id, _ticket.c.number, _ticket.c.received_at).where(
        _ticket.c.direction == "in", _ticket.c.other_side == sender, _ticket.c.number.in_(numbers)
    )
    return {row.number: row for row in work.connection.execute(query)}


def _add(work: Work, sender: str, values: dict[str, Any]) -> UUID:
    ticket_id = new_id()
    phone = values.get("phone")
    work.writes.insert(
        Ticket,
        {
            "id": ticket_id,
            "direction": "in",
            "other_side": sender,
            **values,
            "received_at": values.get("received_at") or work.at,
            "phone_index": blind_index(phone) if phone else None,
            "taken_by_name": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    return ticket_id


def _ticket_now(work: Work, ticket_id: UUID, direction: str) -> Any:
    query = sa.select(_ticket).where(_ticket.c.id == ticket_id, _ticket.c.direction == direction)
    row = work.connection.execute(query.with_for_update() if is_postgres(work.connection) else query).one_or_none()
    if row is None:
        raise NotFound("没有这件工单。")
    return row


class WhichTicket(Form):
    """A ticket received."""

    ticket_id: UUID = Field(title="工单")


@act("受理工单", *DESK, form=WhichTicket, desk="tickets", subject="office")
def take_up_ticket(work: Work, form: WhichTicket) -> Done:
    """把上级工单登记为一次来电，再答复、并入案件或者立案；首次求助时间按来件时间。"""
    ticket = _ticket_now(work, form.ticket_id, "in")
    if ticket.contact_id is not None or ticket.state != "received":
        raise NotPossible("这件工单已经在办，不能再次受理。")
    contact_id, number = add_contact(
        work,
        {
            "channel": "superior",
            "caller_name": ticket.caller_name,
            "phone": ticket.phone,
            "is_anonymous": ticket.caller_name is None and ticket.phone is None,
            "is_confidential": ticket.is_confidential,
            "content": ticket.content,
            "source_number": ticket.number,
        },
        at=ticket.received_at,
    )
    # The contact's row is sent first in the act's one write: the ticket points to it.
    work.writes.update(Ticket, {"id": ticket.id}, {"contact_id": contact_id, "state": "in_hand"})
    return Done("take_up_ticket", "受理工单", made={"contact_id": contact_id, "number": number})


class SendTicketDown(Form):
    """To whom, and by when."""

    unit_id: UUID = Field(title="下级单位", json_schema_extra={"choose": "unit"})
    ticket_id: UUID | None = Field(default=None, title="上级工单")
    content: str | None = Field(
        default=None, title="内容", max_length=5000, description="转办上级工单的，不填用原工单内容"
    )
    due_on: date | None = Field(default=None, title="要求报回的日期", description="转办上级工单的，不填用原工单期限")


@act("工单转办下级", *DESK, form=SendTicketDown, desk="tickets", subject="office")
def send_ticket_down(work: Work, form: SendTicketDown) -> Done:
    """把工单转给区县、园区等单位办理，等其报回结果。"""
    unit = work.connection.execute(
        sa.select(_unit).where(_unit.c.id == form.unit_id, _unit.c.active.is_(True))
    ).one_or_none()
    if unit is None:
        raise NotValid("没有这个单位，或已停用。", fields={"unit_id": "不在名单中"})
    parent = None if form.ticket_id is None else _ticket_now(work, form.ticket_id, "in")
    if parent is None and not form.content:
        raise NotValid("请填写内容。", fields={"content": "必填"})
    if parent is not None and parent.state == "sent_back":
        raise NotPossible("这件工单已经反馈上级，不能再转办。")
    if parent is not None and unit.kind == "enterprise_union" and _protected(work, parent):
        raise NotPossible(
            f"来电人要求保密或者怕打击报复，不能转给企业工会“{unit.name}”。请转其上级工会（区县或者园区）。"
        )
    ticket_id = new_id()
    number = f"〔{work.day.year}〕转{take(work, f'ticket:{work.day.year}'):05d}号"
    kept = ("caller_name", "phone", "phone_index", "is_confidential") if parent is not None else ()
    work.writes.insert(
        Ticket,
        {
            "id": ticket_id,
            "direction": "out",
            "number": number,
            "other_side": unit.name,
            "unit_id": unit.id,
            "parent_id": form.ticket_id,
            "received_at": work.at,
            "due_on": form.due_on or (parent.due_on if parent is not None else None),
            **{name: getattr(parent, name) for name in kept},
            "content": form.content or (parent.content if parent is not None else ""),
            "state": "in_hand",
            "taken_by_name": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    if parent is not None:
        work.writes.update(Ticket, {"id": parent.id}, {"state": "in_hand"})
    return Done("send_ticket_down", "工单转办下级", made={"ticket_id": ticket_id, "number": number})


def _protected(work: Work, ticket: Any) -> bool:
    if ticket.is_confidential:
        return True
    flags = sa.select(_contact.c.is_confidential, _contact.c.retaliation_risk).where(_contact.c.id == ticket.contact_id)
    row = work.connection.execute(flags).one_or_none()
    return row is not None and (row.is_confidential or row.retaliation_risk)


class TicketResult(Form):
    """What the unit below reported."""

    ticket_id: UUID = Field(title="工单")
    result: str = Field(title="下级报回的结果", min_length=1, max_length=5000)


@act("登记下级结果", *DESK, Role.MEDIATOR, form=TicketResult, desk="tickets", subject="office")
def record_ticket_result(work: Work, form: TicketResult) -> Done:
    """下级单位报回的办理结果；单位自己的人员也可以登记。"""
    ticket = _ticket_now(work, form.ticket_id, "out")
    if work.by.role == Role.MEDIATOR and (work.by.unit_id is None or work.by.unit_id != ticket.unit_id):
        raise NotAllowed("下级结果由受转单位自己的人员或者受理岗位登记。")
    if ticket.state == "answered":
        raise NotPossible("这件工单已经报回过结果。")
    work.writes.update(Ticket, {"id": ticket.id}, {"state": "answered", "result": form.result, "answered_at": work.at})
    return Done("record_ticket_result", "登记下级结果", made={"ticket_id": ticket.id})


class SendTicketResult(Form):
    """The words that go up."""

    ticket_id: UUID = Field(title="工单")
    result: str | None = Field(
        default=None, title="办理结果", max_length=5000, description="不填用答复内容、案件结果或者下级报回的结果"
    )


@act(
    "反馈工单结果",
    *DESK,
    form=SendTicketResult,
    desk="tickets",
    subject="office",
    confirm="反馈后结果文字不能再改。",
)
def send_ticket_result(work: Work, form: SendTicketResult) -> Done:
    """把办理结果反馈来件单位；还没有答复或者案件结果的，不能反馈。"""
    ticket = _ticket_now(work, form.ticket_id, "in")
    if ticket.state == "sent_back":
        raise NotPossible("这件工单的结果已经反馈，文字不能再改；有新情况的，请与来件单位联系另行转办。")
    ready = readiness(work.connection, ticket)
    if ready.obstacle is not None:
        raise NotPossible(f"现在还不能反馈：{ready.obstacle}。")
    work.writes.update(
        Ticket,
        {"id": ticket.id},
        {
            "state": "sent_back",
            "result": form.result or ready.words,
            "case_id": ready.case_id,
            "answered_at": work.at,
            "sent_back_at": work.at,
            "sent_back_by": work.by.name,
        },
    )
    if ready.case_id is not None:
        case = read_case(work, ready.case_id)
        detail = {"note": f"工单{ticket.number}的结果已反馈{ticket.other_side}"}
        finish_case(work, case, "send_ticket_result", "反馈工单结果", case.state, detail)
    return Done("send_ticket_result", "反馈工单结果", made={"ticket_id": ticket.id})
