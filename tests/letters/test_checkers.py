"""Who goes and looks whether it was put right: two of the register, at both doors; a wrong day names its field."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views import tables as t
from foundation.clock import office_day
from foundation.errors import NotPossible, NotValid
from main import build_app
from people.passwords import hash_password
from tests.letter_office import one_row
from tests.letter_steps import CHECKERS, sent
from tests.letters.lives import a_file, drafted, issued
from tests.office import FIRST_SUPERVISOR, LOGINS, MORNING, PASSWORD, SECOND_SUPERVISOR, Office, furnish

FIRST, SECOND = CHECKERS["first_checker_id"], CHECKERS["second_checker_id"]
SEEN = {"items": [{"seq": 1, "result": "done"}]}


def look(office: Office, letter_id: UUID, **who: Any) -> None:
    """Checked on the spot a day after it was served."""
    office.act("verify_letter", letter_id, by="mediator", at=MORNING + timedelta(days=1), **{**SEEN, **CHECKERS, **who})


def test_the_register_and_the_names_of_the_day_are_kept(office: Office) -> None:
    letter_id = issued(office)
    look(office, letter_id)
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.supervisor).where(t.supervisor.c.id == FIRST_SUPERVISOR).values(name="改名以后"))
    item = one_row(office, "letter_item", letter_id=letter_id)
    assert (item["first_checker_id"], item["second_checker_id"]) == (FIRST_SUPERVISOR, SECOND_SUPERVISOR)
    assert (item["first_checker"], item["second_checker"]) == ("监督员甲", "监督员乙")


def test_two_different_ones_are_chosen_and_none_is_typed(office: Office) -> None:
    letter_id = issued(office)
    with pytest.raises(NotPossible, match="复查须由两名不同的监督员进行"):
        look(office, letter_id, second_checker_id=FIRST)
    with pytest.raises(NotValid) as missing:
        office.act("verify_letter", letter_id, by="mediator", first_checker_id=FIRST, **SEEN)
    assert missing.value.fields == {"second_checker_id": "必选"}
    with pytest.raises(NotValid) as typed:
        look(office, letter_id, first_checker="监督员甲")
    assert "first_checker" in typed.value.fields
    assert one_row(office, "letter", id=letter_id)["state"] == "served"


def test_the_certificate_must_hold_on_the_day_of_the_check(office: Office) -> None:
    letter_id = issued(office)
    office.act("withdraw_certificate", by="admin", supervisor_id=SECOND, reason="到期", at=MORNING)
    with pytest.raises(NotPossible, match="证号 002"):
        look(office, letter_id)
    # Until the day before it was withdrawn the certificate held: what was seen then was seen by two.
    with office.engine.begin() as connection:
        withdrawn = office_day(MORNING) + timedelta(days=2)
        connection.execute(
            sa.update(t.supervisor).where(t.supervisor.c.id == SECOND_SUPERVISOR).values(withdrawn_on=withdrawn)
        )
    look(office, letter_id)
    assert one_row(office, "letter", id=letter_id)["state"] == "verified"


def test_who_is_tied_to_the_matter_does_not_look(office: Office) -> None:
    letter_id = issued(office)
    firm = one_row(office, "letter", id=letter_id)["addressee"]
    tie = {"supervisor_id": FIRST, "employer_name": firm, "relation": "shares", "from_on": "2026-01-01"}
    office.act("declare_supervisor_interest", by="supervisor", **tie)
    with pytest.raises(NotPossible, match="须回避") as refused:
        look(office, letter_id)
    assert "监督员甲" in refused.value.detail


def test_a_day_that_cannot_be_is_named_by_its_field(office: Office) -> None:
    letter_id = drafted(office, a_file(office))
    sent(office, letter_id, until="seal_letter")
    with pytest.raises(NotValid) as early:
        office.act("dispatch_letter", letter_id, by="mediator", how="direct", dispatched_on="2026-10-12")
    assert early.value.fields == {"dispatched_on": "不能早于 2026-10-13"}
    sent(office, letter_id, since="dispatch_letter", until="dispatch_letter")
    with pytest.raises(NotValid) as late:
        office.act("serve_letter", letter_id, by="mediator", how="direct", proof="回证", served_on="2026-10-14")
    assert late.value.fields == {"served_on": "不能晚于今天"}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_both_doors_ask_for_the_register(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    letter_id = issued(office)
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    page = client.get(f"/letters/{letter_id}/acts/verify-letter").text
    assert f'<option value="{FIRST}" >监督员甲（证号 001' in page
    assert 'name="first_checker"' not in page
    api = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = api.post("/session", json={"login": LOGINS["mediator"], "password": PASSWORD}).json()["token"]
    api.headers["Authorization"] = f"Bearer {token}"
    address = f"/letters/{letter_id}/verify-letter"
    wrong = api.post(address, json={**SEEN, "first_checker": "监督员甲", "second_checker": "监督员乙"})
    assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"first_checker", "second_checker"})
    assert api.post(address, json={**SEEN, **CHECKERS}).json()["state"] == "verified"
    # What was typed before the register was asked for is read as ever.
    with db.begin() as connection:
        old = {"first_checker": "老监督员", "first_checker_id": None, "second_checker_id": None}
        connection.execute(sa.update(t.letter_item).values(**old))
    assert "老监督员、监督员乙" in client.get(f"/letters/{letter_id}").text
