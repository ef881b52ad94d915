"""台账、指标、文号簿: the registers of letters."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cases.codes import LETTER_KIND
from cases.letter_life import STATE_GROUPS
from cases.views.letter_figures import first_issue, known, lived
from cases.views.letter_ledger import count_ledger, ledger_page
from cases.views.letter_numbers import books, entries
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotFound
from foundation.work import begin
from reports.letter_indicators import Asked, measures
from reports.period import Month
from web.pages.exports import export_file
from web.render import page
from web.visitor import Here
from workflows.exports import limits
from workflows.letter_ledger import HEADER, Ask, months_of, read_ask, roll_ups
from workflows.perform import perform

router = APIRouter()
OWN = {kind: words for kind, words in LETTER_KIND.items() if kind != "other"}
ROLL_UP_SHOWN = 12


@router.get("/letters/ledger")
def ledger(here: Here, request: Request, p: int = 1) -> Response:
    """One page of the ledger, and the roll-up of its months."""
    ask = read_ask(request.query_params)
    today = office_day(now())
    with reading(here.engine) as session:
        found = ledger_page(session, ask.filters, p, today)
        months = months_of(session, ask, today)
        rolled = roll_ups(lived(session.connection()), months)
    return page(
        "letter_ledger.html",
        here,
        found=found,
        ask=ask,
        query=urlencode(ask.kept),
        header=HEADER,
        kinds=OWN,
        groups=STATE_GROUPS,
        rolled=list(reversed(rolled))[:ROLL_UP_SHOWN],
        unbalanced=[month for month, lines in rolled if not lines[-1].sound],
        today=today,
    )


@router.get("/letters/ledger.xlsx")
def ledger_file(here: Here, request: Request) -> Response:
    """The ledger as a file at once; a long one goes the way with a reason."""
    ask = read_ask(request.query_params)
    with reading(here.engine) as session:
        count = count_ledger(session, ask.filters)
    query = urlencode(ask.kept)
    if count > limits().reason_above or ask.faults or count == 0:
        back = urlencode({"query": query, "back": f"/letters/ledger?{query}"})
        return RedirectResponse(f"/office/export-letter-ledger?{back}", 303)
    with begin(here.engine, by=here.actor, at=now()) as work:
        done = perform(work, "export_letter_ledger", None, {"query": query})
    return export_file(here, done.made["export_id"])


@router.get("/letters/indicators")
def indicators(here: Here, request: Request) -> Response:
    """The figures of a span of months; of this year if none is named."""
    given = {name: request.query_params.get(name, "").strip() for name in ("since", "until", "kind")}
    today = office_day(now())
    ask = read_ask(given)
    first, after = _span(ask, today)
    kind = given["kind"] if given["kind"] in OWN else ""
    with reading(here.engine) as session:
        found = measures(Asked(known(session), first, after, today, kind))
        begun = first_issue(session)
    groups: dict[str, list[Any]] = {}
    for one in found:
        groups.setdefault(one.definition.group, []).append(one)
    return page(
        "letter_indicators.html",
        here,
        groups=groups,
        since=Month(first.year, first.month),
        until=Month(after.year, after.month).back(1),
        kind=kind,
        kinds=OWN,
        faults=ask.faults,
        begun=begun,
        today=today,
    )


def _span(ask: Ask, today: date) -> tuple[date, date]:
    present = Month(today.year, today.month)
    until = ask.until or (present if ask.since is None or ask.since.first <= present.first else ask.since)
    since = ask.since or Month(until.year, 1)
    return since.first, max(until.after, since.after)


@router.get("/letters/numbers")
def numbers(here: Here, issuer: str = "", kind: str = "", year: str = "") -> Response:
    """The number book: all books, and one of them number by number."""
    with reading(here.engine) as session:
        there = books(session)
        chosen = next((one for one in there if (one.issuer, one.kind, str(one.year)) == (issuer, kind, year)), None)
        if chosen is None and (issuer or kind or year):
            raise NotFound("没有这本文号簿。")
        chosen = chosen or next(iter(there), None)
        listed = entries(session, chosen) if chosen is not None else ()
    return page(
        "letter_numbers.html",
        here,
        books=there,
        chosen=chosen,
        entries=listed,
        missing=[one.seq for one in listed if one.row is None],
        incomplete=[one for one in there if not one.complete],
        today=office_day(now()),
    )
