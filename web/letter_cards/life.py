"""What every letter has: its items, how it was served, what was answered, what came of it, and its chain."""

from cases.views.letters import LetterFile
from web.letter_cards import Card

FROM_OUTSIDE = ("other",)


def _own(file: LetterFile) -> bool:
    return file.letter.state != "recorded" and file.letter.kind not in FROM_OUTSIDE


def _to_somebody(file: LetterFile) -> bool:
    return _own(file) and file.letter.kind != "public_notice"


def _to_employer(file: LetterFile) -> bool:
    return _to_somebody(file) and file.letter.kind != "recommendation"


def _to_authority(file: LetterFile) -> bool:
    return _own(file) and file.letter.kind == "recommendation"


def _ended(file: LetterFile) -> bool:
    letter = file.letter
    return bool(letter.closing_report or letter.ended_why or letter.archive_number)


CARDS = (
    Card("items", "问题、要求与整改（逐项）", "letter/items.html", "wide", 10, fits=_own),
    Card("services", "送达", "letter/services.html", "left", 20, fits=_to_somebody),
    Card("replies", "答复与评估", "letter/replies.html", "right", 30, fits=_to_employer),
    Card("authority", "主管部门办理", "letter/authority.html", "right", 40, fits=_to_authority),
    Card("chain", "前后文书", "letter/chain.html", "left", 50),
    Card("ending", "办结", "letter/ending.html", "right", 70, fits=_ended),
    # Reasons and answers were typed by hand and may repeat what somebody said.
    Card("entries", "办理经过", "letter/entries.html", "last", 90, fits=_own, personal=True),
)
