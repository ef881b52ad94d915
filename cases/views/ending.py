"""The end of a case: callbacks with what followed, quality checks, unreasonable demands, and the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.outside_codes import APPEAL_STATE, DEMAND_STATE, DISSATISFIED, RETENTION
from cases.views import tables as t
from foundation.errors import NotFound

WORDS = {"appeal": APPEAL_STATE, "demand": DEMAND_STATE, "decision": DISSATISFIED, "retention": RETENTION}


@dataclass(frozen=True)
class Ending:
    """What the panel of callbacks shows beside the calls themselves."""

    decisions: dict[UUID, Any]
    checks: Sequence[Any]
    demands: Sequence[Any]
    words: dict[str, Any]


def ending_of(session: Session, case_id: UUID) -> Ending:
    """Decisions, checks and demands of one case."""
    connection = session.connection()

    def of_case(table: sa.Table, order: sa.ColumnElement[Any]) -> Sequence[Any]:
        return connection.execute(sa.select(table).where(table.c.case_id == case_id).order_by(order)).all()

    return Ending(
        {row.callback_id: row for row in of_case(t.callback_decision, t.callback_decision.c.at)},
        of_case(t.quality_check, t.quality_check.c.at),
        of_case(t.unreasonable_demand, t.unreasonable_demand.c.asked_at),
        WORDS,
    )


@dataclass(frozen=True)
class Satisfaction:
    """Callbacks in a span of time: of those contacted, how many resolved and satisfied, how many do not count."""

    contacted: int
    resolved: int
    satisfied: int
    truthful: int
    not_counted: int


def satisfaction(session: Session, since: datetime, until: datetime) -> Satisfaction:
    """Counted by callback; a demand that was found unreasonable does not count."""
    excluded = sa.exists().where(
        t.unreasonable_demand.c.case_id == t.callback.c.case_id, t.unreasonable_demand.c.state == "approved"
    )
    query = sa.select(
        t.callback.c.resolved, t.callback.c.satisfied, t.callback.c.truthful, excluded.label("excluded")
    ).where(t.callback.c.contacted.is_(True), t.callback.c.at >= since, t.callback.c.at < until)
    rows = session.connection().execute(query).all()
    counted = [row for row in rows if not row.excluded]
    return Satisfaction(
        len(counted),
        sum(row.resolved is True for row in counted),
        sum(row.satisfied is True for row in counted),
        sum(row.truthful is True for row in counted),
        len(rows) - len(counted),
    )


@dataclass(frozen=True)
class Volumes:
    """The volumes of a case with their documents and loans."""

    volumes: Sequence[Any]
    items: dict[UUID, Sequence[Any]]
    loans: Sequence[Any]
    words: dict[str, Any]

    def __bool__(self) -> bool:
        return bool(self.volumes)


def volumes_of(session: Session, case_id: UUID) -> Volumes:
    """What is stored of a case, or being put together."""
    connection = session.connection()
    volumes = connection.execute(
        sa.select(t.archive_volume).where(t.archive_volume.c.case_id == case_id).order_by(t.archive_volume.c.seq)
    ).all()
    rows = connection.execute(
        sa.select(t.archive_item).where(t.archive_item.c.case_id == case_id).order_by(t.archive_item.c.seq)
    ).all()
    loans = connection.execute(
        sa.select(t.archive_loan).where(t.archive_loan.c.case_id == case_id).order_by(t.archive_loan.c.borrowed_on)
    ).all()
    items: dict[UUID, Sequence[Any]] = {
        volume.id: [row for row in rows if row.volume_id == volume.id] for volume in volumes
    }
    return Volumes(volumes, items, loans, WORDS)


@dataclass(frozen=True)
class VolumeFile:
    """One volume, ready to be printed."""

    volume: Any
    case: Any
    items: Sequence[Any]


def one_volume(session: Session, volume_id: UUID) -> VolumeFile:
    """A volume with its case and its documents. Raises NotFound."""
    connection = session.connection()
    volume = connection.execute(sa.select(t.archive_volume).where(t.archive_volume.c.id == volume_id)).one_or_none()
    if volume is None:
        raise NotFound("没有这一卷，或您无权查看。")
    query = (
        sa.select(t.case, t.employer.c.name.label("employer"), t.account.c.name.label("handler"))
        .select_from(
            t.case.outerjoin(t.employer, t.employer.c.id == t.case.c.employer_id).outerjoin(
                t.account, t.account.c.id == t.case.c.handler_id
            )
        )
        .where(t.case.c.id == volume.case_id)
    )
    items = sa.select(t.archive_item).where(t.archive_item.c.volume_id == volume_id).order_by(t.archive_item.c.seq)
    return VolumeFile(volume, connection.execute(query).one(), connection.execute(items).all())


def stored(session: Session, *, due_by: date | None = None, limit: int = 200) -> Sequence[Any]:
    """Stored volumes, newest first; with `due_by` those whose retention ends by then, the earliest first."""
    query = (
        sa.select(t.archive_volume, t.case.c.number, t.case.c.title, t.case.c.case_type)
        .join(t.case, t.case.c.id == t.archive_volume.c.case_id)
        .where(t.archive_volume.c.archived_at.is_not(None))
    )
    if due_by is not None:
        query = query.where(t.archive_volume.c.review_on <= due_by).order_by(t.archive_volume.c.review_on)
    else:
        query = query.order_by(t.archive_volume.c.archived_at.desc(), t.archive_volume.c.id)
    return session.connection().execute(query.limit(limit)).all()


def to_store(session: Session, limit: int = 200) -> Sequence[Any]:
    """Closed cases that are not stored yet, the longest waiting first."""
    query = sa.select(t.case).where(t.case.c.state == "closed").order_by(t.case.c.closed_at, t.case.c.id)
    return session.connection().execute(query.limit(limit)).all()


def out_on_loan(session: Session) -> Sequence[Any]:
    """Volumes that somebody has, the earliest due first."""
    query = (
        sa.select(t.archive_loan, t.case.c.number)
        .join(t.case, t.case.c.id == t.archive_loan.c.case_id)
        .where(t.archive_loan.c.returned_on.is_(None))
        .order_by(t.archive_loan.c.due_on)
    )
    return session.connection().execute(query).all()
