"""The papers of an investigation filled in from its records: letter, record, list of evidence, record of talks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cases.inquiry_codes import CONSULTATION_RESULT, EVIDENCE_COPY
from cases.views.case_file import CaseFile, case_file
from cases.views.investigations import InquiryShown, InvestigationShown, inquiry_of
from cases.views.secrecy import check_people
from foundation.clock import OFFICE
from foundation.errors import NotFound
from foundation.settings import settings
from foundation.work import Actor

FORMATS = ("pdf", "docx")


def inquiry_paper(
    session: Session, by: Actor, case_id: UUID, kind: str, subject_id: UUID, *, at: datetime, form: str
) -> bytes:
    """One paper as it stands on file. Raises NotFound, NotAllowed, NotValid naming what is missing."""
    # Printing is rare and its libraries are heavy.
    from documents.annex_files import annex_file

    if form not in FORMATS or kind not in FACTS:
        raise NotFound("没有这种文书或者格式。")
    file = case_file(session, case_id, at, at)
    check_people(file.case, by)
    found = inquiry_of(session, case_id)
    if found is None:
        raise NotFound("本案没有监督调查。")
    facts = FACTS[kind](file, found, subject_id)
    return annex_file(kind, facts, form, issuer=settings().office_name)


def _one(found: InquiryShown, part: str, subject_id: UUID) -> tuple[InvestigationShown, Any]:
    for inquiry in found.investigations:
        for row in getattr(inquiry, part):
            if row.id == subject_id:
                return inquiry, row
    raise NotFound("没有这份记录。")


def _people(row: Any) -> str:
    pairs = ((row.first_supervisor, row.first_certificate), (row.second_supervisor, row.second_certificate))
    return "、".join(f"{name}（证号{certificate}）" for name, certificate in pairs)


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _letter(_file: CaseFile, found: InquiryShown, subject_id: UUID) -> Mapping[str, Any]:
    _, row = _one(found, "letters", subject_id)
    return {
        "number": row.number,
        "employer": row.addressee,
        "investigators": "、".join(f"{name}（证号{certificate}）" for name, certificate in row.supervisors),
        "matter": row.matters,
        "scope": row.scope,
        "valid_until": f"{_day(row.issued_on)}至{_day(row.valid_until)}",
        "issuer": settings().office_name,
        "issued_on": _day(row.issued_on),
    }


def _record(file: CaseFile, found: InquiryShown, subject_id: UUID) -> Mapping[str, Any]:
    _, row = _one(found, "records", subject_id)
    asked = row.asked_at.astimezone(OFFICE)
    return {
        "time": f"{_day(asked)}{asked.hour}时{asked.minute}分",
        "place": row.place,
        "interviewee": row.person,
        "role": row.person_role,
        "employer": file.employer,
        "investigators": _people(row),
        "shown": "已出示监督员证" if row.certificates_shown else None,
        "recorder": row.recorded_by,
        "told": "已告知调查的目的、内容、要求、方法和权利" if row.told_rights else None,
        "questions": [{"question": question, "answer": answer} for question, answer in row.talk],
        "refusal": row.refusal_reason,
    }


def _evidence(file: CaseFile, found: InquiryShown, subject_id: UUID) -> Mapping[str, Any]:
    inquiry = next((one for one in found.investigations if one.row.id == subject_id), None)
    if inquiry is None:
        raise NotFound("没有这次调查。")
    return {
        "number": file.case.number,
        "employer": file.employer,
        "listed_on": _day(max((row.taken_on for row in inquiry.evidence), default=inquiry.row.opened_on)),
        "items": [
            {"name": f"{row.name}（{EVIDENCE_COPY[row.form]}）", "pages": f"{row.pages}页", "source": row.source}
            for row in inquiry.evidence
        ],
    }


def _talk(file: CaseFile, found: InquiryShown, subject_id: UUID) -> Mapping[str, Any]:
    row = next((one for one in found.consultations if one.id == subject_id and one.held_on), None)
    if row is None:
        raise NotFound("没有这次协商。")
    return {
        "number": file.case.number,
        "held_at": _day(row.held_on),
        "place": row.place,
        "parties": row.parties,
        "claims": row.claims,
        "course": row.outcome,
        "result": CONSULTATION_RESULT[row.result],
    }


FACTS = {
    "investigation_letter": _letter,
    "interview_record": _record,
    "evidence_list": _evidence,
    "consultation_record": _talk,
}
