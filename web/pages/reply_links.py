"""答复链接: the links given out for a letter, and the one look at a new one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from cases.views.desk import one_letter
from cases.views.letter_answers import links_of
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from foundation.settings import settings
from foundation.work import begin
from web.pages.forms import typed
from web.pages.reply import PRIVATE
from web.places import after
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.letter_service_rules import service_rules
from workflows.offers import offered_on_letter
from workflows.reply_links import reveal

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
ACTS_HERE = ("make_reply_link", "revoke_reply_link")
for name in ACTS_HERE:
    after(name, "/letters/{letter_id}/reply-link")


def _list(here: Visitor, letter_id: UUID, token: str | None = None) -> Response:
    with reading(here.engine) as session:
        letter, links = one_letter(session, letter_id), links_of(session, letter_id)
    present = now()
    live = next(
        (one for one in links if one.used_at is None and one.revoked_at is None and one.expires_at > present), None
    )
    offered = [act for act in offered_on_letter(letter, here.actor.role) if act.name in ACTS_HERE]
    answer = page(
        "reply_link.html",
        here,
        letter=letter,
        links=links,
        live=live,
        offered=[act for act in offered if act.name == "make_reply_link" or live is not None],
        address=f"{settings().origin}/reply/{token}" if token is not None else None,
        days_after=service_rules().reply_link.days_after,
    )
    if token is not None:
        answer.headers.update(PRIVATE)
    return answer


@router.get("/letters/{letter_id}/reply-link")
def listed(here: Here, letter_id: UUID) -> Response:
    """All links of a letter: who made it, until when, opened, used, ended. Never a link itself."""
    return _list(here, letter_id)


@router.post("/letters/{letter_id}/reply-link/{link_id}")
def once(here: Here, letter_id: UUID, link_id: UUID, given: Typed) -> Response:
    """The link itself, this once."""
    check_csrf(here, given.get("csrf"))
    with reading(here.engine) as session:
        if link_id not in {one.id for one in links_of(session, letter_id)}:
            raise NotFound("这份文书没有这个链接。")
    with begin(here.engine, by=here.actor, at=now()) as work:
        token = reveal(work, link_id)
    return _list(here, letter_id, token)
