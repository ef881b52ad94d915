"""What is offered on a letter can be done: no link to end where none is, no road that its kind never takes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views.letters import letter_file
from foundation.clock import start_of
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import begin
from people.accounts import add_account
from people.passwords import hash_password
from tests.letter_office import drafted, on_file, one_row, rows, standing_in, titled
from tests.letter_steps import sent
from tests.letters.lives import issued
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.service.making import SERVERS
from workflows.offers import offered_on_letter_file, withheld_on_letter_file

REFUSAL = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片", **SERVERS}


def offered(
    office: Office, letter_id: UUID, desk: str = "mediator", *, at: datetime = MORNING, title: str | None = None
) -> set[str]:
    """The names of what this desk is offered."""
    with reading(office.engine) as session:
        file = letter_file(session, letter_id, at)
    by = replace(office.actor(desk), title=title or office.actor(desk).title)
    return {act.name for act in offered_on_letter_file(file, by)}


def withheld(office: Office, letter_id: UUID, desk: str, *, title: str | None = None) -> dict[str, str]:
    """What this desk does and this person may not, with the reason."""
    with reading(office.engine) as session:
        file = letter_file(session, letter_id, MORNING)
    return {one.act.name: one.why for one in withheld_on_letter_file(file, replace(office.actor(desk), title=title))}


def test_a_link_is_ended_where_one_is_live(office: Office) -> None:
    letter_id = issued(office)
    assert "make_reply_link" in offered(office, letter_id)
    assert "revoke_reply_link" not in offered(office, letter_id)
    with pytest.raises(NotPossible, match="没有有效的答复链接"):
        office.act("revoke_reply_link", letter_id, by="mediator")
    office.act("make_reply_link", letter_id, by="mediator")
    assert "revoke_reply_link" in offered(office, letter_id)
    office.act("revoke_reply_link", letter_id, by="mediator")
    assert "revoke_reply_link" not in offered(office, letter_id)
    # One that ran out by itself is no longer there to be ended.
    office.act("make_reply_link", letter_id, by="mediator")
    [live] = rows(office, "reply_link", revoked_at=None)
    over = start_of(live["last_day"] + timedelta(days=1))
    assert "revoke_reply_link" in offered(office, letter_id, at=over - timedelta(minutes=1))
    assert "revoke_reply_link" not in offered(office, letter_id, at=over)
    with pytest.raises(NotPossible, match="没有有效的答复链接"):
        office.act("revoke_reply_link", letter_id, by="mediator", at=over)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_who_may_issue_asks_nobody_above(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "recommendation", trigger="J1")
    assert "ask_superior" not in offered(office, letter_id)
    with standing_in("QH", "basic"):
        below = drafted(office, on_file(office), "recommendation", trigger="J1")
    assert "ask_superior" in offered(office, below)
    sent(office, below, until="review_letter")
    assert "sign_letter" not in offered(office, below, "leader")
    assert "return_letter" in offered(office, below, "leader")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_authority_that_will_not_take_a_recommendation_owes_no_answer(office: Office) -> None:
    case_id = on_file(office)
    opinion = drafted(office, case_id, "opinion")
    sent(office, opinion, until="dispatch_letter")
    office.act("refuse_service", opinion, by="mediator", **REFUSAL)
    assert "record_reply" in offered(office, opinion)
    letter_id = one_row(office, "letter", kind="recommendation")["id"]
    sent(office, letter_id, until="dispatch_letter")
    office.act("refuse_service", letter_id, by="mediator", **REFUSAL)
    assert "record_reply" not in offered(office, letter_id)
    assert "leave_letter" in offered(office, letter_id)
    with pytest.raises(NotPossible, match="建议书由主管部门立案"):
        office.act("record_reply", letter_id, by="mediator", reply="答复")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_has_left_the_house_is_taken_back_by_who_may_sign(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="seal_letter")
    assert "withdraw_letter" in offered(office, letter_id, "supervisor")
    sent(office, letter_id, since="dispatch_letter")
    assert "withdraw_letter" not in offered(office, letter_id, "supervisor")
    assert "withdraw_letter" in offered(office, letter_id, "leader")
    assert "withdraw_letter" in offered(office, letter_id, "supervisor", title="副主席")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_signature_is_offered_to_whose_title_may_sign_here(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="review_letter")
    assert "sign_letter" in offered(office, letter_id, "leader", title="副主席")
    assert withheld(office, letter_id, "leader", title="副主席") == {}
    untitled = titled(office, None)
    assert "sign_letter" not in offered(untitled, letter_id, "leader")
    said = withheld(untitled, letter_id, "leader")["sign_letter"]
    assert said == "须由主席或副主席签发（本会监督规程（工会自定））"
    with pytest.raises(NotAllowed) as refused:
        untitled.act("sign_letter", letter_id, by="leader")
    assert said in refused.value.detail
    # Whose desk does not sign is told nothing.
    assert withheld(office, letter_id, "supervisor") == {}
    with standing_in("GD"):
        there = drafted(office, on_file(office), "opinion")
    sent(office, there, until="review_letter")
    assert "sign_letter" in offered(office, there, "leader", title="主席")
    assert withheld(office, there, "leader", title="副主席")["sign_letter"].startswith("须由主席签发（")


def test_the_seal_is_offered_to_who_keeps_one_that_may_stand_on_the_letter(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="number_letter")
    # No seal is registered: the seal of rubber.
    assert "seal_letter" in offered(office, letter_id, "supervisor")
    with begin(office.engine, by=office.actor("admin"), at=MORNING) as work:
        other = add_account(work, "zhuguan2", "主管乙", "supervisor", PASSWORD)
    made = office.act("register_seal", by="supervisor", name="公章", kind="union", keeper_id=str(other)).made
    kept = {"seal_id": str(made["seal_id"])}
    assert "seal_letter" not in offered(office, letter_id, "supervisor")
    assert withheld(office, letter_id, "supervisor") == {"seal_letter": "须由保管人主管乙用印"}
    with pytest.raises(NotAllowed, match="由主管乙保管"):
        office.act("seal_letter", letter_id, by="supervisor", **kept)
    keeper = replace(office.actor("supervisor"), account_id=other, name="主管乙")
    theirs = Office(office.engine, {**office.actors, "supervisor": keeper})
    assert "seal_letter" in offered(theirs, letter_id, "supervisor")
    # One's own seal of another union is of no use, one that nobody keeps is everybody's at the desk.
    office.act("register_seal", by="supervisor", name="他会公章", kind="union", issuer="城东区总工会")
    assert "seal_letter" not in offered(office, letter_id, "supervisor")
    office.act("change_seal_keeper", by="supervisor", reason="指定主管用印", **kept)
    assert withheld(office, letter_id, "supervisor") == {}
    office.act("seal_letter", letter_id, by="supervisor", **kept)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_no_seal_that_may_stand_here_says_what_to_do(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="number_letter")
    office.act("register_seal", by="supervisor", name="委员会章", kind="committee", issuer="西宁市总工会")
    with pytest.raises(NotValid, match="请选择所用的印章"):
        office.act("seal_letter", letter_id, by="supervisor")
    said = {"seal_letter": "登记的印章都不能用于本文书，须先登记工会公章"}
    assert withheld(office, letter_id, "supervisor") == said
    # One that is not in use yet, or no longer, counts for nothing.
    later = office.act("register_seal", by="supervisor", name="新章", kind="union", valid_from="2026-10-14").made
    assert withheld(office, letter_id, "supervisor") == said
    office.act("retire_seal", by="supervisor", seal_id=str(later["seal_id"]), reason="未启用")
    assert "seal_letter" not in offered(office, letter_id, "supervisor")


def test_the_page_and_programs_say_who_must(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="number_letter")
    with begin(db, by=office.actor("admin"), at=MORNING) as work:
        other = add_account(work, "zhuguan2", "主管乙", "supervisor", PASSWORD)
    office.act("register_seal", by="supervisor", name="公章", kind="union", keeper_id=str(other))
    client = TestClient(build_app(db))
    client.post("/sign-in", data={"login": LOGINS["supervisor"], "password": PASSWORD})
    page = client.get(f"/letters/{letter_id}").text
    assert "须由保管人主管乙用印。" in page
    assert f"/letters/{letter_id}/acts/seal-letter" not in page
    api = TestClient(build_app(db), base_url="http://testserver/api/v1")
    token = api.post("/session", json={"login": LOGINS["supervisor"], "password": PASSWORD}).json()["token"]
    told = api.get(f"/letters/{letter_id}", headers={"Authorization": f"Bearer {token}"}).json()
    assert told["withheld"] == [{"act": "seal-letter", "why": "须由保管人主管乙用印"}]
    assert "seal-letter" not in told["offered"]
