"""Telephone numbers in full, for those who have to ring: each look is on record before the number is shown.

Everywhere else a number is masked. Who may: intake, the supervisor, the case's handler, and whoever took the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from cases.codes import PARTY_ROLE
from cases.paper_look import PaperLook
from cases.views import tables as t
from cases.views.reach import check_reach, contact_within
from cases.views.secrecy import may_see_numbers
from foundation.errors import NotAllowed, NotFound
from foundation.work import Work

WHAT = "电话号码"
REFUSED = "完整号码只供受理岗位、主管和承办人查看；需要联系的，请与承办人联系。"


@dataclass(frozen=True)
class Number:
    """Whom one reaches under which number."""

    name: str
    role: str
    phone: str


def numbers_of_case(work: Work, case_id: UUID) -> Sequence[Number]:
    """The numbers of everybody in a case, and that this person looked at them. Raises NotFound, NotAllowed."""
    query = sa.select(t.case.c.is_confidential, t.case.c.handler_id).where(t.case.c.id == case_id)
    case = work.connection.execute(query).one_or_none()
    if case is None:
        raise NotFound("没有这个案件，或您无权查看。")
    check_reach(work.connection, work.by, case_id)
    if not may_see_numbers(case, work.by):
        raise NotAllowed(REFUSED)
    people = (
        sa.select(t.party.c.name, t.party.c.role, t.party.c.phone)
        .where(t.party.c.case_id == case_id, t.party.c.status == "present", t.party.c.phone.is_not(None))
        .order_by(t.party.c.place, t.party.c.recorded_at, t.party.c.id)
    )
    found = [Number(row.name, PARTY_ROLE[row.role], row.phone) for row in work.connection.execute(people)]
    _note(work, case_id=case_id)
    return found


def number_of_contact(work: Work, contact_id: UUID) -> Sequence[Number]:
    """The number of a caller, and that this person looked at it. Raises NotFound, NotAllowed."""
    query = (
        sa.select(t.contact, t.case.c.handler_id)
        .select_from(t.contact.outerjoin(t.case, t.case.c.id == t.contact.c.case_id))
        .where(t.contact.c.id == contact_id)
    )
    if work.by.unit_id is not None:
        query = query.where(contact_within(work.by.unit_id))
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这次来电登记。")
    took = work.by.account_id is not None and work.by.account_id == row.taken_by
    if not took and not may_see_numbers(row, work.by):
        raise NotAllowed(REFUSED)
    _note(work, case_id=row.case_id, contact_id=contact_id)
    return [] if row.phone is None else [Number(row.caller_name or "匿名", "来电人", row.phone)]


def _note(work: Work, *, case_id: UUID | None, contact_id: UUID | None = None) -> None:
    values = {
        "case_id": case_id,
        "contact_id": contact_id,
        "paper": WHAT,
        "form": "page",
        "account_id": work.by.account_id,
        "name": work.by.name,
        "at": work.at,
        "how": "preview",
    }
    work.writes.insert(PaperLook, values)
