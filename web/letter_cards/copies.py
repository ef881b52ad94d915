"""Who gets a copy of the letter: as a draft would print it, as it was numbered, and what was sent."""

from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from cases.views.letters import LetterFile
from web.letter_cards import Card
from workflows import copies_on_paper


def _load(session: Session, file: LetterFile) -> Any:
    letter = file.letter
    draft = letter.composed is None
    found = copies_on_paper.copies_of(session.connection(), dict(letter._mapping)) if draft else ()
    return SimpleNamespace(
        draft=draft,
        plan=found,
        frozen=letter.facts.get(copies_on_paper.FROZEN, ()),
        choice=letter.facts.get(copies_on_paper.CHOICE),
        generic=[one for one in found if one.printed and not one.local],
    )


def _fits(file: LetterFile) -> bool:
    """Letters of others only where a copy was sent: what they print is not ours."""
    return bool(file.copies) or (file.letter.state != "recorded" and file.letter.kind != "other")


CARDS = (Card("copies", "抄送", "letter/copies.html", "right", 60, load=_load, fits=_fits),)
