"""The checks on charts: a migration broken off is said until it is ended, a case that strayed is named."""

import pytest
import sqlalchemy as sa

from cases.checks import run_checks
from foundation.settings import Settings
from foundation.work import SYSTEM
from tests.cases.plants.charts import PLANTS
from tests.office import MORNING, Office
from tests.workflows.charts.next_version import NEXT, TYPE, next_chart
from tests.workflows.standing import stand
from workflows import chart_migrating
from workflows.chart_migration import Request
from workflows.charts.registry import VERSIONS, known_states


def found(office: Office) -> dict[str, str]:
    """Errors by check."""
    findings = run_checks(office.engine, MORNING, Settings(), known_states())
    return {one.check: one.message for one in findings if one.severity == "error"}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_violation_is_found_and_no_other(office: Office, name: str) -> None:
    stand(office, TYPE, "mediating")
    assert found(office) == {}
    PLANTS[name](office)
    assert set(found(office)) == {name}


def test_a_case_that_was_moved_and_strayed_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERSIONS, (TYPE, NEXT), next_chart())
    stand(office, TYPE, "mediating")
    chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, MORNING)
    assert found(office) == {}
    with office.engine.begin() as connection:
        connection.execute(sa.text('UPDATE "case" SET chart_version = chart_version - 1'))
    assert "现在却不在这一版" in found(office)["chart_migration"]


def test_a_case_on_a_version_that_is_not_is_said(office: Office) -> None:
    stand(office, TYPE, "mediating")
    with office.engine.begin() as connection:
        connection.execute(sa.text('UPDATE "case" SET chart_version = 99'))
    assert set(found(office)) == {"state"}
