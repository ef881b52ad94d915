"""How a hit is shown: number, title, and a piece of text around the words, without anybody's personal number."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.grams import plain
from cases.views import tables as t
from cases.views.search_sources import sentences

AROUND = 24
_LONG_NUMBER = re.compile(r"\d(?:[\d\s-]{3,})[\dXx]")
Parts = Sequence[tuple[str, bool]]
Rows = Callable[[sa.Connection, Sequence[UUID], Sequence[str]], Iterable["Hit"]]


@dataclass(frozen=True)
class Hit:
    """One line of the results. `title` and `snippet` are pieces, those that were asked for marked."""

    subject_id: UUID
    case_id: UUID | None
    number: str
    title: Parts
    snippet: Parts
    note: str
    at: datetime | None
    case_type: str = ""
    state: str = ""
    closed: bool = False


def without_numbers(text: str) -> str:
    """The text without telephone, identity and card numbers."""
    return _LONG_NUMBER.sub("＊＊＊＊", text)


def marked(text: str, words: Sequence[str]) -> Parts:
    """The text in pieces, those that are words of the query marked."""
    wanted = [re.escape(one) for one in words if one]
    if not wanted:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def snippet(texts: Iterable[str | None], words: Sequence[str]) -> Parts:
    """A piece of the first text in which a word of the query stands."""
    for text in texts:
        shown = without_numbers(" ".join((text or "").split()))
        folded = plain(shown)
        for word in words:
            at = folded.find(word)
            if at >= 0 and len(folded) == len(shown):
                start, end = max(0, at - AROUND), at + len(word) + AROUND
                piece = ("…" if start else "") + shown[start:end] + ("…" if end < len(shown) else "")
                return marked(piece, words)
    return []


def shown(connection: sa.Connection, kind: str, ids: Sequence[UUID], words: Sequence[str]) -> list[Hit]:
    """The hits in the order of `ids`."""
    if not ids:
        return []
    by_id = {hit.subject_id: hit for hit in _ROWS[kind](connection, ids, words)}
    return [by_id[one] for one in ids if one in by_id]


def _cases(connection: sa.Connection, ids: Sequence[UUID], words: Sequence[str]) -> Iterable[Hit]:
    query = (
        sa.select(t.case, t.employer.c.name.label("employer"))
        .outerjoin(t.employer, t.employer.c.id == t.case.c.employer_id)
        .where(t.case.c.id.in_(ids))
    )
    rows = connection.execute(query).all()
    unsaid = [row.id for row in rows if not _said(words, row.title, row.narrative, row.employer)]
    people, notes = _people_and_notes(connection, unsaid)
    for row in rows:
        named = [one for one in people.get(row.id, ()) if _said(words, one)]
        yield Hit(
            row.id,
            row.id,
            row.number,
            marked(row.title, words),
            snippet([row.narrative, *notes.get(row.id, ())], words),
            "、".join([*named, *([row.employer] if row.employer and row.employer not in row.title else [])]),
            row.opened_at,
            row.case_type,
            row.state,
            row.closed_at is not None,
        )


def _said(words: Sequence[str], *texts: str | None) -> bool:
    return any(word in plain(text or "") for word in words for text in texts)


def _people_and_notes(
    connection: sa.Connection, ids: Sequence[UUID]
) -> tuple[dict[UUID, list[str]], dict[UUID, list[str]]]:
    """For cases whose own words do not show why they were found: names of their people, notes of their journal."""
    people: dict[UUID, list[str]] = {}
    notes: dict[UUID, list[str]] = {}
    if ids:
        party, journal = t.party.c, t.journal.c
        for case_id, name in connection.execute(sa.select(party.case_id, party.name).where(party.case_id.in_(ids))):
            people.setdefault(case_id, []).append(name)
        details = sa.select(journal.case_id, journal.detail).where(journal.case_id.in_(ids))
        for case_id, detail in connection.execute(details.order_by(journal.id.desc())):
            notes.setdefault(case_id, []).extend(sentences(detail))
    return people, notes


def _parties(connection: sa.Connection, ids: Sequence[UUID], words: Sequence[str]) -> Iterable[Hit]:
    columns = (t.party.c.id, t.party.c.name, t.party.c.role, *_OF_CASE)
    query = sa.select(*columns).join(t.case, t.case.c.id == t.party.c.case_id).where(t.party.c.id.in_(ids))
    for row in connection.execute(query):
        yield Hit(
            row.id,
            row.case_id,
            row.number,
            marked(row.name, words),
            [],
            row.title,
            row.opened_at,
            row.case_type,
            row.state,
            row.closed_at is not None,
        )


def _employers(connection: sa.Connection, ids: Sequence[UUID], words: Sequence[str]) -> Iterable[Hit]:
    counted = (
        sa.select(sa.func.count())
        .where(t.case.c.employer_id == t.employer.c.id, t.case.c.is_confidential.is_(False))
        .scalar_subquery()
    )
    e = t.employer.c
    for row in connection.execute(sa.select(e.id, e.name, counted.label("cases")).where(e.id.in_(ids))):
        yield Hit(row.id, None, "", marked(row.name, words), [], f"{row.cases} 件", None)


def _contacts(connection: sa.Connection, ids: Sequence[UUID], words: Sequence[str]) -> Iterable[Hit]:
    c = t.contact.c
    columns = (c.id, c.case_id, c.number, c.caller_name, c.content, c.answer, c.at, c.handling)
    for row in connection.execute(sa.select(*columns).where(c.id.in_(ids))):
        title = row.caller_name or "匿名"
        text = snippet([row.content, row.answer], words) or marked(without_numbers(row.content)[: 2 * AROUND], words)
        yield Hit(row.id, row.case_id, row.number, marked(title, words), text, HANDLING.get(row.handling, ""), row.at)


def _letters(connection: sa.Connection, ids: Sequence[UUID], words: Sequence[str]) -> Iterable[Hit]:
    for row in connection.execute(sa.select(t.letter).where(t.letter.c.id.in_(ids))):
        title = f"{row.kind_label}　{row.addressee}"
        text = snippet([row.cause, *sentences(row.facts), row.reply], words)
        yield Hit(
            row.id,
            row.case_id,
            row.number or "（未编号）",
            marked(title, words),
            text,
            "",
            row.drafted_at,
            "letter",
            row.state,
        )


_OF_CASE = (
    t.case.c.id.label("case_id"),
    t.case.c.number,
    t.case.c.title,
    t.case.c.opened_at,
    t.case.c.case_type,
    t.case.c.state,
    t.case.c.closed_at,
)
HANDLING = {"open": "待处理", "answered": "已答复", "attached": "已并入案件", "opened_case": "已立案"}
_ROWS: Mapping[str, Rows] = {
    "case": _cases,
    "party": _parties,
    "employer": _employers,
    "contact": _contacts,
    "letter": _letters,
}


def as_text(parts: Parts) -> str:
    """Pieces as one text."""
    return "".join(piece for piece, _ in parts)


def as_object(hit: Hit) -> dict[str, Any]:
    """A hit for programs."""
    return {
        "id": str(hit.subject_id),
        "case_id": str(hit.case_id) if hit.case_id else None,
        "number": hit.number,
        "title": as_text(hit.title),
        "snippet": as_text(hit.snippet),
        "note": hit.note,
        "at": hit.at.isoformat() if hit.at else None,
        "state": hit.state,
    }
