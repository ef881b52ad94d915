"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.chart_migration import ChartMigration, ChartMigrationCase
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.contact import Contact
from cases.employer import Employer
from cases.journal import JournalEntry
from cases.letter import Letter, LetterNumber
from cases.party import Party
from cases.referral import Referral
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "Agreement",
    "Alert",
    "CalendarVersion",
    "Callback",
    "Case",
    "CaseLink",
    "ChartMigration",
    "ChartMigrationCase",
    "Claim",
    "ClockFact",
    "ClockLink",
    "ClockRequest",
    "ClockRow",
    "Contact",
    "DeadlineRow",
    "Employer",
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
    "Series",
    "SignIn",
    "Timer",
    "Violation",
]
