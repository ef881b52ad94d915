"""来电登记: register a call, answer it, or open a case from it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from cases.views.desk import one_contact, open_contacts
from cases.views.radar import Asked, Seen, look
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from foundation.work import begin
from web.fields import read_values
from web.pages.forms import act_page, fields_for, typed
from web.render import page
from web.visitor import Here, check_csrf
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
WAITING = 200


@router.get("/contacts")
def listed(here: Here) -> Response:
    """Calls that wait for an answer or a case."""
    with reading(here.engine) as session:
        return page("contacts.html", here, contacts=open_contacts(session, limit=WAITING))


@router.get("/contacts/new")
def show(here: Here) -> Response:
    """The form."""
    act = find_act("register_contact")
    check_role(act, here.actor)
    return act_page(here, act, target="/contacts/new", back="/", given={}, errors={})


@router.post("/contacts/new")
def register(here: Here, given: Typed) -> Response:
    """Register the call and show what is known about the number."""
    act = find_act("register_contact")
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            done = perform(work, act.name, None, read_values(fields_for(here, act), given))
    except NotValid as wrong:
        return act_page(
            here,
            act,
            target="/contacts/new",
            back="/",
            given=given,
            errors=wrong.fields,
            message=wrong.detail,
            status=422,
        )
    return RedirectResponse(f"/contacts/{done.made['contact_id']}", 303)


@router.get("/contacts/{contact_id}")
def one(here: Here, contact_id: UUID) -> Response:
    """A call: what was said, earlier cases of the number, and what to do."""
    with reading(here.engine) as session:
        contact = one_contact(session, contact_id)
        return page("contact.html", here, contact=contact, repeats=_seen(session, contact), message=None)


def _seen(session: Session, contact: Any) -> Seen:
    return look(session, Asked(phones=[contact.phone] if contact.phone else []), now())


@router.post("/contacts/{contact_id}/answer")
def answer(here: Here, contact_id: UUID, given: Typed) -> Response:
    """An answer given at once."""
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "answer_contact", None, {"contact_id": str(contact_id), "answer": given.get("answer", "")})
    except (NotValid, NotPossible) as refused:
        with reading(here.engine) as session:
            contact = one_contact(session, contact_id)
            found = _seen(session, contact)
        return page("contact.html", here, status=422, contact=contact, repeats=found, message=refused.detail)
    return RedirectResponse("/contacts", 303)
