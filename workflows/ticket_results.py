"""Whether a ticket's result can go back up, and what it says: from the answer, the case or the unit below."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.codes import OUTCOME, word
from cases.contact import Contact
from cases.ticket import Ticket

_ticket: sa.Table = Ticket.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Readiness:
    """What stands in the way (None: nothing), the words that a result would begin with, the case it is about."""

    obstacle: str | None
    words: str
    case_id: UUID | None


def readiness(connection: sa.Connection, ticket: Any) -> Readiness:
    """Look at what hangs on this ticket."""
    contact = None
    if ticket.contact_id is not None:
        contact = connection.execute(sa.select(_contact).where(_contact.c.id == ticket.contact_id)).one()
    case_id = ticket.case_id or (contact.case_id if contact is not None else None)
    if case_id is not None:
        return _by_case(connection, UUID(str(case_id)))
    if contact is not None:
        if contact.handling != "answered":
            return Readiness(f"来电{contact.number}还没有答复，也没有立案或者并入案件", "", None)
        told = f"已告知：{contact.told_body}。" if contact.told_body else ""
        return Readiness(None, f"{contact.answer}{'　' + told if told else ''}", None)
    below = connection.execute(sa.select(_ticket).where(_ticket.c.parent_id == ticket.id)).all()
    if not below:
        return Readiness("还没有答复、立案，也没有转给下级单位办理", "", None)
    waiting = "、".join(row.other_side for row in below if row.state != "answered")
    if waiting:
        return Readiness(f"{waiting}还没有报回结果", "", None)
    return Readiness(None, "；".join(f"{row.other_side}：{row.result}" for row in below), None)


def _by_case(connection: sa.Connection, case_id: UUID) -> Readiness:
    case = connection.execute(sa.select(_case).where(_case.c.id == case_id)).one()
    if case.outcome is None:
        return Readiness(f"案件{case.number}还没有办理结果", "", case_id)
    note = f"（{case.outcome_note}）" if case.outcome_note else ""
    return Readiness(None, f"案件{case.number}：{word(OUTCOME, case.outcome)}{note}", case_id)
