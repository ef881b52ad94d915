"""Every nightly check has a violation planted for it, which it finds and no other check does."""

import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import tests.cases.plants as package
from cases.checks import Finding
from cases.checks.run import every_check
from foundation.runs import Lease
from foundation.settings import settings
from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from workflows.checking import check_everything

Plant = Callable[[Office], Any]


def all_plants() -> dict[str, Plant]:
    """The plants of every file, by the name of the check that must find them."""
    found: dict[str, Plant] = {}
    for one in pkgutil.iter_modules(package.__path__):
        more: dict[str, Plant] = import_module(f"{package.__name__}.{one.name}").PLANTS
        assert not set(found) & set(more), "a check is planted for twice"
        found.update(more)
    return found


PLANTS = all_plants()


@pytest.fixture
def sound(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with an engine at work and a file store of its own: what one plant leaves is not another's fault."""
    monkeypatch.setenv("WEIQUAN_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.insert(Lease, {"name": "engine", "holder": "测试", "until": MORNING + timedelta(days=1000)})
    yield office
    monkeypatch.undo()
    settings.cache_clear()


def wrong(office: Office, at: datetime) -> set[Finding]:
    """What all checks find at this instant."""
    return set(check_everything(office.engine, at))


def test_every_check_has_a_plant() -> None:
    assert {one.name for one in every_check()} == set(PLANTS)


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_planted_violation_is_found_by_its_own_check_alone(sound: Office, name: str) -> None:
    before = wrong(sound, MORNING)
    at = PLANTS[name](sound)
    found = wrong(sound, at if isinstance(at, datetime) else MORNING) - before
    assert {finding.check for finding in found} == {name}, found


def test_a_sound_office_is_left_alone(sound: Office) -> None:
    assert {finding.check for finding in wrong(sound, MORNING)} <= {"calendar_year"}
