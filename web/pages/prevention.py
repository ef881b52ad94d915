"""预防: the overview, with counts and what is late."""

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.prevention_check_ups import overdue_findings
from cases.views.prevention_meetings import issues
from cases.views.prevention_overview import overview
from foundation.clock import now, office_day
from foundation.database import reading
from web.pages.prevention_common import show
from web.visitor import Here

router = APIRouter()


@router.get("/prevention")
def home(here: Here) -> Response:
    """Tiles and lists of what is past its day."""
    day = office_day(now())
    with reading(here.engine) as session:
        counts = overview(session, day)
        late_findings = overdue_findings(session, day)
        late_issues = issues(session, 1, day, state="overdue").rows
    return show(
        "prevention.html", here, counts=counts, late_findings=late_findings, late_issues=late_issues, year=day.year
    )
