"""The tables that views read."""

import sqlalchemy as sa

from cases.agreement import Agreement, Callback, Instalment, Payment
from cases.bulk import BulkItem, BulkJob
from cases.case import Case
from cases.claim import Claim, Investigation, Violation
from cases.clock_request import CaseLink, ClockLink, ClockRequest
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from cases.contact import Contact
from cases.employer import Employer
from cases.export_log import ExportLog
from cases.journal import JournalEntry
from cases.letter import Letter
from cases.party import Party
from cases.referral import Referral
from cases.saved_view import SavedView
from cases.search_document import SearchCursor, SearchDocument
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
bulk_job, bulk_item, export_log = _table(BulkJob), _table(BulkItem), _table(ExportLog)
saved_view, search_cursor, search_document = _table(SavedView), _table(SearchCursor), _table(SearchDocument)
