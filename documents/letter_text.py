"""The words of a letter 一函两书, composed from facts; both writers take only what this file returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.errors import NotValid

TITLES = {"notice": "劳动法律监督提示函", "opinion": "劳动法律监督意见书", "recommendation": "劳动法律监督建议书"}
UNITS = {"cal_day": "日", "work_day": "个工作日", "month": "个月"}
DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class LetterText:
    """One letter, ready to be set. Without number and date it is a draft and says so."""

    issuer: str
    title: tuple[str, ...]
    number: str | None
    addressee: str
    paragraphs: tuple[tuple[str, str], ...]
    attachments: tuple[str, ...]
    issued_on: date | None
    receipt: tuple[tuple[str, str], ...]

    @property
    def is_draft(self) -> bool:
        """Whether it has not been signed."""
        return self.number is None

    @property
    def date_text(self) -> str:
        """2026年10月31日: Arabic numerals without leading zeros (GB/T 9704)."""
        day = self.issued_on
        return f"{day.year}年{day.month}月{day.day}日" if day is not None else "    年    月    日"


def chinese_number(value: int) -> str:
    """一 … 九十九, for headings and numbered demands."""
    if value <= len(DIGITS) - 1:
        return DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _day(text: str | None) -> str:
    if not text:
        return "（日期未载明）"
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def compose(
    kind: str,
    facts: Mapping[str, Any],
    *,
    issuer: str,
    number: str | None,
    addressee: str,
    issued_on: date | None,
    reply_rule: Mapping[str, Any],
    region: str,
) -> LetterText:
    """Write the letter. Raises NotValid where addressee, findings or demands are missing."""
    if not addressee.strip():
        raise NotValid("文书没有主送单位。", fields={"addressee": "必填"})
    findings, demands = list(facts.get("findings", ())), list(facts.get("demands", ()))
    if not findings or not demands:
        raise NotValid("文书没有查明的问题或改正要求。", fields={"findings": "必填"})
    paragraphs: list[tuple[str, str]] = [("body", _opening(kind, facts))]
    paragraphs += _numbered("一、查明的问题", findings)
    paragraphs.append(("heading", "二、法律依据"))
    paragraphs += [("body", f"{item}。" if not item.endswith("。") else item) for item in facts.get("legal_basis", ())]
    heading = "三、建议" if kind == "recommendation" else "三、意见和要求"
    paragraphs += _numbered(heading, demands)
    paragraphs.append(("body", _reply(kind, reply_rule)))
    paragraphs.append(("body", CLOSINGS[kind]))
    attachments = tuple(facts.get("materials", ())) if kind == "recommendation" else ("送达回证",)
    receipt = (
        ("文书名称及文号", f"{TITLES[kind]}　{number or '（草稿，未编号）'}"),
        ("受送达单位", addressee),
        ("送达方式", ""),
        ("收到日期", "　　年　　月　　日"),
        ("收件人签名或者盖章", ""),
        ("送达人", ""),
        ("备注（拒收、留置、邮寄单号）", ""),
    )
    title = (f"{issuer}", TITLES[kind])
    return LetterText(issuer, title, number, addressee, tuple(paragraphs), attachments, issued_on, receipt)


def _numbered(heading: str, items: Sequence[str]) -> list[tuple[str, str]]:
    said = [("heading", heading)]
    for place, item in enumerate(items, 1):
        text = item if item.endswith(("。", "！", "？")) else f"{item}。"
        said.append(("body", f"（{chinese_number(place)}）{text}" if len(items) > 1 else text))
    return said


def _opening(kind: str, facts: Mapping[str, Any]) -> str:
    people = f"涉及劳动者{facts.get('head_count') or 1}人"
    amount = f"，涉及金额{facts['amount']}元" if facts.get("amount") else ""
    if kind == "notice":
        return (
            "本会在办理职工维权事项中发现，你单位在遵守劳动法律法规方面存在下列问题"
            f"（{people}{amount}）。依据《中华人民共和国工会法》和劳动法律监督的有关规定，现提示如下，请自行核查纠正。"
        )
    before = "".join(_one_previous(item) for item in facts.get("previous", ()))
    checked = _investigation(facts.get("investigation"))
    if kind == "opinion":
        return (
            f"{before}{checked}现查明你单位存在下列违反劳动法律法规的问题（{people}{amount}）。"
            "依据《中华人民共和国工会法》和劳动法律监督的有关规定，提出以下意见。"
        )
    employer = facts.get("employer", "该用人单位")
    return (
        f"本会对{employer}实施劳动法律监督。{before}{checked}{employer}逾期未答复或者未予纠正，"
        f"侵害职工合法权益（{people}{amount}）。依据《中华人民共和国工会法》和劳动法律监督的有关规定，"
        "现将有关情况和材料移送你单位，建议依法处理。"
    )


def _one_previous(item: Mapping[str, Any]) -> str:
    answer = "已书面答复" if item.get("reply") else f"至{_day(item.get('reply_due'))}未予书面答复"
    number = f"（{item['number']}）" if item.get("number") else ""
    return f"{_day(item.get('served_on'))}，本会送达{item.get('label', '文书')}{number}，{answer}。"


def _investigation(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "（调查尚未办结，签发前须补齐调查情况。）"
    people = "、".join(f"{name}（证号{card}）" for name, card in found["supervisors"])
    talked = f"协商情况：{found['consultation']}。".replace("。。", "。") if found.get("consultation") else ""
    return (
        f"{_day(found['opened_on'])}至{_day(found['closed_on'])}，本会劳动法律监督员{people}进行了调查，"
        f"制作了调查笔录。{talked}"
    )


def _reply(kind: str, rule: Mapping[str, Any]) -> str:
    if not rule or "missing" in rule:
        limit = "请在合理期限内"
    else:
        own = "" if rule.get("statutory") else ("（本会自定期限）" if rule.get("tag") == "D" else "（期限依据待核实）")
        basis = f"依据{rule['legal_basis']}，" if rule.get("statutory") else ""
        limit = f"{basis}请自收到本文书之次日起{rule['length']}{UNITS.get(rule['unit'], rule['unit'])}内{own}"
    if kind == "recommendation":
        return f"{limit}告知是否受理，并将处理结果书面反馈本会。"
    return f"{limit}书面答复本会，说明有关情况和改正措施；对问题有异议的，说明理由并附相关材料。"


CLOSINGS = {
    "notice": "逾期不答复也不纠正的，本会将依规定启动调查并发出劳动法律监督意见书。",
    "opinion": "逾期不答复或者拒不改正的，本会将提请有关主管部门依法处理。",
    "recommendation": "请予支持。",
}
