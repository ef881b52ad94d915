"""Whoever opens a paper that is printed of a case stands in the record of looks, on every door."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.paper_look import PaperLook
from people.passwords import hash_password
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening

_look: sa.Table = PaperLook.__table__


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def enter(office: Office, desk: str) -> TestClient:
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD}).status_code == 200
    return client


def in_hand(office: Office, **more: object) -> UUID:
    case_id = office.act("open_case", **opening("wage_arrears", **more)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    return case_id


def noted(office: Office) -> list[tuple[str, str, str, str]]:
    with office.engine.connect() as connection:
        columns = (_look.c.name, _look.c.paper, _look.c.form, _look.c.how)
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(_look.c.at, _look.c.id))]


def test_each_paper_that_leaves_is_noted_and_shown(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="labour_inspection", addressee_name="监察", matter="欠薪")
    with office.engine.connect() as connection:
        referral_id = UUID(str(connection.execute(sa.text("SELECT id FROM referral")).scalar_one()))
    client = enter(office, "mediator")
    assert client.get(f"/cases/{case_id}/papers/evidence/{case_id}.pdf").content.startswith(b"%PDF")
    assert client.get(f"/cases/{case_id}/roster.csv").status_code == 200
    assert client.get(f"/referrals/{referral_id}/package.docx").status_code == 200
    assert noted(office) == [
        ("调解员甲", "证据清单", "pdf", "preview"),
        ("调解员甲", "名册", "csv", "download"),
        ("调解员甲", "移送函", "docx", "download"),
    ]
    page = enter(office, "supervisor").get("/file-looks").text
    for words in ("证据清单（文书）", "名册（文书）", "移送函（文书）"):
        assert words in page
    assert "没有查看记录" in enter(office, "supervisor").get("/file-looks?case=〔2026〕薪9999号").text


def test_what_is_refused_is_not_noted(office: Office) -> None:
    case_id = in_hand(office, is_confidential=True)
    client = enter(office, "leader")
    assert client.get(f"/cases/{case_id}/papers/evidence/{case_id}.pdf").status_code == 403
    assert client.get(f"/cases/{case_id}/roster.xlsx").status_code == 403
    assert enter(office, "mediator").get(f"/cases/{case_id}/papers/other/{case_id}.pdf").status_code == 404
    assert noted(office) == []


def test_programs_are_noted_too(office: Office) -> None:
    case_id = in_hand(office)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": LOGINS["supervisor"], "password": PASSWORD}).json()["token"]
    address = f"/cases/{case_id}/papers/evidence/{case_id}.docx"
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert noted(office) == [("主管甲", "证据清单", "docx", "download")]
