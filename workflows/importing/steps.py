"""What each word of a published path means here: the acts that express it, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.importing import words
from workflows.importing.reading import PublishedCase


@dataclass(frozen=True)
class Goal:
    """One act wanted: the first of `acts` that the case can reach. `data` is its input.

    `inferred` marks what the source does not say itself. With `note_if` in the present state the step is
    already true and is kept as a note.
    """

    acts: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    inferred: bool = False
    note_if: tuple[str, ...] = ()
    note: str = ""


NOTES = {
    "rectification": "用人单位已整改（公开案例所载）",
    "collective_bargaining": "开展集体协商（公开案例所载）",
    "consult": "提供法律咨询（公开案例所载）",
}
UNNAMED = "（来源未载明）"
# Words that leave a record of their own without moving the case.
RECORDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "property_preservation": ("register_proceeding", {"kind": "preservation", "body": "人民法院"}),
    "injury_recognition": ("register_proceeding", {"kind": "injury_recognition", "body": "社会保险行政部门"}),
    "verification": (
        "record_contact_attempt",
        {"side": "employer", "who": UNNAMED, "way": "visit", "reached": True, "said": "工会调查核实（公开案例所载）"},
    ),
    "visit_callback": (
        "record_contact_attempt",
        {"side": "worker", "who": UNNAMED, "way": "visit", "reached": True, "said": "回访劳动者（公开案例所载）"},
    ),
}
GRANTED = (
    "appointing",
    "aiding",
    "mediating",
    "performing",
    "breached",
    "aid_result",
    "awaiting_acknowledgement",
    "handled_elsewhere",
    "result_received",
    "enforcing",
)
RESULT_WORDS = {
    "arbitration": ("arbitration", "劳动人事争议仲裁委员会", "仲裁办理完毕，结果见案情摘要"),
    "litigation": ("court", "人民法院", "诉讼办理完毕，结果见案情摘要"),
    "labour_order": ("labour_inspection", "劳动保障监察机构", "责令限期改正"),
    "judicial_confirmation": ("court", "人民法院", "调解协议经司法确认"),
    "prosecutor_support": ("procuratorate", "人民检察院", "检察机关支持起诉"),
}


def goals(case: PublishedCase, place: int, word: Any) -> list[Goal] | str:
    """The goals of one word of the path, or why it cannot be expressed."""
    if not isinstance(word, str) or not word:
        return "不是文字，无法表达"
    head, _, tail = word.partition(":")
    if head == "referral":
        return _refer(words.addressee(tail), tail) if tail else "referral 没有写明移送单位"
    if head == "letter":
        return [_letter(tail, case)] if tail else "letter 没有写明文书种类"
    if word in NOTES:
        return [Goal(("add_note",), {"note": NOTES[word]})]
    if word in RECORDS:
        act, data = RECORDS[word]
        return [Goal((act,), data)]
    if word in RESULT_WORDS:
        addressee, name, result = RESULT_WORDS[word]
        matter = "支持起诉" if word == "prosecutor_support" else ""
        return [*_refer(addressee, name, matter), *_result(result)]
    if word == "legal_aid":
        if case.case_type == "legal_aid":
            return [Goal(("grant_aid",), {}, note_if=GRANTED, note="提供法律援助（公开案例所载）")]
        return _refer("legal_aid_centre", "法律援助机构")
    simple = _simple(case, word)
    return [simple] if simple is not None else "词表中没有这个步骤"


def _simple(case: PublishedCase, word: str) -> Goal | None:
    if word in ("mediation", "joint_mediation"):
        note = "多部门联合调解（公开案例所载）" if word == "joint_mediation" else "再次调解（公开案例所载）"
        acts = ("invite_to_mediation", "resume_mediation", "return_to_mediation")
        return Goal(acts, note_if=("mediating",), note=note)
    if word == "agreement":
        amount = {"amount": str(case.agreed)} if case.agreed is not None else {}
        return Goal(("record_agreement",), {**amount, "terms": "协议内容见案情摘要"})
    if word in ("payment", "advance_payment"):
        return Goal(("confirm_payment",), {"is_advance": word == "advance_payment"})
    if word == "prosecutor_suggestion":
        data = {"kind": "other", "kind_label": "检察建议", "issuer": "人民检察院", "addressee": "（来源未载明）"}
        return Goal(("record_other_letter",), data)
    if word == "enforcement":
        return Goal(("start_enforcement",), {})
    if word == "accept":
        return Goal(("accept",), {})
    return None


def _refer(addressee: str, name: str, matter: str = "") -> list[Goal]:
    data = {"addressee": addressee, "addressee_name": name[:80], "matter": matter}
    return [Goal(("refer",), data), Goal(("send_referral",))]


def _result(result: str) -> list[Goal]:
    return [
        Goal(("acknowledge_referral",), {}, inferred=True),
        Goal(("record_referral_result",), {"result": result}, inferred=True),
    ]


def _letter(label: str, case: PublishedCase) -> Goal:
    issuer = f"{case.region or ''}工会"[-80:]
    data = {
        "kind": words.letter_kind(label),
        "kind_label": label[:40],
        "issuer": issuer,
        "addressee": "（来源未载明）",
        "note": "公开案例所载，外地文书，不占本会文号",
    }
    return Goal(("record_other_letter",), data)
