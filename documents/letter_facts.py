"""The facts that a letter's template may use: their Chinese names, what they mean, an example, and who needs them.

Templates are edited by legal officers, so facts go by Chinese names; `key` is the name in `letter.facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from documents.amount_words import in_words
from foundation.errors import NotValid

ALL = frozenset({"notice", "opinion", "recommendation", "public_notice"})
TO_ONE = ALL - {"public_notice"}
# A recommendation may rest on an investigation that was refused (J5); an opinion never goes without one.
INVESTIGATED = frozenset({"opinion"})
ASKED = frozenset({"recommendation"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fact:
    """One fact: `kinds` may use it, `required` must have it. `columns` names the parts of each row of a list."""

    name: str
    key: str
    meaning: str
    example: Any
    kinds: frozenset[str] = ALL
    required: frozenset[str] = NOBODY
    columns: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it is gone through with a loop; an optional list is empty where there is nothing."""
        return isinstance(self.example, list)


FACTS = (
    Fact("发文机关", "issuer", "发文工会全称", "西宁市总工会", required=ALL),
    Fact("文号", "number", "发文字号；未编号的草稿没有", "宁工劳监函〔2026〕1号"),
    Fact("主送", "addressee", "受文单位；公开提示函为提示对象", "示例建筑有限公司", required=ALL),
    Fact("成文日期", "issued_on", "签发日期；草稿没有", "2026年10月12日"),
    Fact("用人单位", "employer", "被监督的用人单位", "示例建筑有限公司", TO_ONE, TO_ONE),
    Fact("信用代码", "credit_code", "用人单位统一社会信用代码", "91630100MA00000000", TO_ONE),
    Fact("提示对象", "audience", "公开提示函的提示对象", "全市各建设施工企业", ALL - TO_ONE, ALL - TO_ONE),
    Fact("涉及人数", "head_count", "涉及劳动者人数", "12"),
    Fact("金额", "amount", "涉及金额，元，保留两位小数", "54000.00"),
    Fact("金额大写", "amount_words", "涉及金额的大写，随“金额”自动得出", "人民币伍万肆仟元整"),
    Fact("事项清单", "matters", "监督事项（不含代码）", ["工资报酬"]),
    Fact(
        "问题清单",
        "findings",
        "查明的问题，逐项",
        ["2026年7月至8月未足额支付12名劳动者工资（示例）", "未与其中3名劳动者订立书面劳动合同（示例）"],
        required=ALL,
    ),
    Fact(
        "法律依据",
        "legal_basis",
        "违反的规定，逐条写明法律名称和条",
        ["《保障农民工工资支付条例》第三条", "《中华人民共和国劳动合同法》第十条"],
        required=ALL,
    ),
    Fact(
        "要求清单",
        "demands",
        "意见、要求或者提示事项，与问题一一对应",
        ["足额支付拖欠的工资，并提交支付凭证（示例）", "依法补订书面劳动合同（示例）"],
        required=ALL,
    ),
    Fact(
        "前序文书",
        "previous",
        "此前送达的文书；每行有：经过（整句）、名称，另有文号、送达日期、答复期限、答复情况（期限尚未届满的写明尚未届满）",
        [
            {
                "经过": "2026年9月1日，本会送达提示函（宁工劳监函〔2026〕1号），至2026年9月16日未予书面答复",
                "名称": "提示函",
                "文号": "宁工劳监函〔2026〕1号",
                "送达日期": "2026年9月1日",
                "答复期限": "2026年9月16日",
                "答复情况": "至2026年9月16日未予书面答复",
            }
        ],
        TO_ONE,
        columns=("经过", "名称", "文号", "送达日期", "答复期限", "答复情况"),
    ),
    Fact(
        "监督员",
        "supervisors",
        "调查的监督员；每行有：姓名、证号",
        [{"姓名": "李某", "证号": "示例0001"}, {"姓名": "张某", "证号": "示例0002"}],
        TO_ONE,
        INVESTIGATED,
        columns=("姓名", "证号"),
    ),
    Fact("调查开始", "investigated_from", "调查开始日期", "2026年9月18日", TO_ONE, INVESTIGATED),
    Fact("调查结束", "investigated_to", "调查办结日期", "2026年9月28日", TO_ONE, INVESTIGATED),
    Fact(
        "协商情况",
        "consultation",
        "协商经过，或者未协商的理由",
        "2026年9月25日组织双方协商，未达成一致（示例）",
        TO_ONE,
        INVESTIGATED,
    ),
    Fact("证据清单", "evidence", "证据名称，不写提供人", ["考勤记录（示例）", "工资发放明细（示例）"], TO_ONE),
    Fact("改正期限", "rectify_on", "改正的最后一日，与答复期限是两回事", "2026年10月30日", TO_ONE),
    Fact(
        "答复期限",
        "reply_limit",
        "答复期限的完整表述，随规则自动得出：依据、起算、天数；没有法律依据的写明本会自定期限",
        "根据本会监督规程，自收到本文书的次日起15个工作日内（本会自定期限）",
        TO_ONE,
        TO_ONE,
    ),
    Fact("触发情形", "trigger", "提出建议书的情形，随代码J1至J7自动得出", "逾期不书面答复", ASKED, ASKED),
    Fact("触发依据", "trigger_basis", "提出建议书的依据", "本会监督规程（工会自定）", ASKED),
    Fact(
        "移交材料",
        "materials",
        "移交主管部门的材料，逐件",
        ["前序文书及送达回证", "调查笔录及证据材料目录", "用人单位答复情况说明"],
        ASKED,
        ASKED,
    ),
    Fact("附件清单", "attachments", "随函附件名称", ["有关规定摘编（示例）"]),
    Fact("抄送", "copies", "抄送机关，自动印在最后一页下方", ["西宁市中级人民法院"]),
    Fact("地区说明", "region_notes", "本地区须写明的话，一条一段", ["本函同时通报同级人民法院（示例）"]),
    Fact("联系人", "contact_person", "本会联系人", "王某"),
    Fact("联系电话", "contact_phone", "本会联系电话", "0971-0000009"),
    Fact("联系地址", "contact_address", "本会联系地址", "西宁市示例路1号"),
)
BY_NAME = {fact.name: fact for fact in FACTS}

# What the employer did, as the recommendation says it; codes of the house's own list, wording of the regulations.
TRIGGERS = {
    "J1": "拒绝签收意见书",
    "J2": "逾期不书面答复",
    "J3": "无正当理由不改正",
    "J4": "答复不适当、不真实，违法行为仍在继续",
    "J5": "拒绝、阻挠调查或者毁匿证据",
    "J6": "不落实承诺的整改措施",
    "J7": "对意见书无正当理由持异议",
}
UNITS = {"cal_day": "日", "work_day": "个工作日", "month": "个月"}
PAPER = {"notice": "函", "opinion": "意见书", "recommendation": "建议书"}


def usable(kind: str) -> tuple[Fact, ...]:
    """The facts that templates of this kind may use."""
    return tuple(fact for fact in FACTS if kind in fact.kinds)


def sample_values(kind: str, *, required_only: bool = False) -> dict[str, Any]:
    """Example values by Chinese name; with only the required ones, optional lists are empty and the rest is absent."""
    values: dict[str, Any] = {}
    for fact in usable(kind):
        if not required_only or kind in fact.required:
            values[fact.name] = fact.example
        elif fact.is_list:
            values[fact.name] = []
    return values


def values_by_name(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What was given under keys, as templates see it: absent where nothing is known, lists always there."""
    values: dict[str, Any] = {}
    for fact in usable(kind):
        value = facts.get(fact.key)
        if fact.is_list:
            values[fact.name] = [one for one in value or () if one]
        elif value is not None and str(value).strip():
            values[fact.name] = str(value).strip()
    return values


def missing(kind: str, values: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The required facts that are not there."""
    return tuple(fact for fact in usable(kind) if kind in fact.required and not values.get(fact.name))


def marked(fact: Fact) -> Any:
    """What a draft prints in the place of a fact that is not there yet."""
    mark = f"【待补：{fact.name}】"
    if fact.columns:
        return [dict.fromkeys(fact.columns, mark)]
    return [mark] if fact.is_list else mark


def flatten(kind: str, facts: Mapping[str, Any], rule: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a letter as kept, with nested ones taken apart and dates, amounts and limits put in words."""
    found: dict[str, Any] = dict(facts)
    investigation: Mapping[str, Any] = facts.get("investigation") or {}
    contact: Mapping[str, Any] = facts.get("contact") or {}
    found["supervisors"] = [{"姓名": name, "证号": card} for name, card in investigation.get("supervisors", ())]
    found["investigated_from"] = day_words(investigation.get("opened_on"))
    found["investigated_to"] = day_words(investigation.get("closed_on"))
    found["consultation"] = _without_stop(facts.get("consultation") or investigation.get("consultation"))
    found["previous"] = [_previous(one) for one in facts.get("previous") or ()]
    found["matters"] = [_without_code(one) for one in facts.get("matters") or ()]
    found["evidence"] = [_evidence(one) for one in facts.get("evidence") or ()]
    found["rectify_on"] = day_words(facts.get("rectify_on"))
    found["reply_limit"] = limit_words(kind, rule)
    found["trigger"] = facts.get("trigger_words") or TRIGGERS.get(facts.get("trigger") or "")
    found["region_notes"] = _several(facts.get("region_notes"))
    for part in ("person", "phone", "address"):
        found[f"contact_{part}"] = contact.get(part)
    amount = _amount(facts.get("amount"))
    if amount is not None:
        found["amount"], found["amount_words"] = f"{amount:.2f}", in_words(amount)
    return found


def limit_words(kind: str, rule: Mapping[str, Any]) -> str:
    """How long the answer may take, and by what: a law, the union's own choice, or a basis still to be confirmed."""
    paper = PAPER.get(kind, "文书")
    if not rule or "missing" in rule:
        return f"自收到本{paper}之日起，在合理期限内"
    basis = str(rule.get("legal_basis") or "")
    length = f"自收到本{paper}的次日起{rule['length']}{UNITS.get(rule['unit'], rule['unit'])}内"
    if rule.get("statutory"):
        return f"根据{basis}，{length}"
    if rule.get("tag") == "D":
        # What the rule's own words add in brackets (工会自定 …) is said by the words that follow.
        named = basis.partition("（")[0]
        return f"{f'根据{named}，' if named else ''}{length}（本会自定期限）"
    return f"{length}（期限依据待核实{f'：{basis}' if basis else ''}）"


def day_words(value: Any) -> str | None:
    """2026年10月31日 of a date or its ISO text."""
    if not value:
        return None
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return f"{day.year}年{day.month}月{day.day}日"


def running_words(what: str, limit: date, on: date) -> str | None:
    """What is true of a limit that still runs on this day; None once the day has passed."""
    return f"{what}至{day_words(limit)}，截至{day_words(on)}尚未届满" if on <= limit else None


def unanswered(previous: Mapping[str, Any], on: date | None) -> str:
    """What a paper of this day says of an earlier letter without an answer; kept facts that name no day: it passed."""
    due = previous.get("reply_due")
    if not due:
        return "未予书面答复"
    running = running_words("答复期限", date.fromisoformat(due), on) if on is not None else None
    return running or f"至{day_words(due)}未予书面答复"


def _previous(item: Mapping[str, Any]) -> dict[str, str]:
    due, served, refused = (day_words(item.get(key)) for key in ("reply_due", "served_on", "refused_on"))
    label, number = str(item.get("label") or "文书"), item.get("number")
    told_on = item.get("told_on")
    answered = (
        "已书面答复"
        if item.get("reply") or item.get("replied_on")
        else unanswered(item, date.fromisoformat(told_on) if told_on else None)
    )
    named = f"{label}（{number}）" if number else label
    if served or not refused:
        said = f"{served}，本会送达{named}，{answered}" if served else f"本会发出{named}，{answered}"
    else:
        said = answered = f"{refused}，{named}被拒收"
    row = {"经过": said, "名称": label, "答复情况": answered}
    known = {"文号": number, "送达日期": served, "答复期限": due}
    return {**row, **{name: str(value) for name, value in known.items() if value}}


def _evidence(item: Any) -> str:
    if isinstance(item, Mapping):
        pages = item.get("pages")
        return f"{item.get('name') or item.get('label')}{f'（{pages}页）' if pages else ''}"
    return str(item)


def _without_code(matter: str) -> str:
    code, _, words = matter.partition(" ")
    return words if words and code[:1] == "M" and code[1:].isdigit() else matter


def _without_stop(text: Any) -> str | None:
    return str(text).rstrip("。") if text else None


def _several(value: Any) -> list[str]:
    if not value:
        return []
    return [value] if isinstance(value, str) else list(value)


def _amount(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        amount = Decimal(str(value))
        in_words(amount)
    except (InvalidOperation, ValueError):
        raise NotValid("涉及金额不是有效的金额（元，最多两位小数）。", fields={"amount": "格式不对"}) from None
    return amount
