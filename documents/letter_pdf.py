"""A letter as PDF, set by typst from documents/letter.typ."""

from documents.letter_text import LetterText
from documents.typesetting import ink_height, set_pages

NAME_WIDTH_PT = 170 / 0.3528
LARGEST, SMALLEST = 45.0, 20.0


def letter_pdf(text: LetterText) -> bytes:
    """The printed letter with its receipt slip. Raises Unprintable or NotPossible."""
    size = max(SMALLEST, min(LARGEST, NAME_WIDTH_PT / max(len(text.issuer), 1) * 0.95))
    return set_pages(
        "letter.typ",
        {
            "issuer": text.issuer,
            "title": list(text.title),
            "number": text.number or "（草稿）",
            "addressee": text.addressee,
            "paragraphs": [list(paragraph) for paragraph in text.paragraphs],
            "attachments": list(text.attachments),
            "date": text.date_text,
            "draft": text.is_draft,
            "name_size": size,
            "name_height": ink_height(size),
            "receipt": [list(row) for row in text.receipt],
        },
    )
