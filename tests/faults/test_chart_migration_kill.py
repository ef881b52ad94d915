"""kill -9 while cases are brought to another version, and back: run again it ends where one run would have ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks import calendar as bench
from benchmarks.stores import Store
from cases.case import Case
from cases.chart_migration import ChartMigration, ChartMigrationCase
from foundation.clock import now
from foundation.database import connect
from tests.databases import fresh_url
from tests.faults.test_kill import ROOT
from tests.office import furnish
from tests.workflows.charts.next_version import NEXT, NOW, TYPE, next_chart
from tests.workflows.invariants import broken
from tests.workflows.test_chart_migration import places, running
from workflows.charts.registry import VERSIONS
from workflows.firing import fire_all_due

CASES = 1200


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
        furnish(engine)
