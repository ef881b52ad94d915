"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.bulk import BulkItem, BulkJob
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.contact import Contact
from cases.employer import Employer
from cases.export_log import ExportLog
from cases.journal import JournalEntry
from cases.letter import Letter, LetterNumber
from cases.party import Party
from cases.referral import Referral
from cases.saved_view import SavedView
from cases.search_document import SearchCursor, SearchDocument
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "Agreement",
    "Alert",
    "BulkItem",
    "BulkJob",
    "CalendarVersion",
    "Callback",
    "Case",
    "CaseLink",
    "Claim",
    "ClockFact",
    "ClockLink",
    "ClockRequest",
    "ClockRow",
    "Contact",
    "DeadlineRow",
    "Employer",
    "ExportLog",
    "IdempotentAnswer",
    "Instalment",
    "Investigation",
    "JobRun",
    "JournalEntry",
    "Lease",
    "Letter",
    "LetterNumber",
    "OutboxMessage",
    "Party",
    "Payment",
    "Referral",
    "SavedView",
    "SearchCursor",
    "SearchDocument",
    "Series",
    "SignIn",
    "Timer",
    "Violation",
]
