"""The editable letter, opened again: head and rules as frames of the first page, Chinese fonts, full text."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.docx_parts import OTHERWISE, PARAGRAPH_ORDER, RUN_ORDER
from documents.letter_docx import letter_docx
from documents.letter_samples import sample_letter
from documents.letter_text import TITLES
from tests.documents.test_letters import letter

TWIPS_PER_MM = 1440 / 25.4


def opened(content: bytes) -> Any:
    """The document, read."""
    return docx.Document(BytesIO(content))


def part(content: bytes, name: str) -> str:
    """One part of the file as text."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        return file.read(name).decode()


@pytest.mark.parametrize("kind", TITLES)
def test_the_whole_text_is_there_in_chinese_fonts(kind: str) -> None:
    text = replace(letter(kind), copies=("甲法院",))
    document = opened(letter_docx(text))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    for words in [*text.title, f"{text.addressee}：", text.issuer, text.date_text, text.copies_text, text.number]:
        assert words in paragraphs
    for _, body in text.paragraphs:
        assert body in paragraphs
    for name in text.attachments:
        assert any(words.endswith(name) for words in paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for label, value in text.receipt:
        assert label in cells
        assert value in cells
    for run in document.element.iter(qn("w:r")):
        if "".join(run.itertext()).strip():
            fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
            assert fonts.get(qn("w:eastAsia")) in OTHERWISE
            assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:eastAsia"))


def test_name_and_rules_are_frames_of_the_first_page() -> None:
    section = opened(letter_docx(sample_letter("notice"))).sections[0]
    frames = [
        (paragraph, paragraph._element.pPr.find(qn("w:framePr"))) for paragraph in section.first_page_header.paragraphs
    ]
    framed = [(paragraph, frame) for paragraph, frame in frames if frame is not None]
    assert [paragraph.text for paragraph, _ in framed] == ["西宁市总工会", "", ""]
    for _, frame in framed:
        assert (frame.get(qn("w:hAnchor")), frame.get(qn("w:vAnchor"))) == ("page", "page")
        assert int(frame.get(qn("w:w"))) / TWIPS_PER_MM == pytest.approx(170, abs=0.05)
        assert int(frame.get(qn("w:x"))) / TWIPS_PER_MM == pytest.approx(20, abs=0.05)
    borders = [
        paragraph._element.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) for paragraph, _ in framed[1:]
    ]
    assert borders == ["thickThinSmallGap", "thinThickSmallGap"]
    lower = int(framed[2][1].get(qn("w:y"))) / TWIPS_PER_MM
    assert 277 - lower == pytest.approx((2.25 + 1.5) * 25.4 / 72, abs=0.05)
    assert section.header.paragraphs[0].text == ""
    assert section.different_first_page_header_footer


def test_pages_are_numbered_from_the_second_right_and_left() -> None:
    content = letter_docx(sample_letter("notice"))
    document = opened(content)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert "PAGE" in "".join(paragraph._element.itertext())
        assert paragraph._element.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    slip = document.sections[1]
    assert slip.first_page_header.paragraphs[0].text == ""
    assert not slip.first_page_header.is_linked_to_previous
    assert not slip.first_page_footer.is_linked_to_previous


def test_it_is_chinese_and_names_fonts_to_fall_back_to() -> None:
    content = letter_docx(sample_letter("opinion"))
    table = part(content, "word/fontTable.xml")
    for name, other in OTHERWISE.items():
        assert f'<w:font w:name="{name}"><w:altName w:val="{other}"/>' in table
    assert 'w:eastAsia="zh-CN"' in part(content, "word/styles.xml")
    assert 'w:eastAsia="en-US"' not in part(content, "word/styles.xml")
    assert opened(content).core_properties.title == TITLES["opinion"]


def test_the_signature_is_held_to_the_text_and_nothing_is_out_of_order() -> None:
    content = letter_docx(sample_letter("recommendation"))
    paragraphs = list(opened(content).paragraphs)
    words = [paragraph.text for paragraph in paragraphs]
    closing, signed = words.index("请予支持。"), words.index("西宁市总工会")
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[closing : signed + 1])
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footer2.xml", "word/styles.xml"):
        root = parse_xml(part(content, name).encode())
        for tag, order in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER)):
            ranks = {qn(f"w:{one}"): rank for rank, one in enumerate(order)}
            for properties in root.iter(qn(tag)):
                found = [ranks[child.tag] for child in properties]
                assert found == sorted(found), (name, [child.tag for child in properties])
