"""An office with everything of the prevention register in it is clean to every check."""

from tests.office import MORNING, Office
from tests.prevention.making import activity, campaign, check_up, finding, lead
from workflows.checking import check_everything
from workflows.prevention.night import prevention_night

# True in every test and not meant: no engine runs, and next year's holidays are not known yet.
STANDING = {"engine", "calendar_year"}


def found(office: Office) -> set[str]:
    """The checks that find something."""
    return {one.check for one in check_everything(office.engine, MORNING)} - STANDING


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
