"""文书模板: which is in force, editing one with its facts beside it, and what it looks like filled."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from cases.letter_template import TEMPLATE_ORIGIN
from cases.views.letter_templates import unsigned
from documents.letter_facts import usable
from documents.letter_pdf import letter_pdf
from documents.letter_templates import TemplateFault, example_words, facts_page, unsaid
from documents.letter_text import LetterText, preview_template
from documents.template_files import tidy
from documents.template_ways import ways
from documents.text_lines import compared
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import begin
from web.pages.forms import typed
from web.places import after
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS
from workflows.letter_templates import Standing, all_standings, standing
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
SAMPLES = {"all": "全部示例事实", "required": "只有必有的事实"}
for _act in ("save_letter_template", "restore_letter_template", "use_delivered_template"):
    after(_act, "/letters/templates/{kind}?done=" + _act.replace("_", "-"))


def may_edit(here: Visitor) -> bool:
    """Whether this person may change templates."""
    return here.actor.role in ACTS["save_letter_template"].roles


@router.get("/letters/templates")
def listed(here: Here) -> Response:
    """The four kinds: which template is in force, since when, by whom."""
    with reading(here.engine) as session:
        rows = all_standings(session)
    return page("letter_templates.html", here, rows=rows, origins=TEMPLATE_ORIGIN, may_edit=may_edit(here))


@router.get("/letters/templates/facts.md")
def facts(_here: Here) -> Response:
    """The list of facts, for those who write with an editor of their own."""
    return _download(facts_page(), "facts.md")


@router.get("/letters/templates/{kind}/file.md")
def download(here: Here, kind: str) -> Response:
    """The template in force as a file."""
    return _download(_standing(here, kind).present.text, f"{kind}.md")


def _download(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


@router.get("/letters/templates/{kind}")
def edit(here: Here, kind: str, done: str = "") -> Response:
    """The text of a template with its facts and what it looks like."""
    found = _standing(here, kind)
    given = {"text": found.present.text, "seen": found.present.digest}
    finished = ACTS.get(done.replace("-", "_"))
    return _editor(here, found, given, done=finished.title if finished is not None else None)


@router.post("/letters/templates/{kind}")
def save(here: Here, kind: str, given: Typed) -> Response:
    """Put the text in force, or show it again as typed with what is wrong."""
    check_role(find_act("save_letter_template"), here.actor)
    try:
        check_csrf(here, given.get("csrf"))
        data = {name: given[name] for name in ("text", "seen", "note") if given.get(name)}
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "save_letter_template", None, {**data, "kind": kind})
    except NotValid as refused:
        return _editor(here, _standing(here, kind), given, refused=refused, status=422)
    except NotPossible as refused:
        found = _standing(here, kind)
        # Who saves once more has seen what the other one wrote.
        again = {**given, "seen": found.present.digest}
        differs = compared(found.present.text, given.get("text", "").replace("\r\n", "\n"))
        return _editor(here, found, again, refused=refused, status=409, differs=differs)
    except NotAllowed as refused:
        return _editor(here, _standing(here, kind), given, refused=refused, status=403)
    return RedirectResponse(f"/letters/templates/{kind}?done=save-letter-template", 303)


@router.post("/letters/templates/{kind}/preview")
def preview(here: Here, request: Request, kind: str, given: Typed) -> Response:
    """The text as typed, filled: the part of the page for a live page, else the whole page. Nothing is kept."""
    check_csrf(here, given.get("csrf"))
    found = _standing(here, kind)
    shown = _shown(kind, given)
    if request.headers.get("HX-Request"):
        return page("letter_template_preview.html", here, **shown)
    return _editor(here, found, given, status=200 if shown["refused"] is None else 422)


@router.post("/letters/templates/{kind}/preview.pdf")
def preview_pdf(here: Here, kind: str, given: Typed) -> Response:
    """The text as typed, filled and set on paper."""
    check_csrf(here, given.get("csrf"))
    _standing(here, kind)
    return _pdf(kind, _filled(kind, given))


@router.get("/letters/templates/{kind}/preview.pdf")
def pdf_in_force(here: Here, kind: str, sample: str = "all") -> Response:
    """The template in force, filled and set on paper."""
    found = _standing(here, kind)
    return _pdf(kind, _filled(kind, {"text": found.present.text, "sample": sample}))


def _pdf(kind: str, words: LetterText) -> Response:
    headers = {"Content-Disposition": f'inline; filename="template-{kind}.pdf"'}
    return Response(letter_pdf(words), media_type="application/pdf", headers=headers)


def _standing(here: Visitor, kind: str) -> Standing:
    with reading(here.engine) as session:
        return standing(session.connection(), kind, unsigned(session).get(kind, 0))


def _filled(kind: str, given: Mapping[str, str]) -> LetterText:
    return preview_template(kind, tidy(given.get("text", "")), required_only=given.get("sample") == "required")


def _shown(kind: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the preview: the letter, or why there is none and the line to look at."""
    try:
        words = _filled(kind, given)
    except NotValid as refused:
        return {"words": None, "unsaid": (), **_fault(refused, given)}
    return {"words": words, "unsaid": unsaid(kind, tidy(given.get("text", ""))), "refused": None, **_NO_LINE}


_NO_LINE: Mapping[str, Any] = {"line": None, "line_words": ""}


def _fault(refused: NotValid, given: Mapping[str, str]) -> dict[str, Any]:
    line = refused.line if isinstance(refused, TemplateFault) else None
    lines = given.get("text", "").splitlines()
    words = lines[line - 1] if line is not None and line <= len(lines) else ""
    return {"refused": refused.detail, "line": line, "line_words": words}


def _editor(
    here: Visitor,
    found: Standing,
    given: Mapping[str, str],
    *,
    refused: NotValid | NotPossible | NotAllowed | None = None,
    status: int = 200,
    differs: Any = (),
    done: str | None = None,
) -> Response:
    return page(
        "letter_template.html",
        here,
        status=status,
        found=found,
        given=given,
        facts=[(fact, example_words(fact), ways(found.kind, fact)) for fact in usable(found.kind)],
        samples=SAMPLES,
        may_edit=may_edit(here),
        origins=TEMPLATE_ORIGIN,
        message=refused.detail if refused is not None else None,
        differs=differs,
        done=done,
        **_shown(found.kind, given),
    )
