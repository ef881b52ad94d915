"""Keeping the search up with the files, behind the acts: no act waits for it, and it may run twice or be killed.

Every act writes a journal entry with an identifier that grows with time; the indexer reads on from the last one that
it saw (with ten minutes of overlap, for a transaction that was slow to commit) and makes anew what has another version
than its document. Once a day everything is compared, batch by batch.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.search_document import SearchCursor
from cases.views import tables as t
from cases.views.search_sources import (
    Document,
    case_documents,
    contact_document,
    employer_documents,
    letter_document,
)
from foundation.database import is_postgres, reading
from foundation.work import SYSTEM, begin

BATCH = 200
OVERLAP_MS = 10 * 60 * 1000
COMPARED_EVERY = timedelta(hours=24)
FIRST = UUID(int=0)
# Two indexers must not write the same document; any fixed number serves.
_LOCK = 7_215_014
_doc, _case, _cursor = t.search_document, t.case, t.search_cursor
_OF_CASES = ("case", "party", "letter")


def index_new(engine: sa.Engine, at: datetime, *, seconds: float = 4.0) -> int:
    """Make anew what has changed; then go on comparing everything, once a day. Returns the documents written."""
    until = time.monotonic() + seconds
    cursors = _cursors(engine)
    written = 0
    for name, table, stale in (("journal", t.journal, _stale_cases), ("contact", t.contact, _stale_contacts)):
        with reading(engine) as session:
            newest = session.connection().execute(sa.select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar()
        if newest is None:
            continue
        if name in cursors:
            since = UUID(int=max(0, cursors[name].seen.int - (OVERLAP_MS << 80)))
            while ids := stale(engine, since):
                written += store(engine, ids, at, contacts=name == "contact")
                if time.monotonic() > until:
                    return written
        if name not in cursors or cursors[name].seen != newest:
            _keep(engine, name, newest, at)
    full = cursors.get("full")
    if full is None or full.full_at is None or full.full_at <= at - COMPARED_EVERY:
        written += _compare_on(engine, at, full.seen if full and full.full_at is None else FIRST, until)
    return written


def _cursors(engine: sa.Engine) -> dict[str, Any]:
    with reading(engine) as session:
        return {row.name: row for row in session.connection().execute(sa.select(_cursor))}


def _keep(engine: sa.Engine, name: str, seen: UUID, at: datetime, full_at: datetime | None = None) -> None:
    with begin(engine, by=SYSTEM, at=at) as work:
        known = work.connection.execute(sa.select(_cursor.c.name).where(_cursor.c.name == name)).first()
        values = {"seen": seen, "at": at, "full_at": full_at}
        if known is None:
            work.writes.insert(SearchCursor, {"name": name, **values}, unless_exists=True)
        else:
            work.writes.update(SearchCursor, {"name": name}, values)


def _stale_cases(engine: sa.Engine, since: UUID) -> Sequence[UUID]:
    """Cases with a journal entry since then whose document is missing or of another version."""
    changed = (
        sa.select(t.journal.c.case_id)
        .join(_case, _case.c.id == t.journal.c.case_id)
        .outerjoin(_doc, sa.and_(_doc.c.kind == "case", _doc.c.subject_id == t.journal.c.case_id))
        .where(t.journal.c.id > since, sa.or_(_doc.c.id.is_(None), _doc.c.version != _case.c.version))
        .order_by(t.journal.c.id)
        .limit(BATCH)
    )
    return _unique(engine, changed)


def _stale_contacts(engine: sa.Engine, since: UUID) -> Sequence[UUID]:
    """Contacts without a document, and those answered or attached since theirs was made."""
    contact = t.contact
    joined = sa.select(contact.c.id).outerjoin(
        _doc, sa.and_(_doc.c.kind == "contact", _doc.c.subject_id == contact.c.id)
    )
    new = joined.where(contact.c.id > since, _doc.c.id.is_(None)).limit(BATCH)
    handled = (
        sa.select(contact.c.id)
        .join(_doc, sa.and_(_doc.c.kind == "contact", _doc.c.version == 1, _doc.c.subject_id == contact.c.id))
        .where(contact.c.handling != "open")
        .limit(BATCH)
    )
    return [*_unique(engine, new), *_unique(engine, handled)]


def _unique(engine: sa.Engine, query: sa.Select[Any]) -> Sequence[UUID]:
    with reading(engine) as session:
        return list(dict.fromkeys(session.connection().execute(query).scalars()))


def _compare_on(engine: sa.Engine, at: datetime, seen: UUID, until: float) -> int:
    """Go on with the daily comparison from this case; its place is kept, so that it ends however often it stops."""
    written = 0
    if seen == FIRST:
        written += _others(engine, at, missing_only=True)
    while True:
        with reading(engine) as session:
            ids = session.connection().execute(_next_cases(seen, stale_only=True)).scalars().all()
        if not ids:
            _keep(engine, "full", FIRST, at, full_at=at)
            return written
        written += store(engine, ids, at)
        seen = ids[-1]
        _keep(engine, "full", seen, at)
        if time.monotonic() > until:
            return written


def _next_cases(seen: UUID, *, stale_only: bool = False) -> sa.Select[Any]:
    query = sa.select(_case.c.id).where(_case.c.id > seen).order_by(_case.c.id).limit(BATCH)
    if not stale_only:
        return query
    mine = sa.and_(_doc.c.kind == "case", _doc.c.subject_id == _case.c.id)
    return query.outerjoin(_doc, mine).where(sa.or_(_doc.c.id.is_(None), _doc.c.version != _case.c.version))


def rebuild(engine: sa.Engine, at: datetime, tell: Callable[[int, int], None]) -> int:
    """Make everything anew, telling (done, of); documents without a subject are removed. Returns those written."""
    with reading(engine) as session:
        connection = session.connection()
        total = connection.execute(sa.select(sa.func.count()).select_from(_case)).scalar_one()
        streams = {
            name: connection.execute(sa.select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar()
            for name, table in (("journal", t.journal), ("contact", t.contact))
        }
    done, seen = 0, FIRST
    written = _others(engine, at)
    while True:
        with reading(engine) as session:
            ids = session.connection().execute(_next_cases(seen)).scalars().all()
        if not ids:
            break
        written += store(engine, ids, at)
        seen, done = ids[-1], done + len(ids)
        tell(done, total)
    _sweep(engine, at)
    for name, newest in streams.items():
        if newest is not None:
            _keep(engine, name, newest, at)
    _keep(engine, "full", FIRST, at, full_at=at)
    return written


def _others(engine: sa.Engine, at: datetime, *, missing_only: bool = False) -> int:
    """What hangs on no case: contacts, employers, letters without a case."""
    written = 0
    kinds: tuple[tuple[sa.Table, Callable[[Sequence[Any]], list[Document]]], ...] = (
        (t.contact, lambda rows: [contact_document(row) for row in rows]),
        (t.employer, employer_documents),
        (t.letter, lambda rows: [letter_document(row) for row in rows if row.case_id is None]),
    )
    for table, make in kinds:
        seen = FIRST
        while True:
            with begin(engine, by=SYSTEM, at=at) as work:
                _lock(work.connection)
                query = sa.select(table).where(table.c.id > seen).order_by(table.c.id).limit(BATCH)
                if missing_only:
                    mine = sa.and_(_doc.c.kind == table.name, _doc.c.subject_id == table.c.id)
                    query = query.outerjoin(_doc, mine).where(_doc.c.id.is_(None))
                rows = work.connection.execute(query).all()
                if not rows:
                    break
                written += _write(work.connection, make(rows), at)
                seen = rows[-1].id
    return written


def store(engine: sa.Engine, ids: Sequence[UUID], at: datetime, *, contacts: bool = False) -> int:
    """Make the documents of these cases (or contacts) anew in one transaction; returns how many were written."""
    with begin(engine, by=SYSTEM, at=at) as work:
        connection = work.connection
        _lock(connection)
        if contacts:
            rows = connection.execute(
                sa.select(t.contact).where(t.contact.c.id.in_(ids)).order_by(t.contact.c.id)
            ).all()
            return _write(connection, [contact_document(row) for row in rows], at)
        return _write(connection, case_documents(connection, ids), at, cases=ids)


def _lock(connection: sa.Connection) -> None:
    if is_postgres(connection):
        connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _write(connection: sa.Connection, made: Sequence[Document], at: datetime, cases: Sequence[UUID] = ()) -> int:
    """Replace documents that say something else; what says the same keeps its place and takes the new version."""
    subjects = [one.subject_id for one in made]
    old = {
        (row.kind, row.subject_id): row
        for row in connection.execute(
            sa.select(_doc).where(
                sa.or_(_doc.c.subject_id.in_(subjects), sa.and_(_doc.c.case_id.in_(cases), _doc.c.kind.in_(_OF_CASES)))
            )
        )
    }
    fresh = {}
    for one in made:
        known = old.pop((one.kind, one.subject_id), None)
        if known is not None and (known.grams, known.case_id) == (one.grams, one.case_id):
            if known.version != one.version:
                again = {"version": one.version, "indexed_at": at}
                connection.execute(sa.update(_doc).where(_doc.c.id == known.id).values(again))
            continue
        fresh[one.kind, one.subject_id] = (known, one)
    gone = [row.id for row in old.values() if row.kind in _OF_CASES and row.case_id in set(cases)]
    gone += [known.id for known, _ in fresh.values() if known is not None]
    if gone:
        connection.execute(sa.delete(_doc).where(_doc.c.id.in_(gone)))
    if fresh:
        connection.execute(sa.insert(_doc), [{**one._asdict(), "indexed_at": at} for _, one in fresh.values()])
    return len(fresh)


def _sweep(engine: sa.Engine, at: datetime) -> None:
    """Remove documents whose subject is no longer there."""
    tables = {"case": t.case, "party": t.party, "employer": t.employer, "contact": t.contact, "letter": t.letter}
    with begin(engine, by=SYSTEM, at=at) as work:
        for kind, table in tables.items():
            there = sa.exists().where(table.c.id == _doc.c.subject_id)
            work.connection.execute(sa.delete(_doc).where(_doc.c.kind == kind, ~there))
