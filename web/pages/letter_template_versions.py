"""文书模板的各版: who changed what and when, one version with its differences, putting it in force again."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from cases.letter_template import TEMPLATE_ORIGIN
from cases.views.letter_templates import one_version, unsigned, versions
from documents.letter_templates import delivered_text
from documents.text_lines import compared
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from foundation.work import begin
from web.pages.forms import typed
from web.pages.letter_templates import may_edit
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS
from workflows.letter_templates import Standing, standing
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]


def _standing(session: Session, kind: str) -> Standing:
    return standing(session.connection(), kind, unsigned(session).get(kind, 0))


@router.get("/letters/templates/{kind}/versions")
def listed(here: Here, kind: str) -> Response:
    """All versions, newest first."""
    with reading(here.engine) as session:
        found, rows = _standing(session, kind), versions(session, kind)
    return page("letter_template_versions.html", here, found=found, rows=rows, origins=TEMPLATE_ORIGIN)


@router.get("/letters/templates/{kind}/versions/{seq}")
def show(here: Here, kind: str, seq: int) -> Response:
    """One version: what it changed, and how it differs from what is in force."""
    return _version(here, kind, seq, None)


def _version(here: Visitor, kind: str, seq: int, refused: NotValid | NotPossible | None) -> Response:
    with reading(here.engine) as session:
        found, row = _standing(session, kind), one_version(session, kind, seq)
        before = one_version(session, kind, seq - 1).text if seq > 1 else delivered_text(kind)
    return page(
        "letter_template_version.html",
        here,
        status=200 if refused is None else (422 if isinstance(refused, NotValid) else 409),
        found=found,
        row=row,
        changed=compared(before, row.text),
        differs=compared(found.present.text, row.text),
        origins=TEMPLATE_ORIGIN,
        may_edit=may_edit(here),
        message=refused.detail if refused is not None else None,
    )


@router.post("/letters/templates/{kind}/versions/{seq}/restore")
def restore(here: Here, kind: str, seq: int, given: Typed) -> Response:
    """Put this version in force again."""
    check_role(find_act("restore_letter_template"), here.actor)
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "restore_letter_template", None, {"kind": kind, "seq": seq, "seen": given.get("seen", "")})
    except (NotValid, NotPossible) as refused:
        return _version(here, kind, seq, refused)
    return RedirectResponse(f"/letters/templates/{kind}?done=restore-letter-template", 303)


@router.get("/letters/templates/{kind}/delivered")
def ask(here: Here, kind: str) -> Response:
    """Are you sure: what the delivered template would change."""
    check_role(find_act("use_delivered_template"), here.actor)
    return _ask(here, kind, None)


def _ask(here: Visitor, kind: str, refused: NotValid | NotPossible | None) -> Response:
    with reading(here.engine) as session:
        found = _standing(session, kind)
    return page(
        "letter_template_delivered.html",
        here,
        status=200 if refused is None else (422 if isinstance(refused, NotValid) else 409),
        found=found,
        differs=compared(found.present.text, delivered_text(kind)),
        act=ACTS["use_delivered_template"],
        message=refused.detail if refused is not None else None,
    )


@router.post("/letters/templates/{kind}/delivered")
def use_delivered(here: Here, kind: str, given: Typed) -> Response:
    """Put the delivered template in force again."""
    check_role(find_act("use_delivered_template"), here.actor)
    check_csrf(here, given.get("csrf"))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "use_delivered_template", None, {"kind": kind, "seen": given.get("seen", "")})
    except (NotValid, NotPossible) as refused:
        return _ask(here, kind, refused)
    return RedirectResponse(f"/letters/templates/{kind}?done=use-delivered-template", 303)
