"""The worker's endangered right as people see it: first on every screen, with icon, word and days left."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.case import Case
from cases.clock_rows import ClockRow
from foundation.clock import now, office_day
from foundation.work import SYSTEM, begin
from notifications.ahead import aid_first_note
from tests.api.test_api import Caller
from tests.letter_steps import sent
from tests.office import Office
from tests.stories.players import filled
from tests.stories.scripts import TO_MEDIATION, opening
from tests.web.test_console import enter, office  # noqa: F401 - a fixture
from workflows.firing import fire_all_due

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def year_ago(left: int) -> str:
    """A day from which the year of the arbitration limit has so many days left, or one or two more."""
    day = office_day(now()) + timedelta(days=left)
    return str(day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day))


@pytest.fixture
def three(office: Office) -> list[UUID]:  # noqa: F811
    """Today's cases: five days left, forty days left, none in danger but overdue; opened the other way round."""
    found = []
    for left in (300, 40, 4):
        data: dict[str, Any] = opening("wage_arrears")
        data["infringement_known_on"] = year_ago(left)
        case_id = office.act("open_case", at=now(), **data).case_id
        assert case_id is not None
        found.append(case_id)
        with begin(office.engine, by=SYSTEM, at=now()) as work:
            changes: dict[str, Any] = {"handler_id": office.account_id("tiaojie")}
            if left == 300:
                changes["next_due_at"] = now() - timedelta(days=9)
            if left == 4:
                # Whatever day it is: a long holiday would put the end off by more than the seven days of the law.
                changes["right_due_at"] = now() + timedelta(days=4)
                mine = sa.update(_clock).where(_clock.c.case_id == case_id, _clock.c.rule_id == "LA-27-1")
                work.connection.execute(mine.values(due_at=changes["right_due_at"]))
            work.writes.update(Case, {"id": case_id}, changes)
    return found[::-1]


def order(client: TestClient, address: str, cases: list[UUID]) -> list[UUID]:
    """The cases in the order in which a page links to them last (its lists come after its messages)."""
    text = client.get(address).text
    return sorted(cases, key=lambda one: text.rindex(f'href="/cases/{one}"'))


def test_every_screen_shows_them_first(office: Office, three: list[UUID]) -> None:  # noqa: F811
    fire_all_due(office.engine, now())
    mediator, supervisor = enter(office, "tiaojie"), enter(office, "zhuguan")
    for client, address in ((mediator, "/"), (mediator, "/cases"), (supervisor, "/")):
        assert order(client, address, three) == three, address
        page = client.get(address).text
        assert "权利将失" in page
        assert "先行援助、后补手续" in page
        assert "right-red" in page
        assert "right-orange" in page
    only = mediator.get("/cases?light=right").text
    assert f"/cases/{three[0]}" in only
    assert f"/cases/{three[2]}" not in only
    first = supervisor.get("/alerts").text.split('<div class="list-group-item')[1]
    assert "权利将失" in first
    exported = mediator.get("/cases.csv").text.splitlines()
    assert "劳动者权利届满" in exported[0]
    call = Caller(office)
    rows = call("GET", "/cases").json()["items"]
    assert [UUID(row["id"]) for row in rows] == three
    assert [(row["endangered"], row["aid_first"]) for row in rows] == [(True, True), (True, False), (False, False)]


def test_the_case_page_begins_with_the_danger(office: Office, three: list[UUID]) -> None:  # noqa: F811
    client = enter(office, "tiaojie")
    urgent, near, calm = (client.get(f"/cases/{case_id}").text for case_id in three)
    assert aid_first_note() in urgent
    assert "《法律援助法》第44条" in urgent
    assert aid_first_note() not in near
    assert "权利将失" in near
    assert "权利将失" not in calm
    clocks = urgent.split('id="clocks"')[1]
    assert clocks.index("申请劳动争议仲裁") < clocks.index("受理审查")


def test_a_letters_clock_says_whose_limit_it_is(office: Office) -> None:  # noqa: F811
    at = now() - timedelta(minutes=5)
    case_id = office.act(
        "open_case", at=at, **{**opening("wage_arrears"), "infringement_known_on": str(date(2026, 9, 1))}
    ).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, at=at, **filled(office, line.data))
    facts = {"matter": "M04", "law_article": "《劳动合同法》第三十条", "facts": "拖欠工资"}
    office.act("record_violation", case_id, by="mediator", at=at, **facts)
    done = office.act("draft_letter", case_id, by="mediator", at=at, kind="notice", cause="拖欠工资")
    with office.engine.connect() as connection:
        letter = UUID(str(connection.execute(sa.text("SELECT id FROM letter")).scalar_one()))
    assert done is not None
    sent(office, letter, at=at)
    client = enter(office, "tiaojie")
    for address in (f"/letters/{letter}", f"/cases/{case_id}", "/letters"):
        assert "工会自定" in client.get(address).text, address
    assert "青海没有自己的规定，沿用本会默认值（工会自定期限）" in client.get(f"/letters/{letter}").text
    assert "青海没有自己的规定" in client.get(f"/cases/{case_id}").text
