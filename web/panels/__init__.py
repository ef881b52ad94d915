"""The cards of the case page, one file per idea; a new one is found by standing here.

A module of this package names its `PANELS`. What a panel shows is read by its `load` from `cases.views`
(doors hold no queries); its template finds that as `data`, beside `case` and `file`.
"""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal
from uuid import UUID

from sqlmodel import Session


def nothing(_session: Session, _case_id: UUID) -> Any:
    """For panels that show what the case file has already."""
    return None


def always(_data: Any, _act: str) -> bool:
    """For panels whose acts do not depend on what they show."""
    return True


@dataclass(frozen=True)
class Panel:
    """One card: where it stands, what it reads, and the desks whose acts are offered in its head."""

    name: str
    title: str
    template: str
    side: Literal["left", "right", "wide"]
    order: int
    desks: tuple[str, ...] = ()
    load: Callable[[Session, UUID], Any] = nothing
    fits: Callable[[Any, str], bool] = always
    """Whether an act makes sense with what `load` gave: nothing can be called off where nothing is planned."""
    personal: bool = False
    """Whether it names people or what they said: then a secret file shows it to those only who may know them."""
    of_others: bool = False
    """Whether it speaks of other cases: people of a unit below, who see their own cases only, are not shown it."""
    hidden_when_empty: bool = False
    """Whether the card is left out when `load` gives nothing and its desks offer nothing."""


@lru_cache
def panels() -> Sequence[Panel]:
    """All cards in their order."""
    modules = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    found = [panel for module in modules for panel in getattr(module, "PANELS", ())]
    return sorted(found, key=lambda panel: panel.order)
