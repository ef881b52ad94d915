"""The words of a letter 一函两书, composed from facts by the template in force; both writers take only this."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents import letter_facts, letter_templates
from documents.letter_value import TITLES, LetterText, chinese_number
from foundation.errors import NotValid

__all__ = ["TITLES", "LetterText", "chinese_number", "compose", "missing_facts", "preview_template", "receipt_rows"]

SAMPLE_RULE: Mapping[str, Any] = {
    "length": 15,
    "unit": "work_day",
    "tag": "D",
    "statutory": False,
    "legal_basis": "本会监督规程（工会自定）",
}


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
    template: str | None = None,
    seal: bytes | None = None,
) -> LetterText:
    """Write the letter.

    A letter with a number must have every fact that its kind and its template need: NotValid names what is missing.
    A draft marks each gap 【待补：…】 and lists it in `missing`. Without addressee, findings or demands there is
    nothing to write at all.
    """
    values = _values(kind, facts, issuer, number, addressee, issued_on, reply_rule)
    if not addressee.strip():
        raise NotValid("文书没有主送单位。", fields={"addressee": "必填"})
    for name in ("问题清单", "要求清单"):
        if not values[name]:
            fact = letter_facts.BY_NAME[name]
            raise NotValid(f"文书没有{fact.meaning}。", fields={fact.key: "必填"})
    gaps = letter_facts.missing(kind, values)
    if gaps and number is not None:
        named = "、".join(fact.name for fact in gaps)
        raise NotValid(f"{TITLES[kind]}缺少：{named}。", fields={fact.key: "必填" for fact in gaps})
    for fact in gaps:
        values[fact.name] = letter_facts.marked(fact)
    text = letter_templates.template_text(kind) if template is None else template
    filled = letter_templates.fill(text, values, name=f"{TITLES[kind]}模板")
    return LetterText(
        issuer=issuer,
        title=filled.title,
        number=number,
        addressee=addressee.strip(),
        paragraphs=filled.paragraphs,
        attachments=filled.attachments,
        issued_on=issued_on,
        receipt=() if kind == "public_notice" else receipt_rows(TITLES[kind], number, issuer, addressee),
        kind=kind,
        copies=tuple(values["抄送"]),
        missing=tuple(fact.name for fact in gaps),
        seal=seal,
    )


def missing_facts(
    kind: str,
    facts: Mapping[str, Any],
    *,
    issuer: str,
    addressee: str,
    reply_rule: Mapping[str, Any],
) -> dict[str, str]:
    """What must still be entered before this letter can be signed: the name in Chinese by key."""
    values = _values(kind, facts, issuer, None, addressee, None, reply_rule)
    return {fact.key: fact.name for fact in letter_facts.missing(kind, values)}


def preview_template(kind: str, text: str, *, required_only: bool = False) -> LetterText:
    """The letter that a template makes of the sample facts, or of those that every letter of this kind has.

    Raises NotValid with the fact and the line.
    """
    letter_templates.check_template(kind, text)
    values = letter_facts.sample_values(kind, required_only=required_only)
    filled = letter_templates.fill(text, values, name=f"{TITLES[kind]}模板")
    issuer, addressee = values["发文机关"], values.get("提示对象", values["主送"])
    return LetterText(
        issuer=issuer,
        title=filled.title,
        number=None,
        addressee=addressee,
        paragraphs=filled.paragraphs,
        attachments=filled.attachments,
        issued_on=None,
        receipt=() if kind == "public_notice" else receipt_rows(TITLES[kind], None, issuer, addressee),
        kind=kind,
        copies=tuple(values["抄送"]),
    )


def _values(
    kind: str,
    facts: Mapping[str, Any],
    issuer: str,
    number: str | None,
    addressee: str,
    issued_on: date | None,
    reply_rule: Mapping[str, Any],
) -> dict[str, Any]:
    if kind not in TITLES:
        raise NotValid(f"没有“{kind}”这种文书的模板；可用：{'、'.join(TITLES)}。")
    known = letter_facts.flatten(kind, facts, reply_rule)
    known.update(issuer=issuer, number=number, addressee=addressee, issued_on=letter_facts.day_words(issued_on))
    if kind == "public_notice":
        known["audience"] = known.get("audience") or addressee
    return letter_facts.values_by_name(kind, known)


def receipt_rows(title: str, number: str | None, issuer: str, addressee: str) -> tuple[tuple[str, str], ...]:
    """The slip 送达回证 that goes with the letter and comes back signed; its rows are those of the annex."""
    return (
        ("文书名称", title),
        ("文号", number or "（草稿，未编号）"),
        ("送达单位", issuer),
        ("受送达人", addressee),
        ("送达时间", "　　　年　　月　　日　　时　　分"),
        ("送达地点", ""),
        ("送达方式", "直接□　邮寄□　留置□　电子□"),
        ("收件人签名或者盖章", ""),
        ("与受送达人关系", ""),
        ("见证人", ""),
        ("送达人", ""),
        ("拒收事由和日期", ""),
        ("备注（邮寄单号等）", ""),
    )
