"""All checks in order."""

import pkgutil
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib import import_module

import sqlalchemy as sa

import cases.checks as package
from cases.checks.finding import Finding
from cases.checks.registry import CHECKS, Check, Night
from foundation.database import reading
from foundation.settings import Settings


@lru_cache
def every_check() -> tuple[Check, ...]:
    """All checks of this package, by name."""
    for one in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{one.name}")
    return tuple(CHECKS[name] for name in sorted(CHECKS))


def run_checks(
    engine: sa.Engine, at: datetime, conf: Settings, known_states: Mapping[tuple[str, int], frozenset[str]]
) -> list[Finding]:
    """Everything that is wrong tonight. `known_states`: the states of each chart by case type and version."""
    night = Night(at, conf, known_states)
    with reading(engine) as session:
        connection = session.connection()
        return [finding for one in every_check() for finding in one.look(connection, night)]
