"""Pieces of .docx files that every paper shares: Chinese fonts, frames, page fields, a document that says zh-CN.

Fonts are named as offices know them and never shipped; fontTable.xml names what to take where they are missing.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FANG, HEI, KAI, NAME, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
OTHERWISE = {FANG: "仿宋", HEI: "SimHei", KAI: "楷体", NAME: "华文中宋", SONG: "SimSun"}
# The order that the schema wants; Word calls a file damaged that has it otherwise.
PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout",
)  # fmt: skip


def new_document(*, title: str, author: str) -> Any:
    """An empty document in Chinese, with the font table of official papers."""
    document = Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.core_properties.comments = ""
    for language in document.styles.element.iter(qn("w:lang")):
        # The language of letters and digits: as Chinese they would break within a number.
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            # A part that python-docx does not know is bytes.
            part._blob = _font_table()
    return document


def saved(document: Any) -> bytes:
    """The document as a file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def element(name: str, **attributes: str) -> Any:
    """<w:name w:key="value"/>."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def put(properties: Any, *children: Any) -> None:
    """Put children among the properties of a paragraph or a run, each in its place; one of the name is replaced."""
    order = RUN_ORDER if properties.tag == qn("w:rPr") else PARAGRAPH_ORDER
    ranks = {qn(f"w:{name}"): rank for rank, name in enumerate(order)}
    for child in children:
        for old in properties.findall(child.tag):
            properties.remove(old)
        later = [one for one in properties if ranks.get(one.tag, len(order)) > ranks[child.tag]]
        if later:
            later[0].addprevious(child)
        else:
            properties.append(child)


def fonts(properties: Any, name: str) -> None:
    """Set every slot: Word takes Chinese from eastAsia alone, else the text falls back to its default face."""
    put(properties, element("rFonts", ascii=name, eastAsia=name, hAnsi=name, cs=name))


def write(paragraph: Any, text: str, font: str, size: float, *, colour: Any = None) -> Any:
    """Add words in a font and size; returns the paragraph."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    fonts(run._element.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def columns(table: Any, widths_mm: Sequence[float]) -> None:
    """Fixed widths; the grid is what readers other than Word go by, cells made later take theirs from it."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def mark_row(row: Any, name: str) -> None:
    """Say of a row of a table that it is the head of each page (tblHeader), or is not parted (cantSplit)."""
    row._tr.get_or_add_trPr().append(element(name))


def page_field(paragraph: Any, font: str, size: float) -> None:
    """— n —, where n is filled in by whoever opens the file."""
    write(paragraph, "— ", font, size)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "2"), ("end", "")):
        run = write(paragraph, text if kind is None else "", font, size).runs[-1]
        if kind == "":
            asked = element("instrText")
            asked.text = f" {text} "
            run._element.append(asked)
        elif kind is not None:
            run._element.append(element("fldChar", fldCharType=kind))
    write(paragraph, " —", font, size)


def _font_table() -> bytes:
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in OTHERWISE.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{space}">{named}</w:fonts>'.encode()
    )
