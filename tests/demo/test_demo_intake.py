"""The demo's telephone and units: every act of it is possible, twice changes nothing, and the nightly checks agree."""

import sqlalchemy as sa

from cases.contact import Contact
from cases.dispatch import Dispatch
from cases.meeting import Meeting
from cases.ticket import Ticket
from cases.views.dispatches import arrived, returned
from demo.intake import SITE, load_intake
from foundation.database import reading
from foundation.work import SYSTEM, begin
from people.accounts import actor_of, add_account
from tests.office import LOGINS, MORNING, Office
from tests.stories.scripts import opening
from workflows.checking import check_everything
from workflows.firing import fire_all_due

TABLES: tuple[sa.Table, ...] = tuple(one.__table__ for one in (Contact, Dispatch, Meeting, Ticket))


def counted(office: Office) -> list[int]:
    with office.engine.connect() as connection:
        return [connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one() for one in TABLES]


def test_the_demo_has_calls_tickets_units_and_a_meeting(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", project=SITE)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        add_account(work, "datong", "大通调解员", "mediator", "weiquan-tests-2026")
    with reading(office.engine) as session:
        people = {login: actor_of(session, login) for login in (*LOGINS.values(), "datong")}

    load_intake(office.engine, people, MORNING)
    first = counted(office)
    load_intake(office.engine, people, MORNING)

    assert counted(office) == first
    assert first == [5, 3, 1, 3]
    with reading(office.engine) as session:
        below = actor_of(session, "datong")
        assert below.unit_id is not None
        assert [one.sent_to for one in arrived(session, below)] == ["大通县总工会"]
        assert [one.nth_return for one in returned(session)] == [1]
        repeats = session.connection().execute(
            sa.select(sa.func.count()).where(Contact.__table__.c.repeat_of.is_not(None))
        )
        assert repeats.scalar_one() == 1
    # Nothing runs by itself in a test, and no calendar was read in.
    fire_all_due(office.engine, MORNING)
    found = {one.check for one in check_everything(office.engine, MORNING) if one.severity == "error"}
    assert found <= {"engine", "calendar_year"}
