"""Prevention for the demo office: invented, marked （演示）, made once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.prevention import tables as t
from cases.prevention.settings import checklist
from foundation.clock import office_day
from foundation.database import reading
from foundation.work import Actor, begin
from workflows.perform import Done, perform
from workflows.prevention.night import prevention_night

MARK = "（演示）"


def load_prevention(engine: sa.Engine, people: Mapping[str, Actor], at: datetime) -> None:
    """Campaigns under way, activities, a check-up with a late finding, leads, a meeting, a site, a contract."""
    with reading(engine) as session:
        if session.connection().execute(sa.select(t.campaign.c.id).limit(1)).first() is not None:
            return

    def act(login: str, what: str, /, **data: Any) -> Done:
        with begin(engine, by=people[login], at=at) as work:
            return perform(work, what, None, data)

    day = office_day(at)
    _campaigns(engine, act, day.replace(month=1, day=1).isoformat())
    _activities(act, day)
    _check_up(act, day)
    _leads(act)
    _others(act, day)
    prevention_night(engine, at)


def _campaigns(engine: sa.Engine, act: Any, first: str) -> None:
    act("zhuguan", "take_campaign_seeds")
    with reading(engine) as session:
        rows = session.connection().execute(sa.select(t.campaign)).all()
    for row in rows:
        campaign_id = str(row.id)
        fields = {"name": row.name, "kind": row.kind, "starts_on": first, "note": f"{MARK}起始日为演示所设。"}
        act("zhuguan", "edit_campaign", campaign_id=campaign_id, **fields)
        act("zhuguan", "move_campaign", campaign_id=campaign_id, state="running")


def _activities(act: Any, day: Any) -> None:
    for back, kind, topic, audience, people, copies in (
        (3, "lecture", "民法典与劳动合同宣讲", "worker", 260, 300),
        (9, "lecture", "农民工工资支付条例进工地", "migrant", 180, 200),
        (16, "consultation", "新就业形态劳动者法律咨询", "new_form", 75, 120),
        (24, "training", "职代会操作规程培训", "cadre", 42, 42),
    ):
        act(
            "huawu",
            "record_activity",
            kind=kind,
            held_on=(day - timedelta(days=back)).isoformat(),
            district="630102",
            place=f"{MARK}社区文化活动中心",
            topic=f"{MARK}{topic}",
            host_unit=f"{MARK}区总工会",
            audiences=[{"audience": audience, "people": people}],
            materials=[{"what": "宣传手册", "copies": copies}],
            questions=people // 10,
        )


def _check_up(act: Any, day: Any) -> None:
    done = act(
        "tiaojie",
        "open_check_up",
        employer_name=f"{MARK}河谷餐饮有限公司",
        district="630103",
        held_on=(day - timedelta(days=30)).isoformat(),
        first_member="调解员老李",
        second_member="调解员小韩",
        workers=46,
    )
    check_up_id = str(done.made["check_up_id"])
    wrong = {"wages": "两名职工工资单缺签字", "leave": "未安排年休假"}
    answers: list[dict[str, str]] = [
        {"item": one.item, "answer": "breach", "evidence": wrong[one.item]}
        if one.item in wrong
        else {"item": one.item, "answer": "na" if one.item in ("dispatch", "platform") else "ok"}
        for one in checklist().items
    ]
    act("tiaojie", "answer_checklist", check_up_id=check_up_id, answers=answers)
    for item, article, back in (
        ("wages", "《工资支付暂行规定》第六条", 9),
        ("leave", "《职工带薪年休假条例》第五条", -20),
    ):
        act(
            "tiaojie",
            "add_check_finding",
            check_up_id=check_up_id,
            item=item,
            issue=wrong[item],
            law_article=article,
            suggestion="对照条文自查并书面报告整改情况",
            due_on=(day - timedelta(days=back)).isoformat(),
        )
    act("tiaojie", "finish_check_up", check_up_id=check_up_id, summary="用工总体规范，工资签收和年休假须整改。")


def _leads(act: Any) -> None:
    given = {"name": "哨兵马某", "phone": "0971-0000007", "district": "630102", "area": f"{MARK}滨河片区"}
    sentinel_id: UUID = act("zhuguan", "add_sentinel", **given).made["sentinel_id"]
    act("zhuguan", "issue_lead_link", sentinel_id=str(sentinel_id))
    for sign, place, people, content in (
        ("stoppage", f"{MARK}滨河安置房二期工地", 20, "上午有工人在大门口聚集要工资。"),
        ("platform", f"{MARK}某配送站", 6, "骑手反映扣款规则变了，没有人解释。"),
    ):
        act(
            "huawu",
            "register_lead",
            sentinel_id=str(sentinel_id),
            sign=sign,
            place=place,
            head_count=people,
            content=content,
            district="630102",
        )


def _others(act: Any, day: Any) -> None:
    before = (day - timedelta(days=40)).isoformat()
    act(
        "zhuguan",
        "record_joint_meeting",
        kind="joint",
        title=f"{MARK}政府工会联席会议",
        held_on=before,
        chair="领导老王",
        bodies="市总工会、市人社局、市住建局",
        topics="工程建设领域欠薪治理",
        decisions="由住建部门核查工资保证金存储情况。",
        issues=[
            {
                "title": f"{MARK}核查工资保证金存储情况",
                "owner_body": "市住建局",
                "due_on": (day - timedelta(days=5)).isoformat(),
            }
        ],
    )
    place = {
        "kind": "model_station",
        "district": "630105",
        "address": f"{MARK}镇政府一楼",
        "open_hours": "工作日 9:00–17:00",
    }
    site = act("zhuguan", "add_site", name=f"{MARK}劳动关系样板站点", **place)
    act("zhuguan", "rate_site", site_id=str(site.made["site_id"]), platform=True, team=True, system=True, standard=True)
    act(
        "zhuguan",
        "record_collective_contract",
        kind="wages",
        title=f"{MARK}餐饮行业工资专项集体合同",
        parties=f"{MARK}餐饮行业",
        district="630103",
        firms=32,
        workers=870,
        signed_on=before,
    )
