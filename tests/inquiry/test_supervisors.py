"""The register of supervisors: certified, renewed with a gap, withdrawn, tied to an employer."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views.supervisors import certificate_of, register, valid_on
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from people.passwords import hash_password
from tests.office import FIRST_SUPERVISOR, PASSWORD, SECOND_SUPERVISOR, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import INVESTIGATION, opening

FIRM = "青海恒远建筑劳务有限公司"
NEW: dict[str, Any] = {
    "name": "监督员丙",
    "certificate": "003",
    "authority": "测试市总工会",
    "trained_on": "2025-12-01",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}


def test_a_name_stands_for_a_certificate_only_while_one_person_holds_one(office: Office) -> None:
    with office.engine.connect() as connection:
        assert certificate_of(connection, "监督员甲", date(2026, 6, 1)) == "001"
        assert certificate_of(connection, "监督员甲", date(2040, 6, 1)) is None
        assert certificate_of(connection, "监督员丁", date(2026, 6, 1)) is None
    certified(office, name="监督员甲")
    with office.engine.connect() as connection:
        assert certificate_of(connection, "监督员甲", date(2026, 6, 1)) is None
        assert certificate_of(connection, "监督员甲", date(2027, 6, 1)) == "001"


def certified(office: Office, **more: Any) -> UUID:
    """A further supervisor of the register."""
    made = office.act("register_supervisor", by="supervisor", **{**NEW, **more}).made
    return UUID(made["supervisor_id"])


def renew(office: Office, supervisor_id: UUID, begin: str, end: str) -> None:
    """A further term."""
    office.act("renew_certificate", by="admin", supervisor_id=str(supervisor_id), valid_from=begin, valid_to=end)


def a_file(office: Office, **more: Any) -> UUID:
    """A file against the firm."""
    made = office.act("open_case", **opening("wage_arrears", employer_name=FIRM, **more))
    assert made.case_id is not None
    return made.case_id


def start(office: Office, case_id: UUID, first: Any, second: Any = SECOND_SUPERVISOR, **more: Any) -> Any:
    """Open an investigation by two."""
    two = {"first_supervisor_id": str(first), "second_supervisor_id": str(second)}
    return office.act("open_investigation", case_id, by="mediator", **{**INVESTIGATION, **two, **more})


def holds(office: Office, supervisor_id: UUID, on: date) -> bool:
    with office.engine.connect() as connection:
        return valid_on(connection, supervisor_id, on)


def test_a_certificate_holds_in_its_terms_and_a_gap_stays_a_gap(office: Office) -> None:
    one = certified(office)
    with pytest.raises(NotValid, match="已经登记"):
        certified(office)
    with pytest.raises(NotValid, match="先培训合格"):
        certified(office, certificate="004", trained_on="2026-06-01")
    with pytest.raises(NotValid, match="应晚于"):
        office.act(
            "renew_certificate", by="admin", supervisor_id=str(one), valid_from="2026-01-01", valid_to="2026-12-31"
        )
    renew(office, one, "2028-01-01", "2029-12-31")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 6, 1), date(2028, 1, 1)]
    assert [holds(office, one, day) for day in days] == [False, True, True, False, True]
    with pytest.raises(NotAllowed):
        office.act("withdraw_certificate", by="mediator", supervisor_id=str(one), reason="调离")
    office.act(
        "withdraw_certificate", by="supervisor", supervisor_id=str(one), withdrawn_on="2026-10-01", reason="调离"
    )
    assert holds(office, one, date(2026, 9, 30))
    assert not holds(office, one, date(2026, 10, 1))
    with pytest.raises(NotPossible, match="已经收回"):
        office.act("withdraw_certificate", by="supervisor", supervisor_id=str(one), reason="调离")
    with pytest.raises(NotPossible, match="不能换证"):
        office.act(
            "renew_certificate", by="admin", supervisor_id=str(one), valid_from="2030-01-01", valid_to="2031-12-31"
        )


def test_the_lights_of_the_register(office: Office) -> None:
    certified(office)
    certified(office, certificate="004", valid_to="2026-11-01")
    certified(office, certificate="005", valid_to="2026-05-01")
    certified(office, certificate="006", valid_from="2027-01-01", valid_to="2027-12-31")
    gone = certified(office, certificate="007")
    office.act("withdraw_certificate", by="supervisor", supervisor_id=str(gone), reason="调离")
    with reading(office.engine) as session:
        words = {one.row.certificate: one.light.word for one in register(session, date(2026, 10, 13))}
    assert words == {
        "001": "有效",
        "002": "有效",
        "003": "有效",
        "004": "有效，19 天后到期",
        "005": "已过期",
        "006": "尚未生效",
        "007": "已收回",
    }


def test_only_with_a_certificate_that_holds_on_the_day(office: Office) -> None:
    case_id, one = a_file(office), certified(office, valid_to="2026-10-12")
    with pytest.raises(NotPossible, match=r"证号 003）在 2026-10-13 无效：有效期 2026-01-01 至 2026-10-12"):
        start(office, case_id, one)
    start(office, case_id, one, opened_on="2026-10-12")


def test_two_different_from_the_register_and_nobody_typed(office: Office) -> None:
    case_id = a_file(office)
    with pytest.raises(NotPossible, match="两名不同的监督员"):
        start(office, case_id, FIRST_SUPERVISOR, FIRST_SUPERVISOR)
    typed = {
        "first_supervisor": "某甲",
        "first_certificate": "9",
        "second_supervisor": "某乙",
        "second_certificate": "8",
    }
    for more in ({}, INVESTIGATION):
        with pytest.raises(NotValid, match="不能手工填写"):
            office.act("open_investigation", case_id, by="mediator", **{"purpose": "核实", **more, **typed})
    with pytest.raises(NotValid, match="须有两名监督员"):
        office.act("open_investigation", case_id, by="mediator", purpose="核实")


def test_whoever_has_an_interest_stands_aside_with_the_path(office: Office) -> None:
    branch_of = office.act("register_employer", name=FIRM).made["employer_id"]
    office.act("add_branch", employer_id=branch_of, name=f"{FIRM}西宁分公司", branch_kind="branch")
    case_id = a_file(office)
    tie = {"supervisor_id": str(FIRST_SUPERVISOR), "relation": "shares", "from_on": "2024-01-01"}
    office.act("declare_supervisor_interest", by="supervisor", employer_name=f"{FIRM}西宁分公司", **tie)
    with pytest.raises(NotPossible) as refused:
        start(office, case_id, FIRST_SUPERVISOR)
    path = f"监督员甲 —（持股，2024-01 起申报）→ {FIRM}西宁分公司 —（本案用人单位的分公司）→ 本案"
    assert path in refused.value.detail
    with office.engine.connect() as connection:
        interest = connection.execute(sa.text("SELECT id FROM supervisor_interest")).scalar()
    office.act("end_supervisor_interest", by="supervisor", interest_id=str(UUID(str(interest))), until_on="2026-10-01")
    start(office, case_id, FIRST_SUPERVISOR)


def test_a_supervisor_with_an_account_stands_aside_for_what_the_account_declared(office: Office) -> None:
    one = certified(office, account_id=str(office.account_id("tiaojie")))
    office.act("declare_interest", by="mediator", relation="relative", phone="0971-0000009", from_on="2024-01-01")
    with pytest.raises(NotPossible, match=r"须回避：调解员甲 —（亲属任职.*赵某 —（本案当事人）→ 本案"):
        start(office, a_file(office), one)


def test_the_page_and_the_api(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    app = build_app(office.engine)
    client = TestClient(app)
    assert client.post("/sign-in", data={"login": "zhuguan", "password": PASSWORD}).status_code == 200
    page = client.get("/supervisors").text
    for words in (
        "监督员甲",
        "002",
        "测试市总工会",
        "有效",
        "/office/register-supervisor",
        "/office/renew-certificate",
    ):
        assert words in page
    form = client.get("/office/register-supervisor").text
    csrf = form.split('name="csrf" value="')[-1].split('"')[0]
    done = client.post("/office/register-supervisor?back=/supervisors", data={"csrf": csrf, **NEW})
    assert done.url.path == "/supervisors"
    assert "监督员丙" in done.text
    api = TestClient(app, base_url="http://testserver/api/v1")
    token = api.post("/session", json={"login": "huawu", "password": PASSWORD}).json()["token"]
    items = api.get("/supervisors", headers={"Authorization": f"Bearer {token}"}).json()["items"]
    assert [one["certificate"] for one in items][:2] == ["001", "002"]
    with office.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM supervisor_term"))
        connection.execute(sa.text("DELETE FROM supervisor"))
    assert "登记簿上还没有监督员" in client.get("/supervisors").text
