"""Each planted fault about people and employers is found by its check, and by no other."""

import pytest

from cases.checks.run import run_checks
from foundation.settings import Settings
from tests.cases.plants.people_and_employers import PLANTS
from tests.office import MORNING, Office
from workflows.charts.registry import CHARTS

STATES = {name: frozenset(chart.states) for name, chart in CHARTS.items()}


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_plant_is_found_by_its_check_alone(office: Office, name: str) -> None:
    PLANTS[name](office)
    found = run_checks(office.engine, MORNING, Settings(), STATES)
    assert {one.check for one in found if one.severity == "error"} == {name}, found
