"""kill -9 while cases are brought to another version, and back: run again it ends where one run would have ended."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.chart_migration import ChartMigration, ChartMigrationCase
from foundation.clock import now
from foundation.database import connect
from foundation.work import SYSTEM, begin
from tests.databases import fresh_url
from tests.faults.test_kill import ROOT
from tests.office import furnish
from tests.workflows.charts.next_version import NEXT, TYPE, next_chart
from tests.workflows.invariants import broken
from tests.workflows.standing import stand_in
from tests.workflows.test_chart_migration import places, running
from workflows.charts.registry import VERSIONS
from workflows.firing import fire_all_due

CASES = 150
STATES = ("registered", "mediating", "performing", "failed", "breached", "closing_review")


def start(url: str, *command: str) -> subprocess.Popen[bytes]:
    """A process that knows the next version of the chart."""
    environment = {**os.environ, "WEIQUAN_DATABASE_URL": url}
    line = [sys.executable, "-m", "tests.faults.next_chart_process", "charts", "migrate", *command]
    return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_migration_and_its_undoing_killed_again_and_again(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERSIONS, (TYPE, NEXT), next_chart())
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        mediator = furnish(engine).account_id("tiaojie")
        with begin(engine, by=SYSTEM, at=now() - timedelta(hours=3)) as work:
            for number in range(CASES):
                stand_in(work, TYPE, STATES[number % len(STATES)], handler=mediator)
        fire_all_due(engine, now())
        before = (places(engine), clocks_of(engine))
        request = (TYPE, "--to", str(NEXT), "--map", "failed=preparing", "--map", "breached=breached")

        def so_far(state: str) -> int:
            query = sa.select(sa.func.count()).where(ChartMigrationCase.state == state)
            with engine.connect() as connection:
                return int(connection.execute(query).scalar_one())

        def killed(state: str, *command: str) -> None:
            done, process = so_far(state), start(url, *command)
            while so_far(state) == done and process.poll() is None:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert done < so_far(state) < CASES

        killed("moved", *request, "--apply")
        assert start(url, *request, "--apply").wait(timeout=120) == 0
        with engine.connect() as connection:
            [migration] = connection.execute(sa.select(ChartMigration.id, ChartMigration.state)).all()
            versions = connection.execute(sa.select(Case.chart_version, sa.func.count()).group_by(Case.chart_version))
            assert [tuple(row) for row in versions] == [(NEXT, CASES)]
        assert migration.state == "applied"
        assert so_far("moved") == CASES
        assert broken(engine, now()) == []

        killed("restored", "--undo", str(migration.id))
        assert start(url, "--undo", str(migration.id)).wait(timeout=120) == 0
        assert so_far("restored") == CASES
        assert broken(engine, now()) == []
        assert (places(engine), clocks_of(engine)) == before
        engine.dispose()


def clocks_of(engine: sa.Engine) -> dict[str, tuple[object, ...]]:
    """Every running clock without its timer: while the test runs, one may come due."""
    return {name: clock[:4] for name, clock in running(engine).items()}
