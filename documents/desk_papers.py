"""The words of the mediator's papers: invitation, minutes, agreement, list of evidence. Pure: facts in, paper out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from documents.amount_words import in_words
from documents.paper_text import Block, PaperText, day_words, moment_words, time_words


@dataclass(frozen=True)
class Side:
    """A party as a paper names it; the number of an identity card only where it was asked for."""

    name: str
    id_number: str | None = None


@dataclass(frozen=True)
class Invitation:
    """What an invitation says."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    room: str | None
    online_link: str | None
    invited: Sequence[str]
    mediator: str
    matter: str
    case_number: str


def invitation(facts: Invitation, issuer: str, issued_on: date) -> PaperText:
    """调解邀请通知书."""
    where = "".join(part for part in (facts.place, f"（{facts.room}）" if facts.room else "") if part)
    said = [f"时间：{moment_words(facts.starts_at)}至{time_words(facts.ends_at)}"]
    if where:
        said.append(f"地点：{where}")
    if facts.online_link:
        said.append(f"线上参加：{facts.online_link}")
    said += [f"方式：{facts.kind}", f"调解员：{facts.mediator}"]
    blocks = [
        Block("plain", f"{'、'.join(facts.invited) or '　　　　　'}："),
        Block("body", f"关于“{facts.matter}”一事，本会定于下列时间组织{facts.kind}，请准时参加。"),
        Block("body", "\n".join(said)),
        Block("body", "参加时请携带：身份证件；代理人参加的，携带授权委托书；与争议有关的证据材料。"),
        Block(
            "body",
            "调解坚持自愿原则。不能按时参加的，请提前与调解员联系；不愿意调解的，请告知本会，当事人可以依法申请仲裁。",
        ),
        Block("right", issuer),
        Block("right", day_words(issued_on)),
    ]
    return PaperText("调解邀请通知书", facts.case_number, tuple(blocks), issuer)


@dataclass(frozen=True)
class Attendance:
    """One person at a meeting."""

    side: str
    name: str
    present: bool | None
    reason: str | None


@dataclass(frozen=True)
class Minutes:
    """What minutes say."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    where: str
    mediator: str
    recorder: str
    people: Sequence[Attendance]
    text: str
    signing: str
    signing_note: str | None
    matter: str
    case_number: str


PRESENT = {True: "到场", False: "缺席", None: "—"}


def minutes(facts: Minutes, issuer: str) -> PaperText:
    """调解笔录."""
    rows = [("身份", "姓名（单位）", "到场", "说明")]
    rows += [(one.side, one.name, PRESENT[one.present], one.reason or "") for one in facts.people]
    there = [f"{one.side}（{one.name}）：" for one in facts.people if one.present]
    if len(there) % 2:
        there.append("")
    blocks = [
        Block("plain", f"事由：{facts.matter}"),
        Block("plain", f"时间：{moment_words(facts.starts_at)}至{time_words(facts.ends_at)}"),
        Block("plain", f"地点：{facts.where or '—'}"),
        Block("plain", f"方式：{facts.kind}　　调解员：{facts.mediator}　　记录人：{facts.recorder}"),
        Block("table", rows=tuple(rows)),
        Block("heading", "笔录"),
        Block("body", facts.text or "（没有记录）"),
        Block("body", "以上笔录已由到场人阅读（已向其宣读），确认无误。"),
        Block("plain", f"签字情况：{facts.signing}{'：' + facts.signing_note if facts.signing_note else ''}"),
    ]
    if there:
        blocks.append(Block("sign", rows=tuple(zip(there[::2], there[1::2], strict=True))))
    return PaperText("调解笔录", facts.case_number, tuple(blocks), issuer)


@dataclass(frozen=True)
class Due:
    """One promised payment."""

    seq: int
    due_on: date
    amount: Decimal | None


@dataclass(frozen=True)
class AgreementFacts:
    """What an agreement says."""

    case_number: str
    matter: str
    workers: Sequence[Side]
    employer: str
    head_count: int
    amount: Decimal | None
    items: Sequence[tuple[str, Decimal | None, str]]
    instalments: Sequence[Due]
    payment_way: str | None
    terms: str
    breach_terms: str | None
    effective_on: date
    signed_on: date | None
    mediator: str


NAMED = 10


def money(amount: Decimal | None) -> str:
    """54000.00元（人民币伍万肆仟元整）; 数额另行核定 where it is not known."""
    return "数额另行核定" if amount is None else f"{amount:.2f}元（{in_words(amount)}）"


def agreement(facts: AgreementFacts, issuer: str) -> PaperText:
    """调解协议书. Worker's and employer's copies are the same; a third stays in the file."""
    named = "、".join(one.name for one in facts.workers[:NAMED])
    many = f"等{facts.head_count}人（名册附后）" if facts.head_count > len(facts.workers[:NAMED]) else ""
    blocks = [Block("plain", f"甲方（劳动者）：{named or '　　　　'}{many}")]
    blocks += [
        Block("plain", f"　　{one.name}　身份证号：{one.id_number}") for one in facts.workers[:NAMED] if one.id_number
    ]
    blocks += [
        Block("plain", f"乙方（用人单位）：{facts.employer or '　　　　　　　　'}"),
        Block("body", f"双方因“{facts.matter}”发生争议，经{issuer}调解，自愿达成如下协议："),
    ]
    clauses = [f"乙方向甲方支付{money(facts.amount)}。"] if facts.amount is not None else []
    if facts.terms:
        clauses.append(facts.terms if facts.terms.endswith(("。", "！", "；")) else f"{facts.terms}。")
    blocks += [Block("body", f"{place}．{clause}") for place, clause in enumerate(clauses, 1)]
    if facts.items:
        rows = [("项目", "金额", "说明")]
        rows += [(kind, money(amount), note) for kind, amount, note in facts.items]
        blocks += [Block("body", "各项诉求的处理："), Block("table", rows=tuple(rows))]
    if facts.instalments:
        rows = [("期次", "应付日期", "金额")]
        rows += [(f"第{one.seq}期", day_words(one.due_on), money(one.amount)) for one in facts.instalments]
        blocks += [Block("body", "付款期限："), Block("table", rows=tuple(rows))]
    if facts.payment_way:
        blocks.append(Block("body", f"支付方式：{facts.payment_way}。"))
    if facts.breach_terms:
        blocks.append(Block("body", f"违约责任：{facts.breach_terms}"))
    blocks += [
        Block(
            "body",
            "本协议由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方具有约束力，双方应当履行。",
        ),
        Block(
            "body",
            "双方可以自协议生效之日起在法定期限内共同申请仲裁审查或者司法确认。乙方不履行的，甲方可以依法申请仲裁；"
            "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金达成的协议，可以依法申请支付令。",
        ),
        Block("body", "本协议一式三份，甲乙双方各一份，调解组织存档一份。"),
        Block(
            "sign",
            rows=(
                ("甲方（签名）：", "乙方（签名或盖章）："),
                (f"调解员（签名）：{'' if facts.signed_on is None else facts.mediator}", f"调解组织（盖章）：{issuer}"),
            ),
        ),
        Block("right", f"签订日期：{day_words(facts.signed_on)}"),
        Block("right", f"生效日期：{day_words(facts.effective_on)}"),
    ]
    return PaperText("调解协议书", facts.case_number, tuple(blocks), issuer)


@dataclass(frozen=True)
class EvidenceLine:
    """One thing on the list that the caller takes home."""

    label: str
    bringer: str
    essential: bool
    state: str
    burden: str


def evidence_list(
    case_number: str, claims: Sequence[str], lines: Sequence[EvidenceLine], issuer: str, on: date
) -> PaperText:
    """证据清单: one page for the caller, what to bring first."""
    rows = [("", "材料", "由谁提供", "现在")]
    rows += [("★" if one.essential else "", one.label, one.bringer, one.state) for one in lines]
    burdens = list(dict.fromkeys(one.burden for one in lines if one.burden))
    blocks = [
        Block("plain", f"诉求：{'、'.join(claims)}"),
        Block("table", rows=tuple(rows)),
        Block(
            "small",
            "★ 为必要材料。没有原件的，先拍照、截屏、录音保存；不要把唯一的原件交出去。"
            "聊天记录请保留在手机中，不要删除。",
        ),
    ]
    if burdens:
        blocks.append(Block("small", "举证责任：" + "；".join(burdens) + "。"))
    blocks.append(Block("right", f"{issuer}　{day_words(on)}"))
    return PaperText("证据材料清单", case_number, tuple(blocks), issuer)
