"""A letter as .docx in 信函格式, built from the same words as the PDF, plain enough to be edited in Word or WPS.

Name and rules are frames of the first page's header, placed from the paper's edge: editing the text never moves them.
There is no seal: what is sealed is the printed paper or the PDF.
"""

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.docx_parts import (
    FANG,
    HEI,
    KAI,
    NAME,
    SONG,
    columns,
    element,
    fonts,
    new_document,
    page_field,
    put,
    saved,
    write,
)
from documents.letter_head import MM_PER_PT, NAME_TOP_MM, RULE_BELOW_MM, name_size, title_lines
from documents.letter_value import LetterText

RED_HEX = "D0021B"
RED = RGBColor.from_string(RED_HEX)
SIZE = 16
# 22 lines of 28.95 pt are the 225 mm of the text block; cells are 156 mm / 28, a little less than 16 pt.
LINE = Pt(28.95)
CLOSER = "-4"
TWIPS_PER_MM = 1440 / 25.4
# 小标宋 (ascent 0.86, descent 0.14): its ink, and the room above it in a line of 1.2 sizes, in parts of the size.
NAME_INK, NAME_LINE, NAME_ABOVE = 0.93, 1.2, 0.26
# thickThinSmallGap: the thick line, then 0.75 pt free, then a thin line of 0.75 pt.
THICK_PT, SMALL_PT = 2.25, 0.75
RULE_MM = (THICK_PT + 2 * SMALL_PT) * MM_PER_PT
FONT_OF = {"heading": HEI, "subheading": KAI}


def letter_docx(text: LetterText) -> bytes:
    """The letter as an editable document: page, fonts and spacing of GB/T 9704-2012."""
    document = new_document(title="".join(text.title), author=text.issuer)
    _page(document)
    rule_bottom = _head(document.sections[0], text.issuer)
    number = _line(document, text.number or "（草稿，未编号）")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # 7/8 of a character below the rule; the exact pitch already keeps some room above the words.
    above = rule_bottom + (0.875 * SIZE - (LINE.pt - SIZE) / 2) * MM_PER_PT - 37
    number.paragraph_format.space_before = Mm(max(above, 0))
    _line(document)
    _line(document)
    for line in title_lines(text.title):
        paragraph = write(document.add_paragraph(), line, NAME, 22)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(33)
    _line(document)
    _line(document, f"{text.addressee}：")
    for kind, body in text.paragraphs:
        paragraph = _line(document, body, FONT_OF.get(kind, FANG), cells=0 if kind == "plain" else 2)
        paragraph.paragraph_format.keep_with_next = kind in FONT_OF
    _hold(document.paragraphs[-1])
    _attachments(document, text)
    _signature(document, text)
    if text.copies:
        _copies(document, text.copies_text)
    if text.receipt:
        _receipt(document, text)
    return saved(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(34.9)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE.pt * 20)))
    style = document.styles["Normal"]
    style.font.size = Pt(SIZE)
    words = style.element.get_or_add_rPr()
    fonts(words, FANG)
    put(words, element("spacing", val=CLOSER), element("lang", val="en-US", eastAsia="zh-CN"))
    put(style.element.get_or_add_pPr(), element("snapToGrid", val="0"))
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = LINE
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for footer, side, indent in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        paragraph = footer.paragraphs[0]
        page_field(paragraph, SONG, 14)
        paragraph.alignment = side
        put(paragraph._element.get_or_add_pPr(), element("ind", **{f"{indent}Chars": "100", indent: "280"}))


def _head(section: Any, issuer: str) -> float:
    """The red name and both double rules. Returns where the first rule ends, in mm from the paper's edge."""
    size = name_size(issuer)
    header = section.first_page_header
    name = write(header.paragraphs[0], issuer, NAME, size, colour=RED)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.line_spacing = Pt(size * NAME_LINE)
    _framed(name, NAME_TOP_MM - NAME_ABOVE * size * MM_PER_PT)
    first = NAME_TOP_MM + NAME_INK * size * MM_PER_PT + RULE_BELOW_MM
    for top, kind in ((first, "thickThinSmallGap"), (277 - RULE_MM, "thinThickSmallGap")):
        rule = header.add_paragraph()
        write(rule, "", FANG, 1)
        rule.paragraph_format.line_spacing = Pt(1)
        _framed(rule, top)
        borders = element("pBdr")
        borders.append(element("top", val=kind, sz=str(round(THICK_PT * 8)), space="0", color=RED_HEX))
        put(rule._element.get_or_add_pPr(), borders)
    # A header needs a paragraph of its own beside its frames.
    header.add_paragraph().paragraph_format.line_spacing = Pt(1)
    return first + RULE_MM


def _framed(paragraph: Any, top_mm: float) -> None:
    """170 mm wide, 20 mm from the paper's left edge, at this height of the paper."""
    frame = element(
        "framePr",
        w=str(round(170 * TWIPS_PER_MM)),
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=str(round(20 * TWIPS_PER_MM)),
        y=str(round(top_mm * TWIPS_PER_MM)),
    )
    put(paragraph._element.get_or_add_pPr(), frame)


def _line(document: Any, words: str = "", font: str = FANG, *, cells: int = 0) -> Any:
    paragraph = document.add_paragraph()
    if words:
        write(paragraph, words, font, SIZE)
    if cells:
        indent = element("ind", firstLineChars=str(cells * 100), firstLine=str(cells * SIZE * 20))
        put(paragraph._element.get_or_add_pPr(), indent)
    return paragraph


def _hold(paragraph: Any) -> Any:
    """Stays in one piece with what follows: no page holds the signature alone."""
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.keep_together = True
    return paragraph


def _attachments(document: Any, text: LetterText) -> None:
    if not text.attachments:
        return
    _hold(_line(document))
    several = len(text.attachments) > 1
    for place, name in enumerate(text.attachments, 1):
        lead = "附件：" if place == 1 else ""
        paragraph = _hold(_line(document, f"{lead}{f'{place}．' if several else ''}{name}"))
        cells, hanging = (5, 3) if place == 1 else (5, 0)
        indent = {"leftChars": str(cells * 100), "left": str(cells * SIZE * 20)}
        if hanging:
            indent |= {"hangingChars": str(hanging * 100), "hanging": str(hanging * SIZE * 20)}
        put(paragraph._element.get_or_add_pPr(), element("ind", **indent))


def _signature(document: Any, text: LetterText) -> None:
    for _ in range(2):
        _hold(_line(document))
    # The name is centred over the date, the date four cells from the right.
    name_cells, date_cells = _cells(text.issuer), _cells(text.date_text)
    over = (name_cells - date_cells) / 2
    right = max(0.0, 4 - max(over, 0))
    name, day = (_line(document, words) for words in (text.issuer, text.date_text))
    for paragraph, cells in ((name, right + max(-over, 0)), (day, right + max(over, 0))):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        indent = element("ind", rightChars=str(round(cells * 100)), right=str(round(cells * SIZE * 20)))
        put(paragraph._element.get_or_add_pPr(), indent)
    _hold(name)


def _cells(words: str) -> float:
    """The width of words in full characters."""
    return sum(0.5 if one.isascii() else 1.0 for one in words)


def _copies(document: Any, words: str) -> None:
    """抄送 at the foot of the text block, one character free on both sides, no lines."""
    paragraph = write(document.add_paragraph(), words, FANG, 14)
    frame = element(
        "framePr",
        w=str(round(156 * TWIPS_PER_MM)),
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )
    put(
        paragraph._element.get_or_add_pPr(),
        frame,
        element("ind", leftChars="400", left="1120", rightChars="100", right="280", hangingChars="300", hanging="840"),
    )


def _receipt(document: Any, text: LetterText) -> None:
    """The slip on a page of its own, without head and page number."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    title = write(document.add_paragraph(), "送达回证", NAME, 22)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(33)
    title.paragraph_format.space_after = Pt(12)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    columns(table, (52, 104))
    for label, value in text.receipt:
        row = table.add_row()
        row.height, row.height_rule = Mm(14.5), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, words in zip(row.cells, (label, value), strict=True):
            cell.vertical_alignment = 1
            paragraph = write(cell.paragraphs[0], words, FANG, 14)
            paragraph.paragraph_format.line_spacing = Pt(20)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if words == label else WD_ALIGN_PARAGRAPH.LEFT
