"""Dispatches, tickets and units that contradict their cases."""

from collections.abc import Callable

import sqlalchemy as sa

from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening


def _break(office: Office, statement: str) -> None:
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        assert work.connection.execute(sa.text(statement)).rowcount == 1


def _dispatch(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    _break(office, "UPDATE dispatch SET signed_at = NULL, signed_by = NULL")


def _ticket(office: Office) -> None:
    ticket = office.act("register_ticket", number="QH-1", content="咨询加班费").made["ticket_id"]
    call = office.act("take_up_ticket", ticket_id=ticket).made["contact_id"]
    office.act("answer_contact", contact_id=call, answer_kind="policy_advice", answer="已解答")
    office.act("send_ticket_result", ticket_id=ticket)
    _break(office, "UPDATE ticket SET result = NULL")


def _unit(office: Office) -> None:
    _break(office, "UPDATE unit SET kind = 'enterprise_union' WHERE code = '630123'")


PLANTS: dict[str, Callable[[Office], None]] = {
    "dispatch_signed": _dispatch,
    "ticket_result": _ticket,
    "unit_employer": _unit,
}
