"""kill -9 while clocks follow a new notice: run again it ends where one run would have ended."""

import signal
import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks import calendar as bench
from benchmarks.stores import Store
from cases.calendar_version import CalendarVersion
from cases.clock_rows import Alert, ClockRow, DeadlineRow
from foundation.clock import now
from foundation.database import connect
from rules.papers import dump, read_paper
from tests.databases import fresh_url
from tests.faults.small_batch_process import CASES_AT_ONCE
from tests.faults.test_kill import sound, start
from tests.office import furnish
from workflows import calendars
from workflows.calendar_rehearsal import rehearse

CLOCKS = 800
MODULE = "tests.faults.small_batch_process"
OF_CLOCKS = frozenset(
    {"calendar_clock", "closed_clock", "double_timer", "nearest", "nearest_right", "timer_clock", "untimed_clock"}
)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_following_killed_again_and_again(kind: str, tmp_path: Path) -> None:
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        bench.seed(Store(kind, engine, lambda: None), CLOCKS)
        text = dump({**bench.NOTICE, "published": date(2024, 1, 5)})
        with engine.connect() as connection:
            new = calendars.combined([read_paper(text, "2027")])
            expected = {
                move.clock_id: move.new_due
                for move in rehearse(connection, new, now()).moves
                if move.outcome != "manual"
            }
        assert len(expected) > 3 * CASES_AT_ONCE
        version = office.act("import_calendar", by="admin", at=now(), text=text).made["version_id"]
        office.act("approve_calendar", by="supervisor", at=now(), version_id=version)

        counted = sa.select(sa.func.count()).where(DeadlineRow.cause == "calendar:2027")

        def followed() -> int:
            with engine.connect() as connection:
                return int(connection.execute(counted).scalar_one())

        for _ in range(2):
            before, process = followed(), start(url, "calendar", "apply", "2027", "--by", "lingdao", module=MODULE)
            while followed() == before and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert before < followed() < len(expected)
        last = start(url, "calendar", "apply", "2027", "--by", "lingdao", module=MODULE)
        assert last.wait(timeout=120) == 0

        appended = sa.select(DeadlineRow.clock_id, DeadlineRow.due).where(DeadlineRow.cause == "calendar:2027")
        with engine.connect() as connection:
            rows = connection.execute(appended).all()
            assert {row.clock_id: row.due for row in rows} == expected
            assert len(rows) == len(expected)
            seqs = sa.select(sa.func.count()).select_from(ClockRow).where(ClockRow.deadline_seq == 2)
            assert connection.execute(seqs).scalar_one() == len(expected)
            told = list(connection.execute(sa.select(Alert.key).where(Alert.key.startswith("calendar:"))).scalars())
            settled = connection.execute(sa.select(CalendarVersion.settled_at)).scalar_one()
        assert settled is not None
        assert len(told) == 2
        sound(engine, only=OF_CLOCKS)
        engine.dispose()
