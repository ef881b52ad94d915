"""Filled samples of the four letters, every fact of them marked 示例: to look at the paper, and to test it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.letter_text import SAMPLE_RULE, LetterText, compose
from foundation.errors import NotFound

EMPLOYER = "示例建筑有限公司"
ISSUED_ON = date(2026, 10, 12)
INVESTIGATION = {
    "opened_on": "2026-09-18",
    "closed_on": "2026-09-28",
    "supervisors": [["李某", "示例0001"], ["张某", "示例0002"]],
    "consultation": "2026年9月25日，本会组织双方协商，未达成一致（示例）。",
}
NOTICE_BEFORE = {
    "label": "提示函",
    "number": "宁工劳监函〔2026〕1号",
    "served_on": "2026-09-01",
    "reply_due": "2026-09-16",
}
OPINION_BEFORE = {
    "label": "意见书",
    "number": "宁工劳监意〔2026〕1号",
    "served_on": "2026-10-13",
    "reply_due": "2026-11-03",
}
COMMON: Mapping[str, Any] = {
    "employer": EMPLOYER,
    "findings": [
        "2026年7月至8月未足额支付12名劳动者工资共计54000元（示例）",
        "未与其中3名劳动者订立书面劳动合同（示例）",
    ],
    "legal_basis": ["《保障农民工工资支付条例》第三条", "《中华人民共和国劳动合同法》第十条"],
    "demands": [
        "足额支付拖欠的工资，并向本会提交支付凭证（示例）",
        "依法与3名劳动者订立书面劳动合同（示例）",
    ],
    "head_count": 12,
    "amount": "54000.00",
    "contact": {"person": "王某（示例）", "phone": "0971-0000009", "address": "西宁市示例路1号"},
}
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "notice": {"number": "宁工劳监函〔2026〕1号", "addressee": EMPLOYER, "facts": COMMON},
    "opinion": {
        "number": "宁工劳监意〔2026〕1号",
        "addressee": EMPLOYER,
        "facts": {
            **COMMON,
            "previous": [NOTICE_BEFORE],
            "investigation": INVESTIGATION,
            "evidence": ["考勤记录（示例）", "工资发放明细（示例）"],
            "rectify_on": "2026-11-20",
            "copies": ["西宁市中级人民法院"],
        },
    },
    "recommendation": {
        "number": "宁工劳监建〔2026〕1号",
        "addressee": "西宁市人力资源和社会保障局",
        "rule": {
            "length": 5,
            "unit": "work_day",
            "tag": "E",
            "statutory": False,
            "legal_basis": "关于实施《劳动保障监察条例》若干规定第18条",
        },
        "facts": {
            **COMMON,
            "demands": ["依法立案查处，责令该单位足额支付拖欠的工资（示例）", "责令该单位依法订立书面劳动合同（示例）"],
            "previous": [NOTICE_BEFORE, OPINION_BEFORE],
            "investigation": INVESTIGATION,
            "trigger": "J2",
            "trigger_basis": "本会监督规程（工会自定）",
            "materials": ["前序文书及送达回证", "调查笔录及证据材料目录", "用人单位答复情况说明"],
            "copies": ["西宁市人民检察院"],
        },
    },
    "public_notice": {
        "number": "宁工劳监公〔2026〕1号",
        "addressee": "全市各建设施工企业",
        "facts": {
            "audience": "全市各建设施工企业",
            "findings": ["年底前工程款结算集中，易发生拖欠农民工工资的问题（示例）", "高温、严寒季节超时加班（示例）"],
            "legal_basis": ["《保障农民工工资支付条例》第三条", "《中华人民共和国劳动法》第四十一条"],
            "demands": ["按月足额支付工资，不得以工程款未到位为由拖欠（示例）", "依法安排工作时间和休息休假（示例）"],
            "contact": COMMON["contact"],
            "copies": ["西宁市中级人民法院", "西宁市人民检察院"],
        },
    },
}


def sample_letter(kind: str, *, issuer: str = "西宁市总工会") -> LetterText:
    """The filled sample of a kind. Raises NotFound."""
    given = SAMPLES.get(kind)
    if given is None:
        raise NotFound(f"没有“{kind}”的样张；可用：{'、'.join(SAMPLES)}、annexes。")
    return compose(
        kind,
        given["facts"],
        issuer=issuer,
        number=given["number"],
        addressee=given["addressee"],
        issued_on=ISSUED_ON,
        reply_rule={} if kind == "public_notice" else given.get("rule", SAMPLE_RULE),
        region="QH",
    )
