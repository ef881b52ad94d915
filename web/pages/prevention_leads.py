"""哨兵与线索: the queue of leads, one lead, the sentinels and their links."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.prevention_leads import lead, leads, sentinel, sentinels
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.settings import settings
from web.pages.prevention_common import offered, pager, show
from web.places import after
from web.visitor import Here
from workflows.prevention.leads import link_token

router = APIRouter()
for name in ("register_lead", "verify_lead", "reject_lead", "merge_lead"):
    after(name, "/prevention/leads/{lead_id}")
for name in ("add_sentinel", "issue_lead_link", "revoke_lead_link", "switch_sentinel"):
    after(name, "/prevention/sentinels/{sentinel_id}")
ON_LEAD = {
    "new": ("open_case_from_lead", "verify_lead", "merge_lead", "reject_lead"),
    "verified": ("open_case_from_lead", "merge_lead", "reject_lead"),
}


@router.get("/prevention/leads")
def listed(here: Here, p: int = 1, state: str = "", risk: str = "", district: str = "") -> Response:
    """Leads: what waits first."""
    with reading(here.engine) as session:
        found = leads(session, p, state=state, risk=risk, district=district)
    return show(
        "prevention_leads.html",
        here,
        found=found,
        state=state,
        risk=risk,
        district=district,
        offered=offered(here, "register_lead"),
        pager=pager(found, "/prevention/leads", f"state={state}&risk={risk}&district={district}"),
    )


@router.get("/prevention/leads/{lead_id}")
def one(here: Here, lead_id: UUID) -> Response:
    """One lead and what may be done with it."""
    with reading(here.engine) as session:
        row, done = lead(session, lead_id)
    names = ON_LEAD.get(row.state, ())
    return show("prevention_lead.html", here, row=row, traces=done, offered=offered(here, *names))


@router.get("/prevention/sentinels")
def volunteers(here: Here, p: int = 1, district: str = "") -> Response:
    """All sentinels."""
    with reading(here.engine) as session:
        found = sentinels(session, p, district=district)
    return show(
        "prevention_sentinels.html",
        here,
        found=found,
        district=district,
        day=office_day(now()),
        offered=offered(here, "add_sentinel"),
        pager=pager(found, "/prevention/sentinels", f"district={district}"),
    )


@router.get("/prevention/sentinels/{sentinel_id}")
def volunteer(here: Here, sentinel_id: UUID) -> Response:
    """One sentinel; the link is shown to those who may hand it out."""
    with reading(here.engine) as session:
        row, own, done = sentinel(session, sentinel_id)
    acts = offered(here, "issue_lead_link", "revoke_lead_link", "switch_sentinel")
    token = link_token(row) if acts else None
    live = token is not None and row.link_until >= office_day(now())
    names = [act for act in acts if act.name != "revoke_lead_link" or token is not None]
    return show(
        "prevention_sentinel.html",
        here,
        row=row,
        leads=own,
        traces=done,
        offered=[act for act in names if act.name != "issue_lead_link" or row.active],
        link=f"{settings().origin}/lead/{token}" if live else None,
        path=f"/lead/{token}" if live else None,
    )
