"""A contact under lock: whoever answers, attaches or opens a case first has it; the second is told so."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow
from cases.codes import HANDLING
from cases.contact import Contact
from foundation.database import is_postgres
from foundation.errors import NotFound, NotPossible
from foundation.work import Work
from workflows.intake_settings import intake_settings
from workflows.subjects import CaseNow

_contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_ONE = sa.select(_contact).where(_contact.c.id == sa.bindparam("id"))
_NUMBER = sa.select(_case.c.number).where(_case.c.id == sa.bindparam("id"))
_BEFORE = (
    sa.select(_contact.c.id)
    .where(
        _contact.c.phone_index == sa.bindparam("index"),
        _contact.c.at > sa.bindparam("since"),
        _contact.c.at <= sa.bindparam("until"),
    )
    .order_by(_contact.c.at.desc(), _contact.c.id.desc())
    .limit(1)
)


def open_contact(work: Work, contact_id: UUID) -> Any:
    """The contact, locked, still open. Raises NotFound, or NotPossible with what became of it."""
    query = _ONE.with_for_update() if is_postgres(work.connection) else _ONE
    row = work.connection.execute(query, {"id": contact_id}).one_or_none()
    if row is None:
        raise NotFound("没有这次来电登记。")
    if row.handling != "open":
        where = ""
        if row.case_id is not None:
            where = f"（案件{work.connection.execute(_NUMBER, {'id': row.case_id}).scalar_one()}）"
        by = f"，由{row.handled_by_name}办理" if row.handled_by_name else ""
        raise NotPossible(f"这次来电已经办结：{HANDLING[row.handling]}{where}{by}。如有新的诉求，请另行登记一次来电。")
    return row


def turned_to_us_earlier(work: Work, case: CaseNow, at: datetime) -> None:
    """A call that came before the case was opened is where the citizen's wait began."""
    if case.closed_at is not None or at >= case.opened_at:
        return
    case.opened_at = at
    for clock in case.running_clocks(work):
        if clock["kind"] == "citizen":
            clock["opened_at"] = at
            work.writes.update(ClockRow, {"id": clock["id"]}, {"opened_at": at})


def handled(work: Work, contact_id: UUID, handling: str, **values: Any) -> None:
    """Note how the contact was handled, and by whom."""
    by = {"handling": handling, "handled_at": work.at, "handled_by_name": work.by.name}
    work.writes.update(Contact, {"id": contact_id}, {**by, **values})


def call_before(work: Work, phone_index: str, at: datetime) -> UUID | None:
    """The newest contact from the same number within the office's span before `at`."""
    given = {"index": phone_index, "since": at - intake_settings().repeat_span, "until": at}
    found = work.connection.execute(_BEFORE, given).scalars().first()
    return None if found is None else UUID(str(found))
