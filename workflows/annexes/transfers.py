"""移送函 with its list of materials and a slip to be sent back: of a referral, of a clue for the procuratorate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.codes import CLAIM_KIND
from cases.views.on_record import FileOnRecord, ReferralOnRecord
from workflows.annexes.declared import DAY_RULE, RULE, Facts, Paper, Subject, issuer, said, sentence
from workflows.annexes.of_file import EMPLOYER, matters_of, supervised
from workflows.outside_papers import referral_number
from workflows.referrals import missing_parts

BY_HAND = frozenset({"materials.pages", "materials.remarks"})


def groups_of(case: Any) -> str:
    """Whether migrant workers, new forms of work, or many people are concerned."""
    marks = (("is_migrant", "农民工"), ("is_new_form", "新就业形态劳动者"), ("is_collective", "群体性"))
    return "、".join(words for name, words in marks if getattr(case, name)) or "无"


def _referrals(record: ReferralOnRecord) -> Sequence[Subject]:
    # Every referral has the letter that heads its package; this form beside it speaks of labour-law supervision.
    if not supervised(record.whole):
        return []
    missing = missing_parts({"package": record.row.package, "matter": record.row.matter})
    why = f"材料尚缺：{'、'.join(missing)}；请办理“备齐移送材料”" if missing else None
    return [Subject(record.row.id, why_not=why)]


def _referral(record: ReferralOnRecord, _subject: UUID) -> Facts:
    row, case = record.row, record.case
    package = row.package or {}
    return {
        "number": referral_number(case.number, row.prepared_at),
        "addressee": row.addressee_name,
        "employer": case.employer,
        "cause": matters_of(record.whole) or CLAIM_KIND.get(case.category, case.category),
        "groups": groups_of(case),
        "contact": package.get("contact"),
        "facts": sentence(package.get("facts")),
        "request": sentence(row.matter),
        "materials": [{"name": one} for one in package.get("evidence", ())],
        "issuer": issuer(),
        "issued_on": said(row.sent_on) or DAY_RULE,
    }


def _clues(record: FileOnRecord) -> Sequence[Subject]:
    return [Subject(one.id, one.organ_name) for one in record.copies if one.action == "transfer"]


def _clue(record: FileOnRecord, subject_id: UUID) -> Facts:
    case = record.case
    row = next(one for one in record.copies if one.id == subject_id)
    # What was sent is what the record of the sending names; before that, what the file has.
    listed = [line for line in (row.note or "").splitlines() if line.strip()] if row.sent_on else _materials(record)
    return {
        "number": "＿＿＿〔＿＿＿＿〕＿＿号",
        "addressee": row.organ_name,
        "employer": case.employer,
        "cause": matters_of(record),
        "groups": groups_of(case),
        "contact": f"{case.handler or RULE}　电话：{RULE}",
        "facts": "\n".join(f"{one.facts.rstrip('。')}（{one.law_article}）。" for one in record.violations),
        "request": "请依法审查处理，并将结果书面告知本会。",
        "materials": [{"name": one} for one in listed],
        "issuer": issuer(),
        "issued_on": said(row.sent_on) or DAY_RULE,
    }


def _materials(record: FileOnRecord) -> list[str]:
    sent = [one for one in record.letters if one.number and (one.served_on or one.refused_on)]
    named = [f"{one.kind_label}（{one.number}）及{'送达回证' if one.served_on else '拒收记录'}" for one in sent]
    named += [f"用人单位对{one.kind_label}（{one.number}）的书面答复" for one in sent if one.replied_on]
    if record.inquiry is not None and record.inquiry.investigations:
        named.append("监督调查笔录和证据材料清单")
    return named + (["用人单位阻挠调查的记录及凭证"] if record.obstructions else [])


PAPERS = (
    Paper(
        "transfer_letter", "transfer_letter", "referral", "authority", _referrals, _referral, personal=True,
        title="移送函（附表：监督线索、材料清单和回执）", by_hand=BY_HAND, entered=EMPLOYER,
    ),
    Paper(
        "clue_transfer", "transfer_letter", "file", "authority", _clues, _clue, personal=True,
        title="移送函（向检察机关移送线索）", by_hand=BY_HAND,
        entered={
            **EMPLOYER, "facts": "“登记违法事实”", "cause": "“登记违法事实”",
            "materials": "“登记移送线索”的随附材料",
        },
    ),
)  # fmt: skip
