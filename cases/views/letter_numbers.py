"""The number book 文号簿: every number of an issuer, kind and year, and those that are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import LETTER_KIND
from cases.views import tables as t
from foundation.runs import Series

_series: sa.Table = Series.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@dataclass(frozen=True)
class Book:
    """One book: an issuer, a kind, a year."""

    issuer: str
    kind: str
    year: int
    count: int
    highest: int
    last: int
    """The last number that was given out."""

    @property
    def complete(self) -> bool:
        """Whether it runs from one to the last number given out, each once."""
        return self.count == self.highest == self.last

    @property
    def title(self) -> str:
        """For its heading."""
        return f"{self.issuer}{LETTER_KIND.get(self.kind, self.kind)}文号簿（{self.year}年）"


@dataclass(frozen=True)
class Entry:
    """One number; `row` is None where it is missing."""

    seq: int
    row: Any
    again: bool = False
    """Whether the number stands in the book a second time."""


def books(session: Session) -> Sequence[Book]:
    """All books, the newest year first."""
    return books_of(session.connection())


def books_of(connection: sa.Connection) -> list[Book]:
    """All books, the newest year first."""
    n = t.letter_number.c
    group = (n.issuer, n.kind, n.year)
    query = (
        sa.select(*group, sa.func.count(), sa.func.max(n.seq))
        .group_by(*group)
        .order_by(n.year.desc(), n.issuer, n.kind)
    )
    given = given_out(connection)
    order = {kind: place for place, kind in enumerate(LETTER_KIND)}
    found = [
        Book(issuer, kind, year, count, highest, given.get((issuer, kind, year), highest))
        for issuer, kind, year, count, highest in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (-one.year, one.issuer, order.get(one.kind, len(order))))


def given_out(connection: sa.Connection) -> Mapping[tuple[str, str, int], int]:
    """The last number that was given out, by issuer, kind and year: what the counter says, apart from the book."""
    query = sa.select(_series.c.name, _series.c.last).where(_series.c.name.like("letter:%"))
    found = {}
    for name, last in connection.execute(query):
        issuer, kind, year = name.removeprefix("letter:").rsplit(":", 2)
        found[issuer, kind, int(year)] = int(last)
    return found


def entries(session: Session, book: Book) -> Sequence[Entry]:
    """Every number from one to the last, with its letter; the missing ones stand in their place."""
    n = t.letter_number.c
    query = (
        sa.select(
            t.letter_number,
            t.letter.c.kind_label,
            t.letter.c.state,
            t.letter.c.addressee,
            t.letter.c.signed_by,
            t.letter.c.issued_on,
            t.letter.c.served_on,
            t.letter.c.published_on,
            t.letter.c.ended_why,
            t.letter.c.closed_at,
            t.letter.c.case_id,
            t.case.c.number.label("case_number"),
        )
        .select_from(
            t.letter_number.join(t.letter, t.letter.c.id == n.letter_id).outerjoin(
                t.case, t.case.c.id == t.letter.c.case_id
            )
        )
        .where(n.issuer == book.issuer, n.kind == book.kind, n.year == book.year)
        .order_by(n.seq, n.taken_at)
    )
    by_seq: dict[int, list[Any]] = {}
    for row in session.connection().execute(query):
        by_seq.setdefault(row.seq, []).append(row)
    found: list[Entry] = []
    for seq in range(min([1, *by_seq]), max([book.last, *by_seq]) + 1):
        rows = by_seq.get(seq, [])
        found.extend(Entry(seq, row, place > 0) for place, row in enumerate(rows))
        if not rows:
            found.append(Entry(seq, None))
    return found
