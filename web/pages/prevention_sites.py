"""服务站点 and 集体合同: lists, one of each, counts."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.prevention_sites import contract, contracts, site, sites, sites_by_district
from foundation.database import reading
from reports.period import Month
from web.pages.prevention_common import filled_form, offered, pager, show
from web.places import after
from web.visitor import Here

router = APIRouter()
for name in ("add_site", "edit_site", "rate_site", "close_site"):
    after(name, "/prevention/sites/{site_id}")
for name in ("record_collective_contract", "file_collective_contract", "end_collective_contract"):
    after(name, "/prevention/contracts/{contract_id}")
EDITED = ("name", "kind", "district", "address", "manager", "open_hours", "services")


@router.get("/prevention/sites")
def listed(here: Here, p: int = 1, kind: str = "", district: str = "", still: str = "") -> Response:
    """A page of sites, and how many stand in each district."""
    with reading(here.engine) as session:
        found = sites(session, p, kind=kind, district=district, still=still)
        counted = sites_by_district(session)
    table: dict[str, dict[str, int]] = {}
    for row in counted:
        table.setdefault(row.district, {})[row.kind] = row.sites
    return show(
        "prevention_sites.html",
        here,
        found=found,
        kind=kind,
        district=district,
        still=still,
        table=table,
        offered=offered(here, "add_site"),
        pager=pager(found, "/prevention/sites", f"kind={kind}&district={district}&still={still}"),
    )


@router.get("/prevention/sites/{site_id}")
def one(here: Here, site_id: UUID) -> Response:
    """One site with its ratings."""
    with reading(here.engine) as session:
        row, ratings, done = site(session, site_id)
    return show(
        "prevention_site.html",
        here,
        row=row,
        ratings=ratings,
        traces=done,
        offered=offered(here, *(("rate_site", "close_site") if row.active else ())),
        may_edit=bool(offered(here, "edit_site")),
    )


@router.get("/prevention/sites/{site_id}/edit")
def edit(here: Here, site_id: UUID) -> Response:
    """Its form as it stands; the phone number is shown to nobody and stays unless a new one is typed."""
    with reading(here.engine) as session:
        row, _, _ = site(session, site_id)
    values = {"site_id": site_id, **{name: getattr(row, name) for name in EDITED}}
    return filled_form(here, "edit_site", f"/prevention/sites/{site_id}", values, row.name)


@router.get("/prevention/contracts")
def list_contracts(
    here: Here, p: int = 1, kind: str = "", district: str = "", since: str = "", until: str = "", month: str = ""
) -> Response:
    """A page of collective contracts with their totals; a figure of the monthly report leads here by its month."""
    if month:
        asked = Month.read(month)
        since, until = asked.first.isoformat(), asked.last.isoformat()
    with reading(here.engine) as session:
        found, sums = contracts(session, p, kind=kind, district=district, since=since, until=until)
    return show(
        "prevention_contracts.html",
        here,
        found=found,
        sums=sums,
        kind=kind,
        district=district,
        since=since,
        until=until,
        offered=offered(here, "record_collective_contract"),
        pager=pager(found, "/prevention/contracts", f"kind={kind}&district={district}&since={since}&until={until}"),
    )


@router.get("/prevention/contracts/{contract_id}")
def one_contract(here: Here, contract_id: UUID) -> Response:
    """One collective contract."""
    with reading(here.engine) as session:
        row, done = contract(session, contract_id)
    names = [] if row.ended_why else ["end_collective_contract"]
    if row.filed_on is None and not row.ended_why:
        names.insert(0, "file_collective_contract")
    return show("prevention_contract.html", here, row=row, traces=done, offered=offered(here, *names))
