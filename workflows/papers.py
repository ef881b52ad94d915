"""The desk's papers of one case: read from the file, written as PDF or .docx."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cases.codes import CLAIM_KIND, MEETING_KIND, MEETING_SIDE, PAYMENT_WAY, SIGNING
from cases.views.agreements import agreements_of
from cases.views.case_file import CaseFile, case_file
from cases.views.evidence import evidence_of
from cases.views.meetings import one_meeting
from documents import desk_papers as papers
from documents.paper_files import paper_docx, paper_pdf
from documents.paper_text import PaperText
from foundation.clock import office_day
from foundation.errors import NotAllowed, NotFound
from foundation.settings import settings
from foundation.work import Actor
from workflows.attaching import may_open

WRITERS: Mapping[str, Callable[[PaperText], bytes]] = {"pdf": paper_pdf, "docx": paper_docx}
WORKERS = ("worker", "representative")
Compose = Callable[[Session, CaseFile, UUID, datetime, bool], PaperText]


def paper(
    session: Session,
    by: Actor,
    case_id: UUID,
    kind: str,
    subject_id: UUID,
    *,
    at: datetime,
    form: str,
    with_numbers: bool = False,
) -> bytes:
    """One paper as a file. Raises NotFound, and NotAllowed in a case whose people asked for confidence."""
    if kind not in KINDS or form not in WRITERS:
        raise NotFound("没有这种文书（可用 pdf、docx）。")
    file = case_file(session, case_id, at, at)
    if not may_open(by, file.case):
        raise NotAllowed("此案要求保密：文书只有承办人、主管和话务员可以打开。")
    return WRITERS[form](KINDS[kind](session, file, subject_id, at, with_numbers))


def _invitation(session: Session, file: CaseFile, meeting_id: UUID, at: datetime, _numbers: bool) -> PaperText:
    found = one_meeting(session, file.case.id, meeting_id)
    row = found.row
    facts = papers.Invitation(
        kind=MEETING_KIND[row.kind],
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        room=row.room,
        online_link=row.online_link,
        invited=[one.name for one in found.people],
        mediator=row.mediator_name,
        matter=file.case.title,
        case_number=file.case.number,
    )
    return papers.invitation(facts, settings().office_name, office_day(at))


def _minutes(session: Session, file: CaseFile, meeting_id: UUID, _at: datetime, _numbers: bool) -> PaperText:
    found = one_meeting(session, file.case.id, meeting_id)
    row = found.row
    if row.state != "held":
        raise NotFound("这次会议还没有登记笔录。")
    facts = papers.Minutes(
        kind=MEETING_KIND[row.kind],
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        where=found.where,
        mediator=row.mediator_name,
        recorder=row.recorded_by or "",
        people=[papers.Attendance(MEETING_SIDE[one.side], one.name, one.present, one.reason) for one in found.people],
        text=row.minutes or "",
        signing=SIGNING[row.signing],
        signing_note=row.signing_note,
        matter=file.case.title,
        case_number=file.case.number,
    )
    return papers.minutes(facts, settings().office_name)


def _agreement(session: Session, file: CaseFile, agreement_id: UUID, _at: datetime, numbers: bool) -> PaperText:
    found = agreements_of(session, file.case.id)
    one = next((one for one in found.shown if one.row.id == agreement_id), None) if found is not None else None
    if one is None:
        raise NotFound("没有这份协议，或您无权查看。")
    row = one.row
    facts = papers.AgreementFacts(
        case_number=file.case.number,
        matter=file.case.title,
        workers=[_side(party, numbers) for party in file.parties if party.role in WORKERS],
        employer=file.employer or "",
        head_count=file.case.head_count,
        amount=row.amount,
        items=[(CLAIM_KIND[item.kind], item.amount, item.note or "") for item in one.items],
        instalments=[papers.Due(part.seq, part.due_on, part.amount) for part in one.instalments],
        payment_way=PAYMENT_WAY[row.payment_way] if row.payment_way else None,
        terms=row.terms,
        breach_terms=row.breach_terms,
        effective_on=row.effective_on,
        signed_on=row.signed_on,
        mediator=row.mediator_name or "",
    )
    return papers.agreement(facts, settings().office_name)


def _side(party: Any, numbers: bool) -> papers.Side:
    return papers.Side(party.name, party.id_number if numbers else None)


def _evidence(session: Session, file: CaseFile, case_id: UUID, at: datetime, _numbers: bool) -> PaperText:
    if case_id != file.case.id:
        raise NotFound("没有这份清单。")
    lines = [
        papers.EvidenceLine(
            one.label,
            one.bringer_word,
            one.essential,
            one.state_word,
            f"{one.burden.says}（{one.burden.law}{'' if one.burden.tag == 'F' else '，待核实'}）" if one.burden else "",
        )
        for one in evidence_of(session, case_id).items
    ]
    claims = list(dict.fromkeys(CLAIM_KIND[claim.kind] for claim in file.claims))
    return papers.evidence_list(file.case.number, claims, lines, settings().office_name, office_day(at))


KINDS: Mapping[str, Compose] = {
    "invitation": _invitation,
    "minutes": _minutes,
    "agreement": _agreement,
    "evidence": _evidence,
}
