"""What a joint application does to the clocks: 仲裁审查 within 办案规则 74, 司法确认 within 人民调解法 33."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.agreement import Agreement, Instalment
from cases.confirmation import Confirmation
from foundation.ids import new_id
from foundation.work import Work
from rules.deadline import Question, answer
from rules.errors import RuleError
from workflows import calendars, clocks, rights
from workflows.happened import Happened
from workflows.subjects import CaseNow

# How long both have to apply: 办案规则 74, 人民调解法 33.
APPLY_RULE = {"arbitration": "AR-74-1", "court": "PM-33-1"}
# How long the body has: 办案规则 76, 法释〔2011〕5号 5.
REVIEW_RULE = {"arbitration": "AR-76", "court": "JC-5"}
_agreement: sa.Table = Agreement.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_confirmation: sa.Table = Confirmation.__table__  # type: ignore[attr-defined]
_instalment: sa.Table = Instalment.__table__  # type: ignore[attr-defined]


def current_agreement(work: Work, case: CaseNow) -> Any:
    """The agreement that counts now: the newest that no later one replaced; None without one."""
    query = (
        sa.select(_agreement)
        .where(_agreement.c.case_id == case.id, _agreement.c.status != "replaced")
        .order_by(_agreement.c.seq.desc())
        .limit(1)
    )
    return work.connection.execute(query).one_or_none()


def pending(work: Work, case: CaseNow, confirmation_id: UUID | None = None) -> Any:
    """The application without a result: this one, or the newest; None without one."""
    query = sa.select(_confirmation).where(_confirmation.c.case_id == case.id, _confirmation.c.result.is_(None))
    if confirmation_id is not None:
        query = query.where(_confirmation.c.id == confirmation_id)
    return work.connection.execute(query.order_by(_confirmation.c.id.desc()).limit(1)).one_or_none()


def enter_application(work: Work, case: CaseNow, way: str, applied_on: date, **columns: Any) -> UUID:
    """Keep a joint application about the agreement that counts now."""
    agreement = current_agreement(work, case)
    confirmation_id = new_id()
    work.writes.insert(
        Confirmation,
        {
            "id": confirmation_id,
            "case_id": case.id,
            "agreement_id": agreement.id if agreement is not None else None,
            "way": way,
            "applied_on": applied_on,
            "by_name": work.by.name,
            "recorded_at": work.recorded_at,
            **columns,
        },
    )
    return confirmation_id


def stop_applying(work: Work, case: CaseNow, way: str, happened: Happened) -> None:
    """The limit of the way taken is met by the application; the other way is not needed while this one is open."""
    clocks.stop(
        work,
        case,
        lambda clock: clock["rule_id"] == APPLY_RULE[way],
        met=True,
        reason="双方已共同申请",
        happened=happened,
    )
    stop_other(work, case, "双方已选择另一方式共同申请")


def stop_other(work: Work, case: CaseNow, reason: str) -> None:
    """Nothing is left to apply for."""
    clocks.stop(work, case, lambda clock: clock["rule_id"] in APPLY_RULE.values(), met=False, reason=reason)


def reopen_applying(work: Work, case: CaseNow, cause: str) -> None:
    """After a refusal: whatever time is left to apply the one way or the other counts again, from the same day."""
    start = date.fromisoformat(case.anchors["agreement_effective"]) if "agreement_effective" in case.anchors else None
    running = {clock["rule_id"] for clock in case.running_clocks(work)}
    for rule in APPLY_RULE.values():
        if start is None or rule in running:
            continue
        try:
            deadline = answer(Question(rule, start), calendars.in_force(work))
        except RuleError:
            continue
        if deadline.due_at > work.at:
            clocks.open_answered(work, case, deadline, kind="right", cause=cause, bound_state=case.state)


def open_review(work: Work, case: CaseNow, way: str, accepted_on: date, cause: str, **links: Any) -> None:
    """The body has taken it: how long it may look at it."""
    clocks.open_by_rule(work, case, REVIEW_RULE[way], accepted_on, kind="obligation", cause=cause, **links)


def stop_review(work: Work, case: CaseNow, way: str, reason: str, happened: Happened | None = None) -> None:
    """The body has decided."""
    clocks.stop(
        work, case, lambda clock: clock["rule_id"] == REVIEW_RULE[way], met=True, reason=reason, happened=happened
    )


def open_enforcement(work: Work, case: CaseNow, agreement: Any) -> None:
    """A confirmed agreement that is not kept can be enforced: the time for it counts from the last day to perform.

    民事诉讼法 250: of instalments the end of the last one; where no day was named, when it took effect.
    """
    confirmed = work.connection.execute(
        sa.select(_confirmation.c.id).where(
            _confirmation.c.agreement_id == agreement.id, _confirmation.c.result == "confirmed"
        )
    ).first()
    if confirmed is None:
        return
    last = work.connection.execute(
        sa.select(sa.func.max(_instalment.c.due_on)).where(_instalment.c.agreement_id == agreement.id)
    ).scalar_one()
    rights.open_by_fact(work, case, "performance_ended", last or agreement.effective_on, cause="record_breach")
