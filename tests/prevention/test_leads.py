"""Sentinels' links and leads: who gets in, how often, what they see, and a case that is linked back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeSerializer
from starlette.testclient import TestClient

from cases.prevention import tables as t
from cases.prevention.settings import lead_rules, risk_of
from cases.views.prevention_campaigns import of_case
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible
from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.one_app import build_app
from tests.prevention.making import lead, sentinel
from workflows.prevention.leads import Report, link_token, sentinel_of, submit

TOLD = {"sign": "arrears", "content": "工地两个月没发工资", "place": "测试工地", "head_count": "12"}


def row_of(office: Office, sentinel_id: UUID) -> sa.Row[Any]:
    """The sentinel as it stands."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(t.sentinel).where(t.sentinel.c.id == sentinel_id)).one()


def leads_of(office: Office) -> list[sa.Row[Any]]:
    """All leads, the oldest first."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(t.lead).order_by(t.lead.c.recorded_at, t.lead.c.id)))


@pytest.fixture
def link(office: Office) -> tuple[UUID, str]:
    """A sentinel whose link is good today."""
    sentinel_id = sentinel(office)
    office.act("issue_lead_link", by="supervisor", at=now(), sentinel_id=str(sentinel_id))
    token = link_token(row_of(office, sentinel_id))
    assert token is not None
    return sentinel_id, token


def test_a_lead_through_the_link(office: Office, link: tuple[UUID, str]) -> None:
    client = TestClient(build_app(office.engine))
    page = client.get(f"/lead/{link[1]}")
    assert page.status_code == 200
    key = page.text.split('name="form_key" value="')[1].split('"')[0]
    answer = client.post(f"/lead/{link[1]}", data={**TOLD, "form_key": key})
    assert answer.status_code == 200
    [told] = leads_of(office)
    assert f"已收到，编号 {told.number}" in answer.text
    assert (told.sentinel_id, told.district, told.risk, told.head_count) == (link[0], "630102", "yellow", 12)
    # The same form sent twice is one lead.
    client.post(f"/lead/{link[1]}", data={**TOLD, "form_key": key})
    assert len(leads_of(office)) == 1
    # The state comes back, the case does not.
    about = {"case_type": "wage_arrears", "claim_kind": "wages", "worker_name": "赵某"}
    done = office.act("open_case_from_lead", lead_id=str(told.id), **about)
    page = client.get(f"/lead/{link[1]}")
    assert "已立案" in page.text
    assert str(done.case_number) not in page.text
    assert "赵某" not in page.text


def test_a_wrong_form_says_what_is_missing_and_keeps_what_was_typed(office: Office, link: tuple[UUID, str]) -> None:
    client = TestClient(build_app(office.engine))
    answer = client.post(f"/lead/{link[1]}", data={"sign": "", "content": "停工了", "form_key": str(uuid4())})
    assert answer.status_code == 422
    assert "苗头类别：必填" in answer.text
    assert "停工了" in answer.text
    assert leads_of(office) == []


def test_machines_are_thanked_and_forgotten(office: Office, link: tuple[UUID, str]) -> None:
    client = TestClient(build_app(office.engine))
    given = {**TOLD, "form_key": str(uuid4()), "website": "http://spam.test"}
    assert client.post(f"/lead/{link[1]}", data=given).status_code == 200
    assert leads_of(office) == []


def test_forged_replaced_revoked_and_expired_links_are_refused(office: Office, link: tuple[UUID, str]) -> None:
    sentinel_id, token = link
    client = TestClient(build_app(office.engine))
    forged = URLSafeSerializer("guess", salt="sentinel").dumps([str(sentinel_id), 2, "2099-01-01"])
    for wrong in (forged, token[:-2], "x", token + "x"):
        assert client.get(f"/lead/{wrong}").status_code == 403
        assert client.post(f"/lead/{wrong}", data={**TOLD, "form_key": str(uuid4())}).status_code == 403
    until = row_of(office, sentinel_id).link_until
    with office.engine.connect() as connection:
        assert sentinel_of(connection, token, until).id == sentinel_id
        with pytest.raises(NotAllowed, match="已过期"):
            sentinel_of(connection, token, until + timedelta(days=1))
    office.act("issue_lead_link", by="supervisor", at=now(), sentinel_id=str(sentinel_id))
    assert client.get(f"/lead/{token}").status_code == 403
    fresh = link_token(row_of(office, sentinel_id))
    assert client.get(f"/lead/{fresh}").status_code == 200
    office.act("revoke_lead_link", by="supervisor", sentinel_id=str(sentinel_id), reason="外泄")
    assert client.get(f"/lead/{fresh}").status_code == 403
    office.act("issue_lead_link", by="supervisor", at=now(), sentinel_id=str(sentinel_id))
    last = link_token(row_of(office, sentinel_id))
    office.act("switch_sentinel", by="supervisor", sentinel_id=str(sentinel_id), reason="离岗")
    assert client.get(f"/lead/{last}").status_code == 403
    assert leads_of(office) == []


def test_too_many_in_an_hour(office: Office) -> None:
    token = link_token(row_of(office, sentinel(office)))
    assert token is not None

    def send(minutes: int) -> None:
        with begin(office.engine, by=SYSTEM, at=MORNING + timedelta(minutes=minutes)) as work:
            submit(work, token, Report(uuid4(), "other", "情况"))

    for place in range(lead_rules().per_hour):
        send(place)
    with pytest.raises(NotPossible, match="过多"):
        send(30)
    send(61)
    assert len(leads_of(office)) == lead_rules().per_hour + 1


@pytest.mark.parametrize(
    ("sign", "content", "people", "colour"),
    [
        ("stoppage", "停工", None, "red"),
        ("other", "有人要跳楼", 1, "red"),
        ("other", "人多", 30, "red"),
        ("other", "人不多", 29, "yellow"),
        ("other", "几个人", 9, "none"),
        ("arrears", "没发工资", None, "yellow"),
        ("opinion", "网上有帖", None, "yellow"),
    ],
)
def test_colours(sign: str, content: str, people: int | None, colour: str) -> None:
    assert risk_of(sign, content, people)[0] == colour


def test_review(office: Office) -> None:
    first, second, third = lead(office), lead(office), lead(office)
    office.act("verify_lead", lead_id=str(first), note="到现场看过")
    office.act("merge_lead", lead_id=str(second), known_id=str(first))
    with pytest.raises(NotPossible, match="最初的那一条"):
        office.act("merge_lead", lead_id=str(third), known_id=str(second))
    office.act("reject_lead", lead_id=str(third), reason="查无此事")
    with pytest.raises(NotPossible, match="不采纳"):
        office.act("verify_lead", lead_id=str(third), note="再看")
    with pytest.raises(NotAllowed):
        office.act("verify_lead", by="mediator", lead_id=str(first), note="越权")
    assert sorted(one.state for one in leads_of(office)) == ["merged", "rejected", "verified"]


def test_a_lead_becomes_one_case(office: Office) -> None:
    told = lead(office, head_count=7)
    about = {"case_type": "wage_arrears", "claim_kind": "wages", "worker_name": "赵某", "is_migrant": True}
    case_id = office.act("open_case_from_lead", lead_id=str(told), **about).case_id
    assert case_id is not None
    with pytest.raises(NotPossible, match="已立案"):
        office.act("open_case_from_lead", lead_id=str(told), **about)
    with reading(office.engine) as session:
        assert [one.id for one in of_case(session, case_id).leads] == [told]
        row = session.connection().execute(sa.text('SELECT channel, head_count FROM "case"')).one()
    assert tuple(row) == ("sentinel", 7)


def test_two_people_at_once_open_one_case(office: Office) -> None:
    told = lead(office)
    about = {"case_type": "wage_arrears", "claim_kind": "wages", "worker_name": "赵某"}

    def open_it(by: str) -> bool:
        try:
            office.act("open_case_from_lead", by=by, lead_id=str(told), **about)
        except NotPossible:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(open_it, ("operator", "supervisor"))) == [False, True]
    with office.engine.connect() as connection:
        assert connection.execute(sa.text('SELECT count(*) FROM "case"')).scalar_one() == 1
