"""Opening papers again, as a reader would."""

from io import BytesIO
from typing import Any

import pdfplumber
from docx import Document


def pdf_words(content: bytes) -> str:
    """All text of a PDF without spaces and line breaks."""
    with pdfplumber.open(BytesIO(content)) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def docx_words(content: bytes) -> str:
    """All text of a .docx, tables too."""
    document: Any = Document(BytesIO(content))
    said = [paragraph.text for paragraph in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join(said).split())
