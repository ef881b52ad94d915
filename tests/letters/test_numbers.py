"""Numbers without a gap: many at once, after a transaction that failed, after a process that was killed."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.checks import run_checks
from cases.letter import Letter, LetterNumber
from cases.views.letter_numbers import books, entries
from foundation.database import connect, reading
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.settings import Settings
from foundation.work import begin
from tests.databases import fresh_url
from tests.letter_steps import sent
from tests.letters.lives import a_file, drafted
from tests.office import MORNING, Office, furnish
from workflows.charts.registry import known_states
from workflows.perform import perform

ROOT = Path(__file__).parents[2]
AT_ONCE = 8
MANY = 24


def signed(office: Office, count: int) -> list[UUID]:
    """So many letters that wait for a number, each of a file of its own."""
    first = drafted(office, a_file(office))
    sent(office, first, until="sign_letter")
    table, files = Letter.__table__, Case.__table__
    made = [first]
    with office.engine.begin() as connection:
        row = dict(connection.execute(sa.select(table).where(table.c.id == first)).one()._mapping)
        file = dict(connection.execute(sa.select(files).where(files.c.id == row["case_id"])).one()._mapping)
        for place in range(1, count):
            # A file each: then nothing but the number can make two of them wait for each other.
            own = {"id": new_id(), "number": f"{file['number']}之{place}", "journal_seq": 0, "journal_hash": ""}
            connection.execute(sa.insert(files).values({**file, **own}))
            other = {**row, "id": new_id(), "cause_key": str(new_id()), "case_id": own["id"]}
            connection.execute(sa.insert(table).values(other))
            made.append(other["id"])
    return made


def sequence(engine: sa.Engine) -> list[int]:
    """The numbers in the book."""
    with engine.connect() as connection:
        return list(connection.execute(sa.select(LetterNumber.seq).order_by(LetterNumber.seq)).scalars())


def gaps(engine: sa.Engine) -> list[Any]:
    """What the checks say of numbers."""
    findings = run_checks(engine, MORNING, Settings(), known_states())
    return [one for one in findings if one.check in ("letter_number_gap", "letter_book", "letter_rollup")]


def test_many_at_once(office: Office) -> None:
    letters = signed(office, MANY)

    def number(letter_id: UUID) -> str:
        return str(office.act("number_letter", letter_id, by="supervisor").made["number"])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(number, letters))
    assert len(set(given)) == MANY
    assert sequence(office.engine) == list(range(1, MANY + 1))
    assert gaps(office.engine) == []


def test_one_letter_numbered_by_two_at_once_takes_one_number(office: Office) -> None:
    [letter_id] = signed(office, 1)

    def number(_: int) -> bool:
        try:
            office.act("number_letter", letter_id, by="supervisor")
        except NotPossible:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(number, range(AT_ONCE))) == 1
    assert sequence(office.engine) == [1]


class Broken(Exception):
    """Something fails behind the act."""


def test_what_fails_takes_no_number_and_what_falls_keeps_its_own(office: Office) -> None:
    first, second, third = signed(office, 3)
    office.act("number_letter", first, by="supervisor")
    for _ in range(3):
        with suppress(Broken), begin(office.engine, by=office.actor("supervisor"), at=MORNING) as work:
            perform(work, "number_letter", second)
            work.write_now()
            raise Broken
    office.act("void_letter", first, by="supervisor", reason="文号填写有误")
    made = office.act("number_letter", second, by="supervisor").made
    assert made["number"] == "宁工劳监函〔2026〕2号"
    office.act("number_letter", third, by="supervisor")
    office.act("withdraw_letter", third, by="supervisor", reason="事实有误")
    with reading(office.engine) as session:
        [book] = books(session)
        listed = entries(session, book)
    assert book.complete
    assert [(one.seq, one.row.voided, one.row.ended_why) for one in listed] == [
        (1, True, "文号填写有误"),
        (2, False, None),
        (3, True, "事实有误"),
    ]
    assert gaps(office.engine) == []


KILLED = """
import sys, time
from uuid import UUID
import workflows.commands
from foundation.clock import moment
from foundation.database import connect
from foundation.work import Actor, begin
from workflows.perform import perform
url, letter_id = sys.argv[1:]
by = Actor("主管甲", "supervisor")
with begin(connect(url), by=by, at=moment("2026-10-13 09:00")) as work:
    perform(work, "number_letter", UUID(letter_id))
    work.write_now()
    print("taken", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_process_killed_with_the_number_in_its_hand(kind: str, tmp_path: Path) -> None:
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        first, second = signed(office, 2)
        for _ in range(2):
            command = [sys.executable, "-c", KILLED, url, str(first)]
            process = subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), stdout=subprocess.PIPE)
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"taken"
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
        deadline = time.monotonic() + 30
        while sequence(engine) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert sequence(engine) == []
        for letter_id in (second, first):
            office.act("number_letter", letter_id, by="supervisor")
        assert sequence(engine) == [1, 2]
        assert gaps(engine) == []
        engine.dispose()


def test_the_book_shows_what_is_missing_and_what_stands_twice(office: Office) -> None:
    for letter_id in signed(office, 4):
        office.act("number_letter", letter_id, by="supervisor")
    with office.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM letter_number WHERE seq IN (2, 4)"))
    with reading(office.engine) as session:
        [book] = books(session)
        listed = entries(session, book)
    assert not book.complete
    assert [one.seq for one in listed if one.row is None] == [2, 4]
    assert [one.message for one in gaps(office.engine) if one.check == "letter_number_gap"] == ["文号簿缺 2、4 号。"]
    with office.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM letter_number"))
    [found] = [one for one in gaps(office.engine) if one.check == "letter_number_gap"]
    assert "已取到 4 号" in found.message


def test_words_of_a_number_that_do_not_fit_its_place(office: Office) -> None:
    for letter_id in signed(office, 2):
        office.act("number_letter", letter_id, by="supervisor")
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE letter_number SET number = '宁工劳监函〔2026〕01号' WHERE seq = 1"))
    assert any("可能重号" in one.message for one in gaps(office.engine))
