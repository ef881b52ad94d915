"""The people of a case: the first of the roster, the sums, and what is missing."""

from uuid import UUID

from sqlmodel import Session

from cases.views.roster import RosterFile, roster_card
from foundation.clock import now, office_day
from web.panels import Panel


def _card(session: Session, case_id: UUID) -> RosterFile:
    return roster_card(session, case_id, office_day(now()))


PANELS = (Panel("parties", "劳动者与诉求", "case/parties.html", "left", 100, desks=("roster",), load=_card),)
