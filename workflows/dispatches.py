"""The rows of a case's dispatches: opened, signed for, returned, ended when another takes their place."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.codes import DISPATCH_KIND, RETURN_REASON
from cases.dispatch import RUNS, Dispatch
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.intake_settings import intake_settings
from workflows.subjects import CaseNow
from workflows.telling import tell_role

_dispatch: sa.Table = Dispatch.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
RUNNING = sa.select(_dispatch.c.id).where(_dispatch.c.case_id == sa.bindparam("case"), RUNS)
_RUNNING_ROW = sa.select(_dispatch).where(_dispatch.c.case_id == sa.bindparam("case"), RUNS)
_RETURNS = sa.select(sa.func.count()).where(
    _dispatch.c.case_id == sa.bindparam("case"), _dispatch.c.returned_at.is_not(None)
)


def send(
    work: Work,
    case: CaseNow,
    *,
    sent_to: str,
    handler_id: UUID | None,
    unit_id: UUID | None,
    kind: str,
    note: str | None,
    despite: str | None,
    do_not_return: bool,
    needs_signing: bool,
    instead_of: UUID | None,
) -> None:
    """Write down that the case was sent; the dispatch that ran until now (`instead_of`) ends."""
    if instead_of is not None:
        work.writes.update(Dispatch, {"id": instead_of}, {"ended_at": work.at})
    work.writes.insert(
        Dispatch,
        {
            "id": new_id(),
            "case_id": case.id,
            "kind": kind,
            "handler_id": handler_id,
            "unit_id": unit_id,
            "sent_to": sent_to[:80],
            "sent_at": work.at,
            "sent_by": work.by.name,
            "note": note,
            "despite": despite,
            "do_not_return": do_not_return,
            "needs_signing": needs_signing,
            "recorded_at": work.recorded_at,
        },
    )


def sign(work: Work, case: CaseNow) -> None:
    """Whoever the case was sent to has taken it."""
    running = work.connection.execute(RUNNING, {"case": case.id}).scalars().first()
    if running is not None:
        work.writes.update(Dispatch, {"id": running}, {"signed_at": work.at, "signed_by": work.by.name})


def send_back(work: Work, case: CaseNow, reason_code: str, reason: str | None) -> int:
    """A return, counted and told to the supervisor. Raises NotPossible where there is none, or none is left."""
    running = work.connection.execute(_RUNNING_ROW, {"case": case.id}).first()
    if running is None:
        raise NotPossible("没有可以退回的派单记录，请由主管改派。")
    if running.do_not_return:
        raise NotPossible(f"本件以“{DISPATCH_KIND[running.kind]}”派出时注明不得退单；确有困难的，请报主管改派。")
    before = int(work.connection.execute(_RETURNS, {"case": case.id}).scalar_one())
    most = intake_settings().most_returns
    if before >= most:
        raise NotPossible(f"本件已经退回{before}次，不能再退（工会自定上限{most}次）；请报主管决定，由主管改派。")
    count = before + 1
    values = {
        "returned_at": work.at,
        "returned_by": work.by.name,
        "reason_code": reason_code,
        "reason": reason,
        "nth_return": count,
    }
    work.writes.update(Dispatch, {"id": running.id}, values)
    _tell(work, case, running, count, f"{RETURN_REASON[reason_code]}{'：' + reason if reason else ''}")
    return count


def _tell(work: Work, case: CaseNow, running: Any, count: int, why: str) -> None:
    most = intake_settings().most_returns
    last = "已到退回上限，下一次派单后不能再退，请主管定承办。" if count >= most else "请重新派单。"
    tell_role(
        work,
        case,
        Role.SUPERVISOR,
        key=f"returned:{running.id}",
        title=f"{case.number} 被{running.sent_to}退回（第{count}次）",
        body=f"{why}。群众时钟照常计时。{last}",
    )
