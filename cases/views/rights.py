"""The worker's rights come first: how every list of cases puts them before the office's own limits."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.views.tables import case


def endangered(until: datetime) -> sa.ColumnElement[bool]:
    """Open cases with a running right that ends by `until` (the door knows the ladder: notifications.ahead)."""
    return sa.and_(case.c.closed_at.is_(None), case.c.right_due_at <= until)


def rights_first(until: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    """The order of every list: endangered rights by their end, then what must be reported, then by nearest due date.

    Closed cases come last; the two databases sort empty values to different ends, so that is said each time.
    """
    right = sa.case((endangered(until), case.c.right_due_at))
    return (
        case.c.closed_at.is_not(None),
        right.is_(None),
        right,
        case.c.alarm.is_(None),
        case.c.next_due_at.is_(None),
        case.c.next_due_at,
        case.c.opened_at.desc(),
        case.c.id.desc(),
    )
