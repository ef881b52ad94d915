"""The words of letters: composed by templates, complete or refused, and nothing taken for markup."""

from datetime import date
from typing import Any

import pytest

from documents import letter_templates
from documents.letter_facts import FACTS, TRIGGERS
from documents.letter_text import TITLES, LetterText, chinese_number, compose, missing_facts
from foundation.errors import NotValid

TRICKY = '#set *粗* _斜_ $x$ <b> @甲 \\n "引" `代码` [括号] //注释 {{ 金额 }} {% for %} 喆堃镕㎡'
GIVEN: dict[str, Any] = {
    "employer": "测试建筑有限公司",
    "findings": [f"拖欠工资54000元{TRICKY}", "未订立书面劳动合同"],
    "legal_basis": ["《保障农民工工资支付条例》第三条"],
    "demands": ["依法支付", "依法订立"],
    "head_count": 3,
    "amount": "54000.00",
    "previous": [
        {"label": "提示函", "number": "宁工劳监函〔2026〕1号", "served_on": "2026-09-01", "reply_due": "2026-09-16"}
    ],
    "investigation": {
        "opened_on": "2026-09-18",
        "closed_on": "2026-09-28",
        "supervisors": [["李某", "A1"], ["张某", "A2"]],
        "consultation": "组织协商一次，未达成一致。",
    },
    "trigger": "J2",
    "materials": ["前序文书", "调查笔录"],
    "contact": {"person": "王某", "phone": "0971-0000009"},
}
RULE = {"length": 15, "unit": "work_day", "tag": "D", "statutory": False, "legal_basis": "本会规程（工会自定）"}


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
    return compose(kind, given.pop("facts", GIVEN), **given)


def words(text: LetterText) -> str:
    """All paragraphs."""
    return "\n".join(body for _, body in text.paragraphs)


@pytest.mark.parametrize("kind", TITLES)
def test_each_kind_says_what_it_must(kind: str) -> None:
    said = words(letter(kind))
    assert letter(kind).title == (TITLES[kind],)
    assert "（一）拖欠工资54000元" in said
    assert "（二）依法订立。" in said
    assert "《保障农民工工资支付条例》第三条。" in said
    assert "联系人：王某，电话：0971-0000009。" in said
    if kind != "public_notice":
        assert "54000.00元（人民币伍万肆仟元整）" in said
        assert "15个工作日内（本会自定期限）" in said
    if kind in ("opinion", "recommendation"):
        assert "2026年9月18日至2026年9月28日" in said
        assert "李某（证号A1）、张某（证号A2）" in said
        assert "2026年9月1日，本会送达提示函（宁工劳监函〔2026〕1号），至2026年9月16日未予书面答复。" in said
        assert "组织协商一次，未达成一致。" in said
    if kind == "recommendation":
        assert TRIGGERS["J2"] in said
        assert letter(kind).attachments == ("前序文书", "调查笔录")


def test_what_comes_from_a_fact_is_words_and_never_markup() -> None:
    facts = {
        **GIVEN,
        "findings": ["## 假标题", "附件：假附件", f"一行\n# 又一行{TRICKY}"],
        "demands": ["甲", "乙", "丙"],
    }
    text = letter(facts=facts)
    assert ("body", "（一）## 假标题。") in text.paragraphs
    assert ("body", f"# 又一行{TRICKY}。") in text.paragraphs
    assert text.attachments == ()
    alone = letter(facts={**facts, "findings": ["## 假标题"], "demands": ["甲"]})
    assert ("body", "## 假标题。") in alone.paragraphs


def test_a_letter_with_a_number_must_have_every_fact_and_a_draft_names_its_gaps() -> None:
    facts = {name: value for name, value in GIVEN.items() if name not in ("investigation", "legal_basis")}
    with pytest.raises(NotValid) as refused:
        letter(facts=facts)
    assert "监督员" in refused.value.detail
    assert refused.value.fields["legal_basis"] == "必填"
    draft = letter(facts=facts, number=None, issued_on=None)
    assert draft.missing == ("法律依据", "监督员", "调查开始", "调查结束", "协商情况")
    assert "【待补：监督员】（证号【待补：监督员】）" in words(draft)
    missing = missing_facts("opinion", facts, issuer="西宁市总工会", addressee="测试公司", reply_rule=RULE)
    assert tuple(missing.values()) == draft.missing
    assert missing_facts("opinion", GIVEN, issuer="西宁市总工会", addressee="测试公司", reply_rule=RULE) == {}


def test_no_kind_prints_a_blank_for_what_is_not_there() -> None:
    for kind in TITLES:
        bare = {name: GIVEN[name] for name in ("findings", "demands", "legal_basis", "employer")}
        if kind == "opinion":
            bare["investigation"] = GIVEN["investigation"]
        if kind == "recommendation":
            bare |= {name: GIVEN[name] for name in ("trigger", "materials")}
        said = words(letter(kind, facts=bare))
        assert "None" not in said
        assert "，，" not in said
        assert "。。" not in said
        assert "涉及金额" not in said


def test_limits_are_named_for_what_they_are() -> None:
    assert "根据本会规程，自收到本意见书的次日起15个工作日内（本会自定期限）" in words(letter())
    statutory = words(letter(reply_rule={**RULE, "statutory": True, "tag": "F", "legal_basis": "某省条例第23条"}))
    assert "根据某省条例第23条，自收到本意见书的次日起15个工作日内" in statutory
    assert "自定" not in statutory
    assert "15个工作日内（期限依据待核实：某规定）" in words(
        letter(reply_rule={**RULE, "tag": "E", "legal_basis": "某规定"})
    )
    assert "在合理期限内" in words(letter(reply_rule={"missing": "本地区没有规定"}))


def test_dates_and_refusals_are_put_in_words() -> None:
    refused = {"label": "意见书", "number": "宁工劳监意〔2026〕1号", "refused_on": "2026-10-20"}
    said = words(letter("recommendation", facts={**GIVEN, "previous": [refused, {"label": "提示函"}], "trigger": "J1"}))
    assert "本会发出提示函，未予书面答复。" in said
    assert "该单位属于下列情形：拒绝签收意见书。" in said
    assert "2026年10月20日，意见书（宁工劳监意〔2026〕1号）被拒收。" in said
    assert "上述问题请于2026年11月20日前改正。" in words(letter(facts={**GIVEN, "rectify_on": "2026-11-20"}))


def test_a_limit_that_still_runs_is_not_called_unanswered() -> None:
    before = {"label": "意见书", "served_on": "2026-10-13", "reply_due": "2026-11-03"}

    def said(**more: str) -> str:
        return words(letter("recommendation", facts={**GIVEN, "previous": [{**before, **more}], "trigger": "J5"}))

    running = "2026年10月13日，本会送达意见书，答复期限至2026年11月3日，截至2026年10月20日尚未届满。"
    passed = "2026年10月13日，本会送达意见书，至2026年11月3日未予书面答复。"
    assert running in said(told_on="2026-10-20")
    # The last day is a day of the limit.
    assert "截至2026年11月3日尚未届满" in said(told_on="2026-11-03")
    assert passed in said(told_on="2026-11-04")
    # Chains that were kept before they named their day.
    assert passed in said()
    for answered in ({"reply": "已改"}, {"replied_on": "2026-10-19"}):
        assert "本会送达意见书，已书面答复。" in said(told_on="2026-10-20", **answered)


@pytest.mark.parametrize(
    "change",
    [
        {"addressee": "  "},
        {"facts": {**GIVEN, "findings": []}},
        {"facts": {**GIVEN, "demands": []}},
        {"facts": {**GIVEN, "amount": "很多"}},
        {"facts": {**GIVEN, "amount": "1.005"}},
    ],
)
def test_incomplete_letters_are_refused_even_as_drafts(change: dict[str, Any]) -> None:
    with pytest.raises(NotValid):
        letter(**{"number": None, **change})


def test_kept_words_are_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = letter("recommendation", facts={**GIVEN, "copies": ["西宁市人民检察院"]})
    kept = text.to_json()
    monkeypatch.setattr(letter_templates, "template_text", lambda kind: "# 改过的模板\n改过。")
    assert LetterText.from_json(kept) == text
    assert letter("recommendation").title == ("改过的模板",)
    assert LetterText.from_json({**kept, "issued_on": None, "number": None}).is_draft


def test_every_fact_has_a_meaning_and_an_example() -> None:
    assert len({fact.name for fact in FACTS}) == len({fact.key for fact in FACTS}) == len(FACTS)
    for fact in FACTS:
        assert fact.meaning
        assert fact.example
        assert fact.required <= fact.kinds


def test_chinese_numbers() -> None:
    assert [chinese_number(value) for value in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]
