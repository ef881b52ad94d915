"""Each of prevention's checks finds its planted violation, and no other check does; sound offices are clean."""

import pytest

from cases.checks.run import run_checks
from foundation.settings import settings
from tests.cases.plants.prevention import PLANTS
from tests.office import MORNING, Office
from tests.prevention.making import activity, campaign, check_up, finding, lead
from workflows.charts.registry import CHARTS
from workflows.prevention.night import prevention_night

KNOWN = {case_type: frozenset(chart.states) for case_type, chart in CHARTS.items()}


def found(office: Office) -> set[str]:
    """The checks that find something; that no engine runs in a test is true and not meant."""
    return {one.check for one in run_checks(office.engine, MORNING, settings(), KNOWN)} - {"engine"}


@pytest.mark.parametrize("name", PLANTS)
def test_each_plant_is_found_by_its_check_alone(office: Office, name: str) -> None:
    PLANTS[name](office)
    assert found(office) == {name}


def test_a_sound_office_is_clean(office: Office) -> None:
    campaign(office, [{"subject": "activity"}, {"subject": "check_up"}, {"subject": "case", "channel": "sentinel"}])
    activity(office, sign_in="赵某\n钱某")
    finding(office, check_up(office, held_on="2026-10-02"), due_on="2026-10-05")
    told = lead(office)
    office.act(
        "open_case_from_lead", lead_id=str(told), case_type="wage_arrears", claim_kind="wages", worker_name="赵某"
    )
    prevention_night(office.engine, MORNING)
    assert found(office) == set()
