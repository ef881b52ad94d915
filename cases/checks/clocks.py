"""Clocks: nothing runs in a closed case but its archiving, and everything that runs has its timer."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.clock_rows import ClockRow

_CLOSED = sa.text(
    'SELECT c.number, k.label FROM "case" c JOIN clock k ON k.case_id = c.id '
    "WHERE c.closed_at IS NOT NULL AND k.state = 'running' AND k.kind <> 'stage'"
)
_UNTIMED = sa.text(
    'SELECT c.number, k.label FROM clock k JOIN "case" c ON c.id = k.case_id '
    "WHERE k.state = 'running' AND k.due_at IS NOT NULL AND k.breached = :no "
    "AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.clock_id = k.id AND t.generation = k.generation "
    "AND t.done_at IS NULL)"
)
_UNPAUSED = sa.text(
    'SELECT c.number, k.label FROM clock k JOIN "case" c ON c.id = k.case_id '
    "WHERE k.state = 'paused' AND NOT EXISTS (SELECT 1 FROM clock_request r "
    "WHERE r.clock_id = k.id AND r.kind = 'pause' AND r.state = 'approved')"
)
_STILL = sa.text(
    'SELECT c.number, k.label FROM clock_request r JOIN clock k ON k.id = r.clock_id JOIN "case" c ON c.id = k.case_id '
    "WHERE r.kind = 'pause' AND r.state = 'approved' AND k.state <> 'paused'"
)
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_nearest = sa.select(sa.func.min(_clock.c.due_at)).where(_clock.c.case_id == _case.c.id, _clock.c.state == "running")
_NEAREST = sa.select(_case.c.number).where(
    _case.c.closed_at.is_(None), _case.c.next_due_at.is_distinct_from(_nearest.scalar_subquery())
)
_nearest_right = _nearest.where(_clock.c.kind == "right")
_RIGHTS = sa.select(_case.c.number).where(_case.c.right_due_at.is_distinct_from(_nearest_right.scalar_subquery()))


@check("closed_clock", "已结案件没有时钟在走")
def running_in_closed_cases(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Clocks that should have stopped at closure."""
    for number, label in connection.execute(_CLOSED):
        yield Finding("closed_clock", "error", number, f"已结案，但“{label}”仍在计时。")


@check("untimed_clock", "在走的时钟都有待触发的提醒")
def clocks_without_timer(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Running clocks that nothing would ever look at again."""
    for number, label in connection.execute(_UNTIMED.bindparams(sa.bindparam("no", False, sa.Boolean()))):
        yield Finding("untimed_clock", "error", number, f"“{label}”在计时，但没有待触发的提醒。")


@check("pause", "暂停都有批准、批准的都在暂停")
def pauses_that_do_not_fit(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Clocks that stand still without a granted pause, and granted pauses of clocks that run."""
    for number, label in connection.execute(_UNPAUSED):
        yield Finding("pause", "error", number, f"“{label}”已暂停，但没有批准在案的暂停。")
    for number, label in connection.execute(_STILL):
        yield Finding("pause", "error", number, f"“{label}”的暂停尚未结束，但时钟没有暂停。")


@check("nearest", "案件的最近截止与时钟一致")
def wrong_nearest(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose nearest due date is not that of their clocks."""
    for (number,) in connection.execute(_NEAREST):
        yield Finding("nearest", "error", number, "案件的最近截止时间与时钟不一致。")


@check("nearest_right", "案件的权利届满与时钟一致")
def wrong_nearest_right(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose nearest end of a right is not that of their clocks: the lists would be in a wrong order."""
    for (number,) in connection.execute(_RIGHTS):
        yield Finding("nearest_right", "error", number, "案件的劳动者权利届满时间与时钟不一致，列表次序会错。")
