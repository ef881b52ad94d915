"""Legal aid in detail, aid beside a wage case, proceedings and what they start, advances."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pdfplumber
import pytest
from docx import Document
from starlette.testclient import TestClient

from cases.views.outside import lawyers
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from people.passwords import hash_password
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.outside.stories import every, in_hand, rows, running, the_case
from tests.stories.scripts import opening
from workflows.aid import tariffs
from workflows.outside_papers import package_file


def granted(office: Office, **more: str) -> UUID:
    """A legal-aid case that waits for its lawyer."""
    case_id = office.act("open_case", **opening("legal_aid", **more)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("grant_aid", case_id, by="supervisor", note="符合条件")
    return case_id


def a_lawyer(office: Office, licence: str = "A1") -> str:
    """A lawyer of the register."""
    done = office.act(
        "add_lawyer", by="supervisor", name="孙某", firm="测试律所", licence=licence, phone="0971-0000009"
    )
    return str(done.made["lawyer_id"])


def test_aid_beside_a_wage_case(office: Office) -> None:
    case_id = in_hand(office)
    number = office.act("open_aid_beside", case_id, by="mediator", reason="仲裁需要代理").made["new_case"]

    [link] = every(office, "case_link")
    aid = the_case(office, link.to_case_id)
    assert (aid.number, aid.case_type, aid.state, link.kind) == (number, "legal_aid", "registered", "aid")
    assert aid.opened_at == the_case(office, case_id).opened_at
    assert [row.name for row in rows(office, "party", aid.id)] == [row.name for row in rows(office, "party", case_id)]
    theirs = {row.due_at for row in rows(office, "clock", case_id) if row.kind == "right" and row.state == "running"}
    copied = {row.due_at for row in rows(office, "clock", aid.id) if row.kind == "right" and row.state == "running"}
    assert copied == theirs
    assert theirs
    with pytest.raises(NotPossible, match="已有在办"):
        office.act("open_aid_beside", case_id, by="mediator", reason="再办一件")


def test_the_last_days_of_a_right_put_aid_first(office: Office) -> None:
    known = (MORNING - timedelta(days=361)).date().isoformat()
    case_id = office.act("open_case", **opening("legal_aid", infringement_known_on=known)).case_id
    assert case_id is not None
    said = office.act("apply_aid", case_id, situation="务工人员", exemption="migrant").made
    assert said == {"article": "法律援助法 42(3)", "aid_first": "先行援助、后补手续"}
    with pytest.raises(NotValid, match="经济状况"):
        office.act("apply_aid", case_id, situation="务工人员", exemption="checked")
    office.act("supply_formalities", case_id)
    [row] = every(office, "aid_file")
    assert row.formalities_on == MORNING.date()


def test_subsidy_is_computed_approved_by_another_and_paid(office: Office) -> None:
    case_id = granted(office)
    lawyer_id = a_lawyer(office)
    office.act("appoint_lawyer", case_id, by="supervisor", lawyer_id=lawyer_id)
    office.act("log_aid_hours", case_id, by="supervisor", stage="arbitration", minutes=150, what="开庭")
    office.act("compute_subsidy", case_id, by="supervisor", stage="arbitration")
    [row] = rows(office, "aid_subsidy", case_id)
    line = tariffs()["arbitration"]
    assert row.amount == line.base + line.per_hour * Decimal("2.5")
    which = {"subsidy_id": str(row.id)}
    with pytest.raises(NotPossible, match="没有批准"):
        office.act("pay_subsidy", case_id, by="supervisor", **which)
    with pytest.raises(NotAllowed, match="自己计算"):
        office.act("approve_subsidy", case_id, by="supervisor", **which)
    with pytest.raises(NotPossible, match="已经计算"):
        office.act("compute_subsidy", case_id, by="supervisor", stage="arbitration")
    office.act("approve_subsidy", case_id, by="leader", **which)
    office.act("pay_subsidy", case_id, by="supervisor", **which)
    assert [row.state for row in rows(office, "aid_subsidy", case_id)] == ["paid"]
    with reading(office.engine) as session:
        [seen] = lawyers(session)
    assert (seen.in_hand, seen.so_far, seen.phone) == (1, 1, "0971-0000009")


def test_a_tariff_has_a_most() -> None:
    line = tariffs()["mediation"]
    assert line.amount(100 * 60) == line.most
    assert line.amount(0) == line.base


def test_a_lawyer_set_aside_is_not_appointed(office: Office) -> None:
    case_id, lawyer_id = granted(office), a_lawyer(office)
    office.act("update_lawyer", by="supervisor", lawyer_id=lawyer_id, active=False)
    with pytest.raises(NotValid, match="停用"):
        office.act("appoint_lawyer", case_id, by="supervisor", lawyer_id=lawyer_id)
    with pytest.raises(NotValid, match="已经登记"):
        a_lawyer(office)


def test_closing_papers_in_time_and_late(office: Office) -> None:
    for days, said in ((20, "按期"), (60, "逾期")):
        case_id = granted(office)
        office.act("appoint_lawyer", case_id, by="supervisor", lawyer="孙某", firm="测试律所")
        with pytest.raises(NotPossible):
            office.act("receive_aid_papers", case_id, by="supervisor")
        office.act("finish_aid", case_id, by="supervisor", result="裁决支付")
        done = office.act("receive_aid_papers", case_id, by="supervisor", at=MORNING + timedelta(days=days))
        assert done.made["in_time"].startswith(said)


def test_an_award_opens_the_window_to_sue_and_filing_uses_it(office: Office) -> None:
    case_id = in_hand(office)
    day = MORNING.date()
    office.act("register_proceeding", case_id, by="mediator", kind="arbitration", body="市仲裁委")
    # Filing within the year used the right to arbitration.
    assert "LA-27-1" not in running(office, case_id)
    [row] = rows(office, "proceeding", case_id)
    result = {"proceeding_id": str(row.id), "received_on": day.isoformat()}
    office.act("record_proceeding_result", case_id, by="mediator", outcome="partly", awarded="100.00", **result)
    assert "LA-50-1" in running(office, case_id)
    with pytest.raises(NotPossible, match="已有结果"):
        office.act("record_proceeding_result", case_id, by="mediator", outcome="partly", **result)

    later = MORNING + timedelta(days=3)
    office.act("register_proceeding", case_id, by="mediator", at=later, kind="first_instance", body="城东区法院")
    assert "LA-50-1" not in running(office, case_id)
    suit = rows(office, "proceeding", case_id)[-1]
    office.act(
        "record_proceeding_result",
        case_id,
        by="mediator",
        at=later,
        proceeding_id=str(suit.id),
        outcome="supported",
        received_on=later.date().isoformat(),
        perform_by=(later + timedelta(days=10)).date().isoformat(),
    )
    assert {"CPL-171-1", "EX-250"} <= set(running(office, case_id))


def test_a_final_award_and_nothing_decided(office: Office) -> None:
    for outcome, final, opened in (("partly", True, {"LA-48-1"}), ("withdrawn", False, set())):
        case_id = in_hand(office)
        office.act("register_proceeding", case_id, by="mediator", kind="arbitration", body="市仲裁委")
        [row] = rows(office, "proceeding", case_id)
        office.act(
            "record_proceeding_result",
            case_id,
            by="mediator",
            proceeding_id=str(row.id),
            outcome=outcome,
            is_final_award=final,
            received_on=MORNING.date().isoformat(),
        )
        assert {"LA-48-1", "LA-50-1"} & set(running(office, case_id)) == opened


def test_an_advance_and_its_recourse(office: Office) -> None:
    case_id = in_hand(office)
    paid = {
        "advanced_by": "contractor",
        "name": "测试总包公司",
        "amount": "1000.00",
        "recourse_against": "测试劳务公司",
    }
    office.act("record_advance", case_id, by="mediator", **paid)
    [row] = rows(office, "advance", case_id)
    which = {"advance_id": str(row.id), "recourse": "partly"}
    with pytest.raises(NotValid, match="不能超过"):
        office.act("record_recourse", case_id, by="mediator", recovered="1000.01", **which)
    office.act("record_recourse", case_id, by="mediator", recovered="400.00", **which)
    [row] = rows(office, "advance", case_id)
    assert (row.recourse, row.recovered) == ("partly", Decimal("400.00"))


def test_the_package_can_be_opened_again(office: Office) -> None:
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="labour_inspection", addressee_name="市监察支队")
    given = {"matter": "请依法查处", "facts": "拖欠三人工资", "evidence": ["工资欠条"], "union_did": "两次约谈"}
    office.act("prepare_package", case_id, by="mediator", **given)
    [referral] = rows(office, "referral", case_id)

    with reading(office.engine) as session:
        pdf, docx = (package_file(session, referral.id, form) for form in ("pdf", "docx"))
    with pdfplumber.open(BytesIO(pdf)) as opened:
        said = "".join(page.extract_text() or "" for page in opened.pages).replace("\n", "")
    words = "".join(paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs)
    for text in (said, words):
        for part in ("移送函", "拖欠三人工资", "两次约谈", "请依法查处", "工资欠条", "材料尚缺：联系人和办公电话"):
            assert part in text, part


def test_the_pages_show_it(db: object, request: pytest.FixtureRequest) -> None:
    office = furnish(request.getfixturevalue("db"), hash_password(PASSWORD))
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="arbitration", addressee_name="市仲裁委")
    office.act("send_referral", case_id, by="mediator", way="post", proof="EMS77")
    a_lawyer(office)
    [referral] = rows(office, "referral", case_id)
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["supervisor"], "password": PASSWORD})

    assert "市仲裁委" in client.get("/referrals").text
    one = client.get(f"/referrals/{referral.id}").text
    assert "EMS77" in one
    assert "LA-29-1" in one
    assert client.get(f"/referrals/{referral.id}/package.pdf").content.startswith(b"%PDF")
    assert "0971-0000009" not in client.get("/lawyers").text
    assert "测试律所" in client.get("/lawyers").text
    assert "待归档" in client.get("/archive").text
    # No button for a step at which no referral stands.
    page = client.get(f"/cases/{case_id}").text
    assert "acts/acknowledge-referral" in page
    assert "acts/record-referral-result" not in page


def test_programs_read_the_same(db: object, request: pytest.FixtureRequest) -> None:
    office = furnish(request.getfixturevalue("db"), hash_password(PASSWORD))
    case_id = in_hand(office)
    office.act("refer", case_id, by="mediator", addressee="arbitration", addressee_name="市仲裁委")
    office.act("send_referral", case_id, by="mediator", way="post", proof="EMS77")
    a_lawyer(office)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": LOGINS["supervisor"], "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}

    [row] = client.get("/referrals", headers=headers).json()["items"]
    one = client.get(f"/referrals/{row['id']}", headers=headers).json()
    assert [step["kind"] for step in one["steps"]] == ["prepared", "sent"]
    assert one["clocks"][0]["rule_id"] == "LA-29-1"
    [lawyer] = client.get("/lawyers", headers=headers).json()["items"]
    assert "0000009" not in lawyer["phone"]
    assert "phone_index" not in lawyer
    span = {"since": "2026-10-01T00:00:00", "until": "2026-11-01T00:00:00"}
    assert client.get("/satisfaction", headers=headers, params=span).json()["contacted"] == 0
