"""kill -9 between the bytes and the row: nothing is broken, and the same upload goes through afterwards."""

import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.attachment import Attachment, StoredFile
from cases.checks import run_checks
from foundation.clock import now
from foundation.files import file_store
from foundation.settings import Settings
from foundation.work import begin
from tests.databases import fresh_engine
from tests.office import furnish
from tests.workflows.clock_stories import a_case
from workflows.attaching import attach, receive

ROOT = Path(__file__).parents[2]
UPLOAD = """
import os, signal, sys
from io import BytesIO
from uuid import UUID
import workflows.commands
from foundation.clock import now
from foundation.database import connect
from foundation.work import SYSTEM, begin
from workflows.attaching import attach, receive
got = receive(BytesIO(sys.argv[3].encode()), "a.txt")
with begin(connect(sys.argv[1]), by=SYSTEM, at=now()) as work:
    attach(work, "case", UUID(sys.argv[2]), {}, got)
    work.write_now()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_between_the_bytes_and_the_row(kind: str, tmp_path: Path) -> None:
    words = f"中断的上传 {kind}"
    with fresh_engine(kind, tmp_path) as engine:
        office = furnish(engine)
        case_id = a_case(office)
        url = engine.url.render_as_string(hide_password=False)
        done = subprocess.run(
            [sys.executable, "-c", UPLOAD, url, str(case_id), words], cwd=ROOT, env={**os.environ}, check=False
        )
        assert done.returncode == -signal.SIGKILL
        with engine.connect() as connection:
            for model in (StoredFile, Attachment):
                assert connection.execute(sa.select(sa.func.count()).select_from(model)).scalar_one() == 0
        names = [name for name, _ in file_store().kept()]
        assert not any(name.endswith(".part") for name in names)
        errors = [one for one in run_checks(engine, now(), Settings(), {}) if one.check.startswith(("file", "attach"))]
        assert errors == []
        got = receive(BytesIO(words.encode()), "a.txt")
        assert got.kept.sha256 in names
        with begin(engine, by=office.actor("operator"), at=now()) as work:
            assert attach(work, "case", case_id, {}, got).version == 1
