"""A plain office paper as PDF and as .docx."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.typesetting import set_pages
from documents.volume_text import VolumeText

SONG, HEI, NAME = "宋体", "黑体", "方正小标宋简体"


def volume_pdf(text: VolumeText) -> bytes:
    """The printed paper. Raises Unprintable or NotPossible."""
    return set_pages("volume.typ", asdict(text))


def volume_docx(text: VolumeText) -> bytes:
    """The same paper to be edited in Word or WPS."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(22)
    _write(document.add_paragraph(), text.issuer, NAME, 16, centred=True)
    _write(document.add_paragraph(), text.title, NAME, 34 if text.is_cover else 22, centred=True)
    if text.facts:
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        for name, words in text.facts:
            cells = table.add_row().cells
            _write(cells[0].paragraphs[0], name, HEI, 11)
            _write(cells[1].paragraphs[0], words, SONG, 11)
    document.add_paragraph()
    if text.header:
        table = document.add_table(rows=1, cols=len(text.header), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, text.header, strict=True):
            _write(cell.paragraphs[0], name, HEI, 10)
        for row in text.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                _write(cell.paragraphs[0], words, SONG, 10)
        for column, width in zip(table.columns, text.widths, strict=True):
            for cell in column.cells:
                cell.width = Mm(width)
    for words in text.notes:
        _write(document.add_paragraph(), words, SONG, 11)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _write(paragraph: Any, words: str, font: str, size: float, *, centred: bool = False) -> None:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = font
    # Word takes Chinese from eastAsia alone.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
