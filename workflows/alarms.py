"""Matters that must be reported at once 必报: the mark, its clock, and who is told in the same transaction."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from cases.alarm import Alarm
from cases.triggers import PEOPLE, TRIGGER, reached, urgency_of
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.outbox import post
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows import clocks, telling
from workflows.subjects import CaseNow

RULE = "SVC-ALARM"
TOLD_AT_ONCE = (Role.SUPERVISOR, Role.LEADER)
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_MAILED = sa.select(_account.c.id, _account.c.role).where(
    _account.c.active.is_(True), _account.c.email.is_not(None), _account.c.role.in_([one.value for one in TOLD_AT_ONCE])
)


def mark(work: Work, case: CaseNow, triggers: Iterable[str], note: str | None = None) -> None:
    """Mark the case: a row that stays, the alarm clock, the first words to supervisor and leader."""
    found = [key for key in TRIGGER if key in set(triggers)]
    alarm_id = new_id()
    case.triggers = [key for key in TRIGGER if key in {*case.triggers, *found}]
    _set_urgency(case)
    running = [clock for clock in case.running_clocks(work) if clock["rule_id"] == RULE]
    clock_id = (
        running[0]["id"] if running else clocks.open_by_rule(work, case, RULE, work.at, kind="stage", cause="alarm")
    )
    work.writes.insert(
        Alarm,
        {
            "id": alarm_id,
            "case_id": case.id,
            "clock_id": clock_id,
            "triggers": found,
            "note": note,
            "marked_by": work.by.name,
            "marked_by_id": work.by.account_id,
            "marked_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    case.alarm = "reported"
    _tell(work, case, alarm_id, found)


def _tell(work: Work, case: CaseNow, alarm_id: Any, triggers: list[str]) -> None:
    words = "、".join(TRIGGER[key] for key in triggers)
    title = f"必报：{case.number}　{words}"
    body = f"{case.number} 列为必报事项（{words}），涉及 {case.head_count} 人。请立即查看并批示；逾时无批示的逐级再报。"
    for role in TOLD_AT_ONCE:
        telling.tell_role(work, case, role, key=f"alarm:{alarm_id}", title=title, body=body)
    for row in work.connection.execute(_MAILED):
        payload = {"account_id": str(row.id), "subject": title, "body": body, "case_id": str(case.id)}
        post(work, "email", payload, key=f"mail:alarm:{alarm_id}:{row.id}")


def follow(work: Work, case: CaseNow) -> dict[str, Any]:
    """After every act: urgency follows the facts, and so many people make a matter one to report by themselves.

    What was published long ago is no alarm. Returns what the journal should say.
    """
    if case.closed_at is not None:
        return {}
    _set_urgency(case)
    if work.history or case.origin is not None or PEOPLE in case.triggers:
        return {}
    over = [one.word for one in reached(case.head_count, case.channel) if one.report]
    if not over:
        return {}
    mark(work, case, [PEOPLE], note=f"{'、'.join(over)}，系统自动列为必报")
    return {"must_report": over}


def _set_urgency(case: CaseNow) -> None:
    if not case.urgency_by_hand:
        case.urgency = urgency_of(case.triggers, case.head_count, case.channel)


def check_answered(work: Work, case: CaseNow, act: str) -> None:
    """Raises NotPossible while a matter that had to be reported has had no answer from above.

    It may have been marked after the way of ending was proposed, when the outcome was already looked at.
    """
    if case.alarm == "reported" and not work.history:
        raise NotPossible(f"不能“{act}”：必报事项还没有批示，请主管或领导先“阅知批示”。")


def answered(work: Work, case: CaseNow, *, met: bool, reason: str) -> None:
    """Stop the alarm clock: somebody who may has seen it, or the mark was taken back."""
    clocks.stop(work, case, lambda clock: clock["rule_id"] == RULE, met=met, reason=reason)
