"""Calculators and decision tables as pages: kept in the address, nothing typed is lost, printed with reasons."""

import pytest
from starlette.testclient import TestClient

from people.passwords import hash_password
from rules.findings.catalogue import all_inquiries
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app

SEVERANCE = "/rules/compensation/severance"
TYPED = {
    "asked": "1",
    "region": "XN",
    "started_on": "2020-01-01",
    "ended_on": "2026-06-30",
    "average_wage": "6,000",
    "city_average": "8000",
    "city_document": "甲文<b>",
}


@pytest.fixture
def office(db: object) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


@pytest.fixture
def client(office: Office) -> TestClient:
    """An operator's browser."""
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": "huawu", "password": PASSWORD})
    return client


def test_the_pages_are_for_those_who_signed_in(office: Office) -> None:
    client = TestClient(build_app(office.engine))
    for address in ("/rules/compensation", SEVERANCE, "/rules/findings", "/rules/findings/doors"):
        assert client.get(address, follow_redirects=False).status_code == 303


def test_every_question_has_its_form_and_its_place(client: TestClient) -> None:
    calculators, tables = client.get("/rules/compensation").text, client.get("/rules/findings").text
    for one in all_inquiries().values():
        page, path = (calculators, "compensation") if one.kind == "calculator" else (tables, "findings")
        assert f'href="/rules/{path}/{one.name}"' in page
        form = client.get(f"/rules/{path}/{one.name}")
        assert form.status_code == 200
        assert "计算书" not in form.text
        for name, info in one.form.model_fields.items():
            assert f'name="{name}' in form.text, (one.name, name)
            assert str(info.title) in form.text
        wrong = "findings" if path == "compensation" else "compensation"
        assert client.get(f"/rules/{wrong}/{one.name}").status_code == 404


def test_a_sheet_prints_result_steps_articles_parameters_and_what_was_given(client: TestClient) -> None:
    page = client.get(SEVERANCE, params=TYPED)
    assert page.status_code == 200
    for words in ("计算书", "42,000.00", "《劳动合同法》第四十七条第一款", "2020-01-01", "施行日期未确认", "待核实"):
        assert words in page.text, words
    assert "甲文&lt;b&gt;" in page.text
    assert "答复不完整" not in page.text


def test_what_is_missing_is_said_and_the_amount_is_called_uncapped(client: TestClient) -> None:
    page = client.get(SEVERANCE, params={**TYPED, "city_average": "", "city_document": ""}).text
    assert "答复不完整" in page
    assert "不得用省的社会保险缴费基数代替" in page
    assert "未封顶" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"average_wage": "六千"}, "请填金额"),
        ({"ended_on": ""}, "必填"),
        ({"city_document": ""}, "须写明公布文件、文号"),
        ({"ended_on": "2019-01-01"}, "早于入职日"),
        ({"started_on": "2000-01-01", "ended_on": "2007-12-31"}, "2008-01-01"),
        ({"region": "ZZ"}, "不在可选范围内"),
    ],
)
def test_an_error_is_told_in_chinese_and_keeps_what_was_typed(
    client: TestClient, change: dict[str, str], words: str
) -> None:
    page = client.get(SEVERANCE, params={**TYPED, **change})
    assert page.status_code == 422
    assert words in page.text
    assert "form：" not in page.text
    for name in ("started_on", "average_wage"):
        assert f'value="{({**TYPED, **change})[name]}"' in page.text


def test_rows_are_kept_and_one_more_is_offered(client: TestClient) -> None:
    typed = {"asked": "1", "day": "2026-10-01", "monthly_wage": "4350", "days.0.day": "2026-10-01", "days.0.hours": "8"}
    page = client.get("/rules/compensation/overtime", params=typed).text
    assert "600.00" in page
    assert 'name="days.0.day" value="2026-10-01"' in page
    assert 'name="days.1.day"' in page


def test_a_box_that_starts_ticked_can_be_cleared(client: TestClient) -> None:
    address = "/rules/compensation/deduction"
    assert "checked" in client.get(address).text
    cleared = client.get(address, params={"asked": "1", "region": "XN", "day": "2026-06-01", "month_wage": "5000"})
    assert "不得扣除工资" in cleared.text


def test_a_table_shows_every_row_and_marks_those_that_were_met(client: TestClient) -> None:
    asked = {"asked": "1", "day": "2026-06-01", "matter": "pay", "migrant": "true", "region": "XN", "special": "none"}
    page = client.get("/rules/findings/legal_aid", params=asked).text
    assert "✓ DT-1.2<" in page
    assert "DT-1.6z" in page
    assert "第四十二条第三项" in page
    assert "不足7日" in page
    assert "{" not in page.split("决策表全文")[1]
    assert "尚不确定" in page
    assert client.get("/rules/findings/nothing").status_code == 404
