"""The case list in the console: search, more filters, order, saved views, the search box."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.saved_view import SavedView
from cases.views.case_filters import LABELS, NAMES, SORTS, Filters, read_filters
from cases.views.case_list import Page, count_cases, list_cases
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from people.passwords import hash_password
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening
from tests.web.test_console import csrf, enter
from workflows.indexing import index_new


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


@pytest.fixture
def three(office: Office) -> list[UUID]:
    """Three cases that differ in everything."""
    found = []
    for place, more in enumerate(
        (
            {"employer_name": "甲建筑公司", "head_count": 12, "claims": [{"kind": "wages", "amount": "300.00"}]},
            {
                "employer_name": "乙100%物流_公司",
                "claims": [{"kind": "severance", "amount": "20000.00"}],
                "is_migrant": True,
            },
            {"employer_name": "丙餐饮店", "claims": [{"kind": "wages"}], "is_new_form": True, "district": "630105"},
        )
    ):
        data = opening("wage_arrears", phone=f"0971-000001{place}", **more)
        done = office.act("open_case", at=MORNING + timedelta(days=place), **data)
        assert done.case_id is not None
        found.append(done.case_id)
    return found


def listed(office: Office, **asked: str) -> list[UUID]:
    """The list by these filters."""
    filters, faults = read_filters(asked)
    assert faults == []
    with reading(office.engine) as session:
        return [row.id for row in list_cases(session, filters, 1, MORNING, MORNING).rows]


def test_every_filter_narrows(office: Office, three: list[UUID]) -> None:
    one, two, last = three
    office.act("accept", last)
    office.act("assign", last, by="supervisor", unit="城北区总工会")
    index_new(office.engine, MORNING)
    for asked, wanted in (
        ({"collective": "yes"}, {one}),
        ({"collective": "no"}, {two, last}),
        ({"migrant": "yes"}, {two}),
        ({"new_form": "yes"}, {last}),
        ({"confidential": "yes"}, set()),
        ({"category": "severance"}, {two}),
        ({"employer": "100%"}, {two}),
        ({"employer": "%"}, {two}),
        ({"employer": "_"}, {two}),
        ({"employer": "建筑"}, {one}),
        ({"unit": "城北"}, {last}),
        ({"unassigned": "yes"}, {one, two}),
        ({"opened_from": "2026-10-14"}, {two, last}),
        ({"opened_to": "2026-10-14"}, {one, two}),
        ({"opened_from": "2026-10-14", "opened_to": "2026-10-14"}, {two}),
        ({"closed_from": "2026-01-01"}, set()),
        ({"claimed_from": "300.01"}, {two}),
        ({"claimed_to": "300"}, {one}),
        ({"claimed_to": "1e400"}, {one, two}),
        ({"text": "物流"}, {two}),
        ({"text": "ywl"}, set()),
        ({"text": "wl"}, {two}),
        ({"text": "薪0003"}, {last}),
        ({"text": "%"}, set()),
        ({"district": "630105"}, {last}),
        ({"state": "awaiting_sign_for"}, {last}),
    ):
        assert set(listed(office, **asked)) == wanted, asked
    assert set(NAMES) == set(LABELS)


def test_sorting_by_every_column_is_total_and_turns_round(office: Office, three: list[UUID]) -> None:
    for name in SORTS:
        up, down = listed(office, sort=name, direction="asc"), listed(office, sort=name, direction="desc")
        assert set(up) == set(down) == set(three)
    one, two, last = three
    assert listed(office, sort="claimed", direction="asc") == [one, two, last]
    assert listed(office, sort="claimed", direction="desc") == [two, one, last]
    assert listed(office, sort="number", direction="desc") == [last, two, one]


def test_counting_stops_at_ten_thousand() -> None:
    page = Page([0] * 30, 10_000, 400, 30, more=True)
    assert page.has_next
    assert not Page([0] * 5, 35, 2, 30).has_next


def test_the_page_sorts_and_pages_and_says_what_it_did_not_use(office: Office, three: list[UUID]) -> None:
    client = enter(office, "zhuguan")
    page = client.get("/cases?sort=claimed&direction=desc&size=50&urgency=high&district=999&opened_from=gestern").text
    assert page.index(f'href="/cases/{three[1]}"') < page.index(f'href="/cases/{three[0]}"')
    assert "“urgency”已不存在" in page
    assert "“区县”没有“999”" in page
    assert "日期，例如" in page
    assert "▼" in page
    assert 'aria-sort="descending"' in page
    assert "direction=desc&amp;size=50" in page or "size=50" in page
    told = client.get("/cases?text=13800000000").text
    assert "请用页首的查找框" in told
    assert "13800000000" not in told


def test_views_are_saved_shown_renamed_and_removed(office: Office, three: list[UUID]) -> None:
    def perform(act: str, by: str = "mediator", **data: object) -> object:
        return office.act(act, by=by, **data).made.get("view_id")

    mine = perform("save_view", name="我的集体", query="collective=yes&p=3&sort=number&direction=desc")
    with pytest.raises(NotValid, match="由主管"):
        perform("save_view", name="大家的", query="", shared=True)
    with pytest.raises(NotValid, match="已不存在"):
        perform("save_view", name="旧的", query="urgency=high")
    with pytest.raises(NotValid, match="电话"):
        perform("save_view", name="电话", query="text=13800000000")
    shared = perform("save_view", "supervisor", name="农民工在办", query="migrant=yes&still=open", shared=True)
    with pytest.raises(NotAllowed):
        perform("rename_view", view_id=shared, name="改名")
    perform("rename_view", "supervisor", view_id=shared, name="在办农民工")
    with pytest.raises(NotPossible):
        office.act(
            "set_default_view", by="supervisor", view_id=perform("save_view", "supervisor", name="x"), role="mediator"
        )
    perform("set_default_view", "supervisor", view_id=shared, role="mediator")
    other = perform("save_view", "supervisor", name="全部", query="", shared=True)
    perform("set_default_view", "supervisor", view_id=other, role="mediator")
    perform("set_default_view", "supervisor", view_id=shared, role="mediator")

    client = enter(office, "tiaojie")
    page = client.get("/cases").text
    assert "在办农民工　1" in page
    assert "我的集体　1" in page
    assert f'href="/cases/{three[1]}"' in page
    assert f'href="/cases/{three[0]}"' not in page
    page = client.get(f"/cases?view={mine}").text
    assert f'href="/cases/{three[0]}"' in page
    assert f'href="/cases/{three[1]}"' not in page
    stranger = enter(office, "tiaojie2")
    assert "我的集体" not in stranger.get("/cases").text
    assert stranger.get(f"/cases?view={mine}").status_code == 404
    with office.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(
            sa.update(SavedView.__table__).where(SavedView.id == mine).values(query="urgency=high&collective=yes")
        )
    page = client.get(f"/cases?view={mine}").text
    assert "条件失效" in page
    assert "这个视图有条件已失效" in page
    assert "“urgency”已不存在" in page
    perform("delete_view", view_id=mine)
    assert "我的集体" not in client.get("/cases?size=30").text


def test_saving_a_view_from_the_list(office: Office, three: list[UUID]) -> None:
    client = enter(office, "tiaojie")
    page = client.get("/cases?collective=yes").text
    address = re.search(r'href="(/office/save-view[^"]+)"', page)
    assert address is not None
    form = address[1].replace("&amp;", "&")
    done = client.post(form, data={"csrf": csrf(client, form), "name": "集体", "query": "collective=yes"})
    assert done.url.path == "/cases"
    assert "集体　1" in done.text


def test_the_search_box_keeps_numbers_out_of_addresses(office: Office, three: list[UUID]) -> None:
    client = enter(office, "huawu")
    assert 'id="search"' in client.get("/cases").text
    plain = client.post("/search", data={"q": "物流"})
    assert plain.url.query.decode() == "q=%E7%89%A9%E6%B5%81"
    assert "<mark>物流</mark>" in plain.text
    number = client.post("/search", data={"q": "0971-0000011"})
    assert number.url.query == b""
    assert f"/cases/{three[1]}" in number.text
    refused = client.get("/search?q=0971-0000011").text
    assert f"/cases/{three[1]}" not in refused
    assert "不要放在地址里" in refused
    assert "没有找到" in client.get("/search?q=不存在的词").text
    assert "可以查找" in client.get("/search").text
    assert "&lt;script&gt;" in client.get("/search?q=<script>").text


def test_the_search_for_programs(office: Office, three: list[UUID]) -> None:
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": "huawu", "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    found = client.get("/search", params={"q": "物流"}, headers=headers).json()
    assert [one["kind"] for one in found["groups"]] == ["case", "employer"]
    assert found["groups"][0]["items"][0]["case_id"] == str(three[1])
    assert client.get("/search", params={"q": "09710000011"}, headers=headers).status_code == 422
    found = client.post("/search", json={"q": "09710000011"}, headers=headers).json()
    assert found["groups"][0]["items"][0]["case_id"] == str(three[1])
    assert client.get("/search", params={"q": "物流"}).status_code == 401


def test_views_count_without_reading_rows(office: Office, three: list[UUID]) -> None:
    with reading(office.engine) as session:
        assert count_cases(session, Filters(collective="yes"), MORNING, MORNING) == 1
