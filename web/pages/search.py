"""查找: one box for everything. A query comes by POST; only one without a personal number goes into an address."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from cases.gram_query import asked
from cases.views.search import Found
from cases.views.search_shown import HANDLING
from cases.views.search_within import search_as
from foundation.database import reading
from web.render import page
from web.visitor import Here, Visitor

router = APIRouter()
EMPTY = Found(asked(""))


@router.post("/search")
def typed(here: Here, q: Annotated[str, Form()] = "") -> Response:
    """From the box: an ordinary query gets an address; one with a telephone or identity number is answered at once."""
    text = q.strip()
    if asked(text).secret is None:
        return RedirectResponse(f"/search?{urlencode({'q': text[:200]})}", 303)
    return _results(here, text)


@router.get("/search")
def results(here: Here, q: str = "") -> Response:
    """The results of an ordinary query; a number in an address is not looked for."""
    if asked(q).secret is not None:
        refused = "电话、证件号不要放在地址里，请在查找框中输入。"
        return page("search.html", here, found=EMPTY, text="", refused=refused, handling=HANDLING)
    return _results(here, q.strip())


def _results(here: Visitor, text: str) -> Response:
    with reading(here.engine) as session:
        found = search_as(session, text, here.actor)
    return page("search.html", here, found=found, text=text, refused=found.refused, handling=HANDLING)
