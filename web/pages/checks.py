"""核对: what the nightly checks found, all checks with their last run, and a button to run them now."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from cases.checks.run import every_check
from cases.views.check_findings import gone, last_runs, standing
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed
from people.roles import Role
from web.pages.forms import typed
from web.render import page
from web.visitor import Here, check_csrf
from workflows.flows.checks import checks

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
MAY_RUN = (Role.SUPERVISOR, Role.ADMIN)


@router.get("/checks")
def listed(here: Here) -> Response:
    """Tonight's findings and every check."""
    with reading(here.engine) as session:
        found, runs, over = standing(session), last_runs(session), gone(session)
    return page(
        "checks.html",
        here,
        found=found,
        gone=over,
        checks=every_check(),
        runs=runs,
        wrong={row.check_name for row in found if row.severity == "error"},
        may_run=here.actor.role in MAY_RUN,
    )


@router.post("/checks/run")
def run(here: Here, given: Typed) -> Response:
    """Run them now, as the night does."""
    check_csrf(here, given.get("csrf"))
    if here.actor.role not in MAY_RUN:
        raise NotAllowed("核对须由主管或管理员运行。")
    checks(here.engine, now())
    return RedirectResponse("/checks", 303)
