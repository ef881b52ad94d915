"""Proceedings, advances, lawyers, subsidies and parts of a volume to choose from."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.outside_codes import ADVANCED_BY, AID_STAGE, PROCEEDING, SUBSIDY_STATE
from cases.views import tables as t
from cases.views.choosers import Choices, chooser


@chooser("open_proceeding")
def proceedings(session: Session, case_id: UUID | None) -> Choices:
    """Proceedings without a result."""
    query = sa.select(t.proceeding).where(
        t.proceeding.c.case_id == case_id, t.proceeding.c.state.in_(("filed", "accepted"))
    )
    rows = session.connection().execute(query.order_by(t.proceeding.c.filed_on.desc(), t.proceeding.c.id.desc()))
    return [(str(row.id), f"{PROCEEDING[row.kind]}　{row.body}（{row.docket or row.filed_on}）") for row in rows]


@chooser("advance_payment")
def advance_payments(session: Session, case_id: UUID | None) -> Choices:
    """Confirmed payments that were advanced by others."""
    query = sa.select(t.payment).where(t.payment.c.case_id == case_id, t.payment.c.is_advance.is_(True))
    rows = session.connection().execute(query.order_by(t.payment.c.paid_on, t.payment.c.id))
    return [
        (str(row.id), f"{row.paid_on} 到账 {row.amount if row.amount is not None else '金额不明'} 元") for row in rows
    ]


@chooser("advance")
def advances(session: Session, case_id: UUID | None) -> Choices:
    """Advances on file."""
    query = sa.select(t.advance).where(t.advance.c.case_id == case_id).order_by(t.advance.c.advanced_on)
    rows = session.connection().execute(query)
    return [(str(row.id), f"{ADVANCED_BY[row.advanced_by]}　{row.name}　{row.amount} 元") for row in rows]


@chooser("lawyer")
def lawyers(session: Session, _case_id: UUID | None) -> Choices:
    """Lawyers of the register who take cases."""
    query = sa.select(t.lawyer).where(t.lawyer.c.active.is_(True)).order_by(t.lawyer.c.name, t.lawyer.c.id)
    return [(str(row.id), f"{row.name}　{row.firm}") for row in session.connection().execute(query)]


@chooser("any_lawyer")
def every_lawyer(session: Session, _case_id: UUID | None) -> Choices:
    """The whole register."""
    query = sa.select(t.lawyer).order_by(t.lawyer.c.name, t.lawyer.c.id)
    rows = session.connection().execute(query)
    return [(str(row.id), f"{row.name}　{row.firm}{'' if row.active else '（停用）'}") for row in rows]


@chooser("subsidy")
def subsidies(session: Session, case_id: UUID | None) -> Choices:
    """Subsidies that are not paid out."""
    query = sa.select(t.aid_subsidy).where(t.aid_subsidy.c.case_id == case_id, t.aid_subsidy.c.state != "paid")
    rows = session.connection().execute(query.order_by(t.aid_subsidy.c.computed_at.desc(), t.aid_subsidy.c.id))
    return [(str(row.id), f"{AID_STAGE[row.stage]}　{row.amount} 元（{SUBSIDY_STATE[row.state]}）") for row in rows]


@chooser("archive_item")
def archive_items(session: Session, case_id: UUID | None) -> Choices:
    """Documents of the volume that is being put together."""
    query = (
        sa.select(t.archive_item)
        .join(t.archive_volume, t.archive_volume.c.id == t.archive_item.c.volume_id)
        .where(t.archive_item.c.case_id == case_id, t.archive_volume.c.archived_at.is_(None))
        .order_by(t.archive_item.c.seq)
    )
    rows = session.connection().execute(query)
    return [(str(row.id), f"{row.seq}　{row.title}（第{row.page_from}至{row.page_to}页）") for row in rows]


@chooser("archive_volume")
def volumes(session: Session, case_id: UUID | None) -> Choices:
    """Volumes of the case that are stored."""
    query = sa.select(t.archive_volume).where(
        t.archive_volume.c.case_id == case_id, t.archive_volume.c.archived_at.is_not(None)
    )
    rows = session.connection().execute(query.order_by(t.archive_volume.c.seq.desc()))
    return [(str(row.id), f"第{row.seq}卷　{row.archive_number or ''}（{row.pages}页）") for row in rows]


@chooser("open_loan")
def loans(session: Session, case_id: UUID | None) -> Choices:
    """Volumes that are out."""
    query = sa.select(t.archive_loan).where(t.archive_loan.c.case_id == case_id, t.archive_loan.c.returned_on.is_(None))
    rows = session.connection().execute(query.order_by(t.archive_loan.c.borrowed_on.desc()))
    return [(str(row.id), f"{row.borrower}　{row.borrowed_on} 借出，应还 {row.due_on}") for row in rows]
