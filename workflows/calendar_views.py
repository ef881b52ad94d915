"""What the doors show of the calendar's versions: the list, one version, its rehearsal as a table and as a file."""

import csv
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from cases.calendar_version import VERSION_STATUS
from foundation.clock import OFFICE
from foundation.errors import NotFound, NotPossible
from rules.calendar import Calendar
from rules.papers import Paper, read_paper
from rules.year_picture import SmallMonth, year_picture
from workflows import calendars
from workflows.calendar_rehearsal import OUTCOMES, Move, Rehearsal, rehearse, rehearse_undo

# Turning the pages of one rehearsal need not compute it again.
KEPT_SECONDS = 60.0
COUNT_WORDS = {
    **OUTCOMES,
    "letters": "其中文书答复期限",
    "alerts": "提醒时间变动",
    "withdrawn_breaches": "撤回逾期记录",
    "dangers": "权利期限安全日提前",
}
HEAD = (
    "案号",
    "期限",
    "规则",
    "结果",
    "原截止",
    "新截止",
    "按新安排",
    "原暂定",
    "仍暂定",
    "撤回逾期",
    "原提醒",
    "新提醒",
    "说明",
)

_version = calendars.version_table
_kept: WeakKeyDictionary[sa.Engine, dict[UUID, tuple[float, "Rehearsed"]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal with its moment; `undo` where it is one of undoing."""

    at: datetime
    undo: bool
    rehearsal: Rehearsal

    @property
    def counts(self) -> dict[str, int]:
        """Counts by Chinese word."""
        return {COUNT_WORDS[name]: count for name, count in self.rehearsal.counts.items()}


def versions(session: Session) -> Sequence[Any]:
    """All imported notices, newest first, without their text."""
    columns = [column for column in _version.c if column.name != "text"]
    return session.connection().execute(sa.select(*columns).order_by(_version.c.seq.desc())).all()


def one_version(session: Session, version_id: UUID) -> Any:
    """One imported notice. Raises NotFound."""
    row = session.connection().execute(sa.select(_version).where(_version.c.id == version_id)).one_or_none()
    if row is None:
        raise NotFound("没有这份放假通知。")
    return row


def find_version(session: Session, named: str) -> UUID:
    """By identifier, or the newest with this paper's name (2027, 2027-2). Raises NotFound."""
    connection = session.connection()
    try:
        query = sa.select(_version.c.id).where(_version.c.id == UUID(named))
    except ValueError:
        query = sa.select(_version.c.id).where(_version.c.paper_id == named).order_by(_version.c.seq.desc()).limit(1)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(f"没有导入过放假通知“{named}”。")
    return UUID(str(found))


def present(session: Session) -> Calendar:
    """The calendar in force now."""
    return calendars.fresh(session.connection())


def with_version(session: Session, row: Any) -> tuple[Paper, Calendar | None]:
    """The notice, and the calendar with it; None where it makes none with what is applied now."""
    paper = read_paper(row.text, row.paper_id)
    try:
        return paper, calendars.combined([*calendars.applied_papers(session.connection(), without=row.seq), paper])
    except NotPossible:
        return paper, None


def picture_of(session: Session, row: Any) -> tuple[Paper, list[SmallMonth]]:
    """The notice and the picture of its year."""
    paper, on = with_version(session, row)
    if on is None:
        return paper, []
    return paper, year_picture(on, paper.year, paper.days_off | paper.make_up)


def rehearsed(session: Session, row: Any, at: datetime, *, again: bool = True) -> Rehearsed:
    """What applying (of one applied: undoing) would change. Raises NotPossible where there is nothing to rehearse."""
    connection = session.connection()
    kept = _kept.setdefault(connection.engine, {})
    found = kept.get(row.id)
    undo = row.status == "applied"
    if not again and found is not None and time.monotonic() - found[0] < KEPT_SECONDS and found[1].undo == undo:
        return found[1]
    if undo:
        done = Rehearsed(at, True, rehearse_undo(connection, row._mapping, at))
    elif row.status in ("candidate", "approved"):
        paper = read_paper(row.text, row.paper_id)
        new = calendars.combined([*calendars.applied_papers(connection), paper])
        done = Rehearsed(at, False, rehearse(connection, new, at))
    else:
        raise NotPossible(f"{row.paper_id} 处于“{VERSION_STATUS[row.status]}”，没有可试算的。")
    kept.clear()
    kept[row.id] = (time.monotonic(), done)
    return done


def as_object(move: Move) -> dict[str, Any]:
    """One line of a rehearsal as plain values."""
    return {
        "case": move.number,
        "case_id": str(move.case_id),
        "clock_id": str(move.clock_id),
        "letter_id": str(move.letter_id) if move.letter_id is not None else None,
        "label": move.label,
        "rule": move.rule_id,
        "kind": move.kind,
        "outcome": move.outcome,
        "outcome_word": OUTCOMES[move.outcome],
        "old_due": move.old_due,
        "new_due": move.new_due,
        "true_due": move.true_due,
        "was_provisional": move.was_provisional,
        "provisional": move.provisional,
        "breach_withdrawn": move.breach_withdrawn,
        "old_alert": move.old_alert.isoformat() if move.old_alert is not None else None,
        "new_alert": move.new_alert.isoformat() if move.new_alert is not None else None,
        "note": move.note,
    }


def as_csv(found: Rehearsed) -> str:
    """All lines as a table for spreadsheets."""
    text = io.StringIO()
    # The mark by which spreadsheets know UTF-8.
    text.write("\ufeff")
    sheet = csv.writer(text)
    sheet.writerow(HEAD)
    for move in found.rehearsal.moves:
        said = (
            move.number,
            move.label,
            move.rule_id,
            OUTCOMES[move.outcome],
            move.old_due,
            move.new_due,
            move.true_due,
        )
        marks = [_yes(one) for one in (move.was_provisional, move.provisional, move.breach_withdrawn)]
        sheet.writerow([*said, *marks, _at(move.old_alert), _at(move.new_alert), move.note])
    return text.getvalue()


def version_object(row: Any) -> dict[str, Any]:
    """A version as plain values."""
    values: Mapping[str, Any] = row._mapping
    found = {name: value for name, value in values.items() if name != "text"}
    return {**found, "status_word": VERSION_STATUS[row.status]}


def _yes(value: bool) -> str:
    return "是" if value else ""


def _at(value: datetime | None) -> str:
    return value.astimezone(OFFICE).strftime("%Y-%m-%d %H:%M") if value is not None else ""
