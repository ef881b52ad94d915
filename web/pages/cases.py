"""案件列表: filters and order live in the address, saved views as tabs, pages, and the same list as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from cases.views.case_filters import NAMES, SIZES, SORTS, Filters, read_filters
from cases.views.case_list import MOST_COUNTED, count_cases, list_cases
from cases.views.light import nearest_light
from cases.views.saved_views import one_view, views_for
from cases.views.search_viewer import Viewer
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from notifications.ahead import danger
from people.accounts import people
from people.roles import Role
from reports.catalogue import catalogue
from reports.monthly import GROUP_TITLES, UNGROUPED, WORDS
from web.places import after
from web.render import page
from web.visitor import Here, Visitor
from workflows.bulk import bulk_acts, limits
from workflows.charts.registry import CHARTS, versions_of
from workflows.listing import read_list

router = APIRouter()
MORE = frozenset(NAMES) - {
    *("still", "case_type", "stage", "district", "channel", "state", "handler", "light", "text"),
    *("sort", "direction", "size"),
}
for _act in ("save_view", "rename_view", "set_default_view"):
    after(_act, "/cases?view={view_id}")
after("delete_view", "/cases")


@dataclass(frozen=True)
class Asked:
    """What an address asks of the list: filters, the words of a figure, and what it names in vain."""

    filters: Filters
    label: str
    faults: Sequence[str]
    kept: Mapping[str, str]

    @property
    def query(self) -> str:
        """The same as an address."""
        return urlencode(self.kept)


def asked_of(session: Session, query: Mapping[str, str]) -> Asked:
    """What an address asks, with the words of the figure behind it."""
    filters, faults, kept = read_list(session, query)
    if filters.only is None:
        return Asked(filters, "", faults, kept)
    label = f"{kept.get('month', '')} {catalogue()[kept['figure']].name}"
    by = kept.get("by")
    if by is not None:
        label += f"，{GROUP_TITLES[by]}：{WORDS[by].get(kept.get('value', ''), UNGROUPED)}"
    return Asked(filters, label, faults, kept)


def viewer_of(here: Visitor) -> Viewer:
    """Who looks."""
    return Viewer(here.actor.role, here.actor.account_id)


def _states(case_type: str) -> list[tuple[str, str]]:
    """The states of one chart, or of all, each word once."""
    types = [case_type] if case_type in CHARTS else list(CHARTS)
    found: dict[str, str] = {}
    for chart in (chart for one in types for chart in versions_of(one)):
        for key, state in chart.states.items():
            found.setdefault(key, state.label)
    return list(found.items())


def _sort_links(asked: Asked) -> dict[str, tuple[str, str]]:
    """For each column (address, sign): a first click sorts upwards, a second downwards, a third not at all."""
    found = {}
    for name in SORTS:
        kept = {key: value for key, value in asked.kept.items() if key not in ("sort", "direction")}
        sign = ""
        if asked.filters.sort != name:
            kept |= {"sort": name, "direction": "asc"}
        elif asked.filters.direction != "desc":
            kept |= {"sort": name, "direction": "desc"}
            sign = "▲"
        else:
            sign = "▼"
        found[name] = (f"/cases?{urlencode(kept)}", sign)
    return found


@router.get("/cases")
def listed(here: Here, request: Request, p: int = 1) -> Response:
    """One page."""
    at = now()
    until = at + danger()
    viewer = viewer_of(here)
    query: dict[str, str] = dict(request.query_params)
    with reading(here.engine) as session:
        views = views_for(session, here.actor.account_id)
        default = next((one for one in views if one.default_for == here.actor.role), None)
        view = one_view(views, query["view"]) if query.get("view") else (None if query else default)
        if view is not None:
            query = dict(parse_qsl(view.query))
        asked = asked_of(session, query)
        found = list_cases(session, asked.filters, p, at, until, viewer=viewer)
        handlers = people(session, role="mediator")
        tabs = [(one, *_counted(session, one, at, until, viewer)) for one in views]
    return page(
        "cases.html",
        here,
        found=found,
        filters=asked.filters,
        faults=asked.faults,
        handlers=handlers,
        states=_states(asked.filters.case_type),
        nearest_light=nearest_light,
        label=asked.label,
        query=asked.query,
        kept=asked.kept,
        sorts=_sort_links(asked),
        sort_words={name: title for name, (title, _) in SORTS.items()},
        sizes=SIZES,
        tabs=tabs,
        view=view,
        may_change=view is not None and _may_change(here, view),
        more_open=any(name in MORE for name in asked.kept),
        employer_name=found.rows[0].employer if found.rows else "",
        ticking=bool(bulk_acts(here.actor.role)),
        bulk_most=limits().most,
    )


def _may_change(here: Visitor, view: Any) -> bool:
    """One's own views; the shared ones the supervisor."""
    return view.account_id == here.actor.account_id or here.actor.role == Role.SUPERVISOR


def _counted(session: Session, view: Any, at: Any, until: Any, viewer: Viewer) -> tuple[str, bool]:
    """(how many cases a view shows, whether all its filters still exist)."""
    filters, faults = read_filters(dict(parse_qsl(view.query)))
    try:
        count = count_cases(session, filters, at, until, viewer=viewer)
    except NotFound:
        return "?", False
    return (f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)), not faults
