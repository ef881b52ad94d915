"""People on a case's roster, payments to divide, joined entries to part again."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.choosers import Choices, chooser
from foundation.crypto import mask_phone

MOST_OFFERED = 2000


@chooser("roster_person")
def people(session: Session, case_id: UUID | None) -> Choices:
    """Everybody on the roster."""
    query = (
        sa.select(t.party.c.id, t.party.c.name, t.party.c.phone)
        .where(
            t.party.c.case_id == case_id,
            t.party.c.role.in_(("worker", "representative")),
            t.party.c.status == "present",
        )
        .order_by(t.party.c.place, t.party.c.recorded_at, t.party.c.id)
        .limit(MOST_OFFERED)
    )
    return [(str(row.id), f"{row.name} {mask_phone(row.phone)}".strip()) for row in session.connection().execute(query)]


@chooser("undivided_payment")
def payments(session: Session, case_id: UUID | None) -> Choices:
    """Confirmed money that is not yet anybody's."""
    share = t.payment_share
    query = (
        sa.select(t.payment.c.id, t.payment.c.paid_on, t.payment.c.amount)
        .where(
            t.payment.c.case_id == case_id,
            t.payment.c.amount.is_not(None),
            sa.not_(sa.exists().where(share.c.payment_id == t.payment.c.id)),
        )
        .order_by(t.payment.c.paid_on, t.payment.c.id)
    )
    return [(str(row.id), f"{row.paid_on} 到账 {row.amount:,.2f} 元") for row in session.connection().execute(query)]


@chooser("party_merge")
def merges(session: Session, case_id: UUID | None) -> Choices:
    """Joined entries that can be parted again."""
    gone, stays = t.party.alias(), t.party.alias()
    query = (
        sa.select(t.party_merge.c.id, gone.c.name.label("gone"), stays.c.name.label("stays"), t.party_merge.c.reason)
        .join(gone, gone.c.id == t.party_merge.c.from_id)
        .join(stays, stays.c.id == t.party_merge.c.into_id)
        .where(t.party_merge.c.case_id == case_id, t.party_merge.c.undone_at.is_(None))
        .order_by(t.party_merge.c.at.desc())
    )
    rows = session.connection().execute(query)
    return [(str(row.id), f"{row.gone} → {row.stays}（{row.reason}）") for row in rows]
