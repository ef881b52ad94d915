"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.alarm import Alarm, AlarmReport
from cases.archive import ArchiveItem, ArchiveLoan, ArchiveVolume
from cases.attachment import Attachment, FileView, StoredFile
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
from cases.interest import AccountInterest
from cases.journal import JournalEntry
from cases.legal_aid import AidFile, AidHours, AidSubsidy, Lawyer
from cases.letter import Letter, LetterNumber
from cases.meeting import Meeting, MeetingPerson
from cases.party import Party, PartyMerge
from cases.payment_share import PaymentShare
from cases.proceeding import Advance, Hearing, Proceeding
from cases.project import Project, ProjectCompany, ProjectKey
from cases.referral import Referral, ReferralEvent
from cases.ticket import Ticket
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn
from people.unit import Unit

__all__ = [
    "Account",
    "AccountInterest",
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
    "CalendarVersion",
    "Callback",
    "CallbackDecision",
    "Case",
    "CaseLink",
    "ChartMigration",
    "ChartMigrationCase",
    "CheckFinding",
    "CheckRun",
    "Claim",
    "ClockFact",
    "ClockLink",
    "ClockRequest",
    "ClockRow",
    "Confirmation",
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
    "FileView",
    "Hearing",
    "IdempotentAnswer",
    "Instalment",
    "Investigation",
    "JobRun",
    "JournalEntry",
    "Lawyer",
    "Lease",
    "Letter",
    "LetterNumber",
    "Meeting",
    "MeetingPerson",
    "OutboxMessage",
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
    "Series",
    "SignIn",
    "StoredFile",
    "Ticket",
    "Timer",
    "Unit",
    "UnreasonableDemand",
    "Violation",
]
