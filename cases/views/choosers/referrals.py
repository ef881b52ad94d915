"""Referrals of a case to choose from."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import ADDRESSEE, REFERRAL_STATE
from cases.views import tables as t
from cases.views.choosers import Choices, chooser


def _referrals(session: Session, case_id: UUID | None, states: Collection[str]) -> Choices:
    query = sa.select(t.referral).where(t.referral.c.case_id == case_id, t.referral.c.state.in_(states))
    rows = session.connection().execute(query.order_by(t.referral.c.prepared_at.desc(), t.referral.c.id.desc()))
    return [
        (str(row.id), f"{ADDRESSEE[row.addressee]}　{row.addressee_name}（{REFERRAL_STATE[row.state]}）")
        for row in rows
    ]


@chooser("open_referral")
def open_ones(session: Session, case_id: UUID | None) -> Choices:
    """Those that still wait for something."""
    return _referrals(session, case_id, ("prepared", "sent", "acknowledged"))


@chooser("referral")
def begun(session: Session, case_id: UUID | None) -> Choices:
    """Those that left the house and may still bring something."""
    return _referrals(session, case_id, ("sent", "acknowledged", "answered"))
