"""The nightly look at pauses: each planted fault is found, and a sound file is left alone."""

import sqlalchemy as sa

from cases.checks.clocks import pauses_that_do_not_fit
from cases.checks.registry import Night
from foundation.settings import Settings
from tests.office import MORNING, Office
from tests.workflows.clock_stories import a_case, ask_and_grant, clock

NIGHT = Night(MORNING, Settings(), {})
PAUSE = {"ground": "force_majeure", "reason": "道路中断", "until_on": "2026-12-31"}


def found(office: Office) -> list[str]:
    """What the check says."""
    with office.engine.connect() as connection:
        return [finding.message for finding in pauses_that_do_not_fit(connection, NIGHT)]


def test_a_pause_and_its_clock_agree_or_are_reported(office: Office) -> None:
    case_id = a_case(office, infringement_known_on="2026-09-01")
    right = clock(office, case_id, "LA-27-1")
    ask_and_grant(office, case_id, "ask_pause", at=MORNING, granted_at=MORNING, clock_id=str(right.id), **PAUSE)
    assert found(office) == []
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE clock SET state = 'running' WHERE rule_id = 'LA-27-1'"))
    [still] = found(office)
    assert "尚未结束" in still
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE clock SET state = 'paused' WHERE rule_id = 'LA-27-1'"))
        connection.execute(sa.text("UPDATE clock_request SET state = 'refused'"))
    [unpaused] = found(office)
    assert "没有批准" in unpaused
