"""抄送 on the letter: by the rules of the region, changed with a reason, with local names, frozen with the number."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from documents.letter_value import LetterText
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from main import build_app
from people.passwords import hash_password
from tests.letter_office import drafted, on_file, one_row, rows, standing_in
from tests.letter_steps import sent
from tests.office import LOGINS, PASSWORD, Office, furnish
from workflows.letters import preview

COURT, PROCURATORATE = "示例市中级人民法院", "示例市人民检察院"
WHY = {"reason": "已经当面通报"}


@pytest.fixture
def office(db: Any) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def named(office: Office, organ: str = "court", name: str = COURT, **more: Any) -> None:
    """The local name of an organ beside the office's own union."""
    unit = one_row(office, "unit", name="西宁市总工会")["id"]
    given = {"unit_id": str(unit), "organ": organ, "name": name, "checked_by": "示例：来函"}
    office.act("name_linkage_organ", by="admin", **{**given, **more})


def words(office: Office, letter_id: UUID) -> tuple[str, ...]:
    """What stands under 抄送 now."""
    with reading(office.engine) as session:
        text = preview(session, letter_id)
    assert text is not None
    return text.copies


def owed(office: Office, letter_id: UUID) -> dict[tuple[str | None, str], tuple[str, bool, bool]]:
    """By rule and organ: the name, whether it is left to us, whether it has a day."""
    found = rows(office, "letter_copy", letter_id=letter_id)
    return {
        (one["rule"], one["organ"]): (one["organ_name"], one["is_optional"], one["due"] is not None) for one in found
    }


def test_the_copy_of_the_rule_is_printed_under_the_name_of_the_day_of_the_number(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    assert words(office, letter_id) == ("同级人民法院",)
    named(office)
    assert words(office, letter_id) == (COURT,)
    sent(office, letter_id, until="number_letter")
    kept = one_row(office, "letter", id=letter_id)
    assert LetterText.from_json(kept["composed"]).copies == (COURT,)
    # A name entered later changes no word of a letter that has its number.
    named(office, name="示例市第二中级人民法院")
    assert words(office, letter_id) == (COURT,)
    assert kept["facts"]["copies"] == [COURT]
    sent(office, letter_id, since="seal_letter")
    assert owed(office, letter_id) == {("L2", "court"): (COURT, False, True)}


def test_people_take_off_and_add_with_a_reason(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    with pytest.raises(NotValid) as empty:
        office.act("change_copies", letter_id, by="mediator", organs=["court"])
    assert "reason" in empty.value.fields
    with pytest.raises(NotPossible, match="没有变化"):
        office.act("change_copies", letter_id, by="mediator", organs=["court"], **WHY)
    office.act("change_copies", letter_id, by="mediator", organs=["superior"], **WHY)
    assert words(office, letter_id) == ("上一级工会",)
    sent(office, letter_id)
    # The duty to tell the court does not end with a line on the paper; what was promised on it is owed.
    assert owed(office, letter_id) == {
        ("L2", "court"): ("同级人民法院", False, True),
        (None, "superior"): ("上一级工会", False, True),
    }
    with pytest.raises(NotPossible, match="不能办理“调整抄送”"):
        office.act("change_copies", letter_id, by="mediator", organs=["court"], **WHY)


def test_what_may_be_copied_is_printed_when_people_want_it_and_owed_then(office: Office) -> None:
    case_id = on_file(office)
    opinion = drafted(office, case_id, "opinion")
    sent(office, opinion, until="dispatch_letter")
    refusal = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片"}
    servers = {"first_server": "送达人甲", "second_server": "送达人乙"}
    office.act("refuse_service", opinion, by="mediator", **refusal, **servers)
    [plain] = rows(office, "letter", kind="recommendation")
    assert words(office, plain["id"]) == ()
    named(office, "procuratorate", PROCURATORATE)
    office.act("change_copies", plain["id"], by="mediator", organs=["procuratorate"], reason="请检察机关支持")
    assert words(office, plain["id"]) == (PROCURATORATE,)
    sent(office, plain["id"])
    assert owed(office, plain["id"]) == {("L6", "procuratorate"): (PROCURATORATE, False, True)}


def test_left_alone_a_copy_that_may_be_sent_is_neither_printed_nor_owed(office: Office) -> None:
    with standing_in("NX"):
        letter_id = drafted(office, on_file(office), "opinion")
        assert words(office, letter_id) == ()
        sent(office, letter_id)
        assert {one["is_optional"] for one in rows(office, "letter_copy", letter_id=letter_id)} == {True}
        public = drafted(office, on_file(office), "public_notice", audience="全体企业")
        assert words(office, public) == ("同级人民法院", "同级人民检察院")


def test_where_no_rule_asks_for_a_copy_there_is_none(office: Office) -> None:
    with standing_in("HB"):
        letter_id = drafted(office, on_file(office), "notice")
        assert words(office, letter_id) == ()
        sent(office, letter_id)
    assert rows(office, "letter_copy", letter_id=letter_id) == []


def test_a_recommendation_goes_to_the_authority_by_its_local_name(office: Office) -> None:
    named(office, "labour", "示例市人力资源和社会保障局")
    letter_id = drafted(office, on_file(office), "recommendation", trigger="J1")
    assert one_row(office, "letter", id=letter_id)["addressee"] == "示例市人力资源和社会保障局"


def test_the_register_keeps_what_it_replaced(office: Office) -> None:
    named(office)
    with pytest.raises(NotValid) as same:
        named(office)
    assert "name" in same.value.fields
    named(office, name="示例市中级法院（更正）")
    first, second = sorted(rows(office, "linkage_organ"), key=lambda one: one["ended_at"] is None)
    assert (first["name"], first["ended_by"], second["ended_at"]) == (COURT, "管理员甲", None)
    office.act("end_linkage_organ", by="supervisor", organ_id=str(second["id"]))
    with pytest.raises(NotPossible, match="已经停用"):
        office.act("end_linkage_organ", by="supervisor", organ_id=str(second["id"]))
    with pytest.raises(NotAllowed):
        office.act("end_linkage_organ", by="mediator", organ_id=str(second["id"]))
    with pytest.raises(NotFound):
        named(office, unit_id=str(UUID(int=1)))
    assert words(office, drafted(office, on_file(office), "notice")) == ("同级人民法院",)


def enter(office: Office, login: str) -> TestClient:
    """A browser that has signed in."""
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": login, "password": PASSWORD})
    return client


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_pages_say_what_is_printed_and_that_a_name_is_missing(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    client = enter(office, LOGINS["mediator"])
    page = client.get(f"/letters/{letter_id}").text
    assert "抄送：同级人民法院。" in page
    assert "没有登记本地名称" in page
    form = client.get(f"/letters/{letter_id}/acts/change-copies").text
    assert 'name="organs.court" checked' in form
    assert "青海省总工会、省高级人民法院" in form
    admin = enter(office, LOGINS["admin"])
    assert "文书上印“同级人民检察院”" in admin.get("/linkage-organs").text
    named(office)
    assert COURT in admin.get("/linkage-organs").text
    page = client.get(f"/letters/{letter_id}").text
    assert f"抄送：{COURT}。" in page
    assert "没有登记本地名称" not in page
    assert client.get("/linkage-organs").status_code == 403
    sent(office, letter_id)
    assert COURT in client.get(f"/letters/{letter_id}").text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_programs_read_the_copies_of_a_letter_and_the_register(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    named(office)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": LOGINS["mediator"], "password": PASSWORD}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    assert [one["name"] for one in client.get("/linkage-organs").json()] == [COURT]
    for until in (None, "number_letter"):
        if until is not None:
            sent(office, letter_id, until=until)
        [copy] = client.get(f"/letters/{letter_id}").json()["copies_on_paper"]
        assert (copy["organ"], copy["name"], copy["rule"]) == ("court", COURT, "L2")
