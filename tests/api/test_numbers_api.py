"""Numbers in full and papers of referrals for programs: the rights and the record of looks are those of the pages."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.paper_look import PaperLook
from foundation.work import SYSTEM, begin
from people.account import Account
from people.passwords import hash_password
from people.unit import Unit
from tests.api.test_api import Caller
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.outside.stories import in_hand, rows

PHONE = "13971000077"
_look: sa.Table = PaperLook.__table__


@pytest.fixture
def office(db: sa.Engine) -> Office:
    return furnish(db, hash_password(PASSWORD))


def looks(office: Office) -> list[tuple[str, ...]]:
    columns = (_look.c.name, _look.c.paper, _look.c.form, _look.c.how)
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(_look.c.at, _look.c.id))]


def test_numbers_of_a_case(office: Office) -> None:
    case_id = in_hand(office, phone=PHONE)
    api = Caller(office)
    seen = []
    for desk in ("operator", "mediator", "supervisor", "mediator2", "leader", "admin"):
        assert PHONE not in api("GET", f"/cases/{case_id}", desk).text
        answer = api("POST", f"/cases/{case_id}/numbers", desk)
        if desk in ("operator", "mediator", "supervisor"):
            assert [one["phone"] for one in answer.json()["items"]] == [PHONE]
            assert answer.headers["cache-control"] == "no-store"
            seen.append((office.actor(desk).name, "电话号码", "page", "preview"))
        else:
            assert (answer.status_code, PHONE in answer.text) == (403, False), desk
    assert looks(office) == seen
    assert api("POST", f"/cases/{case_id}/numbers", None).status_code == 401
    assert api("GET", f"/cases/{case_id}/numbers").status_code == 405
    assert api("POST", f"/cases/{UUID(int=1)}/numbers").status_code == 404


def test_the_number_of_a_caller(office: Office) -> None:
    made = office.act(
        "register_contact", by="mediator", channel="walk_in", caller_name="孙某", phone=PHONE, content="欠薪"
    ).made
    address = f"/contacts/{made['contact_id']}/numbers"
    api = Caller(office)
    for desk in ("operator", "mediator"):
        assert api("POST", address, desk).json()["items"] == [{"name": "孙某", "role": "来电人", "phone": PHONE}]
    assert api("POST", address, "mediator2").status_code == 403
    assert [name for name, *_ in looks(office)] == ["话务员甲", "调解员甲"]
    # Somebody at the intake of a unit below knows the calls of that unit only.
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        unit_id = work.connection.execute(sa.select(Unit.id).where(Unit.kind != "city")).scalars().first()
        work.writes.update(Account, {"id": office.account_id("huawu")}, {"unit_id": unit_id})
    assert api("POST", address, "operator").status_code == 404
    assert len(looks(office)) == 2


def test_the_package_of_a_referral(office: Office) -> None:
    case_id = in_hand(office, is_confidential=True)
    office.act("refer", case_id, by="mediator", addressee="labour_inspection", addressee_name="监察", matter="欠薪")
    address = f"/referrals/{rows(office, 'referral', case_id)[0].id}/package"
    api = Caller(office)
    pdf = api("GET", f"{address}.pdf", "mediator")
    assert (pdf.headers["content-type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert api("GET", f"{address}.docx", "supervisor").content.startswith(b"PK")
    assert api("GET", f"{address}.txt", "supervisor").status_code == 404
    assert api("GET", f"{address}.pdf", "leader").status_code == 403
    assert api("GET", f"/referrals/{case_id}/package.pdf").status_code == 404
    first_page = "移送函（材料包首页）"
    assert looks(office) == [("调解员甲", first_page, "pdf", "preview"), ("主管甲", first_page, "docx", "download")]
