"""What makes clocks heard: timers, facts of the ladder, alerts. Each exactly once, none for what has stopped."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.clock_rows import Timer
from cases.views import tables as t

GRACE = timedelta(hours=1)
BREACH_LEVEL = 1
_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_waiting = _timer.c.done_at.is_(None)
_of_clock = _timer.join(t.clock, t.clock.c.id == _timer.c.clock_id).join(t.case, t.case.c.id == t.clock.c.case_id)
_present = sa.and_(t.clock.c.state == "running", t.clock.c.generation == _timer.c.generation)


@check("timer_clock", "提醒都有所属的时钟")
def timers_without_clock(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Timers whose clock is gone."""
    query = (
        sa.select(sa.func.count())
        .select_from(_timer.outerjoin(t.clock, t.clock.c.id == _timer.c.clock_id))
        .where(t.clock.c.id.is_(None))
    )
    count = connection.execute(query).scalar_one()
    if count:
        yield Finding("timer_clock", "error", "提醒", f"有 {count} 个提醒没有所属的时钟。")


@check("double_timer", "每个时钟至多一个待触发的提醒")
def doubled_timers(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Clocks that would be told of twice."""
    query = (
        sa.select(t.case.c.number, t.clock.c.label)
        .select_from(_of_clock)
        .where(_waiting, _present)
        .group_by(t.case.c.number, t.clock.c.id, t.clock.c.label)
        .having(sa.func.count() > 1)
    )
    yield from found("double_timer", "error", connection.execute(query), "“{}”有两个以上待触发的提醒。")


@check("stale_timer", "已停时钟没有到期不清的提醒")
def timers_of_stopped_clocks(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Timers of clocks that no longer run which the engine should have put away."""
    query = (
        sa.select(t.case.c.number, t.clock.c.label)
        .select_from(_of_clock)
        .where(_waiting, sa.not_(_present), t.clock.c.state != "paused", _timer.c.fire_at < night.at - GRACE)
    )
    yield from found("stale_timer", "warning", connection.execute(query), "“{}”已停，到期的提醒没有清理。")


@check("unfired_timer", "到期的提醒都已触发")
def timers_not_fired(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Timers of running clocks that are due and were not fired: the engine stands still, or is far behind."""
    query = (
        sa.select(sa.func.count())
        .select_from(_timer.join(t.clock, t.clock.c.id == _timer.c.clock_id))
        .where(_waiting, _present, _timer.c.fire_at < night.at - GRACE)
    )
    count = connection.execute(query).scalar_one()
    if count:
        words = f"有 {count} 个提醒到期超过一小时没有触发；请查看引擎。"
        yield Finding("unfired_timer", "error", "引擎", words)


@check("breach_alert", "逾期都有人得到提醒")
def breaches_untold(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Limits that ran out on the engine's watch, of which nobody was told."""
    fired = sa.exists().where(
        _timer.c.clock_id == t.clock.c.id,
        _timer.c.generation == t.clock_fact.c.generation,
        _timer.c.level == BREACH_LEVEL,
        # Put away after the clock had stopped, a timer tells nobody: what came late was told by its own act.
        sa.or_(t.clock.c.stopped_at.is_(None), _timer.c.done_at < t.clock.c.stopped_at),
        _timer.c.done_at.is_not(None),
    )
    told = sa.exists().where(t.alert.c.clock_id == t.clock.c.id, t.alert.c.level == BREACH_LEVEL)
    query = (
        sa.select(t.case.c.number, t.clock.c.label)
        .select_from(
            t.clock_fact.join(t.clock, t.clock.c.id == t.clock_fact.c.clock_id).join(
                t.case, t.case.c.id == t.clock.c.case_id
            )
        )
        .where(t.clock_fact.c.kind == "breached", t.clock_fact.c.level == BREACH_LEVEL, fired, sa.not_(told))
    )
    yield from found("breach_alert", "error", connection.execute(query), "“{}”已逾期，却没有任何人得到提醒。")


@check("ladder", "逐级提醒没有跳级")
def skipped_levels(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Facts of a higher level without that of the level below."""
    below = t.clock_fact.alias("below")
    lower = sa.exists().where(
        below.c.clock_id == t.clock_fact.c.clock_id,
        below.c.generation == t.clock_fact.c.generation,
        below.c.level == t.clock_fact.c.level - 1,
    )
    query = (
        sa.select(t.case.c.number, t.clock.c.label, t.clock_fact.c.level)
        .select_from(
            t.clock_fact.join(t.clock, t.clock.c.id == t.clock_fact.c.clock_id).join(
                t.case, t.case.c.id == t.clock.c.case_id
            )
        )
        .where(t.clock_fact.c.kind == "escalated", t.clock_fact.c.level > BREACH_LEVEL, sa.not_(lower))
    )
    yield from found("ladder", "error", connection.execute(query), "“{}”提醒到了第 {} 级，下一级的记录却没有。")


@check("double_clock", "同一期限没有重复计时")
def doubled_clocks(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Two running clocks of one rule, for the same thing and from the same day."""
    same = (
        *(t.clock.c.case_id, t.clock.c.rule_id, t.clock.c.kind, t.clock.c.label, t.clock.c.bound_state),
        *(t.clock.c.letter_id, t.clock.c.referral_id, t.clock.c.instalment_id, t.clock.c.started_on, t.clock.c.due_at),
    )
    query = (
        sa.select(t.case.c.number, t.clock.c.label)
        .join(t.clock, t.clock.c.case_id == t.case.c.id)
        .where(t.clock.c.state.in_(("running", "paused")), t.clock.c.kind.in_(("stage", "obligation", "right")))
        .group_by(t.case.c.number, *same)
        .having(sa.func.count() > 1)
    )
    yield from found("double_clock", "error", connection.execute(query), "“{}”重复计时。")


@check("alarm", "必报事项都在等批示或已批示")
def alarms_unheard(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases that say they wait for a word from above while nothing presses for it, or no marking is on file."""
    pressing = sa.exists().where(
        t.clock.c.case_id == t.case.c.id, t.clock.c.rule_id == "SVC-ALARM", t.clock.c.state == "running"
    )
    marked = sa.exists().where(t.alarm.c.case_id == t.case.c.id, t.alarm.c.state == "reported")
    query = sa.select(t.case.c.number).where(
        t.case.c.closed_at.is_(None), t.case.c.alarm == "reported", sa.not_(sa.and_(pressing, marked))
    )
    yield from found("alarm", "error", connection.execute(query), "必报事项待批示，但报告时钟没有在走或没有标记记录。")
    query = sa.select(t.case.c.number).where(t.case.c.closed_at.is_not(None), t.case.c.alarm == "reported")
    yield from found("alarm", "error", connection.execute(query), "案件已结，必报事项却一直没有批示。")
