"""The annexes of 一函两书: every one on paper, the names of their fields, and nothing required left out."""

from io import BytesIO

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from documents.annex_files import annex_file
from documents.annex_forms import annex_paper, annexes, empty_fields
from foundation.errors import NotFound, NotValid

ISSUER = "西宁市总工会"
# Labels as the domain notes name them.
NAMED = {
    "clue_register": "编号 时间 来源 反映人（加密） 实名否 被反映单位 事项代码 涉及人数/金额 受理意见 审批",
    "rejection": "理由 其他救济途径",
    "handling_approval": "承办意见 部门意见 领导意见 日期",
    "investigation_letter": "被调查单位 调查人员 事项 范围 有效期",
    "interview_record": "时间 地点 被调查人 告知（目的/内容/要求/方法） 拒签原因",
    "evidence_list": "名称 页数 来源 提供人签章",
    "consultation_record": "参加人 各方主张 结果",
    "issue_sheet": "拟稿 核稿 会签 签发 文号 份数 用印",
    "service_receipt": "文书名称 文号 送达单位 受送达人 地点 方式 见证人 送达人 拒收事由和日期 备注",
    "reply_form": "来文文号 收文日期 问题 是否认可 措施 责任人 完成时限 佐证 异议理由",
    "recheck_record": "已改/部分/未改 证据",
    "transfer_letter": "案由 群体标记 联系人 回执",
    "closing_report": "经过 结果 人数/金额 经验 归档意见（委员会批准）",
    "request_superior": "",
    "certificate_register": "姓名 证号 发证机关 培训考核 有效期（任期） 收回",
}


def squeezed(text: str) -> str:
    """Without spaces and line breaks."""
    return "".join(text.split())


def test_all_annexes_are_there() -> None:
    assert set(annexes()) == set(NAMED)


@pytest.mark.parametrize("key", NAMED)
def test_each_is_printed_with_its_fields_and_facts(key: str) -> None:
    annex = annexes()[key]
    with pdfplumber.open(BytesIO(annex_file(key, annex.sample, "pdf", issuer=ISSUER))) as printed:
        printed_words = "".join(page.extract_text() for page in printed.pages)
        assert len(printed.pages) == 1
    document = docx.Document(BytesIO(annex_file(key, annex.sample, "docx", issuer=ISSUER)))
    written = "".join("".join(paragraph.itertext()) for paragraph in document.element.iter(qn("w:p")))
    said = [squeezed(annex.title), *NAMED[key].split()]
    for value in annex.sample.values():
        rows = value if isinstance(value, list) else [{"": value}]
        said += [squeezed(str(words)) for row in rows for words in row.values()]
    for words in said:
        assert words in squeezed(written)
        # In narrow boxes lines break between the words of neighbours: each character must be there.
        assert [one for one in words if one not in printed_words] == []


@pytest.mark.parametrize("key", NAMED)
def test_what_must_be_given_is_asked_for_in_chinese(key: str) -> None:
    annex = annexes()[key]
    required = [field for field in annex.fields if field.is_required]
    assert required
    for field in required:
        facts = {name: value for name, value in annex.sample.items() if name != field.key}
        with pytest.raises(NotValid) as refused:
            annex_paper(key, facts, issuer=ISSUER)
        assert field.label in refused.value.detail
        assert refused.value.fields == {field.key: "必填"}


def test_what_is_filled_in_by_hand_prints_an_empty_box() -> None:
    paper = annex_paper("service_receipt", annexes()["service_receipt"].sample, issuer=ISSUER)
    form = paper.blocks[0]
    assert ("收件人签名/盖章", "") in [tuple(row) for row in form.rows]
    table = annex_paper("evidence_list", annexes()["evidence_list"].sample, issuer=ISSUER).blocks[1]
    assert len(table.rows) == 11
    assert table.rows[-1] == ("10", "", "", "", "")


def test_each_says_how_sure_its_basis_is() -> None:
    for annex in annexes().values():
        assert annex.tag in ("F", "E", "D")
        assert annex.basis
        known = {field.key for field in annex.fields}
        assert set(annex.sample) <= known


def test_an_unknown_annex_is_refused() -> None:
    with pytest.raises(NotFound, match="附表"):
        annex_paper("nothing", {}, issuer=ISSUER)


def test_what_is_empty_is_named_with_the_columns_of_given_rows() -> None:
    sample = annexes()["recheck_record"].sample
    assert empty_fields("recheck_record", sample) == {"items.remarks": "说明"}
    without = {**sample, "conclusion": " ", "items": []}
    assert empty_fields("recheck_record", without) == {"conclusion": "复查结论", "items": "逐项复查"}


@pytest.mark.parametrize("count", range(2, 9))
def test_nobody_signs_on_a_page_of_its_own(count: int) -> None:
    facts = {**annexes()["reply_form"].sample, "items": [{"finding": f"问题{place}"} for place in range(count)]}
    with pdfplumber.open(BytesIO(annex_file("reply_form", facts, "pdf", issuer=ISSUER))) as printed:
        last = squeezed(printed.pages[-1].extract_text())
    assert "填表人（签名）" in last
    assert "其他说明" in last
    document = docx.Document(BytesIO(annex_file("reply_form", facts, "docx", issuer=ISSUER)))
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "其他说明")
    assert [one.paragraph_format.keep_with_next for cell in row.cells for one in cell.paragraphs] == [True] * 4


def test_a_long_last_row_may_part_from_the_signatures() -> None:
    facts = {**annexes()["reply_form"].sample, "reply": "已经支付。" * 600}
    with pdfplumber.open(BytesIO(annex_file("reply_form", facts, "pdf", issuer=ISSUER))) as printed:
        words = squeezed("".join(page.extract_text() for page in printed.pages))
    assert words.count("已经支付") >= 590
    assert "填表人（签名）" in words


def test_an_item_stays_on_its_page_and_the_head_comes_again() -> None:
    words = "问题" * 40
    facts = {**annexes()["recheck_record"].sample, "items": [{"finding": words, "result": "已改"} for _ in range(14)]}
    with pdfplumber.open(BytesIO(annex_file("recheck_record", facts, "pdf", issuer=ISSUER))) as printed:
        pages = [squeezed(page.extract_text()) for page in printed.pages]
    listing = [page for page in pages if "问题" in page]
    assert len(listing) > 1
    for page in listing:
        assert "证据" in page
        # Of no item a part: each page has whole ones.
        assert page.count("问题") % 40 == page.count("问题和要求")
    document = docx.Document(BytesIO(annex_file("recheck_record", facts, "docx", issuer=ISSUER)))
    [table] = [one for one in document.tables if one.rows[0].cells[0].text == "序号"]
    marks = [[one.tag for one in row._tr.get_or_add_trPr()] for row in table.rows]
    assert qn("w:tblHeader") in marks[0]
    assert all(qn("w:cantSplit") in one for one in marks)


def test_a_number_and_a_label_of_seven_stand_on_one_line() -> None:
    sample = annexes()["recheck_record"].sample
    with pdfplumber.open(BytesIO(annex_file("recheck_record", sample, "pdf", issuer=ISSUER))) as printed:
        assert str(sample["number"]) in printed.pages[0].extract_text()
    clue = annexes()["clue_register"]
    with pdfplumber.open(BytesIO(annex_file("clue_register", clue.sample, "pdf", issuer=ISSUER))) as printed:
        lines = printed.pages[0].extract_text()
    assert "反映人（加密）" in lines
    assert "涉及人数/金额" in lines
