"""统计: the figures of a month; every number leads to its cases."""

from fastapi import APIRouter
from fastapi.responses import Response

from foundation.clock import now, office_day
from foundation.database import reading
from foundation.settings import settings
from reports.monthly import BROKEN_DOWN, GROUP_TITLES, monthly
from reports.monthly_files import as_report, as_workbook
from reports.period import Month
from web.render import page
from web.visitor import Here

router = APIRouter()


@router.get("/figures")
def show(here: Here, month: str = "") -> Response:
    """The page of a month; without one the month that has ended."""
    wanted = month or str(Month(office_day(now()).year, office_day(now()).month).back(1))
    with reading(here.engine) as session:
        found = monthly(session, wanted)
    return page("figures.html", here, found=found, titles=GROUP_TITLES, codes_shown=BROKEN_DOWN)


@router.get("/figures/{month}.{form}")
def download(here: Here, month: str, form: str) -> Response:
    """The same as .xlsx or .pdf."""
    from documents.report_pdf import report_pdf

    issuer = settings().office_name
    with reading(here.engine) as session:
        found = monthly(session, month)
    if form == "xlsx":
        content = as_workbook(found, issuer)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        content = report_pdf(as_report(found, issuer, office_day(now())))
        media = "application/pdf"
    name = f"monthly-{found.month}.{'xlsx' if form == 'xlsx' else 'pdf'}"
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
