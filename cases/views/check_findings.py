"""What the nightly checks have found: what stands tonight, and when each check last ran."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t

MOST = 500


def standing(session: Session, *, limit: int = MOST) -> Sequence[Any]:
    """Findings that are still there: errors first, each check's together, the longest standing first."""
    query = (
        sa.select(t.check_finding)
        .where(t.check_finding.c.gone_at.is_(None))
        .order_by(t.check_finding.c.severity, t.check_finding.c.check_name, t.check_finding.c.first_seen)
        .limit(limit)
    )
    return session.connection().execute(query).all()


def gone(session: Session, *, limit: int = 50) -> Sequence[Any]:
    """Findings that went away lately."""
    query = (
        sa.select(t.check_finding)
        .where(t.check_finding.c.gone_at.is_not(None))
        .order_by(t.check_finding.c.gone_at.desc())
        .limit(limit)
    )
    return session.connection().execute(query).all()


def last_runs(session: Session) -> Mapping[str, Any]:
    """The last run of each check by its name."""
    return {row.check_name: row for row in session.connection().execute(sa.select(t.check_run))}
