"""To whom letters were copied 抄送: one place that every register asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

_copy = sa.table(
    "letter_copy",
    sa.column("letter_id", sa.Uuid()),
    sa.column("organ", sa.String()),
    sa.column("organ_name", sa.String()),
    sa.column("sent_on", sa.Date()),
)


@dataclass(frozen=True)
class Copy:
    """One copy: to which organ (its code and its name), and when it was sent."""

    organ: str
    name: str
    sent_on: date


def copies_kept(connection: sa.Connection) -> bool:
    """Whether copies are on record at all; without that nothing can be said of them, not even that there were none."""
    return sa.inspect(connection).has_table("letter_copy")


def copies_of(connection: sa.Connection, letter_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Copy]]:
    """The copies that were sent of these letters, by letter."""
    if not letter_ids or not copies_kept(connection):
        return {}
    query = (
        sa.select(_copy)
        .where(_copy.c.letter_id.in_(letter_ids), _copy.c.sent_on.is_not(None))
        .order_by(_copy.c.sent_on, _copy.c.organ_name)
    )
    found: dict[UUID, list[Copy]] = {}
    for row in connection.execute(query):
        found.setdefault(row.letter_id, []).append(Copy(row.organ, row.organ_name, row.sent_on))
    return found
