"""文书: the list, one letter with its whole life, and its files."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cases.codes import LETTER_KIND
from cases.letter_life import STATE_GROUPS, steps_of
from cases.views.letter_ledger import SURE
from cases.views.letters import LetterFilters, letter_file, list_letters
from cases.views.secrecy import may_see_people
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from foundation.media_types import PAPER_MEDIA
from rules.book import load_rules
from web.letter_cards import cards
from web.pages.rule_pages import applies, inherited
from web.render import page
from web.visitor import Here
from workflows.acts import ACTS
from workflows.charts.registry import LETTER_CHART
from workflows.letters import FORMATS, preview, render
from workflows.offers import offered_on_letter_file, withheld_on_letter_file
from workflows.paper_looks import note_letter_look

router = APIRouter()
# Its /letters/{letter_id} must not take the addresses of the registers.
LAST = True
STATE_WORDS = {name: state.label for name, state in LETTER_CHART.states.items()}


@router.get("/letters")
def listed(
    here: Here, request: Request, group: str = "", kind: str = "", state: str = "", text: str = "", p: int = 1
) -> Response:
    """All letters, newest first."""
    filters = LetterFilters(group, kind, state, text.strip())
    with reading(here.engine) as session:
        found = list_letters(session, filters, p)
    kept = {name: value for name, value in request.query_params.items() if name != "p" and value}
    without_group = {name: value for name, value in kept.items() if name not in ("group", "state")}
    return page(
        "letters.html",
        here,
        found=found,
        filters=filters,
        groups=STATE_GROUPS,
        kinds=LETTER_KIND,
        query=urlencode(kept),
        plain=urlencode(without_group),
    )


@router.get("/letters/{letter_id}")
def show(here: Here, letter_id: UUID, done: str = "") -> Response:
    """One letter: where it stands, what was done, and its words."""
    at = now()
    with reading(here.engine) as session:
        file = letter_file(session, letter_id, at)
        known = file.case is None or may_see_people(file.case, here.actor)
        shown = [
            (card, card.load(session, file)) for card in cards() if card.fits(file) and (known or not card.personal)
        ]
        words = preview(session, letter_id)
    letter = file.letter
    finished = ACTS.get(done.replace("-", "_"))
    return page(
        "letter.html",
        here,
        file=file,
        letter=letter,
        case=file.case,
        steps=() if letter.state == "recorded" else steps_of(letter, file.doers, STATE_WORDS),
        cards=shown,
        words=words,
        sure=SURE.get(letter.rule_snapshot.get("tag", ""), ""),
        inherits=_inherits(letter.rule_snapshot.get("rule_id"), letter.region),
        offered=offered_on_letter_file(file, here.actor),
        withheld=withheld_on_letter_file(file, here.actor),
        done=finished.title if finished is not None else None,
    )


def _inherits(rule_id: str | None, region: str) -> str:
    """Whose limit the answer goes by, where the letter's region has none of its own."""
    row = applies(rule_id, region) if rule_id is not None and load_rules().rows(rule_id) else None
    return inherited(row, region) if row is not None else ""


@router.get("/letters/{letter_id}/file.{form}")
def download(here: Here, letter_id: UUID, form: str) -> Response:
    """The letter on paper; opening it is written down."""
    if form not in FORMATS:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    with reading(here.engine) as session:
        content = render(session, letter_id, form)
    note_letter_look(here.engine, here.actor, now(), letter_id, form)
    headers = {"Content-Disposition": f'inline; filename="letter-{letter_id}.{form}"'}
    return Response(content, media_type=PAPER_MEDIA[form], headers=headers)
