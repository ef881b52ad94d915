"""信函格式 of GB/T 9704-2012, measured on the PDF: vector drawings, positions of words, and red ink at 600 dpi."""

import itertools
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from PIL import Image, ImageChops, ImageDraw

from documents.letter_head import title_lines
from documents.letter_pdf import letter_pdf, many_letters_pdf
from documents.letter_samples import sample_letter
from documents.letter_text import TITLES, LetterText
from tests.documents.test_letters import GIVEN, letter

DPI = 600
MM_PER_PT = 25.4 / 72
LONG_NAME = "青海省西宁市城中区仓门街街道办事处总工会"


def opened(text: LetterText) -> Any:
    """The PDF, read."""
    return pdfplumber.open(BytesIO(letter_pdf(text)))


def squeezed(text: str) -> str:
    """Without spaces and line breaks."""
    return "".join(text.split())


def mm(points: Any) -> float:
    """Points as millimetres."""
    return float(points) * MM_PER_PT


def picture(pdf: bytes, page: int) -> Image.Image:
    """A page as it is printed."""
    with pdfplumber.open(BytesIO(pdf)) as printed:
        drawn: Image.Image = printed.pages[page].to_image(resolution=DPI).original
    return drawn.convert("RGB")


def black_ink(pdf: bytes, page: int) -> Image.Image:
    """Where a page is dark."""
    return picture(pdf, page).convert("L").point(lambda value: 255 * (value < 128))


def red_ink(pdf: bytes, page: int = 0) -> Image.Image:
    """Where a page is red."""
    red, green, _ = picture(pdf, page).split()
    return ImageChops.multiply(
        red.point(lambda value: 255 * (value > 150)), green.point(lambda value: 255 * (value < 120))
    )


def ink_box(ink: Image.Image, top: float, bottom: float) -> tuple[float, ...]:
    """The box of the ink between two heights of the page: left, top, right, bottom in mm."""
    scale = 25.4 / DPI
    box = ink.crop((0, int(top / scale), ink.width, int(bottom / scale))).getbbox()
    assert box is not None
    return (box[0] * scale, top + box[1] * scale, box[2] * scale, top + box[3] * scale)


def rules(page: Any) -> list[tuple[float, float, float, float]]:
    """The long filled bars of a page as left, right, top, bottom in mm."""
    return [
        tuple(mm(bar[edge]) for edge in ("x0", "x1", "top", "bottom"))  # type: ignore[misc]
        for bar in page.rects
        if bar["width"] > 400
    ]


@pytest.mark.parametrize("issuer", ["西宁市总工会", LONG_NAME])
def test_head_and_rules_stand_where_the_standard_wants_them(issuer: str) -> None:
    text = replace(sample_letter("notice"), issuer=issuer)
    with opened(text) as printed:
        first, *others = printed.pages
        bars = rules(first)
        assert all(rules(page) == [] for page in others)
    ink = red_ink(letter_pdf(text))
    thick_top = bars[0][2]
    name = ink_box(ink, 0, thick_top - 1)
    assert name[1] == pytest.approx(30.0, abs=0.2)
    assert thick_top - name[3] == pytest.approx(4.0, abs=0.2)
    assert (name[0] + name[2]) / 2 == pytest.approx(105.0, abs=0.5)
    assert name[2] - name[0] <= 170
    assert len(bars) == 4
    for left, right, *_ in bars:
        assert left == pytest.approx(20.0, abs=0.05)
        assert right == pytest.approx(190.0, abs=0.05)
    heights = [bottom - top for *_, top, bottom in bars]
    assert heights[0] > heights[1], "thick over thin below the name"
    assert heights[2] < heights[3], "thin over thick at the foot"
    assert bars[3][3] == pytest.approx(277.0, abs=0.1)


@pytest.mark.parametrize("kind", TITLES)
def test_number_page_marks_and_page_one(kind: str) -> None:
    text = sample_letter(kind)
    assert text.number is not None
    with opened(text) as printed:
        first = printed.pages[0]
        (number,) = [
            line for line in first.extract_text_lines() if "〔2026〕" in line["text"] and "劳监" in line["text"]
        ][:1]
        assert squeezed(number["text"]) == text.number
        assert mm(number["x1"]) == pytest.approx(210 - 26, abs=0.2)
        marks = [squeezed(page.extract_text()).count(f"—{place}—") for place, page in enumerate(printed.pages, 1)]
        body = squeezed(first.extract_text())
        said = squeezed(text.paragraphs[0][1])[:20]
    letters = len(printed.pages) - bool(text.receipt)
    assert marks == [0] + [1] * (letters - 1) + [0] * bool(text.receipt)
    assert said in body
    assert [ord(one) for one in text.number if one in "〔〕"] == [0x3014, 0x3015]


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left() -> None:
    long = {**GIVEN, "findings": ["很长的事实" * 120] * 6, "demands": ["纠正"] * 6}
    pdf = letter_pdf(letter(facts=long))
    with pdfplumber.open(BytesIO(pdf)) as printed:
        for place, page in enumerate(printed.pages[1:-1], 2):
            (mark,) = [line for line in page.extract_text_lines() if squeezed(line["text"]) == f"—{place}—"]
            # One character of 14 pt from the edge of the text block.
            if place % 2:
                assert mm(mark["x1"]) == pytest.approx(184 - 14 * MM_PER_PT, abs=0.1)
            else:
                assert mm(mark["x0"]) == pytest.approx(28 + 14 * MM_PER_PT, abs=0.1)
        assert len(printed.pages) > 5
        lines = [mm(line["top"]) for line in printed.pages[1].extract_text_lines()][:22]
    # The line of a page mark lies 7 mm below the text block.
    ink = black_ink(pdf, 1)
    left = ink_box(ink, 264, 276)[0]
    dash = ink.crop((0, 0, int((left + 3) / 25.4 * DPI), ink.height))
    _, top, _, bottom = ink_box(dash, 264, 276)
    assert (top + bottom) / 2 == pytest.approx(262 + 7, abs=0.1)
    pitches = [low - high for high, low in itertools.pairwise(lines)]
    assert len(lines) == 22
    assert all(pitch == pytest.approx(225 / 22, abs=0.3) for pitch in pitches)


@pytest.mark.parametrize("kind", TITLES)
def test_every_word_is_on_the_pdf_in_embedded_fonts(kind: str) -> None:
    text = replace(letter(kind), copies=("甲法院", "乙检察院"), title=("关于某事的", "公函"))
    with opened(text) as printed:
        said = squeezed("".join(page.extract_text() for page in printed.pages))
        fonts = {char["fontname"] for page in printed.pages for char in page.chars}
        first = printed.pages[0]
        assert (round(float(first.width)), round(float(first.height))) == (595, 842)
    for body in [
        *text.title,
        text.addressee,
        *[body for _, body in text.paragraphs],
        text.date_text,
        *text.attachments,
    ]:
        missing = [one for one in squeezed(body) if one not in said]
        assert missing == []
    assert "喆堃镕㎡" in said, "characters that the first font lacks"
    assert "抄送：甲法院，乙检察院。" in said
    assert all("+" in name for name in fonts), "every font is embedded as a subset"


def test_the_fonts_are_those_that_were_fetched() -> None:
    with opened(sample_letter("opinion")) as printed:
        by_size: dict[int, set[str]] = {}
        for char in printed.pages[0].chars:
            by_size.setdefault(round(float(char["size"])), set()).add(char["fontname"].split("+")[1])
    if not any("Fandol" in name for name in by_size[16]):
        pytest.skip("the fonts for printing are not installed here")
    assert by_size[16] == {"FandolFang-Regular", "FandolHei-Regular"}
    assert by_size[42] == {"NotoSerifCJKsc-Bold"}
    assert by_size[22] == {"NotoSerifCJKsc-Bold"}


def test_a_draft_says_so() -> None:
    with opened(letter(number=None, issued_on=None)) as printed:
        assert "草稿" in squeezed(printed.pages[0].extract_text())
        assert "未编号" in squeezed(printed.pages[0].extract_text())
    with opened(letter()) as printed:
        assert "草稿" not in squeezed("".join(page.extract_text() for page in printed.pages))


def seal_picture() -> bytes:
    """A red ring that says nothing."""
    drawn = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((0, 0, 499, 499), outline=(208, 2, 27, 255), width=14)
    buffer = BytesIO()
    drawn.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("issuer", ["西宁市总工会", LONG_NAME])
def test_the_seal_lies_over_name_and_date(issuer: str) -> None:
    text = replace(sample_letter("notice"), issuer=issuer, seal=seal_picture(), receipt=())
    pdf = letter_pdf(text)
    with pdfplumber.open(BytesIO(pdf)) as printed:
        last = printed.pages[-1]
        lines = last.extract_text_lines()
        (day,) = [line for line in lines if squeezed(line["text"]) == text.date_text]
        name = lines[lines.index(day) - 1]
        before = lines[lines.index(day) - 2]
        (placed,) = last.images
    assert squeezed(name["text"]) == issuer
    assert mm(placed["x1"]) - mm(placed["x0"]) == pytest.approx(42, abs=0.2)
    left, top, right, bottom = ink_box(red_ink(pdf, len(printed.pages) - 1), 37, 262)
    assert top < mm(name["top"])
    assert bottom > mm(day["bottom"])
    centre = (mm(day["x0"]) + mm(day["x1"])) / 2
    assert (left + right) / 2 == pytest.approx(centre, abs=1)
    assert (mm(name["x0"]) + mm(name["x1"])) / 2 == pytest.approx(centre, abs=1)
    # The seal's upper edge is within one line of the text above.
    assert top - mm(before["bottom"]) <= 225 / 22
    if issuer != LONG_NAME:
        assert 184 - mm(day["x1"]) == pytest.approx(4 * 156 / 28, abs=1.5), "the date four characters from the right"


@pytest.mark.parametrize("more", range(0, 700, 28))
def test_no_page_holds_the_signature_alone(more: int) -> None:
    base = replace(sample_letter("notice"), receipt=())
    closing = base.paragraphs[-1][1]
    # A page that fills up little by little before a short end, and an end that itself grows long.
    filled = replace(base, paragraphs=(*base.paragraphs[:-1], ("body", "续" * more + "。"), base.paragraphs[-1]))
    grown = replace(base, paragraphs=(*base.paragraphs[:-1], ("body", "续" * (more + 250) + closing)))
    for text in (filled, grown):
        with opened(text) as printed:
            last = squeezed(printed.pages[-1].extract_text())
        before, _, _ = last.partition("西宁市总工会2026年")
        assert before.endswith(closing[-8:])


def test_many_letters_each_begin_on_an_odd_page_with_their_own_numbers() -> None:
    notice = replace(sample_letter("notice"), receipt=())
    three_pages = replace(sample_letter("recommendation"), receipt=())
    pdf = many_letters_pdf((three_pages, notice, notice))
    with pdfplumber.open(BytesIO(pdf)) as printed:
        heads = [place for place, page in enumerate(printed.pages, 1) if rules(page)]
        texts = [squeezed(page.extract_text()) for page in printed.pages]
    assert heads[0] == 1
    assert all(place % 2 for place in heads)
    assert len(heads) == 3
    assert texts[heads[1]].endswith("—2—")
    assert sum(not text for text in texts) == 1, "the letter of three pages is followed by an empty one"
    with pytest.raises(ValueError, match="no letters"):
        many_letters_pdf(())


def test_a_long_title_is_parted_between_words() -> None:
    assert title_lines(("工会劳动法律监督提示函",)) == ["工会劳动法律监督提示函"]
    long = "关于示例建筑有限公司拖欠农民工工资问题的工会劳动法律监督意见书"
    assert title_lines((long,)) == ["关于示例建筑有限公司拖欠农民工工资问题的", "工会劳动法律监督意见书"]
    for length in range(21, 120):
        lines = title_lines(("某" * length, "函"))
        assert "".join(lines[:-1]) == "某" * length
        assert lines[-1] == "函"
        assert max(map(len, lines)) <= 20
        assert max(map(len, lines[:-1])) - min(map(len, lines[:-1])) <= len(lines)
