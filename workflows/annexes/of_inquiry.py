"""The papers of an investigation: letter, record, list of evidence, record of talks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.inquiry_codes import CONSULTATION_RESULT, EVIDENCE_COPY
from cases.views.investigations import InvestigationShown
from cases.views.on_record import FileOnRecord
from workflows.annexes.declared import RULE, Facts, Paper, Subject, certified, issuer, moment, said


def _all(record: FileOnRecord, part: str) -> list[tuple[InvestigationShown, Any]]:
    shown = record.inquiry.investigations if record.inquiry is not None else ()
    return [(inquiry, row) for inquiry in shown for row in getattr(inquiry, part)]


def _letters(record: FileOnRecord) -> Sequence[Subject]:
    return [Subject(row.id, row.number) for _, row in _all(record, "letters")]


def _letter(record: FileOnRecord, subject_id: UUID) -> Facts:
    row = next(row for _, row in _all(record, "letters") if row.id == subject_id)
    return {
        "number": row.number,
        "employer": row.addressee,
        "investigators": certified([(name, certificate) for name, certificate in row.supervisors]),
        "matter": row.matters,
        "scope": row.scope,
        "valid_until": f"{said(row.issued_on)}至{said(row.valid_until)}",
        "issuer": issuer(),
        "issued_on": said(row.issued_on),
    }


def _records(record: FileOnRecord) -> Sequence[Subject]:
    written = [row for _, row in _all(record, "records") if row.talk]
    return [Subject(row.id, f"第{row.seq}份，{row.person_role}") for row in written]


def _record(record: FileOnRecord, subject_id: UUID) -> Facts:
    row = next(row for _, row in _all(record, "records") if row.id == subject_id)
    two = [(row.first_supervisor, row.first_certificate), (row.second_supervisor, row.second_certificate)]
    return {
        "time": moment(row.asked_at),
        "place": row.place,
        "interviewee": row.person,
        "role": row.person_role,
        "employer": record.case.employer,
        "investigators": certified(two),
        "shown": "已出示监督员证" if row.certificates_shown else None,
        "recorder": row.recorded_by,
        "told": "已告知调查的目的、内容、要求、方法和权利" if row.told_rights else None,
        "questions": [{"question": question, "answer": answer} for question, answer in row.talk],
        "refusal": row.refusal_reason or ("无" if row.signed else None),
    }


def _lists(record: FileOnRecord) -> Sequence[Subject]:
    shown = record.inquiry.investigations if record.inquiry is not None else ()
    none = "调查还没有登记证据；请办理“登记调查证据”"
    return [
        Subject(one.row.id, f"{one.row.opened_on} 起的调查", None if one.evidence else none)
        for one in shown
        if one.evidence or one.row.closed_at is None
    ]


def _list(record: FileOnRecord, subject_id: UUID) -> Facts:
    found = [row for inquiry, row in _all(record, "evidence") if inquiry.row.id == subject_id]
    return {
        "number": record.case.number,
        "employer": record.case.employer,
        "listed_on": said(max(row.taken_on for row in found)),
        "items": [
            {"name": f"{row.name}（{EVIDENCE_COPY[row.form]}）", "pages": f"{row.pages}页", "source": row.source}
            for row in found
        ],
    }


def _held(record: FileOnRecord) -> Sequence[Any]:
    return [one for one in record.inquiry.consultations if one.held_on] if record.inquiry is not None else []


def _talks(record: FileOnRecord) -> Sequence[Subject]:
    return [Subject(one.id, str(one.held_on)) for one in _held(record)]


def _talk(record: FileOnRecord, subject_id: UUID) -> Facts:
    row = next(one for one in _held(record) if one.id == subject_id)
    return {
        "number": record.case.number,
        "held_at": said(row.held_on),
        "place": row.place or RULE,
        "parties": row.parties,
        "claims": row.claims,
        "course": row.outcome,
        "result": CONSULTATION_RESULT[row.result],
    }


CLUE_EMPLOYER = {"employer": "“补充案情”的用人单位"}
PAPERS = (
    Paper("investigation_letter", "investigation_letter", "file", "employer", _letters, _letter, personal=True),
    Paper(
        "interview_record", "interview_record", "file", "asked", _records, _record, personal=True,
        by_hand=frozenset({"shown", "told", "reading", "refusal"}), entered=CLUE_EMPLOYER,
    ),
    Paper(
        "evidence_list", "evidence_list", "file", "house", _lists, _list, personal=True,
        by_hand=frozenset({"items.signed"}), entered=CLUE_EMPLOYER,
    ),
    Paper(
        "consultation_record", "consultation_record", "file", "house", _talks, _talk, personal=True,
        by_hand=frozenset({"course"}),
    ),
)  # fmt: skip
