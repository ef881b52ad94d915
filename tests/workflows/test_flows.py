"""Real Prefect: the run that fired is visible there; without Prefect the same work is done."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cases.clock_rows import ClockFact
from foundation.clock import now
from foundation.runs import JobRun
from foundation.settings import Settings
from tests.databases import fresh_engine
from tests.office import MORNING, Office, furnish
from tests.stories.players import filled
from tests.stories.scripts import TO_MEDIATION, opening
from workflows.firing import fire_all_due
from workflows.flows import run

pytestmark = pytest.mark.filterwarnings("ignore")  # Prefect's own warnings are not ours to mend


@pytest.fixture(scope="module")
def prefect() -> Iterator[str]:
    """A real Prefect server on a database of its own; takes a quarter of a minute to come up."""
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        address = PREFECT_API_URL.value()
        assert address is not None
        yield str(address)


def overdue(office: Office) -> None:
    """One case whose mediation has run out."""
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, **filled(office, line.data))


@pytest.mark.timeout(240)
def test_the_run_that_fired_is_visible_in_prefect(prefect: str, tmp_path: object) -> None:
    from prefect.client.orchestration import get_client

    with fresh_engine("sqlite", tmp_path) as engine:  # type: ignore[arg-type]  # a Path
        office = furnish(engine)
        overdue(office)
        at = MORNING + timedelta(days=30)
        conf = Settings(prefect_api_url=prefect)
        result = run.run_flow("escalate", engine, at, lambda: {"fired": fire_all_due(engine, at).fired}, conf)
        assert result["fired"] > 0
        with engine.connect() as connection:
            row = connection.execute(sa.select(JobRun.__table__)).one()  # type: ignore[attr-defined]
        assert (row.via, row.state, row.result) == ("prefect", "done", dict(result))
        with get_client(sync_client=True) as client:
            seen = client.read_flow_run(row.prefect_run_id)
        assert seen.name == row.prefect_run_name
        assert seen.state is not None
        assert seen.state.is_completed()
        assert f"fired={result['fired']}" in str(seen.state.message)

        with pytest.raises(ZeroDivisionError):
            run.run_flow("letters", engine, at, lambda: {"x": 1 // 0}, conf)
        with engine.connect() as connection:
            failed = connection.execute(sa.select(JobRun.__table__).where(JobRun.job == "letters")).one()  # type: ignore[attr-defined]
        assert (failed.state, failed.error) == ("failed", "ZeroDivisionError")


def test_without_prefect_the_same_work_is_done(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_quiet_until", 0.0)
    overdue(office)
    at = now()
    conf = Settings(prefect_api_url="http://127.0.0.1:9/api")
    run.run_flow("escalate", office.engine, at, lambda: {"fired": fire_all_due(office.engine, at).fired}, conf)
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(JobRun.via)).scalars().all() == ["direct"]
        assert connection.execute(sa.select(ClockFact.kind).where(ClockFact.kind == "breached")).first() is not None
