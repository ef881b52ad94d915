"""Letters on paper, opened again: words, format, and nothing taken for markup."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from documents.letter_docx import letter_docx
from documents.letter_pdf import letter_pdf
from documents.letter_text import LetterText, chinese_number, compose
from foundation.errors import NotValid

TRICKY = '#set *粗* _斜_ $x$ <b> @甲 \\n "引" `代码` [括号] //注释 喆堃镕㎡'
FACTS: dict[str, Any] = {
    "employer": "测试建筑有限公司",
    "findings": [f"拖欠工资54000元{TRICKY}", "未订立书面劳动合同"],
    "legal_basis": ["《保障农民工工资支付条例》第三条"],
    "demands": ["依法支付", "依法订立"],
    "head_count": 3,
    "amount": "54000.00",
    "previous": [
        {"label": "提示函", "number": "宁工劳监函〔2026〕1号", "served_on": "2026-09-01", "reply_due": "2026-09-16"}
    ],
    "materials": ["前序文书", "调查笔录"],
}
RULE = {"length": 15, "unit": "work_day", "tag": "D", "statutory": False, "legal_basis": "本会"}


def letter(kind: str = "opinion", **changes: Any) -> LetterText:
    """A signed letter."""
    given: dict[str, Any] = {
        "issuer": "西宁市总工会",
        "number": "宁工劳监意〔2026〕1号",
        "addressee": "测试建筑有限公司",
        "issued_on": date(2026, 10, 1),
        "reply_rule": RULE,
        "region": "QH",
        **changes,
    }
    return compose(kind, given.pop("facts", FACTS), **given)


def squeezed(text: str) -> str:
    """Without spaces and line breaks."""
    return "".join(text.split())


@pytest.mark.parametrize("kind", ["notice", "opinion", "recommendation"])
def test_every_word_is_on_the_pdf(kind: str) -> None:
    text = letter(kind)
    with pdfplumber.open(BytesIO(letter_pdf(text))) as printed:
        words = squeezed("".join(page.extract_text() for page in printed.pages))
        first = printed.pages[0]
        fonts = {char["fontname"] for page in printed.pages for char in page.chars}
        rules = [rect for rect in first.rects if rect["width"] > 450]
        assert (round(float(first.width)), round(float(first.height))) == (595, 842)
        assert "— 1 —" not in first.extract_text()
    for body in [*text.title, text.addressee, *[body for _, body in text.paragraphs], "2026年10月1日"]:
        missing = [one for one in squeezed(body) if one not in words]
        assert missing == []
    assert squeezed("#set*粗*_斜_$x$<b>@甲") in words
    assert all("+" in name for name in fonts), "every font is embedded as a subset"
    assert len(rules) == 4
    widths = {round(float(rect["width"]) / 72 * 25.4) for rect in rules}
    assert widths == {170}


def test_the_docx_says_the_same_in_chinese_fonts() -> None:
    text = letter()
    document = docx.Document(BytesIO(letter_docx(text)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for _, body in text.paragraphs:
        assert body in words
    assert document.sections[0].first_page_header.paragraphs[0].text == "西宁市总工会"
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                assert run._element.rPr.rFonts.get(qn("w:eastAsia")) in ("仿宋_GB2312", "黑体", "方正小标宋简体")


def test_a_draft_says_so_and_a_long_letter_breaks_over_pages() -> None:
    facts = {**FACTS, "findings": ["很长的事实" * 120] * 6, "demands": ["纠正"] * 6}
    with pdfplumber.open(BytesIO(letter_pdf(letter(number=None, issued_on=None, facts=facts)))) as printed:
        assert len(printed.pages) > 4
        assert "草稿" in squeezed(printed.pages[0].extract_text())
        assert "—2—" in squeezed(printed.pages[1].extract_text())


def test_limits_are_named_for_what_they_are() -> None:
    own = letter().paragraphs[-2][1]
    assert "15个工作日内（本会自定期限）" in own
    statutory = letter(reply_rule={**RULE, "statutory": True, "tag": "F", "legal_basis": "某省条例第23条"}).paragraphs[
        -2
    ][1]
    assert "依据某省条例第23条" in statutory
    assert "自定" not in statutory
    assert "待核实" in letter(reply_rule={**RULE, "tag": "E"}).paragraphs[-2][1]


@pytest.mark.parametrize(
    "change", [{"addressee": "  "}, {"facts": {**FACTS, "findings": []}}, {"facts": {**FACTS, "demands": []}}]
)
def test_incomplete_letters_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotValid):
        letter(**change)


def test_chinese_numbers() -> None:
    assert [chinese_number(value) for value in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]
