"""kill -9 while the next letters are drafted: each is drafted once, and the machine has signed none."""

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from foundation.clock import now
from foundation.database import connect
from tests.databases import fresh_url
from tests.faults.test_kill import sound, start
from tests.letter_office import rows
from tests.letter_steps import sent
from tests.office import furnish
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, RECORD, TO_MEDIATION, VIOLATION, opening

FILES = 25
LETTERS = frozenset({"letter_book", "letter_clock", "letter_overdue", "journal", "double_clock"})


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_drafting_killed_again_and_again(kind: str, tmp_path: Path) -> None:
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        long_ago = now() - timedelta(days=60)
        for _ in range(FILES):
            begun = opening("wage_arrears", infringement_known_on=None)
            case_id = office.act("open_case", at=long_ago, **begun).case_id
            for line in TO_MEDIATION:
                office.act(line.act, case_id, by=line.by, at=long_ago, **filled(office, line.data))
            for act, form in (
                ("record_violation", VIOLATION),
                ("open_investigation", INVESTIGATION),
                ("close_investigation", RECORD),
            ):
                office.act(act, case_id, by="mediator", at=long_ago, **form)
            opinion = {"kind": "opinion", "cause": "测试"}
            letter = office.act("draft_letter", case_id, by="mediator", at=long_ago, **opinion).made["letter_id"]
            sent(office, letter, at=long_ago)
        for wait in (1.6, 1.8, 2.0):
            process = start(url, "engine")
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
            process.wait()
            # The dead leader's lease would keep its successor waiting for half a minute.
            with engine.begin() as connection:
                connection.execute(sa.text("DELETE FROM lease"))
        process = start(url, "engine")
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline and len(rows(office, "letter", kind="recommendation")) < FILES:
            time.sleep(0.3)
        time.sleep(1)
        process.terminate()
        process.wait()
        drafts = rows(office, "letter", kind="recommendation")
        assert len(drafts) == FILES
        assert len({one["previous_id"] for one in drafts}) == FILES
        assert {(one["state"], one["signed_by"], one["number"]) for one in drafts} == {("draft", None, None)}
        assert {one["state"] for one in rows(office, "letter", kind="opinion")} == {"overdue"}
        for one in drafts:
            assert len(rows(office, "clock", letter_id=one["id"])) == 1
        sound(engine, only=LETTERS)
        engine.dispose()
