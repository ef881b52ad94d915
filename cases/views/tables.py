"""The tables that views read."""

import sqlalchemy as sa

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.alarm import Alarm, AlarmReport
from cases.archive import ArchiveItem, ArchiveLoan, ArchiveVolume
from cases.attachment import Attachment, FileView, StoredFile
from cases.bulk import BulkItem, BulkJob
from cases.case import Case
from cases.check_finding import CheckFinding, CheckRun
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from cases.closing import CallbackDecision, QualityCheck, UnreasonableDemand
from cases.confirmation import AgreementItem, Confirmation
from cases.contact import Contact
from cases.contact_attempt import ContactAttempt
from cases.dispatch import Dispatch
from cases.employer import Employer, EmployerAlias, EmployerEntry, EmployerKey, EmployerMerge
from cases.evidence import EvidenceItem
from cases.export_log import ExportLog
from cases.interest import AccountInterest
from cases.investigation import (
    Consultation,
    InvestigationChange,
    InvestigationEvidence,
    InvestigationLetter,
    InvestigationNotice,
    InvestigationRecord,
)
from cases.journal import JournalEntry
from cases.legal_aid import AidFile, AidHours, AidSubsidy, Lawyer
from cases.letter import Letter, LetterNumber
from cases.letter_copy import LetterCopy
from cases.letter_steps import LetterItem, LetterReply, LetterService
from cases.letter_template import LetterTemplateVersion
from cases.linkage_organ import LinkageOrgan
from cases.meeting import Meeting, MeetingPerson
from cases.obstruction import Obstruction
from cases.paper_look import PaperLook
from cases.party import Party, PartyMerge
from cases.payment_share import PaymentShare
from cases.proceeding import Advance, Hearing, Proceeding
from cases.project import Project, ProjectCompany, ProjectKey
from cases.referral import Referral, ReferralEvent
from cases.reply_link import ReplyLink
from cases.saved_view import SavedView
from cases.seal import Seal, SealUse
from cases.search_document import SearchCursor, SearchDocument
from cases.supervision import SupervisionClue
from cases.supervisor import Supervisor, SupervisorInterest, SupervisorTerm
from cases.ticket import Ticket
from people.account import Account
from people.unit import Unit


def _table(model: object) -> sa.Table:
    found: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return found


account, agreement, alert = _table(Account), _table(Agreement), _table(Alert)
callback, case, claim = _table(Callback), _table(Case), _table(Claim)
clock_request, clock_link, case_link = _table(ClockRequest), _table(ClockLink), _table(CaseLink)
clock, clock_fact, contact = _table(ClockRow), _table(ClockFact), _table(Contact)
deadline, employer, instalment = _table(DeadlineRow), _table(Employer), _table(Instalment)
investigation, journal, letter = _table(Investigation), _table(JournalEntry), _table(Letter)
party, payment, referral, violation = _table(Party), _table(Payment), _table(Referral), _table(Violation)
dispatch, ticket, unit = _table(Dispatch), _table(Ticket), _table(Unit)
referral_event, lawyer = _table(ReferralEvent), _table(Lawyer)
aid_file, aid_hours, aid_subsidy = _table(AidFile), _table(AidHours), _table(AidSubsidy)
proceeding, hearing, advance = _table(Proceeding), _table(Hearing), _table(Advance)
callback_decision, quality_check = _table(CallbackDecision), _table(QualityCheck)
unreasonable_demand = _table(UnreasonableDemand)
archive_volume, archive_item, archive_loan = _table(ArchiveVolume), _table(ArchiveItem), _table(ArchiveLoan)
alarm, alarm_report = _table(Alarm), _table(AlarmReport)
check_finding, check_run = _table(CheckFinding), _table(CheckRun)
attachment, file_view, stored_file = _table(Attachment), _table(FileView), _table(StoredFile)
paper_look = _table(PaperLook)
agreement_item, confirmation, contact_attempt = _table(AgreementItem), _table(Confirmation), _table(ContactAttempt)
evidence_item, meeting, meeting_person = _table(EvidenceItem), _table(Meeting), _table(MeetingPerson)
dispatch, ticket, unit = _table(Dispatch), _table(Ticket), _table(Unit)
employer_alias, employer_key, employer_merge = _table(EmployerAlias), _table(EmployerKey), _table(EmployerMerge)
employer_entry, party_merge, payment_share = _table(EmployerEntry), _table(PartyMerge), _table(PaymentShare)
project, project_company, project_key = _table(Project), _table(ProjectCompany), _table(ProjectKey)
account_interest = _table(AccountInterest)
bulk_job, bulk_item, export_log = _table(BulkJob), _table(BulkItem), _table(ExportLog)
saved_view, search_cursor, search_document = _table(SavedView), _table(SearchCursor), _table(SearchDocument)
letter_item, letter_service, letter_reply = _table(LetterItem), _table(LetterService), _table(LetterReply)
letter_number, supervision_clue = _table(LetterNumber), _table(SupervisionClue)
supervisor, supervisor_term = _table(Supervisor), _table(SupervisorTerm)
supervisor_interest, consultation = _table(SupervisorInterest), _table(Consultation)
investigation_letter, investigation_notice = _table(InvestigationLetter), _table(InvestigationNotice)
investigation_record, investigation_evidence = _table(InvestigationRecord), _table(InvestigationEvidence)
investigation_change = _table(InvestigationChange)
seal, seal_use, reply_link = _table(Seal), _table(SealUse), _table(ReplyLink)
letter_copy, obstruction = _table(LetterCopy), _table(Obstruction)
letter_template_version = _table(LetterTemplateVersion)
linkage_organ = _table(LinkageOrgan)
