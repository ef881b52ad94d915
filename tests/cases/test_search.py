"""The search on both databases: Chinese words, sounds, numbers in any spelling, and who may find what."""

import time
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.gram_query import asked, readings
from cases.grams import asked_numbers, secret_of
from cases.search_document import SearchDocument
from cases.views import search_matching
from cases.views.search import Found, search
from cases.views.search_shown import as_text
from cases.views.search_viewer import Viewer
from foundation.database import reading
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.indexing import index_new, rebuild

_doc: sa.Table = SearchDocument.__table__
LONG = 1000


def look(office: Office, text: str, desk: str = "supervisor") -> Found:
    """A search by the person at a desk."""
    actor = office.actor(desk)
    with reading(office.engine) as session:
        return search(session, text, Viewer(actor.role, actor.account_id))


def ids(found: Found, kind: str = "case") -> list[UUID]:
    """The subjects found of one kind."""
    return [hit.subject_id for group in found.groups if group.kind == kind for hit in group.hits]


def opened(office: Office, **more: object) -> UUID:
    """A case."""
    case_id = office.act("open_case", **opening("wage_arrears", **more)).case_id
    assert case_id is not None
    return case_id


@pytest.fixture
def three(office: Office) -> list[UUID]:
    """Three cases that differ in everything."""
    return [
        opened(
            office,
            worker_name="单晓明",
            phone="0971-0000009",
            employer_name="西宁长安建筑劳务有限公司",
            narrative="工地食堂停伙，塔吊司机被欠薪。",
        ),
        opened(
            office,
            worker_name="钱某",
            phone="0971-0000018",
            employer_name="青海高原物流（集团）有限公司",
            narrative="货车司机押金不退，来电 13900000000 可联系。",
        ),
        opened(office, worker_name="孙某", phone=None, employer_name="城北餐饮店", narrative="后厨加班，没有加班费。"),
    ]


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "a second old"])
def test_words_names_sounds_and_numbers(office: Office, three: list[UUID], indexed: bool) -> None:
    if indexed:
        assert index_new(office.engine, MORNING) > 0
        assert index_new(office.engine, MORNING) == 0
    first, second, third = three
    for text, wanted in {
        "司机": {first, second},
        "塔吊": {first},
        "塔吊 司机": {first},
        "押金 塔吊": set(),
        "单晓明": {first},
        "晓明": {first},
        "sxm": {first},
        "dxm": {first},
        "shanxiaoming": {first},
        "shanxiaom": {first},
        "shanxm": set(),
        "cazz": set(),
        "cajz": {first},
        "changan": {first},
        "gaoyuan": {second},
        "gywl": {second},
        "高原物流(集团)": {second},
        "城北": {third},
        "加班费": {third},
        "厨": {third},
        "费": {third},
        "〔2026〕薪0002号": {second},
        "2026薪2": {second},
        "(2026) 薪 0002": {second},
        "薪0003": {third},
        "2025薪2": set(),
    }.items():
        assert set(ids(look(office, text))) == wanted, text
    assert len(ids(look(office, "单晓明"), "party")) == 1
    assert len(ids(look(office, "gywl"), "employer")) == 1
    office.act("add_note", second, by="supervisor", note="已到仲裁院核对卷宗")
    assert ids(look(office, "卷宗")) == [second]
    if indexed:
        assert index_new(office.engine, MORNING) == 1
        assert ids(look(office, "卷宗")) == [second]


def test_the_surest_comes_first(office: Office) -> None:
    named = opened(office, worker_name="高原", employer_name="甲公司")
    told = opened(office, worker_name="钱某", employer_name="乙公司", narrative="高原反应")
    entitled = opened(office, worker_name="孙某", employer_name="高原物流公司")
    rebuild(office.engine, MORNING, lambda _done, _of: None)
    assert ids(look(office, "高原")) == [named, entitled, told]


def test_a_page_is_whole_wherever_its_answers_stand(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Common words, old ones, and those of which the newest are for other eyes: always the newest that may be seen."""
    monkeypatch.setattr(search_matching, "NEWEST", 4)
    monkeypatch.setattr(search_matching, "_LIMIT", {"case": 3})
    old = [opened(office, worker_name="赵某", employer_name="甲公司", narrative="食堂停伙") for _ in range(2)]
    hidden = {"narrative": "塔吊停工", "is_confidential": True}
    common = [opened(office, worker_name="钱某", employer_name="乙公司", narrative="塔吊停工") for _ in range(4)]
    secret = [opened(office, worker_name="孙某", employer_name="丙公司", **hidden) for _ in range(4)]
    rebuild(office.engine, MORNING, lambda _done, _of: None)
    newest = list(reversed(old + common + secret))
    for desk, word, wanted in (
        ("supervisor", "塔吊", newest[:3]),
        ("mediator", "塔吊", newest[4:7]),
        ("mediator", "停伙", newest[8:]),
        ("mediator", "停", newest[4:7]),
    ):
        found = look(office, word, desk)
        assert ids(found) == wanted, (desk, word)
        assert [group.more for group in found.groups if group.kind == "case"] == [word != "停伙"]


def test_a_telephone_number_is_found_by_the_right_desk_only(office: Office, three: list[UUID]) -> None:
    office.act("accept", three[0], by="operator")
    office.act("assign", three[0], by="supervisor", handler_id=str(office.account_id("tiaojie")))
    contact = office.act("register_contact", caller_name="李某", phone="0971-0000027", content="咨询工伤").made
    index_new(office.engine, MORNING)
    for text in ("0971-0000009", "09710000009", "0971 0000009", "0009"):
        for desk, wanted in {
            "operator": 1, "supervisor": 1, "mediator": 1, "mediator2": 0, "leader": 0, "admin": 0,
        }.items():  # fmt: skip
            assert len(ids(look(office, text, desk), "party")) == wanted, (text, desk)
    assert ids(look(office, "0971-0000018", "mediator"), "party") == []
    assert ids(look(office, "0027"), "contact") == [contact["contact_id"]]
    assert ids(look(office, "0027", "mediator"), "contact") == []
    assert "只供" in look(office, "0971-0000009", "leader").refused
    with office.engine.connect() as connection:
        grams = " ".join(connection.execute(sa.select(_doc.c.grams)).scalars())
    for number in ("0000009", "0000018", "13900000000", "0009"):
        assert number not in grams
    shown = [as_text(hit.snippet) for group in look(office, "司机").groups for hit in group.hits]
    assert any("＊＊＊＊" in text for text in shown)
    assert not any("1390" in text for text in shown)


@pytest.mark.parametrize("indexed", [True, False])
def test_a_confidential_case_is_found_by_few(office: Office, three: list[UUID], indexed: bool) -> None:
    office.act("update_case", three[0], is_confidential=True)
    office.act("accept", three[0], by="operator")
    office.act("assign", three[0], by="supervisor", handler_id=str(office.account_id("tiaojie")))
    if indexed:
        index_new(office.engine, MORNING)
    for desk, sees in {
        "operator": True, "supervisor": True, "mediator": True, "mediator2": False, "leader": False, "admin": False,
    }.items():  # fmt: skip
        for text in ("塔吊", "单晓明", "2026薪1"):
            assert ids(look(office, text, desk)) == ([three[0]] if sees else []), (desk, text)
        assert bool(ids(look(office, "单晓明", desk), "party")) is sees


def test_signs_of_a_query_language_are_only_signs(office: Office, three: list[UUID]) -> None:
    index_new(office.engine, MORNING)
    for text in (
        "%",
        "_",
        "'",
        '"',
        "\\",
        "' OR 1=1 --",
        "司机'",
        'NEAR("司机")',
        "a:*",
        "司机 & !塔吊",
        "()",
        "* *",
        "\x00",
    ):
        look(office, text)
    assert look(office, "%").groups == []
    assert look(office, "").groups == []
    assert set(ids(look(office, "司机'"))) == {three[0], three[1]}
    assert set(ids(look(office, "%司机%"))) == {three[0], three[1]}


def test_a_query_of_a_thousand_signs_is_cut_and_quick(office: Office, three: list[UUID]) -> None:
    index_new(office.engine, MORNING)
    for text in ("拖" * LONG, "塔吊 " * LONG, "zhang" * LONG, "a b " * LONG, "ai" * LONG):
        started = time.monotonic()
        assert look(office, text).query.cut
        assert time.monotonic() - started < 2
    assert ids(look(office, "塔吊 " * LONG)) == [three[0]]


def test_the_index_follows_and_forgets(office: Office, three: list[UUID]) -> None:
    rebuild(office.engine, MORNING, lambda _done, _of: None)
    office.act("update_case", three[0], narrative="改为后勤纠纷", by="supervisor")
    index_new(office.engine, MORNING)
    assert ids(look(office, "塔吊")) == []
    assert ids(look(office, "后勤")) == [three[0]]
    contact = office.act("register_contact", caller_name="李某", content="咨询生育津贴").made["contact_id"]
    assert ids(look(office, "津贴"), "contact") == [contact]
    index_new(office.engine, MORNING)
    office.act("answer_contact", contact_id=contact, answer_kind="policy_advice", answer="请到社保窗口申领")
    index_new(office.engine, MORNING)
    assert ids(look(office, "窗口"), "contact") == [contact]
    told: list[tuple[int, int]] = []
    rebuild(office.engine, MORNING, lambda done, of: told.append((done, of)))
    assert told == [(3, 3)]


def test_reading_a_query() -> None:
    assert {("xian",), ("xi", "an")} <= set(readings("xian"))
    assert readings("nvgong") == [("nv", "gong")]
    assert asked_numbers("〔2026〕来00012号") == ["2026来12"]
    assert asked_numbers("宁工劳监提〔2026〕3号") == ["2026宁工劳监提3"]
    for text in ("13800000000", "138 0000 0000", "+86 138-0000-0000", "63010219900101000X", "赵某13800000000", "12345"):
        assert secret_of(text), text
        assert asked(text).words == ()
    for text in ("2026薪1", "〔2026〕来00012号", "1234", "100人", "欠薪 30 人"):
        assert secret_of(text) is None, text
