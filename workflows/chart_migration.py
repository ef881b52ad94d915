"""Bringing running cases to another version of their chart: the request, the plan for each case, the report.

Cases keep the version with which they began. A migration is the exception that somebody asks for: rehearsed on
every running case first, then applied batch by batch, and undone where nothing was done since.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.chart_migration import ChartMigration, ChartMigrationCase
from cases.clock_rows import ClockRow
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Actor, Work, begin
from people.roles import Role
from workflows.charts import moving
from workflows.charts.base import Clock
from workflows.charts.compiled import CompiledChart
from workflows.charts.registry import VERSIONS, chart_for, versions_of

CASES_AT_ONCE = 200

case_table: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
clock_table: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
migration_table: sa.Table = ChartMigration.__table__  # type: ignore[attr-defined]
moved_table: sa.Table = ChartMigrationCase.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Request:
    """What is asked: all running cases of a type, to this version, with what does not go by itself."""

    case_type: str
    to_version: int
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def chart(self) -> CompiledChart:
        """The version to come to."""
        return chart_for(self.case_type, self.to_version)

    def check(self) -> None:
        """Raises NotFound or NotValid for what is wrong whatever cases there are."""
        versions = versions_of(self.case_type)
        if not versions:
            raise NotFound(f"没有“{self.case_type}”这种案件类型。")
        if (self.case_type, self.to_version) not in VERSIONS:
            known = "、".join(str(chart.version) for chart in reversed(versions))
            raise NotFound(f"没有第 {self.to_version} 版状态图。现有：{known}。")
        wrong = moving.faults(versions, self.chart, self.mapping)
        if wrong:
            raise NotValid("；".join(wrong) + "。")


@dataclass(frozen=True)
class CasePlan:
    """What a migration would do with one case."""

    case: Mapping[str, Any]
    bound: Sequence[dict[str, Any]]
    place: moving.Place
    clocks: moving.ClockPlan | None

    @property
    def stopped(self) -> list[dict[str, Any]]:
        """The clocks that stop."""
        return [] if self.clocks is None else [self.bound[one] for one in self.clocks.stopped]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The clocks bound to the state that run on."""
        return [] if self.clocks is None else [self.bound[one] for one in self.clocks.kept]

    @property
    def opened(self) -> Sequence[Clock]:
        """The clocks that begin."""
        return () if self.clocks is None else self.clocks.opened


def plan_case(request: Request, case: Mapping[str, Any], running: Sequence[dict[str, Any]]) -> CasePlan:
    """Where a case goes, and what becomes of its clocks. `running`: its running and paused clocks."""
    bound = [clock for clock in running if clock["bound_state"] == case["state"]]
    old = VERSIONS.get((request.case_type, case["chart_version"]))
    if old is None or case["state"] not in old.states:
        where = f"第 {case['chart_version']} 版状态图没有“{case['state']}”，须先核对案件（weiquan check）"
        return CasePlan(case, bound, moving.Place("impossible", None, where), None)
    found = moving.place(old, request.chart, case["state"], request.mapping)
    if found.state is None:
        return CasePlan(case, bound, found, None)
    clocks = moving.clock_plan(old.states[case["state"]], request.chart.states[found.state], bound, case)
    paused = [bound[one]["label"] for one in clocks.stopped if bound[one]["state"] == "paused"]
    if paused:
        words = f"“{'、'.join(paused)}”已暂停，新版没有这一期限；请先恢复计时"
        return CasePlan(case, bound, moving.Place("impossible", None, words), None)
    return CasePlan(case, bound, found, clocks)


def running_clocks(connection: sa.Connection, case_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The running and paused clocks of cases."""
    found: dict[UUID, list[dict[str, Any]]] = {case_id: [] for case_id in case_ids}
    query = sa.select(clock_table).where(
        clock_table.c.case_id.in_(case_ids), sa.text("clock.state IN ('running', 'paused')")
    )
    for row in connection.execute(query.order_by(clock_table.c.id)).mappings():
        found[row["case_id"]].append(dict(row))
    return found


def still_to_move(request: Request) -> sa.Select[Any]:
    """Running cases of the type that stand on another version. Closed ones keep theirs, also when reopened."""
    return sa.select(case_table).where(
        case_table.c.case_type == request.case_type,
        case_table.c.closed_at.is_(None),
        case_table.c.chart_version != request.to_version,
    )


def rehearse(engine: sa.Engine, request: Request, by: Actor, at: Any) -> UUID:
    """Look at every running case and keep the report; nothing is changed. Raises NotFound, NotValid, NotAllowed."""
    request.check()
    check_admin(by)
    migration_id = new_id()
    with begin(engine, by=by, at=at) as work:
        insert_migration(work, request, migration_id, "rehearsed")
        for plans in _plans(work.connection, request):
            for plan in plans:
                work.writes.insert(ChartMigrationCase, case_row(work, migration_id, plan, planned(plan)))
            work.write_now()
        finish(work, migration_id, "rehearsed")
    return migration_id


def _plans(connection: sa.Connection, request: Request) -> Iterator[list[CasePlan]]:
    after: UUID | None = None
    while True:
        query = still_to_move(request).order_by(case_table.c.id).limit(CASES_AT_ONCE)
        if after is not None:
            query = query.where(case_table.c.id > after)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return
        clocks = running_clocks(connection, [row["id"] for row in rows])
        yield [plan_case(request, row, clocks[row["id"]]) for row in rows]
        after = rows[-1]["id"]


def planned(plan: CasePlan) -> list[dict[str, Any]]:
    """The clocks of a plan, as its row keeps them."""
    return [
        *(_said(clock, "kept") for clock in plan.kept),
        *(_said(clock, "stopped") for clock in plan.stopped),
        *({"rule": clock.rule, "kind": clock.kind, "what": "opened"} for clock in plan.opened),
    ]


def _said(clock: Mapping[str, Any], what: str) -> dict[str, Any]:
    return {"clock_id": str(clock["id"]), "rule": clock["rule_id"], "kind": clock["kind"], "what": what}


def insert_migration(work: Work, request: Request, migration_id: UUID, state: str) -> None:
    """The row of a rehearsal or migration."""
    values = {
        "id": migration_id,
        "case_type": request.case_type,
        "to_version": request.to_version,
        "mapping": dict(request.mapping),
        "state": state,
        "by_name": work.by.name,
        "account_id": work.by.account_id,
        "at": work.at,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(ChartMigration, values)


def case_row(work: Work, migration_id: UUID, plan: CasePlan, clocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of one case in a migration, not yet moved."""
    return {
        "migration_id": migration_id,
        "case_id": plan.case["id"],
        "outcome": plan.place.outcome,
        "reason": plan.place.reason,
        "from_version": plan.case["chart_version"],
        "from_state": plan.case["state"],
        "to_state": plan.place.state,
        "state": "left",
        "clocks": clocks,
        "recorded_at": work.recorded_at,
    }


def finish(work: Work, migration_id: UUID, state: str, **more: Any) -> None:
    """Close the row with the report of its cases."""
    work.write_now()
    result = report(work.connection, migration_id)
    work.writes.update(ChartMigration, {"id": migration_id}, {"state": state, "result": result, **more})


def report(connection: sa.Connection, migration_id: UUID) -> dict[str, Any]:
    """Counts by outcome, by state, and by what became of each rule's clocks."""
    outcomes: Counter[str] = Counter()
    done: Counter[str] = Counter()
    states: dict[str, Counter[str]] = {}
    rules: dict[str, Counter[str]] = {}
    columns = (moved_table.c.outcome, moved_table.c.state, moved_table.c.from_state, moved_table.c.clocks)
    query = sa.select(*columns).where(moved_table.c.migration_id == migration_id)
    for row in connection.execute(query):
        outcomes[row.outcome] += 1
        done[row.state] += 1
        states.setdefault(row.from_state, Counter())[row.outcome] += 1
        for clock in row.clocks if row.outcome == "mapped" else ():
            rules.setdefault(clock["rule"], Counter())[clock["what"]] += 1
    return {
        "outcomes": dict(outcomes),
        "cases": dict(done),
        "states": {name: dict(counted) for name, counted in states.items()},
        "clocks": {rule: dict(counted) for rule, counted in rules.items()},
    }


def check_admin(by: Actor) -> None:
    """Raises NotAllowed unless an administrator, or the system itself, asks."""
    if by.role not in (Role.ADMIN, Role.SYSTEM):
        raise NotAllowed("状态图迁移须由管理员办理。")


def under_way(connection: sa.Connection, case_type: str) -> dict[str, Any] | None:
    """The migration of this type that was begun and not ended."""
    query = sa.select(migration_table).where(
        migration_table.c.case_type == case_type, migration_table.c.state.in_(("applying", "undoing"))
    )
    found = connection.execute(query).mappings().one_or_none()
    return None if found is None else dict(found)


def one_migration(connection: sa.Connection, migration_id: UUID) -> dict[str, Any]:
    """A migration by its identifier. Raises NotFound."""
    query = sa.select(migration_table).where(migration_table.c.id == migration_id)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound("没有这次状态图迁移。")
    return dict(found)


def find_migration(engine: sa.Engine, text: str) -> UUID:
    """A migration by its identifier or the beginning of it. Raises NotFound, NotPossible when several begin so."""
    with reading(engine) as session:
        ids = session.connection().execute(sa.select(migration_table.c.id)).scalars().all()
    found = [one for one in ids if str(one).startswith(text)]
    if not found:
        raise NotFound(f"没有编号为“{text}”的状态图迁移。")
    if len(found) > 1:
        raise NotPossible(f"有 {len(found)} 次迁移的编号以“{text}”开头，请多写几位。")
    return UUID(str(found[0]))


def migrations(engine: sa.Engine) -> list[dict[str, Any]]:
    """All rehearsals and migrations, the newest first."""
    with reading(engine) as session:
        query = sa.select(migration_table).order_by(migration_table.c.recorded_at.desc(), migration_table.c.id)
        return [dict(row) for row in session.connection().execute(query).mappings()]


def cases_of(engine: sa.Engine, migration_id: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A migration and its cases with their numbers, in the order of these."""
    with reading(engine) as session:
        connection = session.connection()
        query = (
            sa.select(moved_table, case_table.c.number)
            .join(case_table, case_table.c.id == moved_table.c.case_id)
            .where(moved_table.c.migration_id == migration_id)
            .order_by(case_table.c.number)
        )
        rows = [dict(row) for row in connection.execute(query).mappings()]
        return dict(one_migration(connection, migration_id)), rows
