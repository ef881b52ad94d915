"""文书材料 on the letter's page: its issue sheet, slips, answer form, check and report."""

from collections.abc import Sequence

from sqlmodel import Session

from cases.views.letters import LetterFile
from foundation.clock import now
from web.letter_cards import Card
from workflows.annexes.making import Offer, offers_on_letter


def _load(session: Session, file: LetterFile) -> Sequence[Offer]:
    return offers_on_letter(session, file, now())


def _own(file: LetterFile) -> bool:
    return bool(file.letter.state != "recorded" and file.letter.kind != "other")


CARDS = (Card("annexes", "文书材料", "letter/annexes.html", "right", 55, load=_load, fits=_own),)
