"""Letters as PDF, set by typst from documents/letter.typ: one, or several for one run of the printer."""

from collections.abc import Sequence
from typing import Any

from documents.fonts import find_fonts
from documents.ink import ink
from documents.letter_head import MM_PER_PT, NAME_TOP_MM, RULE_BELOW_MM, name_size, title_lines
from documents.letter_value import LetterText
from documents.typesetting import ask_page, set_pages

# Up to so many characters a last paragraph is held together with the signature, so that it never stands alone.
HELD = 280
# The pitch gives way a little (GB/T 9704-2012: 调整行距、字距) where the last page would hold nothing but that.
# After a last paragraph too long to be held it has to, until text and signature share a page.
CLOSER = (1.0, 0.985, 0.97, 0.955)
EITHER = (*CLOSER, 1.02, 1.04, 1.06, 0.94, 0.92, 0.9, 1.08, 1.1)


def letter_pdf(text: LetterText) -> bytes:
    """The printed letter with its receipt slip. Raises Unprintable or NotPossible."""
    return many_letters_pdf((text,))


def many_letters_pdf(texts: Sequence[LetterText]) -> bytes:
    """Several letters in one file, each from an odd page on and with its own page numbers.

    Raises ValueError for none, Unprintable or NotPossible as for one.
    """
    if not texts:
        raise ValueError("no letters to print")
    seals = list(dict.fromkeys(text.seal for text in texts if text.seal is not None))
    places = {seal: place for place, seal in enumerate(seals)}
    return set_pages(
        "letter.typ",
        {
            "title": "".join(texts[0].title),
            "author": texts[0].issuer,
            "letters": [_letter(text, places) | {"stretch": _stretch(text)} for text in texts],
            "seals": [list(seal) for seal in seals],
        },
    )


def _stretch(text: LetterText) -> float:
    alone = _letter(text, {}) | {"seal": None, "receipt": []}
    for stretch in CLOSER if _held(text) else EITHER:
        data = {"title": "", "author": "", "seals": [], "letters": [alone | {"stretch": stretch}]}
        if not ask_page("letter.typ", data, "<alone>"):
            return stretch
    return 1.0


def _held(text: LetterText) -> bool:
    return bool(text.paragraphs) and len(text.paragraphs[-1][1]) <= HELD


def _letter(text: LetterText, seals: dict[bytes, int]) -> dict[str, Any]:
    size = name_size(text.issuer)
    height = ink(find_fonts(), "name", text.issuer).height * size * MM_PER_PT
    return {
        "issuer": text.issuer,
        "title": title_lines(text.title),
        "number": text.number or "（草稿，未编号）",
        "addressee": text.addressee,
        "paragraphs": [list(paragraph) for paragraph in text.paragraphs],
        "attachments": list(text.attachments),
        "date": text.date_text,
        "draft": text.is_draft,
        "name_size": size,
        "rule_y": NAME_TOP_MM + height + RULE_BELOW_MM,
        "receipt": [list(row) for row in text.receipt],
        "copies": text.copies_text,
        "hold": _held(text),
        "seal": seals.get(text.seal) if text.seal is not None else None,
    }
