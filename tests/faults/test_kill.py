"""kill -9 in the middle: nothing is lost, nothing stands twice in our ledger."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.checks import run_checks
from cases.clock_rows import ClockFact
from foundation.clock import now
from foundation.database import connect
from foundation.outbox import OutboxMessage
from foundation.settings import Settings
from tests.databases import fresh_url
from workflows.charts.registry import known_states
from workflows.importing.replay import import_cases

ROOT = Path(__file__).parents[2]
CASES = ROOT / "demo" / "real_cases.jsonl"
KNOWN = known_states()


def start(url: str, *command: str, module: str = "main") -> subprocess.Popen[bytes]:
    """A process of ours on this database."""
    environment = {
        **os.environ,
        "WEIQUAN_DATABASE_URL": url,
        "WEIQUAN_TICK_SECONDS": "0.2",
        "WEIQUAN_USE_PREFECT": "false",
    }
    return subprocess.Popen(
        [sys.executable, "-m", module, *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )


def sound(engine: sa.Engine, *, only: frozenset[str] | None = None) -> None:
    """No check finds an error, or none of these checks where the cases were made in numbers and not by acts."""
    findings = run_checks(engine, now(), Settings(), KNOWN)
    wrong = [finding for finding in findings if finding.severity == "error"]
    assert [finding for finding in wrong if only is None or finding.check in only] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_an_import_killed_again_and_again(kind: str, tmp_path: Path) -> None:
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        for wait in (0.9, 1.1, 1.4, 1.8):
            process = start(url, "import", str(CASES), "--json")
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
            process.wait()
        done = import_cases(engine, CASES.read_bytes(), now())
        assert done.created + done.unchanged == 73
        with engine.connect() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(Case)).scalar_one() == 73
        sound(engine)
        engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_an_engine_killed_while_it_fires(kind: str, tmp_path: Path) -> None:
    from datetime import timedelta

    from tests.office import furnish
    from tests.stories.players import filled
    from tests.stories.scripts import TO_MEDIATION, opening

    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        long_ago = now() - timedelta(days=40)
        for _ in range(40):
            case_id = office.act(
                "open_case", at=long_ago, **opening("wage_arrears", infringement_known_on=None)
            ).case_id
            for line in TO_MEDIATION:
                office.act(line.act, case_id, by=line.by, at=long_ago, **filled(office, line.data))
        for wait in (1.5, 2.0):
            process = start(url, "engine")
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
            process.wait()
        # The dead leader's lease would keep its successor waiting for half a minute; time is what it needs.
        with engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM lease"))
        process = start(url, "engine")
        deadline = time.monotonic() + 30
        breached = sa.select(sa.func.count()).where(ClockFact.kind == "escalated", ClockFact.level == 3)
        while time.monotonic() < deadline:
            with engine.connect() as connection:
                if connection.execute(breached).scalar_one() == 40:
                    break
            time.sleep(0.3)
        process.terminate()
        process.wait()
        with engine.connect() as connection:
            assert connection.execute(breached).scalar_one() == 40
            keys = list(connection.execute(sa.select(OutboxMessage.key)).scalars())
        assert len(keys) == len(set(keys))
        sound(engine)
        engine.dispose()
