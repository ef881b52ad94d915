"""What endangers a right of the worker outranks every service limit, on every list."""

import runpy
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.checks import run_checks
from cases.clock_rows import Alert, ClockRow
from cases.views import desk
from cases.views.case_file import case_file
from cases.views.case_list import Filters, list_cases
from cases.views.case_pages import case_page
from cases.views.worklist import worklist
from foundation.clock import office_day
from foundation.database import reading
from foundation.settings import Settings
from foundation.work import SYSTEM, begin
from notifications.ahead import AID_FIRST, danger
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.charts.registry import known_states
from workflows.firing import fire_all_due

ROOT = Path(__file__).parents[2]
UNTIL = MORNING + danger()
KNOWN = known_states()


def with_left(days: int) -> str:
    """The day of an injury whose report to the authority (one year) has so many days left."""
    today = office_day(MORNING)
    return str(date(today.year - 1, today.month, today.day) + timedelta(days=days))


def a_case(office: Office, *, left: int | None, due: datetime | None = None) -> UUID:
    """A case of the mediator: with so many days left of a right, or none; its nearest due date as given."""
    data = opening("wage_arrears")
    del data["infringement_known_on"]
    if left is not None:
        data["infringement_known_on"] = with_left(left)
    case_id = office.act("open_case", **data).case_id
    assert case_id is not None
    changes = {"handler_id": office.account_id("tiaojie")}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": case_id}, changes | ({"next_due_at": due} if due is not None else {}))
    return case_id


@pytest.fixture
def five(office: Office) -> list[UUID]:
    """Five cases in the order in which they must be listed; opened in another."""
    overdue = a_case(office, left=None, due=MORNING - timedelta(days=3))
    near = a_case(office, left=40, due=MORNING + timedelta(hours=5))
    nearer = a_case(office, left=5, due=MORNING + timedelta(hours=9))
    far = a_case(office, left=200, due=MORNING + timedelta(hours=1))
    untimed = a_case(office, left=None)
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": untimed}, {"next_due_at": None})
    return [nearer, near, overdue, far, untimed]


def test_every_list_has_them_first(office: Office, five: list[UUID]) -> None:
    mediator = office.account_id("tiaojie")
    with reading(office.engine) as session:
        assert [UUID(row.id) for row in worklist(session, mediator, UNTIL)] == five
        assert [UUID(row.id) for row in worklist(session, mediator, UNTIL, limit=3)] == five[:3]
        assert [UUID(row.id) for row in worklist(session, mediator, UNTIL, limit=1)] == five[:1]
        assert [row.id for row in list_cases(session, Filters(), 1, MORNING, UNTIL).rows] == five
        assert [row.id for row in desk.waiting_cases(session, SYSTEM, ("registered",), UNTIL)] == five
        right = list_cases(session, Filters(light="right"), 1, MORNING, UNTIL)
        assert [row.id for row in right.rows] == five[:2]
        assert right.total == 2
        assert desk.counts(session, SYSTEM, MORNING, UNTIL) == {"open": 5, "late": 1, "rights": 2}
        paged: list[UUID] = []
        while page := case_page(session, (), UNTIL, paged[-1] if paged else None, 2):
            paged += [row.id for row in page]
        assert paged == five
        assert case_page(session, (), UNTIL, UUID(int=1), 2) is None


def test_the_case_keeps_its_nearest_right_and_the_night_checks_it(office: Office) -> None:
    case_id = a_case(office, left=40)
    with reading(office.engine) as session:
        kept = session.get_one(Case, case_id).right_due_at
        clocks = case_file(session, case_id, MORNING, UNTIL).clocks
    rights = [one.row.due_at for one in clocks if one.row.kind == "right"]
    assert kept == min(rights)
    assert clocks[0].row.kind == "right"
    assert clocks[1].row.due_at < clocks[0].row.due_at
    assert _wrong(office) == []
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": case_id}, {"right_due_at": MORNING})
    assert len(_wrong(office)) == 1
    office.act("withdraw", case_id, at=MORNING + timedelta(hours=1), reason="自行和解")
    with reading(office.engine) as session:
        assert session.get_one(Case, case_id).right_due_at in (None, kept)
    assert _wrong(office) == []


def _wrong(office: Office) -> list[str]:
    return [
        one.message for one in run_checks(office.engine, MORNING, Settings(), KNOWN) if one.check == "nearest_right"
    ]


def test_a_right_that_is_learnt_of_late_is_told_at_once_and_then_at_every_level(office: Office) -> None:
    a_case(office, left=5)
    due = _right_due(office)
    assert timedelta(days=5) <= due - MORNING < timedelta(days=7)
    expected = [-3]
    for at in (MORNING, due - timedelta(days=3), due - timedelta(days=1)):
        fire_all_due(office.engine, at)
        fire_all_due(office.engine, at)
        assert _told(office) == {(level, role) for level in expected for role in ("supervisor", "handler")}
        expected.append(expected[-1] + 1)
    with office.engine.connect() as connection:
        first = connection.execute(sa.select(Alert.at, Alert.body).where(Alert.level == -3)).all()
    assert {row.at for row in first} == {MORNING}
    assert all(AID_FIRST in row.body for row in first)


def _right_due(office: Office) -> datetime:
    with office.engine.connect() as connection:
        query = sa.select(sa.func.min(ClockRow.due_at)).where(ClockRow.rule_id == "LA-27-1")
        due = connection.execute(query).scalar_one()
    assert due is not None
    return due


def _told(office: Office) -> set[tuple[int, str]]:
    query = (
        sa.select(Alert.level, Alert.role)
        .join(ClockRow, ClockRow.id == Alert.clock_id)  # type: ignore[arg-type]
        .where(ClockRow.rule_id == "LA-27-1")
    )
    with office.engine.connect() as connection:
        return {(level, role or "handler") for level, role in connection.execute(query)}


def test_unread_words_about_a_right_stand_first(office: Office) -> None:
    a_case(office, left=5)
    fire_all_due(office.engine, MORNING)
    fire_all_due(office.engine, MORNING + timedelta(days=2))
    with reading(office.engine) as session:
        rows = desk.alerts(session, office.account_id("zhuguan"), "supervisor", unread_only=True)
    assert len(rows) > 1
    assert rows[0].is_right
    assert rows[0].at < max(row.at for row in rows)


def test_the_migration_fills_in_what_was_there(office: Office) -> None:
    case_id = a_case(office, left=40)
    migration = runpy.run_path(str(ROOT / "migrations/versions/0006_rights_first.py"))
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": case_id}, {"right_due_at": None})
    assert len(_wrong(office)) == 1
    with office.engine.begin() as connection:
        connection.execute(sa.text(migration["BACKFILL"]))
    assert _wrong(office) == []
