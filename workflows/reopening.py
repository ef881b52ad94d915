"""What a reopened case does with each kind of clock that its closure had stopped.

The choice is made once, here: the citizen clock and the worker's rights never ceased to run in the world, others'
obligations that were not met are still owed, and our own service clocks begin with the state that is entered.
"""

from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa

from cases.clock_rows import ClockRow
from foundation.work import Work
from rules.deadline import answer
from rules.errors import RuleError
from workflows import calendars, clocks, reissue
from workflows.subjects import CaseNow

ON_REOPEN: Mapping[str, Literal["continue", "restart", "end"]] = {
    "citizen": "continue",
    "right": "continue",
    "obligation": "continue",
    "stage": "restart",
    "pause": "end",
}
CLOSED = "已结案"
# A file that was joined to another and is opened again has its worker's time running as if it had never been away.
MERGED = "已并入"
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_STOPPED = (
    sa.select(_clock)
    .where(
        _clock.c.case_id == sa.bindparam("case"),
        _clock.c.stopped_at == sa.bindparam("closed_at"),
        _clock.c.state == "stopped",
        sa.or_(_clock.c.reason == CLOSED, _clock.c.reason.startswith(f"{MERGED} ")),
    )
    .order_by(_clock.c.opened_at, _clock.c.id)
)


def continue_clocks(work: Work, case: CaseNow, *, cause: str) -> int:
    """Let what the closure stopped run on from where it began; returns how many. Call before `closed_at` is reset."""
    stopped = work.connection.execute(_STOPPED, {"case": case.id, "closed_at": case.closed_at}).mappings().all()
    done = 0
    for row in stopped:
        clock = dict(row)
        if ON_REOPEN[clock["kind"]] != "continue":
            continue
        done += again(work, case, clock, cause=cause, why="reopened")
    return done


def again(work: Work, case: CaseNow, clock: Mapping[str, Any], *, cause: str, why: str) -> bool:
    """A new clock on this case that runs as the given one did, from the same start."""
    old = dict(clock)
    if old["kind"] == "citizen":
        clocks.open_citizen(work, case, old["opened_at"])
        return True
    if old["rule_id"] == "AGREED":
        opened = clocks.open_by_promise(
            work, case, old["due_on"], label=old["label"], cause=cause, instalment_id=old["instalment_id"]
        )
        reissue.link(work, opened, old["id"], why)
        return True
    certificate = reissue.certificate_of(work, old)
    try:
        question, rule = reissue.question_now(work, old, certificate), reissue.rule_now(certificate)
        found = answer(question, calendars.in_force(work), rule)
    except RuleError:
        # It could be answered once and cannot now: the stopped clock and its certificate stay on file.
        return False
    links = {name: old[name] for name in ("letter_id", "referral_id")} if why == "reopened" else {}
    opened = clocks.open_answered(work, case, found, kind=old["kind"], cause=cause, label=old["label"], **links)
    reissue.link(work, opened, old["id"], why)
    return True
