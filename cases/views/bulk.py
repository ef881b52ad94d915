"""Bulk jobs as they stand: how far, and what became of each case."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound
from people.roles import Role

ITEM_WORDS = {"waiting": "待办", "done": "已办理", "refused": "未办理"}
MOST_JOBS = 100
_j, _i = t.bulk_job.c, t.bulk_item.c


def _counts() -> list[sa.ColumnElement[Any]]:
    mine = sa.select(sa.func.count()).where(_i.job_id == _j.id)
    return [mine.where(_i.state == state).scalar_subquery().label(f"n_{state}") for state in ("done", "refused")]


def bulk_jobs(session: Session, account_id: UUID | None, role: str) -> list[Any]:
    """One's own jobs, newest first; the supervisor sees everybody's."""
    query = sa.select(t.bulk_job, *_counts())
    if role != Role.SUPERVISOR:
        query = query.where(_j.account_id == account_id)
    return list(session.connection().execute(query.order_by(_j.created_at.desc()).limit(MOST_JOBS)))


def bulk_job(session: Session, job_id: UUID, account_id: UUID | None, role: str) -> Any:
    """One job with its counts. Raises NotFound for others' jobs."""
    query = sa.select(t.bulk_job, *_counts()).where(_j.id == job_id)
    row = session.connection().execute(query).one_or_none()
    if row is None or (row.account_id != account_id and role != Role.SUPERVISOR):
        raise NotFound("没有这次批量办理。")
    return row


def bulk_items(session: Session, job_id: UUID) -> list[Any]:
    """Its cases: those that were refused first."""
    refused_first = sa.case((_i.state == "refused", 0), (_i.state == "waiting", 1), else_=2)
    return list(
        session.connection().execute(sa.select(t.bulk_item).where(_i.job_id == job_id).order_by(refused_first, _i.seq))
    )
