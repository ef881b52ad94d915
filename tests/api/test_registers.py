"""Rosters, employers and projects for programs: the same figures as on the screen, no personal number."""

import pytest
import sqlalchemy as sa

from people.passwords import hash_password
from tests.api.test_api import Caller
from tests.office import PASSWORD, Office, furnish
from tests.stories.scripts import opening


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def test_registers_are_read_without_personal_numbers(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears", project="一号工程")).case_id
    office.act("take_roster", case_id, roster_text="姓名,电话,金额\n钱某,0971-0000010,600")
    api = Caller(office)
    roster = api("GET", f"/cases/{case_id}/roster?order=name").json()
    assert (roster["total"], roster["complete"], roster["sums"]["people"]) == (2, False, 2)
    assert "0971-0000010" not in str(roster)
    [row] = api("GET", "/employers?q=测试用").json()["items"]
    made = api(
        "POST", "/office/edit-employer", json={"employer_id": row["id"], "phone": "0971-0000021", "union_status": "own"}
    )
    assert made.status_code == 200
    employer = api("GET", f"/employers/{row['id']}").json()
    assert employer["union_status"] == "own"
    assert employer["risk"]["reasons"]
    assert "0000021" not in str(employer)
    [site] = api("GET", "/projects").json()["items"]
    api("POST", "/office/edit-project", json={"project_id": site["id"], "wage_account": "630000000000012345"})
    project = api("GET", f"/projects/{site['id']}").json()
    assert project["cases"][0]["id"] == str(case_id)
    assert "630000000000012345" not in str(project)
    assert "630000000000012345" not in api("GET", "/projects").text
