"""工单: received from the province, sent down to units; whose result is owed; the result sheet."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from cases.views.tickets import list_tickets, one_ticket, raw_ticket, same_number, tickets_below
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.work import begin
from people.roles import Role
from web.fields import read_values, rows_shown, starting_values
from web.pages.forms import fields_for, typed
from web.places import after
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.perform import check_role, find_act, perform
from workflows.ticket_results import readiness

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
LOOKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.LEADER, Role.MEDIATOR})
WORKS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
after("register_ticket", "/tickets/{ticket_id}")
after("paste_tickets", "/tickets?taken={taken}&left={left}")
after("take_up_ticket", "/contacts/{contact_id}")
after("send_ticket_down", "/tickets/{ticket_id}")
after("record_ticket_result", "/tickets/{ticket_id}")
after("send_ticket_result", "/tickets/{ticket_id}")


def _only(here: Visitor) -> None:
    if here.actor.role not in LOOKS:
        raise NotFound("没有这个页面。")


@router.get("/tickets")
def listed(
    here: Here, still: str = "owed", direction: str = "", p: int = 1, taken: str = "", left: str = ""
) -> Response:
    """Tickets by due date; first those whose result is owed."""
    _only(here)
    chosen = still if still in ("owed", "done") else ""
    with reading(here.engine) as session:
        found = list_tickets(session, here.actor, direction=direction, still=chosen, number=p)
    return page(
        "tickets.html",
        here,
        found=found,
        may=here.actor.role in WORKS,
        still=still,
        direction=direction,
        today=office_day(now()),
        taken=taken if taken.isdigit() else "",
        left=left if left.isdigit() else "",
    )


@router.get("/tickets/new")
def show(here: Here) -> Response:
    """The form."""
    act = find_act("register_ticket")
    check_role(act, here.actor)
    return _form(here, starting_values(act.form), {}, None)


def _form(
    here: Visitor, given: Mapping[str, str], errors: Mapping[str, str], message: str | None, status: int = 200
) -> Response:
    act = find_act("register_ticket")
    with reading(here.engine) as session:
        first = same_number(session, given.get("sender", "").strip(), given.get("number", "").strip())
    return page(
        "ticket_new.html",
        here,
        status=status,
        act=act,
        fields=fields_for(here, act),
        given=given,
        errors=errors,
        message=message,
        first=first if status == 409 else None,
        rows_shown=rows_shown,
    )


@router.post("/tickets/new")
def register(here: Here, given: Typed) -> Response:
    """Register it; the same ticket twice leads to the first."""
    act = find_act("register_ticket")
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act.name, None, read_values(fields_for(here, act), given))
    except NotValid as wrong:
        return _form(here, given, wrong.fields, wrong.detail, 422)
    except NotPossible as refused:
        return _form(here, given, {}, refused.detail.split("，见")[0] + "。", 409)
    return RedirectResponse(f"/tickets/{done.made['ticket_id']}", 303)


@router.get("/tickets/{ticket_id}")
def one(here: Here, ticket_id: UUID) -> Response:
    """A ticket, and what can be done."""
    _only(here)
    return _one_page(here, ticket_id, {}, None)


def _one_page(
    here: Visitor, ticket_id: UUID, given: Mapping[str, str], message: str | None, status: int = 200
) -> Response:
    with reading(here.engine) as session:
        ticket = one_ticket(session, ticket_id, here.actor)
        below = tickets_below(session, ticket_id, here.actor)
        ready = readiness(session.connection(), raw_ticket(session, ticket_id))
    return page(
        "ticket.html",
        here,
        status=status,
        ticket=ticket,
        below=below,
        ready=ready,
        may=here.actor.role in WORKS,
        ours=here.actor.unit_id is not None and here.actor.unit_id == ticket["unit_id"],
        given=given,
        message=message,
        today=office_day(now()),
    )


@router.get("/tickets/{ticket_id}/sheet")
def sheet(here: Here, ticket_id: UUID) -> Response:
    """The result on paper."""
    _only(here)
    with reading(here.engine) as session:
        ticket = one_ticket(session, ticket_id, here.actor)
    if not ticket["result"]:
        raise NotPossible("这件工单还没有结果，不能打印结果单。")
    return page("ticket_sheet.html", here, ticket=ticket)


@router.post("/tickets/{ticket_id}/take-up")
def take_up(here: Here, ticket_id: UUID, given: Typed) -> Response:
    """Make it a call, then answer it or open a case from it."""
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, "take_up_ticket", None, {"ticket_id": str(ticket_id)})
    except NotPossible as refused:
        return _one_page(here, ticket_id, given, refused.detail, 409)
    contact = done.made["contact_id"]
    return RedirectResponse(
        f"/cases/new?contact={contact}" if given.get("then") == "case" else f"/contacts/{contact}", 303
    )


@router.post("/tickets/{ticket_id}/send-back")
def send_back(here: Here, ticket_id: UUID, given: Typed) -> Response:
    """The result goes up."""
    check_csrf(here, given.get("csrf"))
    values = {"ticket_id": str(ticket_id), "result": given.get("result", "").strip() or None}
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "send_ticket_result", None, values)
    except (NotPossible, NotValid) as refused:
        return _one_page(here, ticket_id, given, refused.detail, 409)
    return RedirectResponse(f"/tickets/{ticket_id}", 303)
