"""People of the office to choose from."""

from uuid import UUID

from sqlmodel import Session

from cases.views.choosers import Choices, chooser
from people.accounts import people


@chooser("mediator")
def mediators(session: Session, _subject_id: UUID | None) -> Choices:
    """Mediators who can take a case."""
    return [(str(one.id), one.name) for one in people(session, role="mediator", active_only=True)]
