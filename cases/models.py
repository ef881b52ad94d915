"""Every table of the system, imported in one place for migrations."""

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.attachment import Attachment, FileView, StoredFile
from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.contact import Contact
from cases.employer import Employer
from cases.journal import JournalEntry
from cases.letter import Letter, LetterNumber
from cases.party import Party
from cases.prevention.activity import Activity, Attendee
from cases.prevention.campaign import Campaign, CampaignTag, CampaignTarget, Trace
from cases.prevention.check_up import CheckAnswer, CheckFinding, CheckUp
from cases.prevention.lead import Lead, Sentinel
from cases.prevention.meeting import JointMeeting, MeetingIssue
from cases.prevention.site import CollectiveContract, Site, SiteRating
from cases.referral import Referral
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease, Series
from people.account import Account, IdempotentAnswer, SignIn

__all__ = [
    "Account",
    "Activity",
    "Agreement",
    "Alert",
    "Attachment",
    "Attendee",
    "CalendarVersion",
    "Callback",
    "Campaign",
    "CampaignTag",
    "CampaignTarget",
    "Case",
    "CaseLink",
    "CheckAnswer",
    "CheckFinding",
    "CheckUp",
    "Claim",
    "ClockFact",
    "ClockLink",
    "ClockRequest",
    "ClockRow",
    "CollectiveContract",
    "Contact",
    "DeadlineRow",
    "Employer",
    "FileView",
    "IdempotentAnswer",
    "Instalment",
    "Investigation",
    "JobRun",
    "JointMeeting",
    "JournalEntry",
    "Lead",
    "Lease",
    "Letter",
    "LetterNumber",
    "MeetingIssue",
    "OutboxMessage",
    "Party",
    "Payment",
    "Referral",
    "Sentinel",
    "Series",
    "SignIn",
    "Site",
    "SiteRating",
    "StoredFile",
    "Timer",
    "Trace",
    "Violation",
]
