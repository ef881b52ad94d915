"""What happens outside the house: referrals with their steps, proceedings, advances, aid, and the lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.outside_codes import (
    ADVANCED_BY,
    AID_ARTICLE,
    AID_EXEMPTION,
    AID_STAGE,
    PROCEEDING,
    PROCEEDING_RESULT,
    PROCEEDING_STATE,
    RECOURSE_STATE,
    REFERRAL_EVENT,
    RESULT_KIND,
    RETURN_REASON,
    SENT_BY,
    SUBSIDY_STATE,
)
from cases.views import tables as t
from foundation.errors import NotFound

WORDS = {
    "event": REFERRAL_EVENT,
    "way": SENT_BY,
    "return_code": RETURN_REASON,
    "result_kind": RESULT_KIND,
    "proceeding": PROCEEDING,
    "proceeding_state": PROCEEDING_STATE,
    "outcome": PROCEEDING_RESULT,
    "advanced_by": ADVANCED_BY,
    "recourse": RECOURSE_STATE,
    "exemption": AID_EXEMPTION,
    "article": AID_ARTICLE,
    "aid_stage": AID_STAGE,
    "subsidy": SUBSIDY_STATE,
}


@dataclass(frozen=True)
class ReferralFile:
    """One referral with its case, its steps and its clocks."""

    row: Any
    steps: Sequence[Any]
    clocks: Sequence[Any]
    words: dict[str, Any]


def one_referral(session: Session, referral_id: UUID) -> ReferralFile:
    """A referral and everything that happened to it. Raises NotFound."""
    connection = session.connection()
    query = (
        sa.select(t.referral, t.case.c.number, t.case.c.title, t.case.c.case_type, t.case.c.state.label("case_state"))
        .add_columns(t.case.c.is_confidential, t.case.c.handler_id)
        .join(t.case, t.case.c.id == t.referral.c.case_id)
        .where(t.referral.c.id == referral_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这件移送，或您无权查看。")
    steps = sa.select(t.referral_event).where(t.referral_event.c.referral_id == referral_id)
    clocks = sa.select(t.clock).where(t.clock.c.referral_id == referral_id)
    return ReferralFile(
        row,
        connection.execute(steps.order_by(t.referral_event.c.recorded_at, t.referral_event.c.id)).all(),
        connection.execute(clocks.order_by(t.clock.c.opened_at, t.clock.c.id)).all(),
        WORDS,
    )


def open_referrals(session: Session) -> Sequence[Any]:
    """Referrals that wait for something, the nearest due first; returns so far beside each."""
    due = (
        sa.select(sa.func.min(t.clock.c.due_at))
        .where(t.clock.c.referral_id == t.referral.c.id, t.clock.c.state == "running")
        .scalar_subquery()
        .label("due_at")
    )
    back = (
        sa.select(sa.func.count())
        .where(t.referral_event.c.case_id == t.referral.c.case_id, t.referral_event.c.kind == "returned")
        .scalar_subquery()
        .label("returns")
    )
    query = (
        sa.select(t.referral, t.case.c.number, t.case.c.title, due, back)
        .add_columns(t.case.c.is_confidential, t.case.c.handler_id)
        .join(t.case, t.case.c.id == t.referral.c.case_id)
        .where(t.referral.c.state.in_(("prepared", "sent", "acknowledged")), t.case.c.closed_at.is_(None))
        .order_by(due.is_(None), due, t.referral.c.id)
    )
    return session.connection().execute(query).all()


def returns_by_reason(session: Session) -> Sequence[Any]:
    """How often referrals came back, by reason."""
    query = (
        sa.select(t.referral_event.c.return_code, sa.func.count().label("times"))
        .where(t.referral_event.c.kind == "returned", t.referral_event.c.return_code.is_not(None))
        .group_by(t.referral_event.c.return_code)
        .order_by(sa.func.count().desc(), t.referral_event.c.return_code)
    )
    return session.connection().execute(query).all()


@dataclass(frozen=True)
class Proceedings:
    """Proceedings and advances of a case."""

    proceedings: Sequence[Any]
    hearings: Sequence[Any]
    advances: Sequence[Any]
    words: dict[str, Any]

    def __bool__(self) -> bool:
        return bool(self.proceedings or self.advances)


def proceedings_of(session: Session, case_id: UUID) -> Proceedings:
    """What runs at arbitration, court and elsewhere."""
    connection = session.connection()
    query = (
        sa.select(t.proceeding, t.lawyer.c.name.label("lawyer"))
        .select_from(t.proceeding.outerjoin(t.lawyer, t.lawyer.c.id == t.proceeding.c.lawyer_id))
        .where(t.proceeding.c.case_id == case_id)
        .order_by(t.proceeding.c.filed_on, t.proceeding.c.id)
    )
    hearings = sa.select(t.hearing).where(t.hearing.c.case_id == case_id).order_by(t.hearing.c.heard_on)
    advances = sa.select(t.advance).where(t.advance.c.case_id == case_id).order_by(t.advance.c.advanced_on)
    return Proceedings(
        connection.execute(query).all(), connection.execute(hearings).all(), connection.execute(advances).all(), WORDS
    )


@dataclass(frozen=True)
class Aid:
    """The aid file of a case with hours and subsidies."""

    row: Any
    lawyer: str | None
    hours: Sequence[Any]
    subsidies: Sequence[Any]
    words: dict[str, Any]

    def __bool__(self) -> bool:
        return self.row is not None or bool(self.hours)


def aid_of(session: Session, case_id: UUID) -> Aid:
    """Application, decision, lawyer, work and money of legal aid."""
    connection = session.connection()
    row = connection.execute(sa.select(t.aid_file).where(t.aid_file.c.case_id == case_id)).one_or_none()
    name = None
    if row is not None and row.lawyer_id is not None:
        found = connection.execute(sa.select(t.lawyer).where(t.lawyer.c.id == row.lawyer_id)).one()
        name = f"{found.name}（{found.firm}）"
    hours = sa.select(t.aid_hours).where(t.aid_hours.c.case_id == case_id).order_by(t.aid_hours.c.worked_on)
    money = sa.select(t.aid_subsidy).where(t.aid_subsidy.c.case_id == case_id).order_by(t.aid_subsidy.c.computed_at)
    return Aid(row, name, connection.execute(hours).all(), connection.execute(money).all(), WORDS)


def lawyers(session: Session) -> Sequence[Any]:
    """The register, with how many cases each has in hand and had so far."""
    mine = sa.select(sa.func.count()).select_from(t.aid_file.join(t.case, t.case.c.id == t.aid_file.c.case_id))
    theirs = mine.where(t.aid_file.c.lawyer_id == t.lawyer.c.id)
    query = sa.select(
        t.lawyer,
        theirs.where(t.case.c.closed_at.is_(None)).scalar_subquery().label("in_hand"),
        theirs.scalar_subquery().label("so_far"),
    )
    return session.connection().execute(query.order_by(t.lawyer.c.active.desc(), t.lawyer.c.name)).all()
