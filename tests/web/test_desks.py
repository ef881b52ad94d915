"""What waits on a desk: a mediator's own letters, and nothing of closed cases before what can still be lost."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.case import Case
from cases.clock_rows import Alert, ClockRow
from cases.views import desk
from cases.views.case_filters import Filters
from cases.views.case_list import list_cases
from foundation.clock import now
from foundation.database import reading
from foundation.work import SYSTEM, begin
from people.account import Account
from people.passwords import hash_password
from people.unit import Unit
from tests.letter_office import drafted, on_file
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening

UNTIL = MORNING + timedelta(days=60)


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, who: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[who], "password": PASSWORD}).status_code == 200
    return client


def closed(office: Office, *, due: datetime | None, archived: bool = False) -> UUID:
    """A case that is over; the office's time for its archive as given."""
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    over = {"state": "closed", "closed_at": MORNING, "right_due_at": None, "next_due_at": due}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": case_id}, over | ({"archived_at": MORNING} if archived else {}))
    return case_id


def told(office: Office, case_id: UUID | None, title: str, *, kind: str | None = None, read: bool = False) -> None:
    """An alert to the supervisor; of a clock of this kind, or of none."""
    values: dict[str, object] = {"key": f"test:{title}", "case_id": case_id, "role": "supervisor", "title": title}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        if kind is not None:
            running = (ClockRow.case_id == case_id, ClockRow.letter_id.is_(None))
            clock = work.connection.execute(sa.select(ClockRow.id).where(*running)).scalars().first()
            work.writes.update(ClockRow, {"id": clock}, {"kind": kind, "state": "running"})
            values["clock_id"] = clock
        read_at = MORNING if read else None
        work.writes.insert(Alert, {**values, "body": "", "at": MORNING, "recorded_at": MORNING, "read_at": read_at})


def test_a_mediator_sees_the_letters_of_their_own_cases(office: Office) -> None:
    own, other = on_file(office), on_file(office)
    letters = {case_id: str(drafted(office, case_id, "notice")) for case_id in (own, other)}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Case, {"id": other}, {"handler_id": office.account_id("tiaojie2")})
    mine, theirs = enter(office, "mediator").get("/").text, enter(office, "mediator2").get("/").text
    assert [letters[own] in page for page in (mine, theirs)] == [True, False]
    assert [letters[other] in page for page in (mine, theirs)] == [False, True]
    assert mine.index("待办文书") < mine.index(letters[own]) < mine.index("等待对方的文书")
    assert 'href="/letters">全部文书' in mine
    supervisors = enter(office, "supervisor").get("/").text
    assert all(one in supervisors for one in letters.values())


def test_what_waits_for_the_archive_comes_last_and_what_is_late_is_counted(office: Office) -> None:
    at = now()
    alive = office.act("open_case", **opening("wage_arrears")).case_id
    late = [closed(office, due=at - timedelta(days=days)) for days in (3, 4000)]
    due, untimed = closed(office, due=at + timedelta(days=3)), closed(office, due=None)
    closed(office, due=None, archived=True)
    with reading(office.engine) as session:
        waiting = desk.waiting_cases(session, SYSTEM, ("registered", "closed"), UNTIL)
        assert [row.id for row in waiting] == [alive]
        found = desk.for_the_archive(session, office.actor("supervisor"), at, UNTIL)
        assert [row.id for row in found.rows] == [due, untimed]
        assert (found.due, found.late) == (2, 2)
        listed = list_cases(session, Filters(still="archive_late", sort="due"), 1, at, UNTIL)
        assert [row.id for row in listed.rows] == late[::-1]
    client = enter(office, "supervisor")
    page = client.get("/").text
    assert page.index(str(alive)) < page.index("待归档") < page.index(str(due))
    assert "另有 2 件已结案待归档逾期" in page
    assert not any(str(one) in page for one in late)
    beyond = client.get("/cases?still=archive_late&sort=due").text
    assert [str(one) in beyond for one in (*late, due, untimed, alive)] == [True, True, False, False, False]
    assert "待归档" not in enter(office, "mediator").get("/").text


def test_a_unit_counts_its_own_files_only(office: Office) -> None:
    at = now()
    ours, _, _ = (closed(office, due=at + timedelta(days=days)) for days in (3, 3, -3))
    supervisor = office.actor("supervisor")
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        unit_id = work.connection.execute(sa.select(Unit.id).where(Unit.kind != "city")).scalars().first()
        work.writes.update(Case, {"id": ours}, {"unit_id": unit_id})
        work.writes.update(Account, {"id": supervisor.account_id}, {"unit_id": unit_id})
    with reading(office.engine) as session:
        found = desk.for_the_archive(session, supervisor, at, UNTIL)
    assert ([row.id for row in found.rows], found.due, found.late) == ([ours], 1, 0)


def test_a_desk_of_a_unit_shows_nothing_of_the_others(office: Office) -> None:
    ours, theirs, sent = (office.act("open_case", **opening("wage_arrears")).case_id for _ in range(3))
    call = {"channel": "walk_in", "is_anonymous": True, "content": "来访"}
    taken = [office.act("register_contact", by=who, **call).made["contact_id"] for who in ("supervisor", "operator")]
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        unit_id = work.connection.execute(sa.select(Unit.id).where(Unit.kind != "city")).scalars().first()
    office.act("accept", sent)
    office.act("assign", sent, by="supervisor", unit_id=str(unit_id))
    whole = enter(office, "supervisor").get("/").text
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        other = work.connection.execute(sa.select(Unit.id).where(Unit.kind != "city", Unit.id != unit_id)).scalars()
        mine = other.first()
        work.writes.update(Account, {"id": office.account_id("zhuguan")}, {"unit_id": mine})
        work.writes.update(Case, {"id": ours}, {"unit_id": mine})
    below = enter(office, "supervisor").get("/").text
    for case_id, seen in ((ours, True), (theirs, False), (sent, False)):
        assert (str(case_id) in whole, str(case_id) in below) == (True, seen)
    assert [str(one) in below for one in taken] == [True, False]
    assert all(str(one) in whole for one in taken)


def test_alerts_of_closed_cases_stand_behind_those_of_open_ones(office: Office) -> None:
    alive = office.act("open_case", **opening("wage_arrears")).case_id
    over = [closed(office, due=MORNING) for _ in range(2)]
    told(office, over[0], "归档已逾期", kind="stage")
    told(office, over[1], "结案后的权利", kind="right")
    told(office, alive, "受理已逾期", kind="stage")
    told(office, over[0], "被退回")
    told(office, alive, "看过的", read=True)
    account, role = office.actor("supervisor").account_id, "supervisor"
    with reading(office.engine) as session:
        every = [row.title for row in desk.alerts(session, account, role, unread_only=False)]
        first = [row.title for row in desk.alerts(session, account, role, unread_only=True, still_open=True)]
        assert desk.unread(session, account, role) == (4, 1)
    assert every[0] == "结案后的权利"
    assert set(every[1:3]) == {"受理已逾期", "被退回"}
    assert every[3:] == ["归档已逾期", "看过的"]
    assert first == every[:3]
    page = enter(office, "supervisor").get("/").text
    assert "归档已逾期" not in page
    assert "另有 1 条已结案件的期限提醒" in page
    listed = enter(office, "supervisor").get("/alerts").text
    over_one = listed.index("归档已逾期")
    assert listed.count("已结案</span>") == 1
    assert over_one < listed.index("已结案</span>") < listed.index("看过的")
