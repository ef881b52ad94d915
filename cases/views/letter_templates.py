"""The versions of letter templates, and how many letters would still follow a change."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from foundation.errors import NotFound

_v = t.letter_template_version.c
# Letters that keep no template yet: each time they are looked at, the one of that day says their words.
UNSIGNED = ("draft", "review", "approval")


def versions(session: Session, kind: str) -> Sequence[Any]:
    """All versions of a kind without their text, newest first."""
    columns = (_v.seq, _v.origin, _v.sha256, _v.note, _v.by_name, _v.at)
    query = sa.select(*columns).where(_v.kind == kind).order_by(_v.seq.desc())
    return session.connection().execute(query).all()


def one_version(session: Session, kind: str, seq: int) -> Any:
    """One version with its text. Raises NotFound."""
    query = sa.select(t.letter_template_version).where(_v.kind == kind, _v.seq == seq)
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这一版模板。")
    return row


def last_version(connection: sa.Connection, kind: str) -> Any:
    """The newest version of a kind; None where nothing was ever registered."""
    query = sa.select(t.letter_template_version).where(_v.kind == kind).order_by(_v.seq.desc()).limit(1)
    return connection.execute(query).one_or_none()


def unsigned(session: Session) -> dict[str, int]:
    """How many letters of each kind are still written by the template in force."""
    letter = t.letter.c
    query = sa.select(letter.kind, sa.func.count().label("letters")).where(letter.state.in_(UNSIGNED))
    rows = session.connection().execute(query.group_by(letter.kind))
    return {row.kind: row.letters for row in rows}
