"""A plain paper as PDF (set by typst) and as .docx that Word and WPS edit."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.paper_text import Block, PaperText
from documents.typesetting import set_pages

FANG, HEI, NAME = "仿宋_GB2312", "黑体", "方正小标宋简体"
NARROWEST, WIDEST = 4, 22


def paper_pdf(paper: PaperText) -> bytes:
    """The printed paper. Raises Unprintable or NotPossible."""
    data = asdict(paper)
    data["blocks"] = [{**asdict(block), "widths": widths(block)} for block in paper.blocks]
    return set_pages("paper.typ", data)


def widths(block: Block) -> list[int]:
    """How wide the columns of a table are, by the longest words in each."""
    columns = zip(*block.rows, strict=True) if block.kind == "table" else ()
    return [min(WIDEST, max(NARROWEST, *(len(cell) for cell in column))) for column in columns]


def paper_docx(paper: PaperText) -> bytes:
    """The editable paper."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    _fonts(style.element.get_or_add_rPr(), FANG)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(26)
    _write(document, paper.title, NAME, 20).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.number:
        _write(document, paper.number, FANG, 12).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block in paper.blocks:
        _block(document, block)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _block(document: Any, block: Block) -> None:
    if block.kind in ("table", "sign"):
        _rows(document, block)
        return
    for line in block.text.split("\n"):
        paragraph = _write(
            document, line, HEI if block.kind == "heading" else FANG, 11 if block.kind == "small" else 14
        )
        if block.kind in ("heading", "body"):
            paragraph.paragraph_format.first_line_indent = Pt(28)
        if block.kind == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rows(document: Any, block: Block) -> None:
    bordered = block.kind == "table"
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid" if bordered else None)
    for place, row in enumerate(block.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _write(cell, words, HEI if bordered and place == 0 else FANG, 11 if bordered else 14, cell.paragraphs[0])


def _write(place: Any, text: str, font: str, size: float, paragraph: Any = None) -> Any:
    paragraph = paragraph if paragraph is not None else place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _fonts(run._element.get_or_add_rPr(), font)
    return paragraph


def _fonts(properties: Any, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    # Word takes Chinese from eastAsia alone; without it the text falls back to its default face.
    for slot in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(slot), name)
