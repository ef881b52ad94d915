"""The sentinel's own page, without an account: report, and see how far earlier reports have come."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from cases.prevention.codes import SIGN
from cases.views.prevention_leads import own_leads
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Actor, begin
from people.roles import Role
from web.pages.forms import typed
from web.pages.prevention_common import show
from workflows.forms import Form, choice, read_form
from workflows.prevention.leads import Report, sentinel_of, submit

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
HONEYPOT = "website"


class LeadForm(Form):
    """What a sentinel types on a phone."""

    sign: Annotated[str, choice(SIGN)] = Field(title="苗头类别")
    content: str = Field(title="情况", min_length=1, max_length=2000)
    place: str = Field(default="", title="单位或地点", max_length=120)
    head_count: int | None = Field(default=None, title="涉及人数", ge=1, le=100000)
    form_key: UUID = Field(title="表单")


@router.get("/lead/{token}")
def form(request: Request, token: str, sent: str = "") -> Response:
    """The form, and the states of earlier reports."""
    return _form(request, token, {}, {}, None, sent=sent)


def _form(
    request: Request,
    token: str,
    given: dict[str, str],
    errors: dict[str, str],
    message: str | None,
    *,
    sent: str = "",
    status: int = 200,
) -> Response:
    with reading(request.app.state.engine) as session:
        try:
            sentinel = sentinel_of(session.connection(), token, office_day(now()))
        except NotAllowed as refused:
            return show("prevention_lead_refused.html", None, status=403, detail=refused.detail)
        own = own_leads(session, sentinel.id)
    known = next((one for one in own if one.number == sent), None)
    return show(
        "prevention_lead_form.html",
        None,
        status=status,
        name=sentinel.name,
        until=sentinel.link_until,
        own=own,
        given=given,
        errors=errors,
        message=message,
        sent=known.number if known is not None else None,
        form_key=given.get("form_key") or new_id(),
        token=token,
    )


@router.post("/lead/{token}")
def send(request: Request, token: str, given: Typed) -> Response:
    """Keep the report. What fills the field that people do not see is a machine: it is thanked and forgotten."""
    if given.get(HONEYPOT):
        return RedirectResponse(f"/lead/{token}", 303)
    engine = request.app.state.engine
    try:
        told = {name: text for name in LeadForm.model_fields if (text := given.get(name, "").strip())}
        read = read_form(LeadForm, told)
        report = Report(read.form_key, read.sign, read.content, read.place, read.head_count)
        with begin(engine, by=Actor("哨兵", Role.SYSTEM), at=now()) as work:
            number = submit(work, token, report)
    except NotAllowed as refused:
        return show("prevention_lead_refused.html", None, status=403, detail=refused.detail)
    except NotValid as wrong:
        return _form(request, token, given, dict(wrong.fields), wrong.detail, status=422)
    except NotPossible as refused:
        return _form(request, token, given, {}, refused.detail, status=429)
    return RedirectResponse(f"/lead/{token}?sent={number}", 303)
