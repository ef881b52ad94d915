"""Copies of a file to choose from: still owed, by what is to be done, and those that went out."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from cases.views.choosers import Choices, chooser
from cases.views.letter_copies import CopyShown, copies_of_case


def _choices(session: Session, case_id: UUID | None, fits: Callable[[CopyShown], bool]) -> Choices:
    if case_id is None:
        return []
    return [
        (
            str(one.row.id),
            f"{one.row.rule or ''} {one.action}：{one.row.organ_name}　{one.row.letter_name or ''}".strip(),
        )
        for one in copies_of_case(session, case_id)
        if fits(one)
    ]


@chooser("owed_copy")
def owed(session: Session, case_id: UUID | None) -> Choices:
    """Copies and notices not sent yet."""
    return _choices(session, case_id, lambda one: one.is_open and one.row.action in ("notify", "copy", "joint"))


@chooser("owed_transfer")
def transfers(session: Session, case_id: UUID | None) -> Choices:
    """Clues that may go to the procuratorate."""
    return _choices(session, case_id, lambda one: one.is_open and one.row.action == "transfer")


@chooser("owed_feedback")
def feedback(session: Session, case_id: UUID | None) -> Choices:
    """Results owed to a court."""
    return _choices(session, case_id, lambda one: one.is_open and one.row.action == "feedback")


@chooser("sent_copy")
def sent(session: Session, case_id: UUID | None) -> Choices:
    """What went out and may still be answered."""
    return _choices(session, case_id, lambda one: not one.is_open)
