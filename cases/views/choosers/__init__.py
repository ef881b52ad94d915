"""Choices for fields that name a record: a meeting of the case, a clock, a unit. One file per kind of record.

A form marks such a field with `json_schema_extra={"choose": NAME}`; the chooser of that name reads the choices.
"""

import pkgutil
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from uuid import UUID

from sqlmodel import Session

Choices = list[tuple[str, str]]
Chooser = Callable[[Session, UUID | None], Choices]
"""Reads (identifier, words that people read) for a subject; None where there is no subject yet."""

_CHOOSERS: dict[str, Chooser] = {}


def chooser(name: str) -> Callable[[Chooser], Chooser]:
    """Declare a function as the chooser of this name."""

    def declare(function: Chooser) -> Chooser:
        if name in _CHOOSERS:
            raise ValueError(f"chooser {name} is declared twice")
        _CHOOSERS[name] = function
        return function

    return declare


@lru_cache
def _declared() -> dict[str, Chooser]:
    for one in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{one.name}")
    return _CHOOSERS


def choices_for(session: Session, subject_id: UUID | None, names: Iterable[str]) -> dict[str, Choices]:
    """The choices of each chooser asked for. Raises KeyError for a name that no file declares."""
    return {name: _declared()[name](session, subject_id) for name in names}
