"""Supervision files: the clue that one began with, and the list of them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t


def clue_of(session: Session, case_id: UUID) -> Any:
    """The clue of a supervision file; None for a file that workers came with."""
    query = sa.select(t.supervision_clue).where(t.supervision_clue.c.case_id == case_id)
    return session.connection().execute(query).one_or_none()
