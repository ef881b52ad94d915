"""Matters that must be reported: what a case page and a report sheet show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound


@dataclass(frozen=True)
class AlarmsShown:
    """The markings of a case and the reports on it."""

    alarms: Sequence[Any]
    reports: Sequence[Any]


def alarms_of(session: Session, case_id: UUID) -> AlarmsShown | None:
    """Markings, newest first, and reports in their order; None where there are none."""
    connection = session.connection()
    marks = connection.execute(
        sa.select(t.alarm).where(t.alarm.c.case_id == case_id).order_by(t.alarm.c.marked_at.desc(), t.alarm.c.id.desc())
    ).all()
    if not marks:
        return None
    reports = connection.execute(
        sa.select(t.alarm_report).where(t.alarm_report.c.case_id == case_id).order_by(t.alarm_report.c.seq)
    ).all()
    return AlarmsShown(marks, reports)


def one_report(session: Session, report_id: UUID) -> Any:
    """A report with what the sheet says of its case. Raises NotFound."""
    query = (
        sa.select(
            t.alarm_report,
            t.case.c.number,
            t.case.c.title,
            t.case.c.head_count,
            t.case.c.district,
            t.case.c.triggers,
            t.case.c.urgency,
            t.case.c.opened_at,
            t.employer.c.name.label("employer"),
        )
        .select_from(
            t.alarm_report.join(t.case, t.case.c.id == t.alarm_report.c.case_id).outerjoin(
                t.employer, t.employer.c.id == t.case.c.employer_id
            )
        )
        .where(t.alarm_report.c.id == report_id)
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这份报告。")
    return row
