"""Applying and undoing a migration of charts: batch by batch under lock, safe to be killed and run again.

Each batch is one transaction. What a batch has done stands in the rows of the migration, so the next run finds
what is left; under the lock every case is looked at again, because a person may have acted meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.chart_migration import ChartMigration, ChartMigrationCase
from cases.clock_rows import ClockRow, Timer
from cases.journal import JournalEntry
from foundation.database import is_postgres
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.work import Actor, Work, begin
from workflows import clocks, engine, withdrawing
from workflows.chart_migration import (
    CASES_AT_ONCE,
    CasePlan,
    Request,
    case_row,
    case_table,
    check_admin,
    clock_table,
    finish,
    insert_migration,
    migration_table,
    moved_table,
    one_migration,
    plan_case,
    running_clocks,
    still_to_move,
    under_way,
)
from workflows.charts.registry import chart_for
from workflows.firing import fire_case
from workflows.perform import finish_case
from workflows.subjects import CaseNow

_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_journal: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]


def apply(engine_: sa.Engine, request: Request, by: Actor, at: datetime) -> UUID:
    """Move every running case that has a place in the new version; run again it goes on where it was.

    Raises NotFound, NotValid, NotAllowed, and NotPossible while another migration of this type is under way.
    """
    request.check()
    check_admin(by)
    migration_id = _begun(engine_, request, by, at)
    while _move_batch(engine_, request, migration_id, by, at):
        pass
    with begin(engine_, by=by, at=at) as work:
        if one_migration(work.connection, migration_id)["state"] == "applying":
            finish(work, migration_id, "applied", ended_at=work.recorded_at)
    return migration_id


def undo(engine_: sa.Engine, migration_id: UUID, by: Actor, at: datetime) -> None:
    """Give every moved case back its version, state and clocks; where somebody acted since, the case stays, named.

    Raises NotFound, NotAllowed, and NotPossible for a rehearsal, or while another migration is under way.
    """
    check_admin(by)
    with begin(engine_, by=by, at=at) as work:
        found = one_migration(work.connection, migration_id)
        if found["state"] == "undone":
            return
        if found["state"] == "rehearsed":
            raise NotPossible("这是一次试算，没有改动案件，不需要撤销。")
        other = under_way(work.connection, found["case_type"])
        if other is not None and other["id"] != migration_id:
            raise NotPossible(f"另一次迁移（{str(other['id'])[:8]}）还没有做完，请先完成。")
        said = {"state": "undoing", "undone_by_name": work.by.name}
        work.writes.update(ChartMigration, {"id": migration_id}, said)
    while _undo_batch(engine_, migration_id, by, at):
        pass
    with begin(engine_, by=by, at=at) as work:
        if one_migration(work.connection, migration_id)["state"] == "undoing":
            finish(work, migration_id, "undone", undone_at=work.recorded_at)


def _begun(engine_: sa.Engine, request: Request, by: Actor, at: datetime) -> UUID:
    with begin(engine_, by=by, at=at) as work:
        found = under_way(work.connection, request.case_type)
        if found is None:
            migration_id = new_id()
            insert_migration(work, request, migration_id, "applying")
            return migration_id
        same = found["to_version"] == request.to_version and dict(found["mapping"]) == dict(request.mapping)
        if found["state"] == "applying" and same:
            return UUID(str(found["id"]))
    short = str(found["id"])[:8]
    doing = "撤销" if found["state"] == "undoing" else "迁移"
    raise NotPossible(f"这一类型的另一次{doing}（{short}）还没有做完；请先以相同的参数再运行一次。")


def _stands(work: Work, migration_id: UUID, state: str) -> bool:
    """Whether the migration is still what this run does; undoing waits until the batch is through."""
    query = sa.select(migration_table.c.state).where(migration_table.c.id == migration_id)
    if is_postgres(work.connection):
        query = query.with_for_update(read=True)
    return bool(work.connection.execute(query).scalar_one() == state)


def _locked(work: Work, query: sa.Select[Any]) -> dict[UUID, CaseNow]:
    """Cases under lock, in the order of their identifiers, after what was due on them has fired."""
    ids = query.with_only_columns(case_table.c.id).order_by(case_table.c.id)
    if is_postgres(work.connection):
        ids = ids.with_for_update(of=case_table)
    found = list(work.connection.execute(ids).scalars())
    due = (
        sa.select(clock_table.c.case_id)
        .join(_timer, _timer.c.clock_id == clock_table.c.id)
        .where(clock_table.c.case_id.in_(found), sa.text("timer.done_at IS NULL"), _timer.c.fire_at <= work.at)
        .distinct()
    )
    for case_id in list(work.connection.execute(due).scalars()):
        fire_case(work, case_id)
    rows = work.connection.execute(sa.select(case_table).where(case_table.c.id.in_(found))).mappings().all()
    running = running_clocks(work.connection, found)
    return {row["id"]: CaseNow(dict(row), running[row["id"]]) for row in rows}


def _move_batch(engine_: sa.Engine, request: Request, migration_id: UUID, by: Actor, at: datetime) -> bool:
    looked_at = sa.exists().where(moved_table.c.migration_id == migration_id, moved_table.c.case_id == case_table.c.id)
    with begin(engine_, by=by, at=at) as work:
        if not _stands(work, migration_id, "applying"):
            return False
        query = still_to_move(request).where(sa.not_(looked_at)).order_by(case_table.c.id).limit(CASES_AT_ONCE)
        found = _locked(work, query)
        plans = [plan_case(request, case.columns, case.running_clocks(work)) for case in found.values()]
        timers = _open_timers(work, [clock["id"] for plan in plans for clock in plan.stopped])
        for plan in plans:
            row = case_row(work, migration_id, plan, [])
            if plan.place.state is not None:
                case = found[plan.case["id"]]
                row["clocks"] = _move(work, case, plan, request, timers)
                row |= {"state": "moved", "case_version": case.version}
            work.writes.insert(ChartMigrationCase, row)
        return bool(found)


def _move(
    work: Work, case: CaseNow, plan: CasePlan, request: Request, timers: Mapping[UUID, dict[str, Any]]
) -> list[dict[str, Any]]:
    before, old_version, state = case.state, case.chart_version, str(plan.place.state)
    done: list[dict[str, Any]] = []
    for clock in plan.kept:
        done.append(_noted(clock, "kept"))
        if state != before:
            _bind(work, clock, state)
    for clock in plan.stopped:
        done.append({**_noted(clock, "stopped"), "generation": clock["generation"], "timer": timers.get(clock["id"])})
        reason = f"状态图第 {request.to_version} 版没有这一期限"
        clocks.stop(work, case, lambda one, wanted=clock["id"]: one["id"] == wanted, met=False, reason=reason)  # type: ignore[misc]  # bound now
    case.state, case.stage, case.chart_version = state, request.chart.states[state].stage, request.to_version
    for new in plan.opened:
        opened = clocks.open_by_rule(
            work,
            case,
            new.rule,
            engine.anchor(work, case, new.start),
            kind=new.kind,
            cause="migrate_chart",
            bound_state=None if new.keeps else state,
        )
        done.append({"clock_id": str(opened), "rule": new.rule, "kind": new.kind, "what": "opened"})
    detail = {
        "note": f"状态图由第 {old_version} 版转到第 {request.to_version} 版",
        "clocks": [{"rule": one["rule"], "what": one["what"]} for one in done],
    }
    finish_case(work, case, "migrate_chart", "状态图迁移", before, detail)
    return done


def _noted(clock: Mapping[str, Any], what: str) -> dict[str, Any]:
    return {"clock_id": str(clock["id"]), "rule": clock["rule_id"], "kind": clock["kind"], "what": what}


def _bind(work: Work, clock: dict[str, Any], state: str) -> None:
    clock["bound_state"] = state
    work.writes.update(ClockRow, {"id": clock["id"]}, {"bound_state": state})


def _open_timers(work: Work, clock_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The timer that each clock waits for: what is still ahead when its stopping is undone."""
    query = (
        sa.select(_timer.c.id, _timer.c.clock_id, _timer.c.level, _timer.c.fire_at)
        .join(
            clock_table, sa.and_(clock_table.c.id == _timer.c.clock_id, clock_table.c.generation == _timer.c.generation)
        )
        .where(_timer.c.clock_id.in_(clock_ids), sa.text("timer.done_at IS NULL"))
    )
    return {
        row.clock_id: {"id": str(row.id), "level": row.level, "fire_at": row.fire_at.isoformat()}
        for row in work.connection.execute(query)
    }


def _undo_batch(engine_: sa.Engine, migration_id: UUID, by: Actor, at: datetime) -> bool:
    with begin(engine_, by=by, at=at) as work:
        if not _stands(work, migration_id, "undoing"):
            return False
        to_version = one_migration(work.connection, migration_id)["to_version"]
        query = (
            sa.select(moved_table)
            .where(moved_table.c.migration_id == migration_id, moved_table.c.state == "moved")
            .order_by(moved_table.c.case_id)
            .limit(CASES_AT_ONCE)
        )
        rows = [dict(row) for row in work.connection.execute(query).mappings()]
        found = _locked(work, sa.select(case_table).where(case_table.c.id.in_([row["case_id"] for row in rows])))
        for row in rows:
            case = found[row["case_id"]]
            if case.version != row["case_version"]:
                said = {"state": "stayed", "reason": _since(work, case, row["case_version"])}
            else:
                _give_back(work, case, row, to_version)
                said = {"state": "restored"}
            work.writes.update(ChartMigrationCase, {"id": row["id"]}, said)
        return bool(rows)


def _since(work: Work, case: CaseNow, version: int) -> str:
    """What was done on a case after it was moved."""
    acts = (
        sa.select(_journal.c.title)
        .where(_journal.c.case_id == case.id, _journal.c.act.not_like("clock\\_%", escape="\\"))
        .order_by(_journal.c.seq.desc())
        .limit(case.version - version)
    )
    titles = list(work.connection.execute(acts).scalars())[::-1]
    return f"迁移以后已经办理：{'、'.join(titles)}；案件留在新版"


def _give_back(work: Work, case: CaseNow, row: Mapping[str, Any], to_version: int) -> None:
    before, state = case.state, row["from_state"]
    running = {str(clock["id"]): clock for clock in case.running_clocks(work)}
    for one in row["clocks"]:
        if one["what"] == "kept" and state != before and one["clock_id"] in running:
            _bind(work, running[one["clock_id"]], state)
        elif one["what"] == "stopped":
            _run_on(work, case, one)
        elif one["what"] == "opened" and one["clock_id"] in running:
            _take_away(work, case, running[one["clock_id"]])
    case.state, case.chart_version = state, row["from_version"]
    case.stage = chart_for(case.case_type, case.chart_version).states[state].stage
    note = f"状态图由第 {to_version} 版恢复为第 {case.chart_version} 版"
    finish_case(work, case, "undo_chart_migration", "状态图迁移撤销", before, {"note": note})


def _run_on(work: Work, case: CaseNow, one: Mapping[str, Any]) -> None:
    """A clock that the migration stopped runs as before; what was to fire meanwhile fires now, once."""
    row = work.connection.execute(sa.select(clock_table).where(clock_table.c.id == UUID(one["clock_id"]))).mappings()
    clock = dict(row.one())
    waiting = one["timer"]
    again = {"state": "running", "stopped_at": None, "reason": None, "generation": one["generation"]}
    if waiting is not None and not _still_open(work, UUID(waiting["id"])):
        # The timer came round while the clock stood still, and did nothing; its level is still owed.
        again["generation"] = clock["generation"] + 1
        work.writes.insert(
            Timer,
            {
                "clock_id": clock["id"],
                "generation": again["generation"],
                "level": waiting["level"],
                "fire_at": datetime.fromisoformat(waiting["fire_at"]),
            },
        )
    clock.update(again)
    work.writes.update(ClockRow, {"id": clock["id"]}, again)
    case.running_clocks(work).append(clock)


def _still_open(work: Work, timer_id: UUID) -> bool:
    query = sa.select(_timer.c.id).where(_timer.c.id == timer_id, sa.text("done_at IS NULL"))
    return work.connection.execute(query).first() is not None


def _take_away(work: Work, case: CaseNow, clock: dict[str, Any]) -> None:
    """A clock that only the migration had opened stops; if it ran out, that was no breach."""
    why, ran_out = "状态图迁移已撤销", clock["breached"]
    # Stopped first: taken back before, the clock would be found late once more.
    clocks.stop(work, case, lambda one: one["id"] == clock["id"], met=False, reason=why)
    if ran_out:
        withdrawing.take_back(work, case, clock, why)
