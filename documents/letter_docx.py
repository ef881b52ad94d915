"""A letter as .docx, built from the same words as the PDF, plain enough to be edited in Word or WPS."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.letter_text import LetterText

FANG, HEI, NAME, SONG = "仿宋_GB2312", "黑体", "方正小标宋简体", "宋体"
RED = RGBColor(0xD0, 0x02, 0x1B)
LINE = Pt(28.95)


def letter_docx(text: LetterText) -> bytes:
    """The letter as an editable document: page, fonts and spacing of GB/T 9704-2012."""
    document = Document()
    _page(document)
    head = document.sections[0].first_page_header
    _write(head.paragraphs[0], text.issuer, NAME, 36, colour=RED, centred=True)
    _rule(head.paragraphs[0], "thickThinSmallGap")
    foot = document.sections[0].first_page_footer.paragraphs[0]
    _rule(foot, "thinThickSmallGap", side="top")
    _write(document.add_paragraph(), text.number or "（草稿，未签发）", FANG, 16).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
    for line in text.title:
        _write(document.add_paragraph(), line, NAME, 22, centred=True)
    document.add_paragraph()
    _write(document.add_paragraph(), f"{text.addressee}：", FANG, 16)
    for kind, body in text.paragraphs:
        _write(document.add_paragraph(), body, HEI if kind == "heading" else FANG, 16, indent=True)
    if text.attachments:
        document.add_paragraph()
        listed = [f"{place}．{name}" for place, name in enumerate(text.attachments, 1)]
        words = text.attachments[0] if len(listed) == 1 else "　".join(listed)
        _write(document.add_paragraph(), f"附件：{words}", FANG, 16, indent=True)
    document.add_paragraph()
    for line in (text.issuer, text.date_text):
        paragraph = _write(document.add_paragraph(), line, FANG, 16)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(64)
        paragraph.paragraph_format.keep_with_next = line == text.issuer
    _receipt(document, text)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(34.9)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance = Mm(30)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    _fonts(style.element.get_or_add_rPr(), FANG)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = LINE
    _page_number(section.footer.paragraphs[0])


def _fonts(properties: Any, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    # Word takes Chinese from eastAsia alone; without it the text falls back to its default face.
    for slot in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(slot), name)


def _write(
    paragraph: Any,
    text: str,
    font: str,
    size: float,
    *,
    colour: Any = None,
    centred: bool = False,
    indent: bool = False,
) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _fonts(run._element.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    if size > 16:
        # An exact pitch below the size would clip tall characters.
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def _rule(paragraph: Any, kind: str, *, side: str = "bottom") -> None:
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "24"), ("space", "11"), ("color", "D0021B")):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    paragraph._element.get_or_add_pPr().append(borders)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("— ", None), ("", "PAGE"), (" —", None)):
        run = paragraph.add_run(text)
        run.font.size = Pt(14)
        _fonts(run._element.get_or_add_rPr(), SONG)
        if field is not None:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            run._element.addnext(simple)


def _receipt(document: Any, text: LetterText) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _write(document.add_paragraph(), "送达回证", NAME, 22, centred=True)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in text.receipt:
        cells = table.add_row().cells
        for cell, words in zip(cells, (label, value), strict=True):
            _write(cell.paragraphs[0], words, FANG, 14)
