"""The papers of one letter: issue sheet, slip of service, answer, check of the correction, request to the superior."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cases.codes import ITEM_ADMITTED, ITEM_RESULT, RECTIFICATION, SERVICE_OUTCOME, SERVICE_WAY, word
from cases.letter_life import OVER
from cases.views.copied_to import COPIES
from cases.views.on_record import LetterOnRecord
from cases.views.supervisors import certificate_of
from documents.letter_facts import day_words, limit_words, unanswered
from documents.letter_value import TITLES
from foundation.clock import office_day
from workflows.annexes.declared import DAY_RULE, RULE, Facts, Paper, Subject, certified, said, sentence
from workflows.charts.guards import MAY_RECOMMEND

NOT_NUMBERED = "编号以后才有；请先办理“编号”"
NOT_ANSWERED = "未逐项答复"


def _own(letter: Any) -> bool:
    return letter.state != "recorded" and letter.kind in TITLES


def _to_employer(letter: Any) -> bool:
    return _own(letter) and letter.kind in ("notice", "opinion")


def _once(letter: Any, there: bool, why_not: str) -> Sequence[Subject]:
    """One paper of the letter; of a letter that is over only what came before its end."""
    if there:
        return [Subject(letter.id)]
    return [] if letter.state in OVER else [Subject(letter.id, why_not=why_not)]


def _sheets(record: LetterOnRecord) -> Sequence[Subject]:
    return [Subject(record.letter.id)] if _own(record.letter) else []


def _sheet(record: LetterOnRecord, _subject: UUID) -> Facts:
    letter, seals = record.letter, record.seals
    copies = letter.facts.get("copies") or _told(record)
    title = f"（{letter.signed_title}）" if letter.signed_title else ""
    signed = _opinion(record, "sign_letter", "同意签发", letter.signed_by, letter.signed_at, title)
    reviewed = _opinion(record, "review_letter", "审核通过", letter.reviewed_by, letter.reviewed_at)
    # Sent back before returns cleared it: the word of that time is not the word on what it says now.
    reviewed = None if letter.state in ("draft", "review") else reviewed
    return {
        "title": f"{TITLES[letter.kind]}\n起草理由：{letter.cause}",
        "addressee": letter.addressee,
        "copies": "、".join(copies),
        "drafted_by": f"{letter.drafted_by}\n{said(letter.drafted_at)}",
        "reviewed_by": reviewed,
        "cosigned_by": None,
        "signed_by": signed,
        "number": letter.number,
        "count": f"{sum(one.copies for one in seals)}份" if seals else None,
        "sealed": f"{'、'.join(one.seal or '实体章' for one in seals) or '实体章'}　{letter.sealed_by}"
        if letter.sealed_at
        else None,
        "sealed_on": said(letter.sealed_at),
    }


def _told(record: LetterOnRecord) -> list[str]:
    """The organs that get a copy by the linkage rules; known once the letter has come to its addressee."""
    rows = record.whole.copies if record.case is not None else ()
    return [one.organ_name for one in rows if one.letter_id == record.letter.id and one.action in COPIES]


def _opinion(record: LetterOnRecord, act: str, usual: str, by: str | None, at: Any, title: str = "") -> str | None:
    """What was written beside the decision, or the word of the decision itself; with who and when."""
    if by is None:
        return None
    entry = record.whole.entry(act, record.letter.kind_label, at) if record.case is not None else None
    words = entry.detail.get("opinion") if entry is not None else None
    return f"{words or usual}\n{by}{title}\n{said(at)}"


def _slips(record: LetterOnRecord) -> Sequence[Subject]:
    letter, tries = record.letter, record.file.services
    if not _own(letter) or letter.kind == "public_notice":
        return []
    found = [Subject(row.id, f"第{row.seq}次：{SERVICE_OUTCOME[row.outcome]}") for row in tries]
    if letter.served_on is None and letter.state not in OVER:
        found.append(Subject(letter.id, "送达时填写", None if letter.number else NOT_NUMBERED))
    return found


def _slip(record: LetterOnRecord, subject_id: UUID) -> Facts:
    letter = record.letter
    facts: dict[str, Any] = {
        "title": TITLES[letter.kind],
        "number": letter.number,
        "sender": letter.issuer,
        "addressee": letter.addressee,
        "way": SERVICE_WAY.get(letter.dispatched_how or ""),
    }
    row = next((one for one in record.file.services if one.id == subject_id), None)
    if row is None:
        return facts
    day = said(row.tried_on)
    missed = f"未能送达：{row.reason}" if row.outcome == "undelivered" else None
    proof = [f"凭证：{row.proof}" if row.proof else None, f"同意电子送达：{row.consent}" if row.consent else None]
    facts |= {
        # The hour is nobody's record: it is written on the slip.
        "served_at": f"{day}＿＿时＿＿分" if row.outcome == "served" else "未送达",
        "place": row.place,
        "way": SERVICE_WAY[row.how],
        "receiver": row.receiver,
        "relation": row.relation,
        "witness": row.witness,
        "servers": "、".join(one for one in (row.first_server, row.second_server) if one),
        "refusal": f"{row.reason}（{day}）" if row.outcome == "refused" else "无",
        "remarks": "\n".join(one for one in (missed, *proof) if one) or "无",
    }
    return facts


def _forms(record: LetterOnRecord) -> Sequence[Subject]:
    if not _to_employer(record.letter):
        return []
    return _once(record.letter, bool(record.letter.number), NOT_NUMBERED)


def _asked(record: LetterOnRecord) -> dict[str, Any]:
    letter = record.letter
    return {
        "sender": letter.issuer,
        "number": letter.number,
        "employer": letter.addressee,
        "received_on": said(letter.served_on),
        "due_on": said(letter.reply_due) or limit_words(letter.kind, letter.rule_snapshot),
    }


def _form(record: LetterOnRecord, _subject: UUID) -> Facts:
    return {**_asked(record), "items": [{"finding": _question(one)} for one in record.file.items]}


def _question(item: Any) -> str:
    return f"{item.finding}\n要求：{item.demand}"


def _answers(record: LetterOnRecord) -> Sequence[Subject]:
    if not _to_employer(record.letter):
        return []
    none = "用人单位还没有答复；收到后办理“登记答复”"
    return _once(record.letter, record.letter.replied_on is not None, none)


def _answer(record: LetterOnRecord, _subject: UUID) -> Facts:
    objecting = [one for one in record.file.replies if one.stance in ("objects", "refuses", "partly")]
    items = [
        {
            "finding": _question(one),
            "admitted": ITEM_ADMITTED.get(one.admitted or "", NOT_ANSWERED),
            "measures": one.measure or NOT_ANSWERED,
            "owner": one.person or NOT_ANSWERED,
            "due": said(one.due_on) or NOT_ANSWERED,
            "evidence": one.evidence or NOT_ANSWERED,
        }
        for one in record.file.items
    ]
    last = record.file.replies[-1]
    person = f"（{last.answered_by}{last.answered_title or ''}）" if last.answered_by else ""
    objection = objecting[-1].text if objecting else "无"
    reply = f"{said(last.replied_on)}书面答复{person}：{'见异议理由' if last.text == objection else last.text}"
    return {**_asked(record), "items": items, "objection": objection, "reply": reply}


def _checks(record: LetterOnRecord) -> Sequence[Subject]:
    if not _to_employer(record.letter):
        return []
    checked = any(one.result for one in record.file.items)
    return _once(record.letter, checked, "还没有复查；请办理“复查整改”")


def _check(record: LetterOnRecord, _subject: UUID) -> Facts:
    letter, items = record.letter, record.file.items
    first = next(one for one in items if one.result)
    day = first.checked_on
    two = (first.first_checker, first.second_checker)
    pairs = [(name, certificate_of(record.connection, name, day)) for name in two]
    return {
        "number": letter.number,
        "checked_on": said(day),
        "employer": letter.addressee,
        "supervisors": certified(pairs),
        "items": [
            {
                "finding": _question(one),
                "result": word(ITEM_RESULT, one.result),
                "evidence": one.evidence or "—",
                "remarks": one.check_note or "—",
            }
            for one in items
        ],
        "conclusion": word(RECTIFICATION, letter.rectification),
    }


def _requests(record: LetterOnRecord) -> Sequence[Subject]:
    letter = record.letter
    if letter.kind != "recommendation" or letter.issuer_level in MAY_RECOMMEND:
        return []
    early = "本会无权发出建议书；请先办理“提请上级发函”"
    return _once(letter, letter.state == "handed_up", early)


def _request(record: LetterOnRecord, _subject: UUID) -> Facts:
    letter, facts = record.letter, record.letter.facts
    entry = record.whole.entry("ask_superior", letter.kind_label, letter.closed_at)
    asked = entry.detail if entry is not None else {}
    findings = "；".join(one.rstrip("。；") for one in facts.get("findings", ()))
    return {
        # The number and the telephone are the union's own and nobody records them.
        "number": "＿＿＿〔＿＿＿＿〕＿＿号",
        "superior": asked.get("superior"),
        "employer": facts.get("employer"),
        "facts": f"{findings}。违反的规定：{'、'.join(facts.get('legal_basis', ()))}。",
        "previous": sentence(
            "；".join(_came(one, office_day(letter.closed_at)) for one in facts.get("previous", ()))
            or "此前没有送达或者被拒收的文书"
        ),
        "reason": sentence(asked.get("reason")),
        "issuer": letter.issuer,
        "issued_on": said(letter.closed_at),
        "contact": f"{record.file.handler or letter.drafted_by}　电话：{RULE}",
        "materials": [{"name": one} for one in facts.get("materials", ())],
    }


def _came(previous: Any, on: date) -> str:
    days = {name: day_words(previous.get(name)) for name in ("served_on", "refused_on", "replied_on")}
    named = f"{previous['label']}（{previous['number'] or RULE}）"
    if days["refused_on"] and not days["served_on"]:
        return f"{named}于{days['refused_on']}被拒收"
    answer = f"于{days['replied_on']}答复" if days["replied_on"] else unanswered(previous, on)
    return f"{named}于{days['served_on'] or DAY_RULE}送达，{answer}"


PAPERS = (
    Paper(
        "issue_sheet", "issue_sheet", "letter", "house", _sheets, _sheet, personal=True,
        by_hand=frozenset(
            {"copies", "reviewed_by", "cosigned_by", "signed_by", "number", "count", "sealed", "sealed_on"}
        ),
    ),
    Paper(
        "service_receipt", "service_receipt", "letter", "employer", _slips, _slip,
        by_hand=frozenset(
            {"served_at", "place", "way", "receiver", "relation", "witness", "servers", "refusal", "remarks"}
        ),
    ),
    Paper(
        "reply_form", "reply_form", "letter", "employer", _forms, _form, title="答复表（空白，随函附送）",
        by_hand=frozenset(
            {"received_on", "objection", "reply", "items.admitted", "items.measures", "items.owner", "items.due",
             "items.evidence"}
        ),
    ),
    Paper("reply_answers", "reply_form", "letter", "house", _answers, _answer, title="答复表（已登记的答复）",
        by_hand=frozenset({"received_on"}),
    ),
    Paper("recheck_record", "recheck_record", "letter", "employer", _checks, _check),
    Paper(
        "request_superior", "request_superior", "letter", "superior", _requests, _request,
        by_hand=frozenset({"materials.pages", "materials.remarks"}), entered={"materials": "“修改文书”的移交材料清单"},
    ),
)  # fmt: skip
