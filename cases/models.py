"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.alarm import Alarm, AlarmReport
from cases.archive import ArchiveItem, ArchiveLoan, ArchiveVolume
from cases.attachment import Attachment, FileView, StoredFile
from cases.bulk import BulkItem, BulkJob
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.chart_migration import ChartMigration, ChartMigrationCase
from cases.check_finding import CheckFinding, CheckRun
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.closing import CallbackDecision, QualityCheck, UnreasonableDemand
from cases.confirmation import AgreementItem, Confirmation
from cases.contact import Contact
from cases.contact_attempt import ContactAttempt
from cases.dispatch import Dispatch
from cases.employer import Employer, EmployerAlias, EmployerEntry, EmployerKey, EmployerMerge, EmployerMove
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
from cases.prevention.activity import Activity, Attendee
from cases.prevention.campaign import Campaign, CampaignTag, CampaignTarget, Trace
from cases.prevention.check_up import CheckAnswer, CheckUp, CheckUpFinding
from cases.prevention.lead import Lead, Sentinel
from cases.prevention.meeting import JointMeeting, MeetingIssue
from cases.prevention.site import CollectiveContract, Site, SiteRating
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
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn
from people.unit import Unit

__all__ = [
    "Account",
    "AccountInterest",
    "Activity",
    "Advance",
    "Agreement",
    "AgreementItem",
    "AidFile",
    "AidHours",
    "AidSubsidy",
    "Alarm",
    "AlarmReport",
    "Alert",
    "ArchiveItem",
    "ArchiveLoan",
    "ArchiveVolume",
    "Attachment",
    "Attendee",
    "BulkItem",
    "BulkJob",
    "CalendarVersion",
    "Callback",
    "CallbackDecision",
    "Campaign",
    "CampaignTag",
    "CampaignTarget",
    "Case",
    "CaseLink",
    "ChartMigration",
    "ChartMigrationCase",
    "CheckAnswer",
    "CheckFinding",
    "CheckRun",
    "CheckUp",
    "CheckUpFinding",
    "Claim",
    "ClockFact",
    "ClockLink",
    "ClockRequest",
    "ClockRow",
    "CollectiveContract",
    "Confirmation",
    "Consultation",
    "Contact",
    "ContactAttempt",
    "DeadlineRow",
    "Dispatch",
    "Employer",
    "EmployerAlias",
    "EmployerEntry",
    "EmployerKey",
    "EmployerMerge",
    "EmployerMove",
    "EvidenceItem",
    "ExportLog",
    "FileView",
    "Hearing",
    "IdempotentAnswer",
    "Instalment",
    "Investigation",
    "InvestigationChange",
    "InvestigationEvidence",
    "InvestigationLetter",
    "InvestigationNotice",
    "InvestigationRecord",
    "JobRun",
    "JointMeeting",
    "JournalEntry",
    "Lawyer",
    "Lead",
    "Lease",
    "Letter",
    "LetterCopy",
    "LetterItem",
    "LetterNumber",
    "LetterReply",
    "LetterService",
    "LetterTemplateVersion",
    "LinkageOrgan",
    "Meeting",
    "MeetingIssue",
    "MeetingPerson",
    "Obstruction",
    "OutboxMessage",
    "PaperLook",
    "Party",
    "PartyMerge",
    "Payment",
    "PaymentShare",
    "Proceeding",
    "Project",
    "ProjectCompany",
    "ProjectKey",
    "QualityCheck",
    "Referral",
    "ReferralEvent",
    "ReplyLink",
    "SavedView",
    "Seal",
    "SealUse",
    "SearchCursor",
    "SearchDocument",
    "Sentinel",
    "Series",
    "SignIn",
    "Site",
    "SiteRating",
    "StoredFile",
    "SupervisionClue",
    "Supervisor",
    "SupervisorInterest",
    "SupervisorTerm",
    "Ticket",
    "Timer",
    "Trace",
    "Unit",
    "UnreasonableDemand",
    "Violation",
]
