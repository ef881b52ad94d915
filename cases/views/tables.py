"""The tables that views read."""

import sqlalchemy as sa

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.alarm import Alarm, AlarmReport
from cases.attachment import Attachment, FileView, StoredFile
from cases.case import Case
from cases.check_finding import CheckFinding, CheckRun
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from cases.confirmation import AgreementItem, Confirmation
from cases.contact import Contact
from cases.contact_attempt import ContactAttempt
from cases.employer import Employer
from cases.evidence import EvidenceItem
from cases.journal import JournalEntry
from cases.letter import Letter
from cases.meeting import Meeting, MeetingPerson
from cases.party import Party
from cases.referral import Referral
from people.account import Account


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
alarm, alarm_report = _table(Alarm), _table(AlarmReport)
check_finding, check_run = _table(CheckFinding), _table(CheckRun)
attachment, file_view, stored_file = _table(Attachment), _table(FileView), _table(StoredFile)
agreement_item, confirmation, contact_attempt = _table(AgreementItem), _table(Confirmation), _table(ContactAttempt)
evidence_item, meeting, meeting_person = _table(EvidenceItem), _table(Meeting), _table(MeetingPerson)
