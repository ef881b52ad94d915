"""Everybody with an account."""

from uuid import UUID

from sqlmodel import Session

from cases.views.choosers import Choices, chooser
from people.accounts import people


@chooser("account")
def accounts(session: Session, _subject_id: UUID | None) -> Choices:
    """Active accounts by name."""
    return [(str(one.id), one.name) for one in people(session, active_only=True)]
