"""One leader among several engines."""

from datetime import timedelta

import sqlalchemy as sa

from tests.office import MORNING
from workflows.leader import LASTS, lead, resign


def test_one_leads_until_its_lease_runs_out(db: sa.Engine) -> None:
    assert lead(db, "one", MORNING)
    assert lead(db, "one", MORNING + timedelta(seconds=1))
    assert not lead(db, "two", MORNING + timedelta(seconds=2))
    assert lead(db, "two", MORNING + timedelta(seconds=1) + LASTS)
    assert not lead(db, "one", MORNING + timedelta(seconds=2) + LASTS)


def test_an_orderly_stop_hands_over_at_once(db: sa.Engine) -> None:
    assert lead(db, "one", MORNING)
    resign(db, "one", MORNING)
    assert lead(db, "two", MORNING)
