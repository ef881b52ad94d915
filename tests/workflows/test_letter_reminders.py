"""Before, at and after the limits of letters: who is told, on which day, exactly once."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.clock_rows import Alert
from cases.letter import Letter
from cases.letter_copy import LetterCopy
from foundation.clock import start_of
from foundation.runs import JobRun
from notifications.ladder import ladder_of, ladders
from tests.cases.planting import served
from tests.letter_steps import ANSWER
from tests.office import MORNING, Office
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.flows.letter_steps import steps_waiting
from workflows.letter_reminders import LOOKS, days, remind, waiting
from workflows.scheduler import JOBS


def rows(office: Office, model: Any, **wanted: Any) -> list[Any]:
    """Rows of a table with these values, in order of their making."""
    table = model.__table__
    with office.engine.connect() as connection:
        conditions = [table.c[name] == value for name, value in wanted.items()]
        return list(connection.execute(sa.select(table).where(*conditions).order_by(table.c.id)))


def told(office: Office, letter_id: UUID, label: str) -> list[tuple[int, str]]:
    """Levels and hearers of the alerts about one limit of a letter, in order."""
    found = [one for one in rows(office, Alert, letter_id=letter_id) if label in one.title]
    assert all(one.clock_id is not None for one in found)
    return sorted((one.level, one.role or "handler") for one in found)


def the_letter(office: Office) -> Any:
    """The notice that was served."""
    (letter,) = rows(office, Letter, kind="notice")
    return letter


def end_of(day: date) -> datetime:
    """The instant at which a day is over."""
    return start_of(day + timedelta(days=1))


def test_the_ladder_of_letters_has_five_days_and_one_day_before() -> None:
    ladder = ladders()[ladder_of("obligation", "LTR-NOTICE-REPLY", "any letter")]
    before = [(-rung.offset, rung.tell) for rung in ladder if rung.fact == "warned"]
    assert before == [(timedelta(days=5), ("handler",)), (timedelta(days=1), ("handler",))]
    at = [rung.tell for rung in ladder if rung.fact == "breached"]
    assert at == [("handler", "supervisor")]
    assert [rung.tell for rung in ladder if rung.fact == "escalated"] == [("leader",)]
    assert ladder_of("obligation", "AGREED") == "obligation"
    assert ladder_of("stage", "SVC-LETTER-STEP", "any letter") == "stage"


def test_reminders_of_a_reply_come_once_at_each_point(office: Office) -> None:
    served(office)
    letter = the_letter(office)
    due = end_of(letter.reply_due)
    points = (
        (due - timedelta(days=5), [(-1, "handler")]),
        (due - timedelta(days=1), [(0, "handler")]),
        (due, [(1, "handler"), (1, "supervisor")]),
    )
    expected: list[tuple[int, str]] = []
    for at, more in points:
        fire_all_due(office.engine, at - timedelta(seconds=1))
        assert told(office, letter.id, "答复期限") == expected
        for _ in range(2):
            fire_all_due(office.engine, at)
        expected += more
        assert told(office, letter.id, "答复期限") == expected
    run_effects(office.engine, due)
    assert the_letter(office).state == "overdue"

    # Afterwards: the leader, some days later, once.
    after = due + days()["leader_after_days"]
    for at, how_many in ((after - timedelta(days=2), 0), (after, 1), (after, 1), (after + timedelta(days=30), 1)):
        remind(office.engine, "letter_overdue", at)
        found = [one for one in rows(office, Alert, letter_id=letter.id) if one.key.startswith("letter-overdue:")]
        assert [one.role for one in found] == ["leader"] * how_many
    assert told(office, letter.id, "答复期限") == expected


def test_who_answers_in_time_is_warned_of_no_more(office: Office) -> None:
    served(office)
    letter = the_letter(office)
    due = end_of(letter.reply_due)
    fire_all_due(office.engine, due - timedelta(days=5))
    office.act("record_reply", letter.id, by="mediator", at=due - timedelta(days=3), **ANSWER)
    fire_all_due(office.engine, due + timedelta(days=40))
    assert told(office, letter.id, "答复期限") == [(-1, "handler")]


def rectifying(office: Office, *, within: int = 20) -> tuple[Any, date]:
    """A letter whose employer has promised to put things right by a day."""
    served(office)
    letter = the_letter(office)
    office.act("record_reply", letter.id, by="mediator", **ANSWER)
    promised = MORNING.date() + timedelta(days=within)
    office.act(
        "assess_reply",
        letter.id,
        by="mediator",
        assessed_as="accepted",
        note="措施可行",
        rectify_on=promised.isoformat(),
    )
    return letter, promised


def test_reminders_of_a_correction_come_once_at_each_point(office: Office) -> None:
    letter, promised = rectifying(office)
    due = end_of(promised)
    for at in (due - timedelta(days=5), due - timedelta(days=1), due):
        for _ in range(2):
            fire_all_due(office.engine, at)
    levels = [(-1, "handler"), (0, "handler"), (1, "handler"), (1, "supervisor")]
    assert told(office, letter.id, "整改期限") == levels
    run_effects(office.engine, due)
    assert next(one for one in rows(office, Letter) if one.id == letter.id).state == "unrectified"


def test_a_check_on_the_spot_is_asked_for_before_the_promised_day(office: Office) -> None:
    letter, promised = rectifying(office)
    first = start_of(promised - days()["check_before_days"])
    assert remind(office.engine, "letter_checks", first - timedelta(seconds=1)) == {"told": 0, "batches": 0}
    assert remind(office.engine, "letter_checks", first) == {"told": 2, "batches": 1}
    assert remind(office.engine, "letter_checks", first + timedelta(days=1)) == {"told": 0, "batches": 0}
    found = [one for one in rows(office, Alert, letter_id=letter.id) if one.key.startswith("letter-check:")]
    assert sorted(one.role or "handler" for one in found) == ["handler", "supervisor"]


def test_copies_owed_are_reminded_of_before_and_after_their_day(office: Office) -> None:
    case_id = served(office)
    (owed,) = rows(office, LetterCopy)
    assert (owed.rule, owed.organ, owed.action, owed.is_optional) == ("L2", "court", "notify", False)
    day = start_of(owed.due)
    seen: Counter[str] = Counter()
    for at in (day - timedelta(days=1), day, day + timedelta(days=1), day + timedelta(days=9)):
        for _ in range(2):
            seen[at.isoformat()] += remind(office.engine, "letter_copies", at)["told"]
    assert list(seen.values()) == [1, 0, 2, 0]
    keys = [one.key for one in rows(office, Alert, case_id=case_id) if one.key.startswith("letter-copy:")]
    assert [key.rsplit(":", 2)[1:] for key in sorted(keys)] == [
        ["before", "handler"],
        ["late", "handler"],
        ["late", "supervisor"],
    ]
    said = {"how": "direct", "receipt": "回执1号"}
    office.act("record_copy", case_id, by="mediator", at=day, copy_id=str(owed.id), **said)
    with office.engine.connect() as connection:
        assert waiting(connection, "letter_copies", day + timedelta(days=99)) == []


@pytest.mark.parametrize("job", LOOKS)
def test_each_kind_of_step_is_a_run_of_its_own(office: Office, job: str) -> None:
    _, promised = rectifying(office)
    at = end_of(promised) + days()["leader_after_days"] + timedelta(hours=1)
    if job == "letter_overdue":
        fire_all_due(office.engine, at)
        run_effects(office.engine, at)
    else:
        at = start_of(promised)
    assert job in steps_waiting(office.engine, at)
    for _ in range(2):
        JOBS[job](office.engine, at)
    ran = rows(office, JobRun, job=job)
    assert [(one.via, one.state) for one in ran] == [("direct", "done")] * 2
    assert ran[0].result["told"] > 0
    assert ran[1].result["told"] == 0
    assert job not in steps_waiting(office.engine, at)


def test_every_job_is_registered_with_its_words() -> None:
    from workflows.flows.run import JOB_WORDS

    assert set(JOBS) == set(JOB_WORDS)
