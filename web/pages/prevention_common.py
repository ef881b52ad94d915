"""What prevention's pages share: the acts to offer, forms filled from what is on file, words of its code lists."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from fastapi.responses import Response

from cases.prevention import codes as words
from cases.prevention.progress import INDICATOR, MEASURES
from cases.prevention.settings import checklist, six_haves
from cases.views.prevention_common import Page
from web.pages.forms import act_page
from web.render import page
from web.visitor import Visitor
from workflows.acts import ACTS, Act
from workflows.perform import check_role, find_act

SHARED: dict[str, Any] = {
    "w": words,
    "measures": MEASURES,
    "indicators": INDICATOR,
    "checklist": checklist(),
    "six_haves": six_haves(),
}


def show(template: str, here: Visitor | None, *, status: int = 200, **values: Any) -> Response:
    """A page of prevention, with its words at hand."""
    return page(template, here, status=status, **SHARED, **values)


def offered(here: Visitor, *names: str) -> Sequence[Act]:
    """Those of these acts that the visitor's role may perform."""
    return [ACTS[name] for name in names if here.actor.role in ACTS[name].roles]


def filled_form(here: Visitor, name: str, back: str, values: Mapping[str, Any], subject: str = "") -> Response:
    """An act's form, filled with what is on file; it is sent to the act's own address."""
    act = find_act(name)
    check_role(act, here.actor)
    target = f"/office/{act.slug}?back={back}"
    return act_page(here, act, target=target, back=back, given=flat(values), errors={}, subject=subject)


def flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested values as a page sends them: audiences.0.people."""
    typed: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            for place, row in enumerate(value):
                typed |= flat(row, f"{prefix}{name}.{place}.")
        elif isinstance(value, bool):
            if value:
                typed[prefix + name] = "true"
        elif value is not None:
            typed[prefix + name] = str(value)
    return typed


def pager(found: Page, address: str, query: str = "") -> SimpleNamespace:
    """Where the other pages are."""
    return SimpleNamespace(found=found, address=address, query=f"{query}&" if query else "")
