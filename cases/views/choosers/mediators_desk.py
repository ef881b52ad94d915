"""What acts of the mediator's desk may be about: things on the list of evidence, files, meetings, applications."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import CONFIRMATION_WAY, MEETING_KIND
from cases.views import tables as t
from cases.views.choosers import Choices, chooser
from cases.views.evidence import evidence_of
from cases.views.files import files_of_case
from cases.views.meetings import meetings_of
from foundation.clock import OFFICE


@chooser("evidence")
def evidence(session: Session, case_id: UUID | None) -> Choices:
    """Things on the list, the essential ones first."""
    if case_id is None:
        return []
    items = evidence_of(session, case_id).items
    return [(one.code, f"{'★ ' if one.essential else ''}{one.label}（{one.state_word}）") for one in items]


@chooser("case_file")
def files(session: Session, case_id: UUID | None) -> Choices:
    """Files of the case that count."""
    if case_id is None:
        return []
    shown = files_of_case(session, case_id)
    return [(str(one.row.id), one.row.label) for one in shown if one.row.withdrawn_at is None]


@chooser("planned_meeting")
def planned(session: Session, case_id: UUID | None) -> Choices:
    """Meetings that are still to be held or recorded, the next first."""
    if case_id is None:
        return []
    rows = [one.row for one in meetings_of(session, case_id) if one.row.state == "planned"]
    return [
        (str(row.id), f"{row.starts_at.astimezone(OFFICE):%Y-%m-%d %H:%M} {MEETING_KIND[row.kind]}")
        for row in reversed(rows)
    ]


@chooser("open_confirmation")
def applications(session: Session, case_id: UUID | None) -> Choices:
    """Joint applications without a result."""
    query = sa.select(t.confirmation).where(t.confirmation.c.case_id == case_id, t.confirmation.c.result.is_(None))
    rows = session.connection().execute(query.order_by(t.confirmation.c.id.desc()))
    return [(str(row.id), f"{CONFIRMATION_WAY[row.way]}（{row.applied_on} 申请）") for row in rows]
