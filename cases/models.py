"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.alarm import Alarm, AlarmReport
from cases.attachment import Attachment, FileView, StoredFile
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.check_finding import CheckFinding, CheckRun
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.confirmation import AgreementItem, Confirmation
from cases.contact import Contact
from cases.contact_attempt import ContactAttempt
from cases.employer import Employer
from cases.evidence import EvidenceItem
from cases.journal import JournalEntry
from cases.letter import Letter, LetterNumber
from cases.meeting import Meeting, MeetingPerson
from cases.party import Party
from cases.referral import Referral
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "Agreement",
    "AgreementItem",
    "Alarm",
    "AlarmReport",
    "Alert",
    "Attachment",
    "CalendarVersion",
    "Callback",
    "Case",
    "CaseLink",
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
    "Employer",
    "EvidenceItem",
    "FileView",
    "IdempotentAnswer",
    "Instalment",
    "Investigation",
    "JobRun",
    "JournalEntry",
    "Lease",
    "Letter",
    "LetterNumber",
    "Meeting",
    "MeetingPerson",
    "OutboxMessage",
    "Party",
    "Payment",
    "Referral",
    "Series",
    "SignIn",
    "StoredFile",
    "Timer",
    "Violation",
]
