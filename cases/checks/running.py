"""What runs by itself: nothing stuck, nobody missing, mail set up."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from foundation.outbox import OutboxMessage
from foundation.runs import JobRun, Lease

STUCK_AFTER = timedelta(hours=1)
_outbox: sa.Table = OutboxMessage.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_run: sa.Table = JobRun.__table__  # type: ignore[attr-defined]
_lease: sa.Table = Lease.__table__  # type: ignore[attr-defined]


@check("outbox", "消息没有积压或失败")
def stuck_messages(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Messages that were given up, or wait for too long."""
    at, conf = night.at, night.conf
    failed = connection.execute(sa.select(sa.func.count()).where(_outbox.c.state == "failed")).scalar_one()
    if failed:
        yield Finding("outbox", "warning", "消息投递", f"有 {failed} 条消息多次投递失败，已停止重试。")
    old = sa.select(sa.func.count()).where(
        _outbox.c.state.in_(["waiting", "sending"]), _outbox.c.created_at < at - STUCK_AFTER
    )
    waiting = connection.execute(old).scalar_one()
    if waiting and conf.smtp_host is None:
        yield Finding(
            "outbox", "warning", "消息投递", f"未设置邮件服务器，{waiting} 条邮件尚未发出（系统内提醒不受影响）。"
        )
    elif waiting:
        yield Finding("outbox", "warning", "消息投递", f"有 {waiting} 条消息等待超过一小时。")


@check("engine", "引擎在运行")
def missing_engine(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Whether an engine beats."""
    until = connection.execute(sa.select(_lease.c.until).where(_lease.c.name == "engine")).scalar_one_or_none()
    if until is None or until < night.at:
        yield Finding("engine", "warning", "引擎", "没有引擎在运行：到期提醒不会自动发出。请运行 weiquan engine。")


@check("job_run", "没有中断的运行")
def orphaned_runs(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Runs that never ended: their process was killed. What they did not do is still due and is done again."""
    query = sa.select(sa.func.count()).where(_run.c.state == "running", _run.c.started_at < night.at - STUCK_AFTER)
    count = connection.execute(query).scalar_one()
    if count:
        yield Finding("job_run", "warning", "运行记录", f"有 {count} 次运行中断没有结束，其工作已由后续运行接续。")
