"""消息提醒."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from cases.alert_reading import mark_read
from cases.views.desk import alerts
from foundation.clock import now
from foundation.database import reading
from foundation.work import begin
from web.render import page
from web.visitor import Here, check_csrf

router = APIRouter()
PAGE = 50


@router.get("/alerts")
def listed(here: Here, p: int = 1) -> Response:
    """Alerts to this person: unread ones about running rights first, those about closed cases last of the unread."""
    with reading(here.engine) as session:
        rows = alerts(
            session,
            here.actor.account_id,
            here.actor.role,
            unread_only=False,
            limit=PAGE + 1,
            offset=(max(p, 1) - 1) * PAGE,
        )
    return page("alerts.html", here, alerts=rows[:PAGE], p=max(p, 1), more=len(rows) > PAGE)


@router.post("/alerts/read")
def read(here: Here, csrf: Annotated[str, Form()] = "", alert_id: Annotated[UUID | None, Form()] = None) -> Response:
    """Mark one alert, or all of this person's, as read."""
    check_csrf(here, csrf)
    with begin(here.engine, by=here.actor, at=now()) as work:
        mark_read(work, alert_id)
    return RedirectResponse("/alerts", 303)
