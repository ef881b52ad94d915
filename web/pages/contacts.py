"""来电登记: register a call; answer it, attach it to a case, or open a case from it; the list of all calls."""

import csv
from collections.abc import Mapping
from dataclasses import fields, replace
from io import StringIO
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from cases import codes
from cases.views.contacts import ContactFilters, caller_of, contact_file, list_contacts, may_ring
from cases.views.tickets import ticket_of_contact
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.work import begin
from web.fields import read_values
from web.pages.forms import fields_for, typed
from web.places import after
from web.render import at as at_text
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.intake_settings import intake_settings
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
# Fields that only some channels need stand folded below the short form.
LATER = ("source_number", "letter_number", "letter_on", "leader_name", "instruction")
NAMES = [one.name for one in fields(ContactFilters) if one.name != "phone"]
MOST_EXPORTED = 5000
after("register_contact", "/contacts/{contact_id}")
after("answer_contact", "/contacts/{contact_id}")
after("attach_contact", "/cases/{case_id}")


def _only_desk(here: Visitor) -> None:
    check_role(find_act("register_contact"), here.actor)


def _filters(request: Request) -> ContactFilters:
    query = request.query_params
    return replace(ContactFilters(), **{name: query.get(name, "").strip() for name in NAMES})


@router.get("/contacts")
def listed(here: Here, request: Request, p: int = 1) -> Response:
    """All calls; those that wait for an answer or a case come first."""
    _only_desk(here)
    return _list_page(here, _filters(request), p, {n: v for n, v in request.query_params.items() if n != "p" and v})


def _list_page(here: Visitor, filters: ContactFilters, p: int, kept: Mapping[str, str]) -> Response:
    with reading(here.engine) as session:
        found = list_contacts(session, filters, p, here.actor)
    return page("contacts.html", here, found=found, filters=filters, query=urlencode(kept))


@router.post("/contacts/search")
def search(here: Here, given: Typed) -> Response:
    """Calls from one number. By POST, so that no number stands in an address."""
    _only_desk(here)
    check_csrf(here, given.get("csrf"))
    return _list_page(here, ContactFilters(phone=given.get("phone", "").strip()), 1, {})


@router.get("/contacts.csv")
def exported(here: Here, request: Request) -> Response:
    """The same list as a file that spreadsheets open; no names, numbers or words of callers in it."""
    _only_desk(here)
    with reading(here.engine) as session:
        found = list_contacts(session, _filters(request), 1, here.actor, size=MOST_EXPORTED)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["编号", "时间", "渠道", "处理情况", "答复类别", "是否解决", "重复来电", "匿名", "保密", "案号"])
    for row in found.rows:
        writer.writerow(
            [
                row["number"],
                at_text(row["at"]),
                codes.word(codes.CHANNEL, row["channel"]),
                codes.word(codes.HANDLING, row["handling"]),
                codes.word(codes.ANSWER_KIND, row["answer_kind"]),
                {None: "", True: "是", False: "否"}[row["resolved"]],
                "是" if row["repeat_of"] else "否",
                "是" if row["is_anonymous"] else "否",
                "是" if row["is_confidential"] else "否",
                row["case_number"] or "",
            ]
        )
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contacts.csv"'},
    )


@router.get("/contacts/new")
def show(here: Here) -> Response:
    """The form."""
    _only_desk(here)
    return _form(here, {}, {}, None)


def _form(
    here: Visitor, given: Mapping[str, str], errors: Mapping[str, str], message: str | None, status: int = 200
) -> Response:
    act = find_act("register_contact")
    # A rule over several fields is about what stands folded away as often as not: then it is shown.
    more = bool(errors) or any(given.get(name) for name in LATER)
    return page(
        "contact_new.html",
        here,
        status=status,
        act=act,
        fields=fields_for(here, act),
        given=given or {"channel": "hotline_12351"},
        errors=errors,
        message=message,
        later=LATER,
        more=more,
    )


@router.post("/contacts/new")
def register(here: Here, given: Typed) -> Response:
    """Register the call and show what is known about the number."""
    act = find_act("register_contact")
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act.name, None, read_values(fields_for(here, act), given))
    except NotValid as wrong:
        return _form(here, given, wrong.fields, wrong.detail, 422)
    return RedirectResponse(f"/contacts/{done.made['contact_id']}", 303)


@router.get("/contacts/{contact_id}")
def one(here: Here, contact_id: UUID) -> Response:
    """A call: what was said, what is known of the number, and what to do."""
    _only_desk(here)
    return _one_page(here, contact_id, {}, {}, None)


def _one_page(
    here: Visitor,
    contact_id: UUID,
    given: Mapping[str, str],
    errors: Mapping[str, str],
    message: str | None,
    status: int = 200,
) -> Response:
    span = intake_settings().repeat_span
    with reading(here.engine) as session:
        contact = contact_file(session, contact_id, here.actor)
        caller = caller_of(session, contact_id, span, here.actor)
        ticket = ticket_of_contact(session, contact_id)
    return page(
        "contact.html",
        here,
        status=status,
        contact=contact,
        caller=caller,
        may_ring=may_ring(contact, here.actor),
        ticket=ticket,
        span=span.days,
        fields=fields_for(here, find_act("answer_contact")),
        given=given or {"resolved": "on"},
        errors=errors,
        message=message,
    )


@router.post("/contacts/{contact_id}/answer")
def answer(here: Here, contact_id: UUID, given: Typed) -> Response:
    """An answer given at once."""
    values = read_values(fields_for(here, find_act("answer_contact")), given)
    return _do(here, contact_id, given, "answer_contact", values)


@router.post("/contacts/{contact_id}/attach")
def attach(here: Here, contact_id: UUID, given: Typed) -> Response:
    """The call belongs to a case that is there already."""
    return _do(here, contact_id, given, "attach_contact", {"case_number": given.get("case_number", "").strip()})


def _do(here: Visitor, contact_id: UUID, given: dict[str, str], act: str, values: Mapping[str, object]) -> Response:
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act, None, {**values, "contact_id": str(contact_id)})
    except (NotValid, NotPossible, NotFound) as refused:
        errors = refused.fields if isinstance(refused, NotValid) else {}
        return _one_page(here, contact_id, given, errors, refused.detail, 422)
    return RedirectResponse("/contacts" if done.case_id is None else f"/cases/{done.case_id}", 303)
