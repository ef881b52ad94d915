"""登记立案: everything an operator asks while talking; what it may repeat is shown meanwhile and stops nobody."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from cases.check_digits import tidy
from cases.views.contacts import SECRET, contact_file
from cases.views.radar import Asked, Seen
from cases.views.radar import look as look_around
from cases.views.reach import narrowed
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotValid
from foundation.work import begin
from web.fields import read_values
from web.pages.forms import act_page, fields_for, typed
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.forms import read_form
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
FRESH = {"case_type": "wage_arrears", "channel": "hotline_12351", "head_count": "1", "claims.0.kind": "wages"}


@router.get("/cases/new")
def show(here: Here, contact: UUID | None = None) -> Response:
    """The form, filled from the call where there was one."""
    act = find_act("open_case")
    check_role(act, here.actor)
    given = dict(FRESH)
    if contact is not None:
        with reading(here.engine) as session:
            call = contact_file(session, contact, here.actor)
        given |= {
            "contact_id": str(contact),
            "channel": call["channel"],
            "worker_name": call["caller_name"] or "" if call["caller_name"] != SECRET else "",
            "phone": call["phone"] or "",
            "narrative": call["content"] if call["content"] != SECRET else "",
        }
    return act_page(here, act, target="/cases/new", back="/", given=given, errors={})


@router.post("/cases/new")
def save(here: Here, given: Typed) -> Response:
    """Save; or show what is wrong, with everything still typed. What it may repeat stands on the new case's page."""
    act = find_act("open_case")
    check_role(act, here.actor)
    check_csrf(here, given.get("csrf"))
    data = read_values(fields_for(here, act), given)
    try:
        form = read_form(act.form, data)
    except NotValid as wrong:
        return act_page(
            here, act, target="/cases/new", back="/", given=given, errors=wrong.fields, message=wrong.detail, status=422
        )
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act.name, None, form)
    except NotValid as wrong:
        return act_page(
            here, act, target="/cases/new", back="/", given=given, errors=wrong.fields, message=wrong.detail, status=422
        )
    return RedirectResponse(f"/cases/{done.case_id}?done=open-case", 303)


@router.post("/cases/repeats")
def look(here: Here, given: Typed) -> Response:
    """Live: what the number or employer is known from. By POST, so that no number stands in an address."""
    check_csrf(here, given.get("csrf"))
    return page("repeats.html", here, repeats=_seen(here, given))


def _seen(here: Visitor, given: dict[str, str]) -> Seen:
    workers = [name for name in given if name.startswith("workers.")]
    asked = Asked(
        phones=_typed(given, "phone", [name for name in workers if name.endswith(".phone")]),
        id_numbers=[tidy(one) for one in _typed(given, "id_number", [n for n in workers if n.endswith(".id_number")])],
        employer=given.get("employer_name", "").strip(),
        project=given.get("project", "").strip(),
    )
    with reading(here.engine) as session:
        seen = look_around(session, asked, now())
        return replace(seen, hints=narrowed(session.connection(), here.actor, seen.hints, lambda hint: hint.case_id))


def _typed(given: dict[str, str], first: str, more: list[str]) -> list[str]:
    return [text for name in (first, *more) if (text := given.get(name, "").strip())]
