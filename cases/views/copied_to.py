"""To whom letters were copied 抄送: one place that every register asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t

# A clue handed over or a result told is no copy of the letter.
COPIES = ("notify", "copy", "joint")


@dataclass(frozen=True)
class Copy:
    """One copy: to which organ (its code and its name), and when it was sent."""

    organ: str
    name: str
    sent_on: date


def copies_of(connection: sa.Connection, letter_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Copy]]:
    """The copies that were sent of these letters, by letter."""
    if not letter_ids:
        return {}
    c = t.letter_copy.c
    query = (
        sa.select(c.letter_id, c.organ, c.organ_name, c.sent_on)
        .where(c.letter_id.in_(letter_ids), c.sent_on.is_not(None), c.action.in_(COPIES))
        .order_by(c.sent_on, c.organ_name)
    )
    found: dict[UUID, list[Copy]] = {}
    for row in connection.execute(query):
        found.setdefault(row.letter_id, []).append(Copy(row.organ, row.organ_name, row.sent_on))
    return found
