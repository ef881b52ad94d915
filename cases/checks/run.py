"""All checks in order."""

import pkgutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

import sqlalchemy as sa

import cases.checks as package
from cases.checks.finding import Finding
from cases.checks.registry import CHECKS, Check, Night
from foundation.database import reading
from foundation.settings import Settings


@dataclass(frozen=True)
class Looked:
    """What one check found, and how long it took."""

    check: Check
    findings: tuple[Finding, ...]
    took_ms: int


def every_check() -> tuple[Check, ...]:
    """All checks by name: those that stand here, and those that another room has declared by now."""
    for one in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{one.name}")
    return tuple(CHECKS[name] for name in sorted(CHECKS))


def look_at_all(engine: sa.Engine, night: Night) -> Iterator[Looked]:
    """Each check with what it found tonight."""
    with reading(engine) as session:
        connection = session.connection()
        for one in every_check():
            begun = time.monotonic()
            findings = tuple(one.look(connection, night))
            yield Looked(one, findings, int((time.monotonic() - begun) * 1000))


def run_checks(
    engine: sa.Engine, at: datetime, conf: Settings, known_states: Mapping[tuple[str, int], frozenset[str]]
) -> list[Finding]:
    """Everything that is wrong tonight, as far as the records themselves can say it."""
    night = Night(at, conf, known_states)
    return [finding for looked in look_at_all(engine, night) for finding in looked.findings]
