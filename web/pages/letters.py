"""文书: the list, one letter, and its files."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.desk import letters, one_letter
from foundation.database import reading
from foundation.errors import NotFound
from rules.book import load_rules
from web.pages.rule_pages import applies, inherited
from web.render import page
from web.visitor import Here
from workflows.acts import ACTS
from workflows.letters import FORMATS, preview, render
from workflows.offers import offered_on_letter

router = APIRouter()
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.get("/letters")
def listed(here: Here, state: str = "") -> Response:
    """All letters, newest first."""
    with reading(here.engine) as session:
        return page("letters.html", here, letters=letters(session, (state,) if state else ()), state=state)


@router.get("/letters/{letter_id}")
def show(here: Here, letter_id: UUID, done: str = "") -> Response:
    """One letter with its words."""
    with reading(here.engine) as session:
        letter = one_letter(session, letter_id)
        words = preview(session, letter_id)
    finished = ACTS.get(done.replace("-", "_"))
    return page(
        "letter.html",
        here,
        letter=letter,
        words=words,
        inherits=_inherits(letter.rule_snapshot.get("rule_id"), letter.region),
        offered=offered_on_letter(letter, here.actor.role),
        done=finished.title if finished is not None else None,
    )


def _inherits(rule_id: str | None, region: str) -> str:
    """Whose limit the answer goes by, where the letter's region has none of its own."""
    row = applies(rule_id, region) if rule_id is not None and load_rules().rows(rule_id) else None
    return inherited(row, region) if row is not None else ""


@router.get("/letters/{letter_id}/file.{form}")
def download(here: Here, letter_id: UUID, form: str) -> Response:
    """The letter on paper."""
    if form not in FORMATS:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    with reading(here.engine) as session:
        content = render(session, letter_id, form)
    headers = {"Content-Disposition": f'inline; filename="letter-{letter_id}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)
