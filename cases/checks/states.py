"""Where a case stands: in a state that its chart knows, with somebody whose turn it is, and followed by a clock."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.views import tables as t

MEDIATOR = "mediator"
ALARM_RULE = "SVC-ALARM"
_open = t.case.c.closed_at.is_(None)
_running = t.clock.c.state.in_(("running", "paused"))


def _in_states(states: Mapping[tuple[str, int], Any]) -> sa.ColumnElement[bool]:
    """Cases that stand in one of these states of their version of the chart."""
    kinds = [
        sa.and_(t.case.c.case_type == kind, t.case.c.chart_version == version, t.case.c.state.in_(sorted(names)))
        for (kind, version), names in states.items()
    ]
    return sa.or_(sa.false(), *kinds)


@check("state", "案件状态在状态图中")
def unknown_states(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Cases in a state that their version of the chart does not have, or on a version that never was."""
    query = sa.select(t.case.c.number, t.case.c.state).where(sa.not_(_in_states(night.known_states)))
    yield from found("state", "error", connection.execute(query), "案件处于状态图中没有的状态“{}”。")


@check("next_step", "在办案件都有下一步")
def ended_but_open(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Open cases in a state in which nobody has anything to do, and closed ones in which somebody still has."""
    unowned = {kind: [state for state, owner in row.items() if not owner] for kind, row in night.owners.items()}
    idle = sa.or_(t.case.c.state.in_(sorted(night.ends)), _in_states(unowned))
    query = sa.select(t.case.c.number, t.case.c.state).where(_open, idle)
    yield from found("next_step", "error", connection.execute(query), "案件没有结案日期，却处于没有下一步的状态“{}”。")
    if night.ends:
        query = sa.select(t.case.c.number, t.case.c.state).where(
            sa.not_(_open), t.case.c.state.not_in(sorted(night.ends))
        )
        yield from found("next_step", "error", connection.execute(query), "案件已有结案日期，却仍处于“{}”。")


@check("owner", "轮到调解员的案件都有承办人或承办单位")
def nobody_handles(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Open cases in which a mediator must act and there is none; the supervisor must assign one."""
    states = {kind: [state for state, owner in row.items() if owner == MEDIATOR] for kind, row in night.owners.items()}
    query = sa.select(t.case.c.number, t.case.c.state).where(
        _open, t.case.c.handler_id.is_(None), t.case.c.unit.is_(None), _in_states(states)
    )
    words = "案件处于“{}”，没有承办人，也没有承办单位；请主管改派。"
    yield from found("owner", "warning", connection.execute(query), words)


@check("handler", "承办人都是在岗的调解员")
def handlers_who_are_gone(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Open cases whose handler may no longer sign in, or is no mediator."""
    query = (
        sa.select(t.case.c.number)
        .join(t.account, t.account.c.id == t.case.c.handler_id)
        .where(_open, sa.or_(t.account.c.active.is_(False), t.account.c.role != MEDIATOR))
    )
    yield from found("handler", "error", connection.execute(query), "承办人已停用或不是调解员；请主管改派。")


def unfollowed(ends: Iterable[str]) -> sa.Select[Any]:
    """Open cases, with their id, in which no time limit of the office or of its counterpart runs."""
    chased = sa.exists().where(
        t.clock.c.case_id == t.case.c.id,
        _running,
        t.clock.c.kind.in_(("stage", "obligation")),
        t.clock.c.due_at.is_not(None),
        t.clock.c.rule_id != ALARM_RULE,
    )
    going_on = t.case.c.state.not_in(sorted(ends) or [""])
    return sa.select(t.case.c.number, t.case.c.state, t.case.c.id).where(_open, sa.not_(chased), going_on)


@check("next_clock", "在办案件都有办理期限")
def nothing_brings_back(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Open cases that nothing would ever bring back to anybody's desk."""
    rows = connection.execute(unfollowed(night.ends))
    yield from found("next_clock", "error", rows, "案件处于“{}”，没有任何办理期限在计时。")


@check("citizen_clock", "在办案件各有一个群众时钟")
def citizens_without_clock(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """The clock from first contact to closure: one, never none, never two."""
    count = (
        sa.select(sa.func.count())
        .where(t.clock.c.case_id == t.case.c.id, t.clock.c.kind == "citizen", t.clock.c.state == "running")
        .scalar_subquery()
    )
    query = sa.select(t.case.c.number, count).where(
        _open, count != 1, t.case.c.state.not_in(sorted(night.ends) or [""])
    )
    yield from found("citizen_clock", "error", connection.execute(query), "群众时钟有 {} 个，应有一个。")


@check("bound_clock", "随状态计时的时钟都在本状态")
def clocks_of_another_state(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Clocks that should have stopped when a state was left."""
    query = (
        sa.select(t.case.c.number, t.clock.c.label, t.clock.c.bound_state)
        .join(t.clock, t.clock.c.case_id == t.case.c.id)
        .where(_open, _running, t.clock.c.bound_state.is_not(None), t.clock.c.bound_state != t.case.c.state)
    )
    yield from found("bound_clock", "error", connection.execute(query), "“{}”属于状态“{}”，离开后仍在计时。")


@check("journal_state", "日志的最后一条与案件状态一致")
def journal_says_otherwise(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases that were moved outside of an act."""
    query = (
        sa.select(t.case.c.number, t.journal.c.to_state, t.case.c.state)
        .join(t.journal, sa.and_(t.journal.c.case_id == t.case.c.id, t.journal.c.seq == t.case.c.journal_seq))
        .where(t.journal.c.to_state.is_distinct_from(t.case.c.state))
    )
    yield from found("journal_state", "error", connection.execute(query), "日志最后记到“{}”，案件却处于“{}”。")
