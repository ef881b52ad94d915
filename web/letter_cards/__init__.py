"""The cards of a letter's page, one file per idea; a new one is found by standing here.

A module of this package names its `CARDS`. A template finds what `load` gave as `data`, beside `file` (the letter
with its parts, cases/views/letters.py), `letter` and `case`. Doors hold no queries: `load` asks `cases.views`.
"""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal

from sqlmodel import Session

from cases.views.letters import LetterFile


def nothing(_session: Session, _file: LetterFile) -> Any:
    """For cards that show what the file has already."""
    return None


def always(_file: LetterFile) -> bool:
    """For cards that every letter has."""
    return True


@dataclass(frozen=True)
class Card:
    """One card: where it stands, what it reads, and which letters have it."""

    name: str
    title: str
    template: str
    side: Literal["left", "right", "wide", "last"]
    order: int
    load: Callable[[Session, LetterFile], Any] = nothing
    fits: Callable[[LetterFile], bool] = always
    personal: bool = False
    """Whether it repeats what people said: then a secret file shows it to those only who may know them."""


@lru_cache
def cards() -> Sequence[Card]:
    """All cards in their order."""
    modules = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    found = [card for module in modules for card in getattr(module, "CARDS", ())]
    return sorted(found, key=lambda card: card.order)
