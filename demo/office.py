"""Loading the demo office; loading it twice changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import workflows.commands  # noqa: F401 - declares the acts
from cases.case import Case
from cases.supervisor import Supervisor
from demo.intake import load_intake
from demo.letters import load_letters
from demo.prevention import load_prevention
from foundation.clock import office_day
from foundation.database import reading
from foundation.work import SYSTEM, Actor, begin
from people.account import Account
from people.accounts import add_account
from workflows.firing import fire_all_due
from workflows.importing.replay import import_cases
from workflows.perform import perform

PASSWORD = "weiquan-demo"  # noqa: S105 - printed at the start of every demo
CASES = Path(__file__).parent / "real_cases.jsonl"
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_supervisor: sa.Table = Supervisor.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class DemoAccount:
    """One desk of the demo."""

    login: str
    name: str
    role: str
    desk: str
    title: str | None = None


ACCOUNTS = (
    DemoAccount("huawu", "话务员小马", "operator", "话务员"),
    DemoAccount("tiaojie", "调解员老李", "mediator", "调解员"),
    DemoAccount("tiaojie2", "调解员小韩", "mediator", "调解员"),
    DemoAccount("datong", "大通工会小祁", "mediator", "调解员（大通县总工会）"),
    DemoAccount("zhuguan", "主管老张", "supervisor", "主管"),
    DemoAccount("lingdao", "领导老王", "leader", "领导（主席）", "主席"),
    DemoAccount("guanli", "管理员", "admin", "管理员"),
)


def load(engine: sa.Engine, at: datetime) -> None:
    """Accounts, published cases, and invented matters that keep today's desks busy."""
    people = _accounts(engine, at)
    _supervisors(engine, people, at)
    import_cases(engine, CASES.read_bytes(), at)
    _hand_out(engine, people, at)
    _todays_matters(engine, people, at)
    load_intake(engine, people, at)
    load_prevention(engine, people, at)
    load_letters(engine, people, at)
    fire_all_due(engine, at)


def _accounts(engine: sa.Engine, at: datetime) -> dict[str, Actor]:
    with reading(engine) as session:
        found = {row.login: row for row in session.connection().execute(sa.select(_account))}
    with begin(engine, by=SYSTEM, at=at) as work:
        for one in ACCOUNTS:
            if one.login not in found:
                add_account(
                    work, one.login, one.name, one.role, PASSWORD, title=one.title, email=f"{one.login}@demo.invalid"
                )
    with reading(engine) as session:
        rows = session.connection().execute(sa.select(_account)).all()
    return {row.login: Actor(row.name, row.role, row.id, row.district, row.title) for row in rows}


# Invented people with invented certificates: who may investigate, one of them until next month only.
SUPERVISORS = (
    ("监督员老赵", "演示监001", 900, None),
    ("监督员小陈", "演示监002", 900, None),
    ("调解员老李", "演示监003", 30, "tiaojie"),
)


def _supervisors(engine: sa.Engine, people: dict[str, Actor], at: datetime) -> None:
    with reading(engine) as session:
        known = set(session.connection().execute(sa.select(_supervisor.c.certificate)).scalars())
    day = office_day(at)
    for name, certificate, rest, login in SUPERVISORS:
        if certificate in known:
            continue
        account = people[login].account_id if login is not None else None
        values: dict[str, Any] = {
            "name": name,
            "certificate": certificate,
            "authority": "（演示）市总工会",
            "trained_on": str(day - timedelta(days=420)),
            "valid_from": str(day - timedelta(days=400)),
            "valid_to": str(day + timedelta(days=rest)),
            "unit": "（演示）市总工会权益保障部",
            "account_id": str(account) if account is not None else None,
        }
        with begin(engine, by=people["guanli"], at=at) as work:
            perform(work, "register_supervisor", None, values)


def _hand_out(engine: sa.Engine, people: dict[str, Actor], at: datetime) -> None:
    """Published cases that are still open go to the two mediators in turn."""
    query = (
        sa.select(_case.c.id)
        .where(_case.c.origin == "import", _case.c.closed_at.is_(None), _case.c.handler_id.is_(None))
        .where(_case.c.stage.in_(["mediation", "referral"]))
        .order_by(_case.c.source_id)
    )
    with reading(engine) as session:
        waiting = list(session.connection().execute(query).scalars())
    for place, case_id in enumerate(waiting):
        mediator = people["tiaojie" if place % 2 == 0 else "tiaojie2"]
        with begin(engine, by=people["zhuguan"], at=at) as work:
            perform(work, "reassign", case_id, {"handler_id": str(mediator.account_id), "note": "演示：分配承办人"})


MATTERS: tuple[dict[str, Any], ...] = (
    {
        "case_type": "wage_arrears",
        "channel": "hotline_12351",
        "worker_name": "张某",
        "phone": "0971-0000001",
        "district": "630102",
        "employer_name": "（演示）湟水建筑劳务有限公司",
        "project": "（演示）滨河安置房二期",
        "head_count": 12,
        "claims": [{"kind": "wages", "amount": "186000"}],
        "is_migrant": True,
        "narrative": "演示案件：主体完工后拖欠木工班组三个月工资。",
    },
    {
        "case_type": "labour_dispute",
        "channel": "walk_in",
        "worker_name": "李某",
        "phone": "0971-0000002",
        "district": "630104",
        "employer_name": "（演示）高原商贸有限公司",
        "claims": [{"kind": "illegal_termination_comp", "amount": "42000"}, {"kind": "leave_pay", "amount": "3800"}],
        "narrative": "演示案件：口头辞退，未支付赔偿。",
    },
    {
        "case_type": "legal_aid",
        "channel": "legal_aid_window",
        "worker_name": "王某",
        "phone": "0971-0000003",
        "district": "630105",
        "employer_name": "（演示）河湟物流有限公司",
        "claims": [{"kind": "work_injury"}],
        "is_new_form": True,
        "narrative": "演示案件：送货途中受伤，单位不申请工伤认定。",
    },
)


def _todays_matters(engine: sa.Engine, people: dict[str, Actor], at: datetime) -> None:
    with reading(engine) as session:
        present = session.connection().execute(
            sa.select(sa.func.count()).select_from(_case).where(_case.c.narrative.like("演示案件%"))
        )
        if present.scalar_one():
            return
    wages, dispute, aid = MATTERS
    _overdue_wages(engine, people, at - timedelta(days=20), wages)
    day = office_day(at)
    _open(engine, people, at - timedelta(hours=30), {**dispute, "employment_ended_on": str(day - timedelta(days=340))})
    _open(engine, people, at - timedelta(minutes=40), {**aid, "accident_on": str(day - timedelta(days=45))})


def _open(engine: sa.Engine, people: dict[str, Actor], at: datetime, data: dict[str, Any]) -> UUID:
    with begin(engine, by=people["huawu"], at=at) as work:
        done = perform(work, "open_case", None, data)
    if done.case_id is None:
        raise RuntimeError("the demo case was not opened")
    return done.case_id


def _overdue_wages(engine: sa.Engine, people: dict[str, Actor], at: datetime, data: dict[str, Any]) -> None:
    """A mediation that ran out with a breach on file: tonight's engine drafts the notice."""
    case_id = _open(engine, people, at, data)
    article = "《保障农民工工资支付条例》第三条第一款"
    acts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("zhuguan", "accept", {}),
        ("zhuguan", "assign", {"handler_id": str(people["tiaojie"].account_id)}),
        ("tiaojie", "sign_for", {}),
        (
            "tiaojie",
            "record_violation",
            {"matter": "M04", "law_article": article, "facts": "拖欠12名农民工三个月工资共186000元"},
        ),
        ("tiaojie", "invite_to_mediation", {"note": "双方到场，约定再议"}),
    )
    for place, (login, act, values) in enumerate(acts, 1):
        with begin(engine, by=people[login], at=at + timedelta(minutes=20 * place)) as work:
            perform(work, act, case_id, values)
