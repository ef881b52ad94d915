"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.archive import ArchiveItem, ArchiveLoan, ArchiveVolume
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.closing import CallbackDecision, QualityCheck, UnreasonableDemand
from cases.contact import Contact
from cases.employer import Employer
from cases.journal import JournalEntry
from cases.legal_aid import AidFile, AidHours, AidSubsidy, Lawyer
from cases.letter import Letter, LetterNumber
from cases.party import Party
from cases.proceeding import Advance, Hearing, Proceeding
from cases.referral import Referral, ReferralEvent
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "Advance",
    "Agreement",
    "AidFile",
    "AidHours",
    "AidSubsidy",
    "Alert",
    "ArchiveItem",
    "ArchiveLoan",
    "ArchiveVolume",
    "CalendarVersion",
    "Callback",
    "CallbackDecision",
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
    "OutboxMessage",
    "Party",
    "Payment",
    "Proceeding",
    "QualityCheck",
    "Referral",
    "ReferralEvent",
    "Series",
    "SignIn",
    "Timer",
    "UnreasonableDemand",
    "Violation",
]
