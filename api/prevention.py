"""Prevention for programs: campaigns with their progress, activities, leads. Acts come by themselves."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.prevention_activities import ActivityFilters, activities, totals
from cases.views.prevention_campaigns import campaigns
from cases.views.prevention_common import Page
from cases.views.prevention_leads import leads
from foundation.database import reading

router = APIRouter(tags=["预防"])
PageNumber = Annotated[int, Query(ge=1, description="第几页，每页 30 项")]


def _answer(found: Page, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    encoded: dict[str, Any] = jsonable_encoder({"total": found.total, "page": found.number, "items": items, **more})
    return encoded


@router.get("/campaigns", summary="专项行动及进度")
def listed_campaigns(calling: Calling, page: PageNumber = 1, state: str = "") -> dict[str, Any]:
    """各指标由登记计数，不是填报；目标与完成数并列。"""
    with reading(calling.engine) as session:
        found, files = campaigns(session, page, state)
    names = ("id", "name", "kind", "state", "starts_on", "ends_on", "owner_name", "rule", "rule_version")
    items = [
        {
            **{name: getattr(row, name) for name in names},
            "reached": files[row.id].values,
            "targets": {bar.indicator: bar.target for bar in files[row.id].bars},
        }
        for row in found.rows
    ]
    return _answer(found, items)


@router.get("/activities", summary="活动及合计")
def listed_activities(
    calling: Calling,
    page: PageNumber = 1,
    kind: str = "",
    district: str = "",
    campaign: str = "",
    state: str = "",
    since: str = "",
    until: str = "",
) -> dict[str, Any]:
    """合计只计已举办的；签到人不在其中。"""
    filters = ActivityFilters(kind, district, campaign, state, since, until)
    with reading(calling.engine) as session:
        found = activities(session, filters, page)
        sums = [dict(row._mapping) for row in totals(session, filters, "kind")]
    return _answer(found, [dict(row._mapping) for row in found.rows], totals=sums)


@router.get("/leads", summary="哨兵线索")
def listed_leads(
    calling: Calling, page: PageNumber = 1, state: str = "", risk: str = "", district: str = ""
) -> dict[str, Any]:
    """待核实的在前，红色在前。"""
    with reading(calling.engine) as session:
        found = leads(session, page, state=state, risk=risk, district=district)
    items = [{name: value for name, value in row._mapping.items() if name != "form_key"} for row in found.rows]
    return _answer(found, items)
