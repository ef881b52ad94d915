"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.contact import Contact
from cases.employer import Employer, EmployerAlias, EmployerEntry, EmployerKey, EmployerMerge, EmployerMove
from cases.interest import AccountInterest
from cases.journal import JournalEntry
from cases.letter import Letter, LetterNumber
from cases.party import Party, PartyMerge
from cases.payment_share import PaymentShare
from cases.project import Project, ProjectCompany, ProjectKey
from cases.referral import Referral
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "AccountInterest",
    "Agreement",
    "Alert",
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
    "EmployerAlias",
    "EmployerEntry",
    "EmployerKey",
    "EmployerMerge",
    "EmployerMove",
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
    "PartyMerge",
    "Payment",
    "PaymentShare",
    "Project",
    "ProjectCompany",
    "ProjectKey",
    "Referral",
    "Series",
    "SignIn",
    "Timer",
    "Violation",
]
