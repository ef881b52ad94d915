"""The tables that views read."""

import sqlalchemy as sa

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.attachment import Attachment, FileView, StoredFile
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from cases.contact import Contact
from cases.employer import Employer
from cases.journal import JournalEntry
from cases.letter import Letter
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
attachment, file_view, stored_file = _table(Attachment), _table(FileView), _table(StoredFile)
