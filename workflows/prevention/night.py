"""What the night does for prevention: tags, and one reminder for everything that is past its day."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from cases.clock_rows import Alert
from cases.letter import Letter
from cases.prevention import tables as t
from foundation.clock import office_day
from foundation.database import reading
from foundation.work import SYSTEM, Work, begin
from people.roles import Role
from workflows.letter_ladder import ran_out
from workflows.prevention.tags import tag_new

_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def prevention_night(db: sa.Engine, at: datetime) -> int:
    """Tags, then reminders; returns how many were made. Safe to run twice."""
    return tag_new(db, at) + remind_overdue(db, at)


def remind_overdue(db: sa.Engine, at: datetime) -> int:
    """One alert for each finding and issue that is past its day, and for letters without a case past their answer."""
    day = office_day(at)
    with reading(db) as session:
        connection = session.connection()
        findings = connection.execute(_findings(day)).mappings().all()
        issues = connection.execute(_issues(day)).mappings().all()
        letters = connection.execute(_letters(day)).mappings().all()
    made = 0
    for row in findings:
        with begin(db, by=SYSTEM, at=at) as work:
            title = f"【整改逾期】{row['number']} {row['issue'][:40]}"
            body = (
                f"法治体检 {row['number']} 的问题“{row['issue'][:200]}”应于 {row['due_on']} 前整改，尚未登记整改结果。"
            )
            made += _remind(work, reminder_key("finding", row), title, body, row)
    for row in issues:
        with begin(db, by=SYSTEM, at=at) as work:
            title = f"【议题逾期】{row['title'][:60]}"
            body = f"“{row['title']}”由{row['owner_body']}负责，应于 {row['due_on']} 前办理，尚未登记结果。"
            made += _remind(work, reminder_key("issue", row), title, body, row)
    for row in letters:
        with begin(db, by=SYSTEM, at=at) as work:
            ran_out(work, {"letter_id": str(row["id"])})
            title = f"【逾期未答复】{row['kind_label']} {row['number']}"
            body = f"{row['kind_label']}（{row['number']}）答复期限 {row['due_on']} 已过，尚未登记答复。"
            made += _remind(work, reminder_key("letter", row), title, body, {**row, "letter_id": row["id"]})
    return made


def reminder_key(kind: str, row: Any) -> str:
    """One reminder for each thing and day: a day moved later is reminded of anew."""
    return f"prevention:{kind}:{row['id']}:{row['due_on']}"


def _remind(work: Work, key: str, title: str, body: str, row: Any) -> int:
    known = work.connection.execute(_KNOWN, {"key": key}).first()
    if known is not None:
        return 0
    owner = row.get("owner_id")
    work.writes.insert(
        Alert,
        {
            "key": key,
            "case_id": row.get("case_id"),
            "letter_id": row.get("letter_id"),
            "role": None if owner is not None else Role.SUPERVISOR.value,
            "account_id": owner,
            "title": title[:120],
            "body": body,
            "at": work.at,
            "recorded_at": work.recorded_at,
        },
        unless_exists=True,
    )
    return 1


_alert: sa.Table = Alert.__table__  # type: ignore[attr-defined]
_KNOWN = sa.select(_alert.c.id).where(_alert.c.key == sa.bindparam("key"))


def _findings(day: date) -> sa.Select[Any]:
    return (
        sa.select(t.check_up_finding, t.check_up.c.number, t.check_up.c.owner_id)
        .join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id)
        .where(
            t.check_up_finding.c.state == "open", t.check_up_finding.c.due_on < day, t.check_up.c.state != "cancelled"
        )
        .order_by(t.check_up_finding.c.id)
    )


def _issues(day: date) -> sa.Select[Any]:
    issue = t.issue
    return sa.select(issue).where(issue.c.state == "open", issue.c.due_on < day).order_by(issue.c.id)


def _letters(day: date) -> sa.Select[Any]:
    return (
        sa.select(_letter.c.id, _letter.c.kind_label, _letter.c.number, _letter.c.reply_due.label("due_on"))
        .where(_letter.c.case_id.is_(None), _letter.c.state == "served", _letter.c.reply_due < day)
        .order_by(_letter.c.id)
    )
