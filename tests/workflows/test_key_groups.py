"""涉及群体: kept when the clue comes and corrected later; with an employer that does not cooperate they open L5."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from cases.check_digits import id_check
from cases.codes import KEY_GROUP
from foundation.errors import NotPossible, NotValid
from main import build_app
from people.passwords import hash_password
from tests.letter_office import drafted, on_file, one_row, rows, standing_in
from tests.letter_steps import sent
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.stories.scripts import VIOLATION, opening

RESISTED = {"kind": "refused", "facts": "拒绝调查", "proof": "录像"}


def a_clue(office: Office, **more: Any) -> UUID:
    """A supervision file."""
    case_id = office.act("register_clue", by="operator", **opening("supervision", **more)).case_id
    assert case_id is not None
    return case_id


def transferable(office: Office, case_id: UUID) -> int:
    """How many clues may go to the procuratorate by L5."""
    return len(rows(office, "letter_copy", case_id=case_id, rule="L5", organ="procuratorate"))


def test_groups_are_kept_at_the_opening_and_corrected_later(office: Office) -> None:
    case_id = a_clue(office, groups=["older", "disabled"], is_new_form=True)
    kept = one_row(office, "case", id=case_id)
    assert (kept["key_groups"], kept["is_new_form"]) == (["disabled", "older"], True)
    office.act("record_key_groups", case_id, by="operator", groups=["women"], note="花名册")
    assert one_row(office, "case", id=case_id)["key_groups"] == ["women"]
    [entry] = rows(office, "journal_entry", case_id=case_id, act="record_key_groups")
    assert entry["detail"]["made"] == {"before": "残疾职工、老年劳动者"}
    with pytest.raises(NotPossible, match="没有变化"):
        office.act("record_key_groups", case_id, by="operator", groups=["women"])
    office.act("record_key_groups", case_id, by="operator")
    assert one_row(office, "case", id=case_id)["key_groups"] == []
    with pytest.raises(NotValid):
        office.act("record_key_groups", case_id, by="operator", groups=["everybody"])


@pytest.mark.parametrize("group", KEY_GROUP)
def test_each_group_opens_the_transfer_where_the_employer_resists(office: Office, group: str) -> None:
    case_id = a_clue(office, matter="M02", groups=[group])
    office.act("record_obstruction", case_id, by="mediator", **RESISTED)
    assert transferable(office, case_id) == 1


def test_without_a_group_or_at_a_basic_union_nothing_is_transferred(office: Office) -> None:
    case_id = a_clue(office, matter="M02")
    office.act("record_obstruction", case_id, by="mediator", **RESISTED)
    assert transferable(office, case_id) == 0
    with standing_in("QH", "basic"):
        below = a_clue(office, matter="M02", groups=["women"])
        office.act("record_obstruction", below, by="mediator", **RESISTED)
    assert transferable(office, below) == 0


def test_a_group_that_is_marked_after_the_letter_failed_opens_it_then_and_once(office: Office) -> None:
    case_id = on_file(office)
    letter_id = drafted(office, case_id, "notice")
    sent(office, letter_id, until="dispatch_letter")
    office.act("record_key_groups", case_id, by="mediator", groups=["women"])
    assert transferable(office, case_id) == 0
    servers = {"first_server": "送达人甲", "second_server": "送达人乙"}
    refusal = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片", **servers}
    office.act("record_key_groups", case_id, by="mediator", groups=[])
    office.act("refuse_service", letter_id, by="mediator", **refusal)
    assert transferable(office, case_id) == 0
    for groups in (["disabled"], ["disabled", "women"]):
        office.act("record_key_groups", case_id, by="mediator", groups=groups)
        assert transferable(office, case_id) == 1


def test_the_marks_of_a_mass_dispute_open_it_when_they_are_put_right(office: Office) -> None:
    case_id = a_clue(office, matter="M04", head_count=12)
    office.act("record_obstruction", case_id, by="mediator", **RESISTED)
    assert transferable(office, case_id) == 0
    office.act("record_violation", case_id, by="mediator", **VIOLATION)
    letter_id = drafted(office, case_id, "notice")
    sent(office, letter_id, until="dispatch_letter")
    servers = {"first_server": "送达人甲", "second_server": "送达人乙"}
    refusal = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片", **servers}
    office.act("refuse_service", letter_id, by="mediator", **refusal)
    assert transferable(office, case_id) == 0
    office.act("update_case", case_id, by="mediator", is_migrant=True)
    assert transferable(office, case_id) == 1


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_form_proposes_what_the_numbers_say_to_those_who_may_know(db: Any) -> None:
    office = furnish(db, hash_password(PASSWORD))
    first = "630102" + "19601231" + "002"
    person = {"id_number": first + id_check(first), "is_confidential": True}
    case_id = office.act("open_case", **opening("wage_arrears", **person)).case_id
    address = f"/cases/{case_id}/acts/record-key-groups"

    def page(desk: str) -> str:
        client = TestClient(build_app(office.engine))
        client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD})
        text: str = client.get(address).text
        return text

    seen = page("operator")
    assert "据案内1个居民身份证号：女1人、男0人，年龄" in seen
    assert first not in seen
    # It proposes; nothing is ticked by it.
    assert 'name="groups.women" checked' not in seen
    assert "居民身份证号" not in page("mediator")
    office.act("record_key_groups", case_id, by="operator", groups=["women"])
    assert 'name="groups.women" checked' in page("operator")
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["operator"], "password": PASSWORD})
    assert "女职工" in client.get(f"/cases/{case_id}").text
