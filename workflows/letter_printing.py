"""Several letters on paper at once: one PDF, or where the writer cannot join them, one archive of PDFs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from foundation.errors import NotPossible
from workflows import letters


@dataclass(frozen=True)
class Printed:
    """What comes out: bytes, their kind, and the ending of a name for it."""

    content: bytes
    media_type: str
    ending: str


def print_letters(session: Session, letter_ids: Sequence[UUID]) -> Printed:
    """All of them in this order. Raises NotFound, and NotPossible for letters of other unions."""
    # Printing is rare and its libraries are heavy.
    from documents import letter_pdf

    texts = []
    for letter_id in letter_ids:
        text = letters.on_paper(session, letter_id)
        if text is None:
            raise NotPossible("所选文书中有外来文书：外来文书只作登记，原件不由本系统生成；请去掉后再打印。")
        texts.append(text)
    together: Any = getattr(letter_pdf, "many_letters_pdf", None)
    if together is not None:
        return Printed(together(texts), "application/pdf", "pdf")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, text in enumerate(texts, 1):
            name = f"{place:02d}-{text.number or '草稿'}.pdf"
            archive.writestr(name, letter_pdf.letter_pdf(text))
    return Printed(packed.getvalue(), "application/zip", "zip")
