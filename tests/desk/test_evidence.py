"""The list of evidence: from the claims, extended by new ones, ticked, filled, printed for the caller."""

from io import BytesIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.claim import Claim
from cases.codes import CLAIM_KIND
from cases.evidence import needs, things, wanted
from cases.views.evidence import EvidenceList, evidence_of
from foundation.database import reading
from foundation.errors import NotValid
from foundation.work import begin
from people.passwords import hash_password
from tests.desk.papers import docx_words, pdf_words
from tests.files.papers import png
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.workflows.clock_stories import a_case, in_mediation
from workflows.attaching import attach, receive


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def listed(office: Office, case_id: UUID) -> EvidenceList:
    """The list now."""
    with reading(office.engine) as session:
        return evidence_of(session, case_id)


def standing(office: Office, case_id: UUID) -> dict[str, str | None]:
    """Where each thing stands."""
    return {one.code: one.state for one in listed(office, case_id).items}


def test_every_kind_of_claim_has_its_list_and_every_thing_is_wanted() -> None:
    assert set(needs()) == set(CLAIM_KIND)
    assert all(one.essential for one in needs().values())
    assert {one.thing.code for one in wanted(CLAIM_KIND)} == set(things())
    # What is not read in the original says so.
    assert {one.burden.tag for one in things().values() if one.burden is not None} <= {"F", "M"}


def test_a_claim_that_comes_later_brings_its_things(office: Office) -> None:
    case_id = a_case(office, claims=[{"kind": "wages"}])
    assert "dismissal" not in standing(office, case_id)
    with begin(office.engine, by=office.actor("operator"), at=MORNING) as work:
        work.writes.insert(Claim, {"case_id": case_id, "kind": "severance", "recorded_at": MORNING})
    found = listed(office, case_id)
    assert "dismissal" in {one.code for one in found.missing}
    relation = next(one for one in found.items if one.code == "relation")
    assert relation.claims == ["拖欠工资", "经济补偿"]


def test_ticking_many_and_saying_why_not(office: Office) -> None:
    case_id = a_case(office)
    many = [{"code": "relation"}, {"code": "pay_paid"}, {"code": "relation"}]
    office.act("record_evidence", case_id, items=many, state="asked")
    office.act("record_evidence", case_id, items=many[:1], state="promised", promised_on="2026-10-16", note="周五送来")
    with pytest.raises(NotValid, match="写明原因"):
        office.act("record_evidence", case_id, items=many[1:2], state="unavailable")
    office.act("record_evidence", case_id, items=many[1:2], state="unavailable", note="现金发放，没有流水")
    with pytest.raises(NotValid, match="清单中没有"):
        office.act("record_evidence", case_id, items=[{"code": "nothing"}], state="asked")
    found = standing(office, case_id)
    assert (found["relation"], found["pay_paid"], found["attendance"]) == ("promised", "unavailable", None)
    relation = next(one for one in listed(office, case_id).items if one.code == "relation")
    assert (relation.note, str(relation.promised_on), relation.by_name) == ("周五送来", "2026-10-16", "话务员甲")


def test_a_file_fills_a_thing_of_its_own_case_only(office: Office) -> None:
    case_id, other = a_case(office), a_case(office)
    with begin(office.engine, by=office.actor("operator"), at=MORNING) as work:
        file_id = attach(work, "case", case_id, {}, receive(BytesIO(png(21)), "合同.png")).attachment_id
    with pytest.raises(NotValid, match="请先上传文件"):
        office.act("attach_evidence", other, code="relation", attachment_id=str(file_id))
    office.act("attach_evidence", case_id, code="relation", attachment_id=str(file_id))
    code = office.act("add_evidence_item", case_id, label="记工本", is_essential=True).made["code"]
    office.act("attach_evidence", case_id, code=code, attachment_id=str(file_id))
    found = listed(office, case_id)
    assert {one.code for one in found.items if one.state == "received"} == {"relation", code}
    assert "relation" not in {one.code for one in found.missing}
    assert standing(office, other)["relation"] is None


def test_the_operator_sees_it_at_once_and_prints_one_page(office: Office) -> None:
    case_id = a_case(office)
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["operator"], "password": PASSWORD})
    page = client.get(f"/cases/{case_id}").text
    assert "必要材料尚缺：劳动合同" in page
    ticked = client.get(f"/cases/{case_id}/acts/record-evidence?items.2.code=pay_paid&items.5.code=owed_note").text
    assert ticked.count("selected>") == 2
    assert 'name="items.1.code"' in ticked
    assert 'name="items.4.code"' not in ticked
    address = f"/cases/{case_id}/papers/evidence/{case_id}"
    content = client.get(f"{address}.pdf").content
    for words in (pdf_words(content), docx_words(client.get(f"{address}.docx").content)):
        assert "证据材料清单" in words
        assert "工资条、银行流水" in words
        assert "《保障农民工工资支付条例》第50条" in words
    import pdfplumber

    with pdfplumber.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


def test_papers_of_a_confidential_case_are_closed_to_others(office: Office) -> None:
    case_id = a_case(office, is_confidential=True)
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["leader"], "password": PASSWORD})
    assert client.get(f"/cases/{case_id}/papers/evidence/{case_id}.pdf").status_code == 403


def test_what_is_missing_is_named_before_a_referral(office: Office) -> None:
    case_id = in_mediation(office)
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    assert "必要材料尚缺：劳动合同" in client.get(f"/cases/{case_id}/acts/refer").text
    codes = [{"code": one.code} for one in listed(office, case_id).missing]
    office.act("record_evidence", case_id, items=codes, state="received")
    assert "必要材料" not in client.get(f"/cases/{case_id}/acts/refer").text


def test_the_desk_through_the_api(office: Office) -> None:
    case_id = in_mediation(office)
    office.act("record_agreement", case_id, by="mediator", amount="100", terms="一次付清")
    office.act("record_breach", case_id, by="mediator", reason="未付")
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    answer = client.post("/session", json={"login": "tiaojie", "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    found = client.get(f"/cases/{case_id}/evidence").json()
    assert "relation" in found["missing"]
    desk = client.get(f"/cases/{case_id}/desk").json()
    assert (desk["agreements"][0]["status"], desk["payment_orders"][0]["result"]) == ("breached", "by_agreement")
    agreement = client.get(f"/cases/{case_id}/papers/agreement/{desk['agreements'][0]['id']}.pdf")
    assert agreement.content.startswith(b"%PDF")
    assert client.get(f"/cases/{UUID(int=1)}/desk").status_code == 404
