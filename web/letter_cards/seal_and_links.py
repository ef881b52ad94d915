"""Which seal stands on the letter, and the links by which the employer may answer."""

from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from cases.views.letter_answers import links_of
from cases.views.letters import LetterFile
from cases.views.seals import uses_on
from foundation.settings import settings
from web.letter_cards import Card


def _load(session: Session, file: LetterFile) -> Any:
    links = links_of(session, file.letter.id)
    return SimpleNamespace(
        uses=uses_on(session, file.letter.id), links=links, newest=links[0] if links else None,
        e_seal=settings().e_seal is not None,
    )  # fmt: skip


def _sealed(file: LetterFile) -> bool:
    return file.letter.sealed_at is not None


CARDS = (Card("seal_and_links", "用印与网上答复", "letter/seal_and_links.html", "right", 25, load=_load, fits=_sealed),)
