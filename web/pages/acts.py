"""Any act on a case or letter: its form, and performing it."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from cases.views.case_file import acts_since, case_file
from cases.views.desk import one_letter
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.work import begin
from web.fields import read_values, starting_values, without_gaps
from web.hints import hints_for
from web.pages.forms import act_page, fields_for, typed
from web.places import own_place
from web.proposals import Proposal, propose
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import Act
from workflows.perform import check_role, find_act, perform

router = APIRouter()
# Its /{place}/{subject_id}/acts/{slug} must not take the addresses of other pages.
LAST = True
Typed = Annotated[dict[str, str], Depends(typed)]
PLACES = {"cases": "case", "letters": "letter"}


def _act(here: Visitor, place: str, slug: str) -> Act:
    act = find_act(slug)
    if PLACES.get(place) != act.subject:
        raise NotFound("没有这个办理事项。")
    check_role(act, here.actor)
    return act


def _subject(here: Visitor, place: str, subject_id: UUID) -> tuple[int, str]:
    with reading(here.engine) as session:
        if place == "cases":
            case = case_file(session, subject_id, now(), now()).case
            return case.version, f"{case.number}　{case.title}"
        letter = one_letter(session, subject_id)
        return letter.version, f"{letter.kind_label}　{letter.number or '（未编号）'}　{letter.addressee}"


@router.get("/{place}/{subject_id}/acts/{slug}")
def show(here: Here, request: Request, place: str, subject_id: UUID, slug: str) -> Response:
    """The form."""
    act = _act(here, place, slug)
    version, subject = _subject(here, place, subject_id)
    address = f"/{place}/{subject_id}"
    given: dict[str, str] = _present(here, subject_id) if slug == "edit-letter" else without_gaps(request.query_params)
    proposed = propose(here, act.name, subject_id)
    return act_page(
        here,
        act,
        target=f"{address}/acts/{slug}",
        back=address,
        given={**starting_values(act.form), **proposed.given, **given},
        errors={},
        version=version,
        subject=subject,
        subject_id=subject_id,
        hints=proposed.hints,
        notices=_hints(here, place, act, subject_id),
        rows=proposed.rows,
        beside=proposed.beside,
    )


def _hints(here: Visitor, place: str, act: Act, subject_id: UUID) -> Sequence[str]:
    if place != "cases":
        return ()
    with reading(here.engine) as session:
        return hints_for(session, act.name, subject_id, here.actor)


def _present(here: Visitor, letter_id: UUID) -> dict[str, str]:
    with reading(here.engine) as session:
        letter = one_letter(session, letter_id)
    lists: dict[str, Any] = letter.facts
    return {
        "addressee": letter.addressee,
        **{name: "\n".join(lists.get(name, ())) for name in ("findings", "legal_basis", "demands", "materials")},
    }


def _meanwhile(here: Visitor, place: str, subject_id: UUID, seen: str) -> Sequence[Any]:
    """What others did since this person looked: the case's version counts the acts on it."""
    if place != "cases" or not seen.isdigit():
        return ()
    with reading(here.engine) as session:
        return acts_since(session, subject_id, int(seen))


@router.post("/{place}/{subject_id}/acts/{slug}")
def do(here: Here, place: str, subject_id: UUID, slug: str, given: Typed) -> Response:
    """Perform it, or show the form again as typed."""
    act = _act(here, place, slug)
    check_csrf(here, given.get("csrf"))
    address = f"/{place}/{subject_id}"
    data = read_values(fields_for(here, act, subject_id), given)
    seen = given.get("version", "")
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            version_seen = int(seen) if seen.isdigit() else None
            done = perform(work, act.name, subject_id, data, expected_version=version_seen)
    except (NotValid, NotPossible, NotAllowed) as refused:
        version, subject = _subject(here, place, subject_id)
        conflict = isinstance(refused, NotPossible) and seen != str(version)
        proposed = propose(here, act.name, subject_id) if place == "letters" else Proposal()
        return act_page(
            here,
            act,
            target=f"{address}/acts/{slug}",
            back=address,
            given=given,
            errors=refused.fields if isinstance(refused, NotValid) else {},
            message=refused.detail,
            # After a conflict the person sees their own words and, having looked, may submit them again.
            version=version if conflict else (int(seen) if seen.isdigit() else version),
            subject=subject,
            subject_id=subject_id,
            meanwhile=_meanwhile(here, place, subject_id, seen) if conflict else (),
            rows=proposed.rows,
            beside=proposed.beside,
            status=422 if isinstance(refused, NotValid) else 409,
        )
    return RedirectResponse(own_place(done) or f"{address}?done={slug}", 303)
