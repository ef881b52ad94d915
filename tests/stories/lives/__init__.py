"""More lives, one file per desk: each module names its `SCRIPTS` by case type, and they are played with the rest."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module

from tests.stories.scripts import SCRIPTS, Line


def all_scripts() -> dict[str, Sequence[tuple[Line, ...]]]:
    """Every script by case type."""
    found = {case_type: tuple(scripts) for case_type, scripts in SCRIPTS.items()}
    for one in pkgutil.iter_modules(__path__):
        more = import_module(f"{__name__}.{one.name}").SCRIPTS
        found = {case_type: (*scripts, *more.get(case_type, ())) for case_type, scripts in found.items()}
    return dict(found)
