"""Where the case was sent, and from which calls it came."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cases.views.contacts import contacts_of_case
from cases.views.dispatches import dispatches_of
from foundation.work import Actor
from web.panels import Panel

# The card names no caller who asked for secrecy, whoever looks; the contact's own page knows who may.
_ANYBODY = Actor(name="", role="")


def _contacts(session: Session, case_id: UUID) -> Sequence[Any]:
    return contacts_of_case(session, case_id, _ANYBODY)


PANELS = (
    Panel("dispatches", "派单与签收", "case/dispatches.html", "left", 50, desks=("protection",), load=dispatches_of),
    Panel(
        "contacts",
        "来电来访",
        "case/contacts.html",
        "left",
        60,
        load=_contacts,
        hidden_when_empty=True,
        personal=True,
    ),
)
