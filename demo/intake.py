"""The telephone and the units for the demo office: calls, tickets, a case sent down, a meeting, a site; made once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.contact import Contact
from foundation.clock import OFFICE, office_day
from foundation.database import reading
from foundation.work import Actor, begin
from people.unit import Unit
from workflows.perform import Done, perform

MARK = "（演示）"
SITE = f"{MARK}滨河安置房二期"
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]


def load_intake(engine: sa.Engine, people: Mapping[str, Actor], at: datetime) -> None:
    """Calls of today and yesterday, tickets of the province, a case with 大通, a meeting tomorrow, a site's profile."""
    with reading(engine) as session:
        connection = session.connection()
        if connection.execute(sa.select(_contact.c.id).where(_contact.c.content.like(f"{MARK}%"))).first() is not None:
            return
        units = {row.code: row.id for row in connection.execute(sa.select(_unit.c.code, _unit.c.id))}

    def act(login: str, what: str, ago: timedelta, subject: UUID | None = None, /, **data: Any) -> Done:
        with begin(engine, by=people[login], at=at - ago) as work:
            return perform(work, what, subject, data)

    act("guanli", "place_account", timedelta(0), account_id=str(people["datong"].account_id), unit_id=units["630121"])
    _calls(act)
    _tickets(act, at, units)
    _sent_down(act, units)
    _site(act, office_day(at))
    _meeting(engine, act, at)


def _calls(act: Any) -> None:
    hour = timedelta(hours=1)
    asked = act(
        "huawu",
        "register_contact",
        26 * hour,
        channel="hotline_12351",
        caller_name="赵某",
        phone="0971-0000011",
        content=f"{MARK}问：劳动合同到期单位不续签，有没有经济补偿？",
    )
    act(
        "huawu",
        "answer_contact",
        26 * hour,
        contact_id=str(asked.made["contact_id"]),
        answer_kind="policy_advice",
        answer="已说明：除单位维持或者提高条件续订而本人不同意的外，期满终止应当支付经济补偿，并告知计算办法和所需材料。",
    )
    unpaid = {"caller_name": "孙某", "phone": "0971-0000012", "content": "欠三个月工资，工地停工，同来的还有六个人。"}
    again = {"caller_name": "孙某", "phone": "09710000012", "content": "上午来过电话的，问登记了没有。"}
    afraid = {"caller_name": "周某", "phone": "0971-0000013", "content": "单位不缴社保，不敢让单位知道。"}
    protected = {"is_confidential": True, "retaliation_risk": True}
    for ago, said in ((5 * hour, unpaid), (2 * hour, again), (hour, {**afraid, **protected})):
        words = {**said, "content": f"{MARK}{said['content']}"}
        act("huawu", "register_contact", ago, channel="hotline_12351", **words)
    act(
        "tiaojie",
        "register_contact",
        3 * hour,
        channel="walk_in",
        is_anonymous=True,
        content=f"{MARK}反映某饭店后厨每天上班十二小时，不愿留姓名。",
    )


def _tickets(act: Any, at: datetime, units: Mapping[str, UUID]) -> None:
    day = timedelta(days=1)
    due = (office_day(at) + timedelta(days=5)).isoformat()
    act(
        "huawu",
        "register_ticket",
        day,
        number="演示-省转-0117",
        due_on=due,
        caller_name="吴某",
        phone="0971-0000014",
        content=f"{MARK}省总工会转：外卖骑手被扣两周配送费。",
    )
    down = act(
        "huawu",
        "register_ticket",
        2 * day,
        number="演示-省转-0112",
        due_on=due,
        caller_name="郑某",
        phone="0971-0000015",
        content=f"{MARK}省总工会转：大通某砖厂拖欠五人工资。",
    )
    act(
        "huawu",
        "send_ticket_down",
        day,
        unit_id=str(units["630121"]),
        ticket_id=str(down.made["ticket_id"]),
    )


def _sent_down(act: Any, units: Mapping[str, UUID]) -> None:
    """One case that waits for 大通 to sign, one that came back."""
    hour = timedelta(hours=1)
    for place, (name, employer, then) in enumerate(
        (("冯某", "大通桥头铸造厂", False), ("陈某", "大通朔山采石场", True)), start=6
    ):
        done = act(
            "huawu",
            "open_case",
            30 * hour,
            case_type="wage_arrears",
            channel="hotline_12351",
            worker_name=name,
            phone=f"0971-000001{place}",
            district="630121",
            employer_name=MARK + employer,
            claims=[{"kind": "wages", "amount": "21000"}],
            narrative="演示案件：派到县里的欠薪案件。",
        )
        case_id = done.case_id
        act("zhuguan", "accept", 29 * hour, case_id)
        act("zhuguan", "assign", 28 * hour, case_id, unit_id=str(units["630121"]), kind="transfer", note="请就近调解")
        if then:
            act(
                "zhuguan",
                "return_dispatch",
                4 * hour,
                case_id,
                reason_code="other",
                reason="大通来电：该场已划归湟中区管理，请改派",
            )


def _site(act: Any, day: Any) -> None:
    act(
        "zhuguan",
        "register_project",
        timedelta(0),
        name=SITE,
        district="630102",
        address="（演示地址）",
        companies=[
            {"employer_name": f"{MARK}滨河城投建设单位", "role": "owner"},
            {"employer_name": f"{MARK}高原建工总承包公司", "role": "contractor"},
            {"employer_name": f"{MARK}湟水建筑劳务有限公司", "role": "labour"},
        ],
        wage_bank="（演示）银行",
        deposit_kind="guarantee",
        has_real_names=True,
        started_on=(day - timedelta(days=400)).isoformat(),
    )
    act(
        "zhuguan",
        "add_lawyer",
        timedelta(0),
        name="律师甲",
        firm=f"{MARK}律师事务所",
        licence="演示律001",
        fields="劳动争议、工伤",
    )


def _meeting(engine: sa.Engine, act: Any, at: datetime) -> None:
    """The mediation of the site's wages meets tomorrow morning."""
    query = sa.select(_case.c.id).where(_case.c.project == SITE, _case.c.closed_at.is_(None)).order_by(_case.c.number)
    with reading(engine) as session:
        case_id = session.connection().execute(query).scalars().first()
    if case_id is None:
        return
    tomorrow = (at.astimezone(OFFICE) + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    act(
        "tiaojie",
        "schedule_meeting",
        timedelta(0),
        case_id,
        starts_at=tomorrow.isoformat(),
        kind="both",
        place="市总工会",
        room="调解室",
        invited=[
            {"side": "worker", "name": "张某"},
            {"side": "employer", "name": f"{MARK}湟水建筑劳务有限公司"},
        ],
    )
