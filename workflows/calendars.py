"""The calendar in force for a database: the notices that came with the program and those applied since.

A process looks at most every few seconds whether another has applied or undone a notice, so that an act costs no
further statement. A clock opened in these seconds may stand on the calendar before: it names that calendar in its
deadline, following a notice ends with another look at all running clocks, and the nightly check finds the rest.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from cases.calendar_version import CalendarVersion
from foundation.errors import NotPossible
from foundation.work import Work
from rules.calendar import Calendar
from rules.errors import BrokenRules
from rules.papers import Paper, read_paper, shipped

LOOKS_AGAIN_AFTER = 5.0  # seconds

version_table: sa.Table = CalendarVersion.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_v = version_table.c
_APPLIED = sa.select(_v.seq, _v.sha256).where(_v.status == "applied").order_by(_v.seq)
_TEXTS = sa.select(_v.seq, _v.text).order_by(_v.seq)

Stamp = tuple[tuple[int, str], ...]
_seen: WeakKeyDictionary[sa.Engine, tuple[float, Stamp, Calendar]] = WeakKeyDictionary()


def base_papers() -> tuple[Paper, ...]:
    """The notices that come with the program."""
    return shipped()


def in_force(work: Work) -> Calendar:
    """The calendar for an act: at most a few seconds old."""
    return of_engine(work.connection)


def of_engine(connection: sa.Connection) -> Calendar:
    """The calendar for this database, looked up again at most every few seconds."""
    found = _seen.get(connection.engine)
    if found is not None and time.monotonic() - found[0] < LOOKS_AGAIN_AFTER:
        return found[2]
    return fresh(connection)


def fresh(connection: sa.Connection) -> Calendar:
    """The same, looked up now."""
    found = _seen.get(connection.engine)
    stamp = tuple((row.seq, row.sha256) for row in connection.execute(_APPLIED))
    base = tuple((0, paper.sha256) for paper in base_papers())
    stamp = base + stamp
    calendar = found[2] if found is not None and found[1] == stamp else combined(applied_papers(connection))
    _seen[connection.engine] = (time.monotonic(), stamp, calendar)
    return calendar


def forget(engine: sa.Engine) -> None:
    """Look again at the next act: a notice was applied or undone."""
    _seen.pop(engine, None)


def applied_papers(connection: sa.Connection, *, without: int = 0) -> list[Paper]:
    """The imported notices in force, in the order of import; `without` leaves out one by its number."""
    return _papers(connection, _TEXTS.where(_v.status == "applied", _v.seq != without))


def as_known(connection: sa.Connection, at: datetime) -> Calendar:
    """The calendar that this database went by at an instant."""
    then = _TEXTS.where(_v.applied_at <= at, sa.or_(_v.undone_at.is_(None), _v.undone_at > at))
    return combined(_papers(connection, then))


def _papers(connection: sa.Connection, query: sa.Select[Any]) -> list[Paper]:
    return [read_paper(text, f"calendar_version {seq}") for seq, text in connection.execute(query)]


def combined(imported: Iterable[Paper]) -> Calendar:
    """The shipped notices with these; an imported one takes the place of a shipped one with its name.

    Raises NotPossible where a year would be missing, or a change would have nothing to change.
    """
    papers = {paper.id: paper for paper in (*base_papers(), *imported)}
    main = {paper.year for paper in papers.values() if paper.is_main}
    for paper in papers.values():
        if not paper.is_main and paper.year not in main:
            raise NotPossible(f"{paper.id} 改动的是 {paper.year} 年的安排，但没有该年的全年通知。")
    missing = sorted(set(range(min(main), max(main) + 1)) - main)
    if missing:
        raise NotPossible(f"缺少 {'、'.join(map(str, missing))} 年的放假通知，日历不能断档。")
    try:
        return Calendar(papers.values())
    except BrokenRules as broken:
        raise NotPossible(f"这些通知不能合成一份日历（{broken}）。") from None


def texts(connection: sa.Connection) -> Mapping[str, str]:
    """Every imported notice ever applied, by SHA-256: what the second checker needs beside the shipped ones."""
    return {
        hashlib.sha256(text.encode()).hexdigest(): text
        for text in connection.execute(sa.select(_v.text).where(_v.applied_at.is_not(None))).scalars()
    }


def changed_days(old: Calendar, new: Calendar) -> list[date]:
    """The days worked on the one and not on the other, in order. Two calendars that begin on the same day."""
    # Beyond the last notice both go by weekends, so that only the lists of both can differ.
    return sorted(day for day in _special(old) | _special(new) if old.is_worked(day) != new.is_worked(day))


def _special(on: Calendar) -> set[date]:
    found: set[date] = set()
    for paper in on.papers:
        found |= paper.days_off | paper.make_up | (paper.replaces or frozenset())
    return {day for day in found if day >= on.first}


def waiting_for(connection: sa.Connection, year: int) -> bool:
    """Whether a notice for this year was imported and is not applied yet."""
    query = sa.select(_v.id).where(_v.year == year, _v.status.in_(("candidate", "approved")))
    return connection.execute(query.limit(1)).first() is not None


def unsettled(connection: sa.Connection) -> list[str]:
    """Notices applied or undone that the clocks have not all followed."""
    query = sa.select(_v.paper_id).where(_v.status.in_(("applied", "withdrawn")), _v.settled_at.is_(None))
    return list(connection.execute(query.order_by(_v.seq)).scalars())
