"""The office that is measured: two accounts, and the case that is opened and moved over and over."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import workflows.commands  # noqa: F401 - declares the acts
from foundation.work import SYSTEM, Actor, begin
from people.account import Account
from workflows.perform import Done, perform

AT = datetime(2026, 10, 13, 1, 0, tzinfo=UTC)

CASE: dict[str, Any] = {
    "case_type": "wage_arrears",
    "channel": "hotline_12351",
    "district": "630102",
    "worker_name": "测试劳动者",
    "phone": "097100000000",
    "employer_name": "测试建筑有限公司",
    "project": "测试项目一期",
    "head_count": 3,
    "claims": (
        {"kind": "wages", "amount": "54000.00"},
        {"kind": "overtime_pay", "amount": "3000.00"},
        {"kind": "severance", "amount": "9000.00"},
    ),
    "narrative": "工程完工后未结清工资。",
    "infringement_known_on": "2026-09-01",
    "is_migrant": True,
}


def hire(engine: sa.Engine) -> dict[str, Actor]:
    """The accounts of the measured office."""
    people = {}
    with begin(engine, by=SYSTEM, at=AT) as work:
        for role in ("operator", "mediator", "supervisor", "leader"):
            account = Account(
                login=role, name=role, role=role, email=f"{role}@office.test", password_hash="!", created_at=AT
            )
            work.writes.insert(Account, account.model_dump())
            people[role] = Actor(role, role, account.id)
    return people


def steps(people: dict[str, Actor]) -> list[tuple[str, str, dict[str, Any]]]:
    """Six moves of a wage case: role, act, data."""
    return [
        ("supervisor", "accept", {}),
        ("supervisor", "assign", {"handler_id": str(people["mediator"].account_id)}),
        ("mediator", "sign_for", {}),
        ("mediator", "invite_to_mediation", {}),
        ("mediator", "record_agreement", {"amount": "66000.00", "effective_on": "2026-10-13", "terms": "一次付清"}),
        ("mediator", "record_breach", {"reason": "到期未付"}),
    ]


def act(engine: sa.Engine, by: Actor, name: str, subject: UUID | None, data: dict[str, Any]) -> Done:
    """One act in one transaction, as both doors do it."""
    with begin(engine, by=by, at=AT) as work:
        return perform(work, name, subject, data)
