"""A plain paper as PDF (set by typst) and as .docx that Word and WPS edit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from documents.docx_parts import FANG, HEI, NAME, columns, fonts, mark_row, new_document, saved
from documents.paper_text import Block, PaperText
from documents.typesetting import set_pages

NARROWEST, WIDEST = 4, 22
# Label and value, twice, over the 156 mm of the text block.
TEXT_MM = 156
# Characters of a form's last row that may be kept on one page with the signatures.
LONGEST_SIGNED = 300
# Characters of a cell up to which the row of a table stays on one page.
LONGEST_WHOLE = 200
# A label of so many characters goes on one line only when it is a little smaller.
SMALLER = 7
FORM_MM = (29.5, 48.5, 29.5, 48.5)


def paper_pdf(paper: PaperText) -> bytes:
    """The printed paper. Raises Unprintable or NotPossible."""
    data = asdict(paper)
    data["blocks"] = [
        {**asdict(block), "widths": widths(block), "signed": signed} for block, signed in _with_signatures(paper.blocks)
    ]
    return set_pages("paper.typ", data)


def _with_signatures(blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Sequence[str]]]]:
    """Each block, a form together with the signatures right below it unless its last row is long."""
    taken = False
    for block, below in zip(blocks, (*blocks[1:], None), strict=True):
        if not taken:
            taken = below is not None and below.kind == "sign" and block.kind == "form" and _short(block.rows[-1])
            yield block, below.rows if taken and below is not None else ()
        else:
            taken = False


def _short(row: Sequence[str]) -> bool:
    """Whether a row leaves room for the signatures on its page."""
    return all(len(words) <= LONGEST_SIGNED for words in row)


def widths(block: Block) -> list[int]:
    """How wide the columns of a table are, by the longest words in each."""
    if block.shares:
        return list(block.shares)
    each = zip(*block.rows, strict=True) if block.kind == "table" else ()
    return [min(WIDEST, max(NARROWEST, *(len(cell) for cell in column))) for column in each]


def paper_docx(paper: PaperText) -> bytes:
    """The editable paper."""
    document = new_document(title=paper.title, author=paper.issuer)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    fonts(style.element.get_or_add_rPr(), FANG)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(26)
    title = _write(document, paper.title, NAME, 20)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(8)
    if paper.number:
        _write(document, paper.number, FANG, 12).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block, below in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
        _block(document, block, signed=below is not None and below.kind == "sign")
    return saved(document)


def _block(document: Any, block: Block, *, signed: bool) -> None:
    if block.kind == "form":
        _form(document, block, signed=signed and _short(block.rows[-1]))
        return
    if block.kind in ("table", "sign"):
        _rows(document, block)
        return
    for line in block.text.split("\n"):
        paragraph = _write(
            document, line, HEI if block.kind == "heading" else FANG, 11 if block.kind == "small" else 14
        )
        if block.kind in ("heading", "body"):
            paragraph.paragraph_format.first_line_indent = Pt(28)
        paragraph.paragraph_format.keep_with_next = True if block.kind == "heading" else None
        if block.kind == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(28)


def _form(document: Any, block: Block, *, signed: bool) -> None:
    table = document.add_table(rows=0, cols=len(FORM_MM), style="Table Grid")
    columns(table, FORM_MM)
    for words, lines in zip(block.rows, block.heights, strict=True):
        row = table.add_row()
        row.height, row.height_rule = Pt(12 + 18 * lines), WD_ROW_HEIGHT_RULE.AT_LEAST
        cells = row.cells
        if len(words) < len(FORM_MM):
            cells = (cells[0], cells[1].merge(cells[3]))
        for place, (cell, said) in enumerate(zip(cells, words, strict=True)):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            size = 10.5 if place % 2 == 0 and len(said) == SMALLER else 12
            paragraph = _write(cell, said, FANG if place % 2 else HEI, size, cell.paragraphs[0])
            paragraph.paragraph_format.line_spacing = Pt(18)
            if place % 2 == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            # The last row stays on the page of the signatures.
            paragraph.paragraph_format.keep_with_next = True if signed and words is block.rows[-1] else None
    _apart(document, signed)


def _apart(document: Any, kept: bool = False) -> None:
    """Two tables without a paragraph between them would become one."""
    between = document.add_paragraph().paragraph_format
    between.line_spacing, between.keep_with_next = Pt(8), True if kept else None


def _rows(document: Any, block: Block) -> None:
    bordered = block.kind == "table"
    shares = widths(block) if bordered else [1] * len(block.rows[0])
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid" if bordered else None)
    columns(table, [TEXT_MM * share / sum(shares) for share in shares])
    for place, words_of_row in enumerate(block.rows):
        row = table.add_row()
        if not bordered:
            row.height, row.height_rule = Pt(42), WD_ROW_HEIGHT_RULE.AT_LEAST
        elif place == 0:
            mark_row(row, "tblHeader")
        elif block.heights:
            row.height, row.height_rule = Pt(6 + 16 * block.heights[place - 1]), WD_ROW_HEIGHT_RULE.AT_LEAST
        if bordered and all(len(words) <= LONGEST_WHOLE for words in words_of_row):
            mark_row(row, "cantSplit")
        for cell, words in zip(row.cells, words_of_row, strict=True):
            font, size = (HEI if bordered and place == 0 else FANG), (11 if bordered else 14)
            paragraph = _write(cell, words, font, size, cell.paragraphs[0])
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            if bordered:
                paragraph.paragraph_format.line_spacing = Pt(16)
    if bordered:
        _apart(document)


def _write(place: Any, text: str, font: str, size: float, paragraph: Any = None) -> Any:
    paragraph = paragraph if paragraph is not None else place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    fonts(run._element.get_or_add_rPr(), font)
    return paragraph
