"""Whoever opens a paper that is printed of a case stands in the record of looks, on every door."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from cases.paper_look import PaperLook
from people.passwords import hash_password
from tests.letter_office import drafted, on_file
from tests.letter_steps import sent
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
        ("调解员甲", "移送函（材料包首页）", "docx", "download"),
    ]
    page = enter(office, "supervisor").get("/file-looks").text
    for words in ("证据清单（文书）", "名册（文书）", "移送函（材料包首页）（文书）"):
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


def test_a_letter_on_paper_is_noted_by_its_name_and_number_on_every_door(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    client = enter(office, "mediator")
    assert client.get(f"/letters/{letter_id}/file.pdf").content.startswith(b"%PDF")
    sent(office, letter_id, until="number_letter")
    api = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = api.post("/session", json={"login": LOGINS["supervisor"], "password": PASSWORD}).json()["token"]
    assert api.get(f"/letters/{letter_id}/file.docx", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(f"/letters/{letter_id}/file.txt").status_code == 404
    assert client.get(f"/letters/{UUID(int=1)}/file.pdf").status_code == 404
    assert noted(office) == [
        ("调解员甲", "提示函（未编号）", "pdf", "preview"),
        ("主管甲", "提示函（宁工劳监函〔2026〕1号）", "docx", "download"),
    ]
    assert "提示函（宁工劳监函〔2026〕1号）（文书）" in enter(office, "supervisor").get("/file-looks").text


def test_letters_printed_together_leave_one_look_each(office: Office) -> None:
    chosen = [drafted(office, on_file(office), "notice") for _ in range(2)]
    for letter_id in chosen:
        sent(office, letter_id, until="number_letter")
    client = enter(office, "supervisor")
    assert client.get("/letters/print").status_code == 200
    assert noted(office) == []
    first, second = chosen
    assert client.get(f"/letters/print?id={first}&id={UUID(int=1)}").status_code == 404
    assert noted(office) == []
    assert client.get(f"/letters/print?id={first}&id={second}&id={first}").status_code == 200
    with office.engine.connect() as connection:
        looks = connection.execute(sa.select(_look.c.case_id, _look.c.paper, _look.c.how)).all()
        letter = SQLModel.metadata.tables["letter"].c
        cases = connection.execute(sa.select(letter.case_id, letter.number).where(letter.id.in_(chosen))).all()
    assert sorted(map(tuple, looks), key=str) == sorted(
        ((case_id, f"提示函（{number}）", "print") for case_id, number in cases), key=str
    )
