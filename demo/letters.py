"""Letters for the demo office: one waiting for its answer, one that ran out, one put right and closed. Made once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from foundation.clock import office_day
from foundation.database import reading
from foundation.settings import settings
from foundation.work import Actor, begin
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.perform import Done, perform

Steps = tuple[tuple[str, str, dict[str, Any]], ...]
OVERTIME = {
    "source": "complaint",
    "employer_name": "（演示）河湟服饰有限公司",
    "industry": "C",
    "district": "630102",
    "matter": "M05",
    "facts": "演示：2026年夏季连续三个月安排缝纫车间职工每月加班超过36小时",
    "law_article": "《中华人民共和国劳动法》第四十一条",
    "head_count": 46,
    "groups": ["women"],
}
WAGES = {
    "source": "campaign",
    "employer_name": "（演示）昆仑装饰工程有限公司",
    "industry": "E",
    "district": "630104",
    "matter": "M04",
    "facts": "演示：未按月足额支付油漆班组18名农民工工资",
    "law_article": "《保障农民工工资支付条例》第三条第一款",
    "head_count": 18,
    "amount": "234000",
}
CONTRACTS = {
    "source": "inspection",
    "employer_name": "（演示）青唐餐饮管理有限公司",
    "industry": "H",
    "district": "630103",
    "matter": "M02",
    "facts": "演示：9名职工入职满一个月未订立书面劳动合同",
    "law_article": "《中华人民共和国劳动合同法》第十条",
    "head_count": 9,
}
SERVED: Steps = (
    ("tiaojie", "submit_letter", {}),
    ("zhuguan", "review_letter", {}),
    ("lingdao", "sign_letter", {}),
    ("zhuguan", "number_letter", {}),
    ("zhuguan", "seal_letter", {"copies": 3}),
    ("tiaojie", "dispatch_letter", {"how": "direct"}),
    (
        "tiaojie",
        "serve_letter",
        {"how": "direct", "proof": "（演示）送达回证", "receiver": "办公室负责人", "relation": "工作人员"},
    ),
)


def load_letters(engine: sa.Engine, people: Mapping[str, Actor], at: datetime) -> None:
    """Three supervision files, each with a notice that stands elsewhere on its way."""
    with reading(engine) as session:
        if session.connection().execute(sa.select(t.supervision_clue.c.id).limit(1)).first() is not None:
            return
    mediator = str(people["tiaojie"].account_id)
    _union(engine, people["guanli"], at)

    def act(login: str, name: str, subject: UUID | None, when: datetime, data: Mapping[str, Any]) -> Done:
        with begin(engine, by=people[login], at=when) as work:
            return perform(work, name, subject, data)

    def notice(clue: Mapping[str, Any], begun: datetime) -> UUID:
        """A clue accepted and looked into within three days, and its notice served."""
        case_id = act("huawu", "register_clue", None, begun, clue).case_id
        road: Steps = (
            ("zhuguan", "accept", {}),
            ("zhuguan", "assign", {"handler_id": mediator}),
            ("tiaojie", "sign_for", {}),
            ("tiaojie", "start_issuing", {"note": "约谈后仍未改正"}),
        )
        for place, (login, name, data) in enumerate(road, 1):
            act(login, name, case_id, begun + timedelta(hours=place), data)
        drafted = begun + timedelta(days=2)
        made = act("tiaojie", "draft_letter", case_id, drafted, {"kind": "notice", "cause": clue["facts"]}).made
        letter_id = UUID(str(made["letter_id"]))
        for place, (login, name, data) in enumerate(SERVED, 1):
            act(login, name, letter_id, drafted + timedelta(hours=place), data)
        return letter_id

    notice(OVERTIME, at - timedelta(days=11))
    settled = notice(CONTRACTS, at - timedelta(days=32))
    day, later = office_day(at), at - timedelta(days=20)
    for login, name, when, data in (
        ("tiaojie", "record_reply", later, {"reply": "立即补签劳动合同", "stance": "accepts", "items": [ANSWERED]}),
        (
            "tiaojie",
            "assess_reply",
            later + timedelta(hours=1),
            {"assessed_as": "accepted", "note": "措施可行", "rectify_on": str(day - timedelta(days=10))},
        ),
        ("tiaojie", "verify_letter", at - timedelta(days=11), {**CHECKED, **_checkers(engine)}),
        (
            "tiaojie",
            "close_letter",
            at - timedelta(days=10),
            {"report": "（演示）9名职工均已补签劳动合同，经两名监督员复查属实。", "nobody_to_tell": True},
        ),
    ):
        act(login, name, settled, when, data)
    ran_out = notice(WAGES, at - timedelta(days=25))
    # Nobody answered: the engine marks it and drafts the opinion, as it does by itself.
    fire_all_due(engine, at)
    run_effects(engine, at)
    with reading(engine) as session:
        state = session.connection().execute(sa.select(t.letter.c.state).where(t.letter.c.id == ran_out)).scalar_one()
    if state != "overdue":
        raise RuntimeError(f"the demo letter that nobody answered is {state}")


def _union(engine: sa.Engine, by: Actor, at: datetime) -> None:
    """What letters say of the union itself, and the name of one organ; the others are printed by their general names.

    A telephone, an address and a court that are invented.
    """
    with reading(engine) as session:
        query = sa.select(t.unit).where(t.unit.c.name == settings().office_name)
        unit = session.connection().execute(query).one_or_none()
    if unit is None:
        return
    known = {name: getattr(unit, name) for name in ("name", "kind", "district", "contact_role")}
    contact = {"phone": "0971-0000012", "address": "（演示）示例路1号"}
    court = {"organ": "court", "name": "（演示）市中级人民法院", "checked_by": "（演示）"}
    for name, data in (("change_unit", {**known, **contact}), ("name_linkage_organ", court)):
        with begin(engine, by=by, at=at) as work:
            perform(work, name, None, {"unit_id": str(unit.id), **data})


def _checkers(engine: sa.Engine) -> dict[str, str]:
    """Who goes and looks: two of the demo's supervisors."""
    with reading(engine) as session:
        query = sa.select(t.supervisor.c.id).where(t.supervisor.c.account_id.is_(None))
        first, second = session.connection().execute(query.order_by(t.supervisor.c.certificate).limit(2)).scalars()
    return {"first_checker_id": str(first), "second_checker_id": str(second)}


ANSWERED = {"seq": 1, "admitted": "yes", "measure": "补签劳动合同", "person": "人事主管", "evidence": "合同复印件"}
CHECKED = {
    "items": [{"seq": 1, "result": "done", "note": "合同9份"}],
}
