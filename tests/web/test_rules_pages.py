"""The rule book, the calculator and the second opinion, as people meet them without a case."""

import json
import re
from datetime import date
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from rules.asking import ask
from rules.book import load_rules
from rules.deadline import Question, answer
from tests.office import Office
from tests.one_app import build_app
from tests.web.test_console import enter, office  # noqa: F401 - a fixture
from web.pages.rule_pages import BOOKS


@pytest.fixture
def reader(office: Office) -> TestClient:  # noqa: F811 - the fixture
    """Somebody at a desk."""
    return enter(office, "lingdao")


def lines(page: str) -> set[str]:
    """The rules that a list shows."""
    return set(re.findall(r'<a href="/rules/([A-Z0-9.-]+)">', page))


def test_every_rule_and_duty_is_listed_with_its_certainty(reader: TestClient) -> None:
    book = load_rules()
    page = reader.get("/rules").text
    assert lines(page) == set(book.ids()) | {duty.id for duty in book.duties()}
    assert {rule.file for rule in book.all()} | {duty.file for duty in book.duties()} <= set(BOOKS)
    for words in ("法定", "待核实", "工会自定期限", "没有天数", "/calendars", "/rules/compensation", "一函两书"):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "wanted", "unwanted"),
    [
        ({"text": "起诉 裁决"}, "LA-50-1", "LA-14-1"),
        ({"text": "la-14"}, "LA-14-1", "LA-50-1"),
        ({"text": "湖北省工会劳动法律监督条例"}, "LTR-NOTICE-REPLY", "LA-14-1"),
        ({"tag": "D"}, "LTR-NOTICE-REPLY", "LA-50-1"),
        ({"tag": "E"}, "LTR-AUTHORITY-ACCEPT", "LA-50-1"),
        ({"region": "HB", "tag": "F"}, "LTR-NOTICE-REPLY", "LTR-INVESTIGATE"),
        ({"file": "legal_aid.yaml"}, "LAID-44", "LA-50-1"),
        ({"stage": "letter"}, "LTR-OPINION-REPLY", "LA-14-1"),
        ({"stage": "mediation"}, "LA-14-1", "SVC-ARCHIVE"),
    ],
)
def test_the_list_is_filtered(reader: TestClient, query: dict[str, str], wanted: str, unwanted: str) -> None:
    found = lines(reader.get(f"/rules?{urlencode(query)}").text)
    assert wanted in found
    assert unwanted not in found


def test_an_empty_list_says_so(reader: TestClient) -> None:
    page = reader.get("/rules?text=没有的词")
    assert page.status_code == 200
    assert "没有符合条件的规则" in page.text


def test_a_region_without_its_own_rule_inherits_and_says_so(reader: TestClient) -> None:
    page = reader.get("/rules?region=XN&text=LTR-NOTICE-REPLY").text
    assert "西宁没有自己的规定，沿用本会默认值（工会自定期限）" in page
    assert "工会自定期限</span>" in page
    assert "没有自己的规定" not in reader.get("/rules?region=HB&text=LTR-NOTICE-REPLY").text
    own = reader.get("/rules/LTR-NOTICE-REPLY").text
    assert "青海没有自己的规定，沿用本会默认值（工会自定期限）" in own
    assert "没有自己规定的地区：青海、西宁" in own
    sheet = reader.get("/rules/calculator?rule=LTR-NOTICE-REPLY&from=2026-03-02&region=XN").text
    assert "西宁没有自己的规定" in sheet
    assert "工会自定" in sheet


def test_every_rule_has_a_page(reader: TestClient) -> None:
    book = load_rules()
    pages = {}
    for rule_id in [*book.ids(), *(duty.id for duty in book.duties()), "LAID-36"]:
        answer_ = reader.get(f"/rules/{rule_id}")
        assert answer_.status_code == 200, rule_id
        pages[rule_id] = answer_.text
    mediation = pages["LA-14-1"]
    for words in ("第14条第3款", "劳动争议案件进入“调解中”时开始", "2025-10-01（周三，国庆节放假）", "顺延到", "法定"):
        assert words in mediation, words
    assert "提示函：“登记送达”后的答复期限" in pages["LTR-NOTICE-REPLY"]
    assert "登记“知道或者应当知道权利被侵害”之日起" in pages["LA-27-1"]
    assert "先行援助、后补手续" in pages["LAID-44"]
    assert "调休上班的09-28算" in pages["LA-29-1"]
    for duty in book.duties():
        assert "不能计算日期" in pages[duty.id]
        assert "用它计算" not in pages[duty.id]
    assert "可以中止" in pages["LA-27-1"]
    assert "最多15日" in pages["LA-43-1"]
    assert reader.get("/rules/LA-99").status_code == 404


def test_the_calculator_prints_a_sheet(reader: TestClient) -> None:
    found = ask({"rule": "LA-14-1", "from": "2025-09-16"})
    page = reader.get("/rules/calculator?rule=LA-14-1&from=2025-09-16").text
    for words in (
        found.sentence,
        "第14条第3款",
        *found.steps,
        "2025年10月",
        "什么会改变它",
        found.certificate()["seal"],
        'class="d-rolled is-due"',
        "/rules/calculator?rule=LA-14-1&amp;from=2025-09-16",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"rule": "LA-14-1"}, "from", "请填写“起算事件之日”"),
        ({"from": "2026-03-02"}, "rule", "请填写“规则”"),
        ({"rule": "LA-14-1", "from": "三月二日"}, "from", "起算事件之日：的写法应为"),
        ({"rule": "MT-5-2", "from": "2026-03-02"}, "from", "起算事件之日须写明时刻"),
        ({"rule": "LA-99", "from": "2026-03-02"}, "rule", "没有规则“LA-99”"),
        ({"rule": "调解", "from": "2026-03-02"}, "rule", "对应多条规则"),
        ({"rule": "LA-43-3", "from": "2026-03-02"}, "rule", "没有规定期限，不能计算"),
        ({"rule": "LA-14-1", "from": "2026-03-02", "suspend": "2026-03-20"}, "suspend", "中止的写法应为"),
        ({"rule": "LA-14-1", "from": "2026-03-02", "extend": "两天"}, "extend", "延长：应为整数"),
        ({"rule": "LA-14-1", "from": "2026-03-02", "as_of": "昨天"}, "as_of", "写法应为"),
        ({"rule": "LA-14-1", "from": "2001-03-02"}, "", "2008-05-01 起施行"),
        ({"rule": "LA-14-1", "from": "9999-12-30"}, "", "范围"),
    ],
)
def test_the_calculator_refuses_in_chinese_and_keeps_what_was_typed(
    reader: TestClient, query: dict[str, str], field: str, words: str
) -> None:
    answer_ = reader.get(f"/rules/calculator?{urlencode(query)}")
    assert answer_.status_code == 422
    assert words in answer_.text
    if field:
        assert re.search(rf'class="form-control is-invalid" id="{field}"', answer_.text)
    for name, value in query.items():
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(value)}"', answer_.text), name


def test_the_calculator_knows_rules_by_their_names(reader: TestClient) -> None:
    label = load_rules().get("LA-50-1").label
    page = reader.get(f"/rules/calculator?{urlencode({'rule': label, 'from': '2025-09-16'})}").text
    assert ask({"rule": "LA-50-1", "from": "2025-09-16"}).sentence in page
    assert f'<option value="LA-50-1">{label}</option>' in page
    assert "2025-10-09" in reader.get("/rules/calculator?rule=la-50-1&from=2025-09-16").text


def post(reader: TestClient, text: str = "", file: bytes | None = None) -> str:
    """The second checker's page."""
    token = reader.get("/rules/verify").text.split('name="csrf" value="')[-1].split('"')[0]
    files = {"file": ("certificate.json", file, "application/json")} if file is not None else None
    found: str = reader.post("/rules/verify", data={"csrf": token, "certificate": text}, files=files).text
    return found


def test_a_certificate_is_verified_pasted_or_uploaded(reader: TestClient) -> None:
    certificate = answer(Question("LA-14-1", date(2025, 9, 16))).certificate()
    text = json.dumps(certificate, ensure_ascii=False)
    assert "凭证成立" in post(reader, text)
    assert "凭证成立" in post(reader, file=text.encode())
    false = post(reader, text.replace('"due": "2025-10-09"', '"due": "2025-10-10"'))
    assert "凭证不成立" in false
    assert "改动过" in false
    assert "不是有效的 JSON" in post(reader, "{")
    assert "不是有效的 JSON" in post(reader, "[" * 100_000)
    assert "JSON 对象" in post(reader, "[]")
    assert "没有内容" in post(reader)
    assert "残缺" in post(reader, "{}")
    promise = {"kind": "promise", "due": "2026-03-02", "basis": "当事人约定", "label": "第1期付款"}
    assert "没有计算" in post(reader, json.dumps(promise, ensure_ascii=False))
    assert "第二程序" in reader.get("/rules/verify").text
    assert reader.post("/rules/verify", data={"certificate": text}).status_code == 403


def test_nothing_of_the_rules_is_shown_without_signing_in(db: sa.Engine) -> None:
    client = TestClient(build_app(db))
    for address in ("/rules", "/rules/LA-14-1", "/rules/calculator", "/rules/verify"):
        assert client.get(address, follow_redirects=False).status_code == 303
