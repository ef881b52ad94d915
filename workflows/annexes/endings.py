"""结案报告 (昆明19（五）): the course from the clue to the result, of a file and of a letter with those before it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.codes import (
    ASSESSMENT,
    CLUE_SOURCE,
    DISPOSAL,
    LETTER_STATE,
    OUTCOME,
    RECTIFICATION,
    REFERRAL_STATE,
    SERVICE_WAY,
    word,
)
from cases.inquiry_codes import CONSULTATION_RESULT, INQUIRY_FINDING
from cases.obstruction import OBSTRUCTION
from cases.views.on_record import FileOnRecord, LetterOnRecord
from workflows.annexes.declared import Facts, Paper, Subject, said, scale
from workflows.annexes.of_file import EMPLOYER, declined, supervised

NOT_YET = "提请结案以后才有；请先办理“提请结案”"
NOT_CLOSED = "文书办结以后才有；请先办理“文书办结”"


def _of_file(record: FileOnRecord) -> Sequence[Subject]:
    if not supervised(record) or declined(record):
        return []
    case = record.case
    return [Subject(case.id, why_not=None if case.settled_at or case.closed_at else NOT_YET)]


def _file_report(record: FileOnRecord, _subject: UUID) -> Facts:
    case = record.case
    ended = f"{word(OUTCOME, case.outcome)}。{case.outcome_note or ''}" if case.outcome is not None else None
    results = [ended, *(_result(one) for one in record.letters)]
    return {
        **_common(record, record.letters),
        "result": "\n".join(one for one in results if one),
        "closed_on": said(case.closed_at or case.settled_at),
        "archiving": f"已归档，{said(case.archived_at)}" if case.archived_at else None,
    }


def _of_letter(record: LetterOnRecord) -> Sequence[Subject]:
    letter = record.letter
    if record.case is None or letter.state in ("recorded", "withdrawn", "void", "handed_up"):
        return []
    return [Subject(letter.id, why_not=None if letter.closing_report else NOT_CLOSED)]


def _letter_report(record: LetterOnRecord, _subject: UUID) -> Facts:
    letter = record.letter
    filed = f"批准归档，归档号{letter.archive_number}，{said(letter.archived_at)}" if letter.archive_number else None
    return {
        **_common(record.whole, record.chain),
        "result": "\n".join(one for one in (_result(letter), letter.closing_report) if one),
        "closed_on": said(letter.closed_at),
        "archiving": filed,
    }


def _common(record: FileOnRecord, letters: Sequence[Any]) -> dict[str, Any]:
    case = record.case
    paid = f"，确认到账{case.paid:.2f}元" if case.paid is not None else ""
    sent = [one for one in letters if one.number]
    return {
        "number": case.number,
        "employer": case.employer,
        "letters": "；".join(f"{one.kind_label} {one.number}" for one in sent) or "没有发出文书",
        "course": "\n".join(_course(record, letters)),
        "scale": f"{scale(case.head_count, case.claimed)}{paid}",
        "lessons": None,
    }


def _course(record: FileOnRecord, letters: Sequence[Any]) -> list[str]:
    """One line for each step; talks, and who came with it, are said by their results only."""
    case = record.case
    came = f"登记线索（{CLUE_SOURCE[record.clue.source]}）" if record.clue is not None else "受理登记"
    accepted = f"，{said(case.accepted_at)}受理" if case.accepted_at else ""
    lines = [f"{said(case.opened_at)}{came}{accepted}。"]
    if record.inquiry is not None:
        lines += [_investigated(one.row) for one in record.inquiry.investigations]
        held = [one for one in record.inquiry.consultations if one.held_on]
        lines += [f"{said(one.held_on)}组织协商，{CONSULTATION_RESULT[one.result]}。" for one in held]
    lines += [f"{said(one.happened_on)}用人单位{OBSTRUCTION[one.kind]}。" for one in record.obstructions]
    lines += [_letter(one) for one in letters if one.number]
    lines += [_referred(one) for one in record.referrals if one.sent_on]
    return lines


def _investigated(row: Any) -> str:
    end = f"，{said(row.closed_at)}办结" if row.closed_at else "，尚未办结"
    finding = f"，结论：{INQUIRY_FINDING[row.finding]}" if row.finding else ""
    return f"{said(row.opened_on)}起由监督员{row.first_supervisor}、{row.second_supervisor}调查{end}{finding}。"


def _letter(row: Any) -> str:
    """The life of one letter in one sentence."""
    parts = [f"{said(row.issued_on)}发出{row.kind_label}（{row.number}）"]
    if row.refused_on:
        parts.append(f"{said(row.refused_on)}被拒收")
    if row.served_on:
        parts.append(f"{said(row.served_on)}{SERVICE_WAY.get(row.served_how, '送达')}")
    if row.published_on:
        parts.append(f"{said(row.published_on)}公开发布")
    if row.replied_on:
        late = "" if row.replied_on_time is None else "（按期）" if row.replied_on_time else "（逾期）"
        parts.append(f"{said(row.replied_on)}用人单位答复{late}")
    elif row.reply_due and row.kind != "recommendation":
        parts.append(f"答复期限至{said(row.reply_due)}，没有答复")
    if row.assessed_as:
        parts.append(f"答复评估：{word(ASSESSMENT, row.assessed_as)}")
    if row.verified_on:
        parts.append(f"{said(row.verified_on)}复查，{word(RECTIFICATION, row.rectification)}")
    if row.filed_on:
        parts.append(f"{said(row.filed_on)}主管部门立案")
    if row.disposed_on:
        parts.append(f"{said(row.disposed_on)}主管部门处理：{word(DISPOSAL, row.disposal)}")
    if row.fed_back_on:
        parts.append(f"{said(row.fed_back_on)}主管部门反馈")
    return f"{'；'.join(parts)}。"


def _referred(row: Any) -> str:
    result = f"：{row.result.rstrip('。')}" if row.result else ""
    return f"{said(row.sent_on)}移送{row.addressee_name}，{REFERRAL_STATE[row.state]}{result}。"


def _result(row: Any) -> str | None:
    """What came of a letter: put right, disposed of by the authority, or where it stands."""
    if not row.number:
        return None
    found = RECTIFICATION.get(row.rectification or "") or DISPOSAL.get(row.disposal or "") or LETTER_STATE[row.state]
    return f"{row.kind_label}（{row.number}）：{found}。"


BY_HAND = frozenset({"lessons", "archiving"})
PAPERS = (
    Paper(
        "closing_report", "closing_report", "file", "house", _of_file, _file_report, personal=True,
        by_hand=BY_HAND, entered={**EMPLOYER, "result": "“提请结案”的结案方式"},
    ),
    Paper(
        "letter_closing_report", "closing_report", "letter", "house", _of_letter, _letter_report, personal=True,
        by_hand=BY_HAND, entered=EMPLOYER,
    ),
)  # fmt: skip
