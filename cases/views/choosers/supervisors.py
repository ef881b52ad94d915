"""Supervisors to choose from: those whose certificate holds today, all of them, the two of an investigation."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import PARTY_ROLE
from cases.views import tables as t
from cases.views.choosers import Choices, chooser
from cases.views.supervisors import holds_on
from foundation.clock import now, office_day


@chooser("supervisor")
def valid_today(session: Session, _subject_id: UUID | None) -> Choices:
    """Those with a certificate that holds today."""
    s = t.supervisor
    query = sa.select(s).where(holds_on(s.c, office_day(now()))).order_by(s.c.certificate)
    return [(str(row.id), _words(row)) for row in session.connection().execute(query)]


@chooser("any_supervisor")
def everybody(session: Session, _subject_id: UUID | None) -> Choices:
    """The whole register."""
    query = sa.select(t.supervisor).order_by(t.supervisor.c.certificate)
    return [(str(row.id), _words(row)) for row in session.connection().execute(query)]


@chooser("investigator")
def of_the_case(session: Session, case_id: UUID | None) -> Choices:
    """The two of the investigation that is going on."""
    s, inquiry = t.supervisor, t.investigation
    mine = sa.or_(inquiry.c.first_supervisor_id == s.c.id, inquiry.c.second_supervisor_id == s.c.id)
    query = sa.select(s).join(inquiry, mine).where(inquiry.c.case_id == case_id, inquiry.c.closed_at.is_(None))
    return [(str(row.id), _words(row)) for row in session.connection().execute(query.order_by(s.c.certificate))]


@chooser("any_party")
def parties(session: Session, case_id: UUID | None) -> Choices:
    """The people of a case."""
    party = t.party
    query = sa.select(party).where(party.c.case_id == case_id, party.c.status != "merged")
    return [
        (str(row.id), f"{row.name}（{PARTY_ROLE[row.role]}）")
        for row in session.connection().execute(query.order_by(party.c.place, party.c.id))
    ]


def _words(row: sa.Row[tuple[object, ...]]) -> str:
    return f"{row.name}（证号 {row.certificate}，至 {row.valid_to}）"
