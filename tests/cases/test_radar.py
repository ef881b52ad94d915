"""The radar: what is the same is found under every spelling, counted rightly, and hides nothing and nobody."""

from datetime import timedelta
from typing import Any

import pytest

from cases.views.radar import Asked, Seen, around_case, look
from foundation.database import reading
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from tests.workflows.test_rosters import id_of

FIRM = "青海恒远建筑劳务有限公司"


def seen(office: Office, **asked: Any) -> Seen:
    """What the radar sees."""
    with reading(office.engine) as session:
        return look(session, Asked(**asked), MORNING)


def a_case(office: Office, days_ago: int = 0, **more: Any) -> str:
    """A case of some days ago; its number."""
    number = office.act(
        "open_case", at=MORNING - timedelta(days=days_ago), **opening("wage_arrears", **more)
    ).case_number
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (FIRM, "用人单位名称相同"),
        ("青海恒远建筑劳务（有限公司）", "用人单位名称相同"),
        ("青海恒远建筑劳务有限公司西宁分公司", "同一单位（分支机构）"),
        ("恒远劳务", "字号相同"),
        ("青海衡源建筑劳务公司", "字号同音"),
        ("青海恒达建筑劳务有限公司", "名称相近"),
    ],
)
def test_an_employer_is_found_however_it_is_written(office: Office, typed: str, why: str) -> None:
    number = a_case(office, employer_name=FIRM)
    [hint] = seen(office, employer=typed).hints
    assert hint.number == number
    assert why in hint.why
    assert seen(office, employer="甘肃宏图餐饮有限公司").hints == []


def test_people_are_found_by_phone_and_id_and_reasons_are_joined(office: Office) -> None:
    number = a_case(office, employer_name=FIRM, id_number=id_of(1))
    [hint] = seen(office, phones=["0971-0000009"], id_numbers=[id_of(1)], employer=FIRM).hints
    assert hint.number == number
    assert hint.why.startswith("电话相同，证件号码相同，用人单位名称相同")


def test_many_callers_about_one_site_are_counted(office: Office) -> None:
    for turn in range(7):
        a_case(
            office, days_ago=turn + 2, employer_name=f"第{turn}劳务", phone=f"0971-00001{turn}0", project="万达广场二期"
        )
    a_case(office, days_ago=300, employer_name="第9劳务", phone="0971-0000200", project="万达广场二期")
    found = seen(office, project="西宁市城东区万达广场二期工程")
    assert "近 9 天另有 7 起求助，共 21 人，诉求合计 37.8 万元" in found.wave
    assert len(found.hints) == 8


def test_aliases_and_merged_files_lead_to_the_same_cases(office: Office) -> None:
    number = a_case(office, employer_name=FIRM)
    with office.engine.connect() as connection:
        employer_id = connection.exec_driver_sql("SELECT id FROM employer").scalar()
    office.act("add_alias", employer_id=str(employer_id), name="老赵施工队")
    assert [one.number for one in seen(office, employer="老赵施工队").hints] == [number]
    other = "四川鑫达餐饮有限公司"
    office.act("register_employer", name=other)
    office.act("merge_employers", by="supervisor", employer_id=str(employer_id), into=other, reason="同一单位")
    assert [one.number for one in seen(office, employer=FIRM).hints] == [number]
    assert [one.number for one in seen(office, employer=other).hints] == [number]


def test_a_case_does_not_see_itself(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    with reading(office.engine) as session:
        assert not around_case(session, case_id)
