"""Who may draft and sign which letter, by role, issuer level and region: answered from a table of its own.

The table is written from the regulations (domain letters, 3.1, 3.6, 6.4), not from the program's configuration.
"""

from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cases.letter import Letter
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import SYSTEM, Actor, begin
from people.roles import Role
from tests.databases import fresh_engine
from tests.letter_office import on_file, rows, standing_in, titled
from tests.letter_steps import sent
from tests.office import MORNING, Office, furnish
from workflows.letter_regions import regions
from workflows.perform import perform

LEVELS = ("basic", "town", "county", "city", "province")
HIGH = {"county", "city", "province"}
KINDS = ("notice", "opinion", "recommendation", "public_notice")
TITLES = ("主席", "副主席", "部长", None)
ROLES = ("operator", "mediator", "supervisor", "leader", "admin")
# 湖北22, 陕西18, 天津15, 福建19 know the 提示函; 淮北 by its practice, Qinghai by the notice with the High Court.
KNOW_NOTICE = {"QH", "HB", "SN", "TJ", "FJ", "HBS"}
NO_NOTICE = {"NM", "JS", "XZ", "WX", "ZJ", "NB", "AH", "YN", "GD"}
# A region that no regulation was read for follows the office's own default (工会自定): it knows the notice.
WITHOUT_ROW = "GS"
CHAIR_ALONE = {"YN", "GD"}
# 3.6: which trigger opens a recommendation after an opinion that failed.
OPENS = {
    "HB": {"J2", "J3"},
    "SN": {"J2", "J3"},
    "TJ": {"J1", "J2", "J5", "J6", "J7"},
    "FJ": {"J2", "J3"},
    "NM": {"J1", "J2", "J4"},
    "JS": {"J3"},
    "XZ": {"J3", "J5"},
    "WX": {"J3", "J5"},
    "ZJ": {"J1", "J2", "J3"},
    "NB": {"J1", "J2", "J3"},
    "AH": {"J2", "J3"},
    "HBS": {"J2", "J3"},
    "YN": {"J2", "J4"},
}
OWN = {"J1", "J2", "J3", "J4", "J6", "J7"}
# 6.4 (1): without an opinion only where the investigation is obstructed (天津20, 徐州22, 无锡23), and in 宁波22.
DIRECT = {"TJ": {"J5"}, "XZ": {"J5"}, "WX": {"J5"}, "NB": {"J1", "J2", "J3"}}
ALL_REGIONS = (*sorted(KNOW_NOTICE | NO_NOTICE), WITHOUT_ROW)
ALL_TRIGGERS = ("J1", "J2", "J3", "J4", "J5", "J6", "J7")


def knows_notice(region: str) -> bool:
    """Whether a 提示函 exists there."""
    return region in KNOW_NOTICE or region == WITHOUT_ROW


def may_sign(region: str, title: str | None) -> bool:
    """主席 or 副主席; 云南20 and 广东9: the chair alone."""
    return title == "主席" or (title == "副主席" and region not in CHAIR_ALONE)


def may_issue(level: str, kind: str) -> bool:
    """建议书 and public notices from county rank up."""
    return level in HIGH or kind not in ("recommendation", "public_notice")


def opened(region: str, trigger: str, *, failed: bool) -> bool:
    """Whether this trigger opens a recommendation."""
    return trigger in DIRECT.get(region, set()) or (failed and trigger in OPENS.get(region, OWN))


def test_the_table_names_every_region_of_the_configuration() -> None:
    assert set(regions()) <= set(ALL_REGIONS)
    assert WITHOUT_ROW not in regions()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One office for all questions: each is asked in a transaction that is rolled back."""
    folder: Path = tmp_path_factory.mktemp("guards")
    with fresh_engine("sqlite", folder) as engine:
        yield furnish(engine)


# Nothing is missing that a letter must state: what refuses here is a guard and not a gap.
WHOLE = {
    "employer": "测试单位",
    "audience": "全市建筑施工企业",
    "findings": ["拖欠工资"],
    "demands": ["依法纠正"],
    "legal_basis": ["《保障农民工工资支付条例》第三条"],
    "matters": ["M04 工资报酬"],
    "head_count": 3,
    "previous": [],
    "trigger_words": "测试情形",
    "trigger_basis": "测试依据",
    "materials": ["测试材料"],
}


class Asked(Exception):
    """Ends a question without leaving anything behind."""


def answered(office: Office, act: str, subject: UUID, by: Actor, **data: Any) -> str:
    """What the engine says: done, or role, or not possible with its reason. Nothing stays."""
    try:
        with begin(office.engine, by=by, at=MORNING) as work:
            perform(work, act, subject, data)
            raise Asked
    except Asked:
        return "done"
    except NotAllowed:
        return "not allowed"
    except NotPossible as refused:
        return refused.detail


def leader(office: Office, title: str | None) -> Actor:
    """The leader with this title."""
    return titled(office, title).actors["leader"]


def a_letter(office: Office, case_id: UUID, region: str, level: str, kind: str, trigger: str | None) -> UUID:
    """A letter that waits for its signature, of this issuer and region; notices where there are none are put in."""
    letter_id = new_id()
    facts = {**WHOLE, "trigger": trigger}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.insert(
            Letter,
            {
                "id": letter_id,
                "case_id": case_id,
                "kind": kind,
                "kind_label": kind,
                "state": "approval",
                "cause_key": f"test:{letter_id}",
                "issuer": "测试总工会",
                "issuer_level": level,
                "region": region,
                "addressee": "测试单位",
                "facts": facts,
                "rule_snapshot": {},
                "trigger": trigger,
                "drafted_by": "测试",
                "drafted_at": MORNING,
                "recorded_at": MORNING,
            },
        )
    return letter_id


@pytest.fixture(scope="module")
def files(house: Office) -> dict[str, UUID]:
    """A file whose opinion failed, one without any, one that was not investigated; each with an obstruction."""
    found = {"failed": on_file(house), "none": on_file(house), "raw": on_file(house, investigated=False)}
    opinion = UUID(
        str(house.act("draft_letter", found["failed"], by="mediator", kind="opinion", cause="测试").made["letter_id"])
    )
    sent(house, opinion, until="dispatch_letter")
    servers = {"first_server": "送达人甲", "second_server": "送达人乙"}
    refusal = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片", **servers}
    house.act("refuse_service", opinion, by="mediator", **refusal)
    for case_id in found.values():
        said = {"kind": "refused", "facts": "拒绝调查", "proof": "录像"}
        house.act("record_obstruction", case_id, by="mediator", **said)
    return found


@pytest.mark.parametrize("region", ALL_REGIONS)
def test_signing_by_title_level_and_kind(house: Office, files: dict[str, UUID], region: str) -> None:
    """Every title × level × kind in this region; a recommendation with a trigger that the region knows."""
    known = sorted(OPENS.get(region, OWN))[0]
    for level, kind in product(LEVELS, KINDS):
        letter = a_letter(house, files["failed"], region, level, kind, known if kind == "recommendation" else None)
        for title in TITLES:
            said = answered(house, "sign_letter", letter, leader(house, title))
            if not may_sign(region, title):
                wanted = "not allowed"
            elif kind in ("notice", "public_notice") and not knows_notice(region):
                wanted = "没有提示函"
            elif not may_issue(level, kind):
                wanted = "县级以上"
            else:
                wanted = "done"
            assert wanted in said, (region, level, kind, title, said)


@pytest.mark.parametrize("region", ALL_REGIONS)
@pytest.mark.parametrize("failed", [True, False], ids=["after-an-opinion", "without-one"])
def test_a_recommendation_by_trigger(house: Office, files: dict[str, UUID], region: str, failed: bool) -> None:
    case_id = files["failed" if failed else "none"]
    for trigger in (*ALL_TRIGGERS, None):
        letter = a_letter(house, case_id, region, "city", "recommendation", trigger)
        said = answered(house, "sign_letter", letter, leader(house, "主席"))
        if trigger is not None and opened(region, trigger, failed=failed):
            assert said == "done", (region, trigger)
        else:
            assert "本地区规定的情形" in said, (region, trigger, said)


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_investigation_that_is_closed_carries_an_opinion(
    house: Office, files: dict[str, UUID], kind: str
) -> None:
    letter = a_letter(house, files["raw"], "TJ", "city", kind, "J5" if kind == "recommendation" else None)
    said = answered(house, "sign_letter", letter, leader(house, "主席"))
    assert ("已办结的调查" in said) == (kind in ("opinion", "recommendation")), said
    assert kind in ("opinion", "recommendation") or said == "done"


@pytest.mark.parametrize("role", ROLES)
def test_every_desk_at_every_step(house: Office, files: dict[str, UUID], role: str) -> None:
    """主管 reviews, numbers and seals; 主席 signs; the handler drafts, submits, sends. Nobody else does."""
    by = house.actors[role]
    draft = answered(house, "draft_letter", files["none"], by, kind="notice", cause="测试")
    assert draft == ("done" if role in ("mediator", "supervisor") else "not allowed")
    letter = a_letter(house, files["none"], "QH", "city", "notice", None)
    who = {
        "draft": ("submit_letter", {"mediator", "supervisor"}),
        "review": ("review_letter", {"supervisor"}),
        "approval": ("sign_letter", {"leader"}),
        "approved": ("number_letter", {"supervisor"}),
        "numbered": ("seal_letter", {"supervisor"}),
    }
    for state, (act, may) in who.items():
        with begin(house.engine, by=house.actors["admin"], at=MORNING) as work:
            work.writes.update(Letter, {"id": letter}, {"state": state})
        assert answered(house, act, letter, by) == ("done" if role in may else "not allowed"), (role, act)


@pytest.mark.parametrize("region", ALL_REGIONS)
def test_drafting_by_kind_and_trigger(house: Office, files: dict[str, UUID], region: str) -> None:
    """A notice is drafted where there is one; a recommendation for the triggers of the region, at every level."""
    by = house.actors[Role.MEDIATOR]
    with standing_in(region):
        for kind in ("notice", "public_notice"):
            more = {"audience": "全市建筑施工企业"} if kind == "public_notice" else {}
            said = answered(house, "draft_letter", files["none"], by, kind=kind, cause="测试", **more)
            assert ("done" if knows_notice(region) else "本地区没有提示函") in said, (region, kind, said)
        assert answered(house, "draft_letter", files["none"], by, kind="opinion", cause="测试") == "done"
    for level, trigger in product(("basic", "county"), ALL_TRIGGERS):
        with standing_in(region, level):
            may = _drafted(house, files["none"], by, trigger)
            assert may == (trigger in OPENS.get(region, OWN)), (region, level, trigger)


def _drafted(house: Office, case_id: UUID, by: Actor, trigger: str) -> bool:
    try:
        return (
            answered(house, "draft_letter", case_id, by, kind="recommendation", cause="测", trigger=trigger) == "done"
        )
    except NotValid:
        return False


@pytest.mark.parametrize(("level", "kind"), list(product(LEVELS, KINDS)))
def test_asking_the_union_above_is_for_those_who_may_not(
    house: Office, files: dict[str, UUID], level: str, kind: str
) -> None:
    letter = a_letter(house, files["none"], "QH", level, kind, None)
    with begin(house.engine, by=house.actors["admin"], at=MORNING) as work:
        work.writes.update(Letter, {"id": letter}, {"state": "draft"})
    said = answered(house, "ask_superior", letter, house.actors["mediator"], superior="市总工会", reason="无权")
    assert (said == "done") == (not may_issue(level, kind)), said
    assert rows(house, "letter", id=letter)[0]["state"] == "draft"
