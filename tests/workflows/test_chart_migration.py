"""Running cases brought to another version of their chart: rehearsed, applied, undone; no timer lost or doubled."""

import shutil
import tempfile
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.database import connect
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.work import SYSTEM
from tests.databases import fresh_engine
from tests.office import MORNING, Office, furnish
from tests.stories.scripts import TO_MEDIATION
from tests.workflows.charts.next_version import NEXT, NOW, TYPE, next_chart
from tests.workflows.invariants import broken, rows
from tests.workflows.standing import stand
from workflows import chart_migrating
from workflows.chart_migration import (
    Request,
    case_table,
    cases_of,
    find_migration,
    migrations,
    plan_case,
    rehearse,
    running_clocks,
)
from workflows.charts.registry import CHARTS, VERSIONS
from workflows.firing import fire_all_due
from workflows.offers import offered_on_case

LATER = MORNING + timedelta(hours=2)
MAPPING = {"failed": "preparing", "breached": "breached"}


@pytest.fixture(autouse=True)
def _next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer chart exists; new cases would begin with it, those that run keep theirs."""
    chart = next_chart()
    monkeypatch.setitem(VERSIONS, (TYPE, NEXT), chart)


def case_row(office: Office, case_id: UUID) -> dict[str, Any]:
    """The case as it stands."""
    with office.engine.connect() as connection:
        [row] = rows(connection, "case", id=case_id)
    return row


def running(engine: sa.Engine) -> dict[str, tuple[Any, ...]]:
    """Every running clock with the one timer that it waits for."""
    with engine.connect() as connection:
        clocks, timers = rows(connection, "clock"), rows(connection, "timer")
    of_clock: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in timers:
        if one["done_at"] is None:
            of_clock[one["clock_id"], one["generation"]].append(one)
    found = {}
    for clock in clocks:
        if clock["state"] in ("running", "paused"):
            waiting = [(one["level"], one["fire_at"]) for one in of_clock[clock["id"], clock["generation"]]]
            found[str(clock["id"])] = (
                clock["rule_id"],
                clock["bound_state"],
                clock["due_at"],
                clock["state"],
                *waiting,
            )
    return found


def places(engine: sa.Engine) -> list[tuple[Any, ...]]:
    """Where every case stands."""
    with engine.connect() as connection:
        names = ("number", "chart_version", "state", "stage", "next_due_at", "next_rule", "right_due_at", "breaches")
        return sorted(tuple(row[name] for name in names) for row in rows(connection, "case"))


def told(engine: sa.Engine) -> list[tuple[Any, ...]]:
    """Every level that was ever reached, of every clock."""
    with engine.connect() as connection:
        return sorted((str(one["clock_id"]), one["level"], one["kind"]) for one in rows(connection, "clock_fact"))


def test_a_running_case_keeps_its_version_and_a_new_one_takes_the_newest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = stand(office, TYPE, "mediating")
    monkeypatch.setitem(CHARTS, TYPE, next_chart())
    new = stand(office, TYPE, "mediating")

    office.act("record_failure", old, by="mediator", reason="谈不拢")
    with pytest.raises(NotPossible, match="调解中"):
        office.act("record_failure", new, by="mediator", reason="谈不拢")

    assert (case_row(office, old)["chart_version"], case_row(office, old)["state"]) == (NOW, "failed")
    assert case_row(office, new)["chart_version"] == NEXT
    with office.engine.connect() as connection:
        case = connection.execute(sa.select(case_table).where(case_table.c.id == new)).one()
    assert "record_failure" not in {act.name for act in offered_on_case(case, "supervisor", None)}


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(office: Office) -> None:
    for state in ("mediating", "performing", "performing", "failed", "breached", "closed"):
        stand(office, TYPE, state)
    stand(office, "labour_dispute", "mediating")
    fire_all_due(office.engine, LATER)
    before = (places(office.engine), running(office.engine))

    migration_id = rehearse(office.engine, Request(TYPE, NEXT), office.actor("admin"), LATER)

    assert (places(office.engine), running(office.engine)) == before
    migration, cases = cases_of(office.engine, migration_id)
    assert migration["state"] == "rehearsed"
    assert migration["by_name"] == "管理员甲"
    assert migration["result"]["outcomes"] == {"mapped": 3, "ambiguous": 2}
    assert migration["result"]["states"]["failed"] == {"ambiguous": 1}
    # 3 cases: one loses LA-14-1 and gets two; two lose PM-33-1, keep AR-74-1 and get SVC-REFER.
    by_rule = {
        "LA-14-1": {"stopped": 1},
        "SVC-DECIDE": {"opened": 1},
        "SVC-FIRST-RESPONSE": {"opened": 1},
        "AR-74-1": {"kept": 2},
        "PM-33-1": {"stopped": 2},
        "SVC-REFER": {"opened": 2},
    }
    assert by_rule.items() <= migration["result"]["clocks"].items()
    reasons = {one["from_state"]: one["reason"] for one in cases if one["outcome"] == "ambiguous"}
    assert "新版没有“调解不成”" in reasons["failed"]
    assert "mediating（调解中）" in reasons["failed"]
    assert "由调解阶段改到转办移送阶段" in reasons["breached"]


def test_applied_and_undone_again(office: Office) -> None:
    ids = {
        state: stand(office, TYPE, state) for state in ("registered", "mediating", "performing", "failed", "breached")
    }
    closed = stand(office, TYPE, "closed")
    fire_all_due(office.engine, LATER)
    before = (places(office.engine), running(office.engine))

    migration_id = chart_migrating.apply(office.engine, Request(TYPE, NEXT, MAPPING), office.actor("admin"), LATER)

    found = {state: case_row(office, case_id) for state, case_id in ids.items()}
    assert {state: row["state"] for state, row in found.items()} == {
        "registered": "registered", "mediating": "mediating", "performing": "performing",
        "failed": "preparing", "breached": "breached",
    }  # fmt: skip
    assert {row["chart_version"] for row in found.values()} == {NEXT}
    assert found["breached"]["stage"] == "referral"
    assert case_row(office, closed)["chart_version"] == NOW
    after = running(office.engine)
    kept = {name: clock for name, clock in after.items() if name in before[1]}
    # Same id, same due, same timer; only the state that it belongs to may be called otherwise.
    assert {name: (clock[0], *clock[2:]) for name, clock in kept.items()} == {
        name: (before[1][name][0], *before[1][name][2:]) for name in kept
    }
    assert broken(office.engine, LATER) == []
    with office.engine.connect() as connection:
        journal = [
            row for row in rows(connection, "journal_entry", case_id=ids["mediating"]) if row["act"] == "migrate_chart"
        ]
    assert [row["detail"]["note"] for row in journal] == [f"状态图由第 {NOW} 版转到第 {NEXT} 版"]

    chart_migrating.undo(office.engine, migration_id, office.actor("admin"), LATER)

    assert (places(office.engine), running(office.engine)) == before
    assert broken(office.engine, LATER) == []
    migration, cases = cases_of(office.engine, migration_id)
    assert (migration["state"], migration["undone_by_name"]) == ("undone", "管理员甲")
    assert {one["state"] for one in cases} == {"restored"}
    chart_migrating.undo(office.engine, migration_id, office.actor("admin"), LATER)
    assert (places(office.engine), running(office.engine)) == before


def test_where_somebody_acted_since_the_case_stays_and_is_named(office: Office) -> None:
    acted, left = stand(office, TYPE, "mediating"), stand(office, TYPE, "mediating")
    migration_id = chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    office.act("add_note", acted, by="mediator", at=LATER, note="电话")

    chart_migrating.undo(office.engine, migration_id, SYSTEM, LATER)

    assert case_row(office, acted)["chart_version"] == NEXT
    assert case_row(office, left)["chart_version"] == NOW
    _, cases = cases_of(office.engine, migration_id)
    [stayed] = [one for one in cases if one["state"] == "stayed"]
    assert stayed["case_id"] == acted
    assert "办理记录" in stayed["reason"]
    assert broken(office.engine, LATER) == []


def test_what_an_act_opened_for_a_state_follows_the_state(office: Office) -> None:
    """The addressee's limit is declared by no chart; it stays, and still stops when the state is left."""
    case_id = stand(office, TYPE, "preparing")
    refer = {"addressee": "labour_inspection", "addressee_name": "支队", "matter": "欠薪"}
    office.act("refer", case_id, by="mediator", **refer)
    office.act("send_referral", case_id, by="mediator")
    fire_all_due(office.engine, LATER)
    before = running(office.engine)
    chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    assert running(office.engine) == before
    office.act("acknowledge_referral", case_id, by="mediator", at=LATER)
    assert broken(office.engine, LATER) == []


def test_a_paused_clock_that_would_stop_holds_its_case_back(office: Office) -> None:
    """No rule of a chart may be paused today; where one could, its pause would have nothing to come back to."""
    case_id = stand(office, TYPE, "performing")
    with office.engine.connect() as connection:
        clocks = running_clocks(connection, [case_id])[case_id]
    paused = [{**clock, "state": "paused"} if clock["rule_id"] == "PM-33-1" else clock for clock in clocks]
    request = Request(TYPE, NEXT)
    assert plan_case(request, case_row(office, case_id), clocks).place.outcome == "mapped"
    held = plan_case(request, case_row(office, case_id), paused)
    assert (held.place.outcome, held.stopped) == ("impossible", [])
    assert "请先恢复计时" in str(held.place.reason)


def test_what_is_asked_wrongly_is_refused(office: Office) -> None:
    stand(office, TYPE, "mediating")
    for request, kind, words in (
        (Request("wages", 2), NotFound, "没有“wages”"),
        (Request(TYPE, NEXT + 7), NotFound, "现有"),
        (Request(TYPE, NEXT, {"faild": "preparing"}), NotValid, "没有状态“faild”"),
        (Request(TYPE, NEXT, {"failed": "failed"}), NotValid, "没有状态“failed”"),
        (Request(TYPE, NEXT, {"failed": "closed"}), NotValid, "不能用迁移结案"),
    ):
        with pytest.raises(kind, match=words):
            chart_migrating.apply(office.engine, request, SYSTEM, LATER)
    with pytest.raises(NotAllowed, match="管理员"):
        chart_migrating.apply(office.engine, Request(TYPE, NEXT), office.actor("supervisor"), LATER)
    only_looked = rehearse(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    with pytest.raises(NotPossible, match="试算"):
        chart_migrating.undo(office.engine, only_looked, SYSTEM, LATER)
    assert [one["state"] for one in migrations(office.engine)] == ["rehearsed"]
    assert find_migration(office.engine, str(only_looked)[:12]) == only_looked


def test_a_migration_that_was_broken_off_is_ended_before_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        stand(office, TYPE, "mediating")
    monkeypatch.setattr(chart_migrating, "CASES_AT_ONCE", 1)
    real, calls = chart_migrating._move_batch, []

    def dies(*args: Any) -> bool:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(chart_migrating, "_move_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    with pytest.raises(NotPossible, match="还没有做完"):
        chart_migrating.apply(office.engine, Request(TYPE, NEXT, {"failed": "preparing"}), SYSTEM, LATER)
    migration_id = chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    migration, cases = cases_of(office.engine, migration_id)
    assert migration["state"] == "applied"
    assert [one["state"] for one in cases] == ["moved"] * 3
    assert len(migrations(office.engine)) == 1


STATES = [name for name in CHARTS[TYPE].states if name not in ("closed", "archived")]


@settings(max_examples=20)
@given(
    states=st.lists(st.sampled_from(STATES), min_size=1, max_size=4),
    before=st.integers(0, 40),
    between=st.integers(0, 40),
    afterwards=st.integers(0, 60),
    mapping=st.sampled_from(
        [{}, MAPPING, {"failed": "breached"}, {"mediating": "performing", "performing": "mediating"}]
    ),
)
def test_no_timer_is_lost_or_doubled(
    states: list[str], before: int, between: int, afterwards: int, mapping: dict[str, str]
) -> None:
    """Whenever a migration comes and goes, every level of every old clock is reached exactly as without it."""
    folder = Path(tempfile.mkdtemp(prefix="weiquan-move-"))
    moved_at = MORNING + timedelta(days=before, hours=1)
    undone_at = moved_at + timedelta(days=between)
    last = undone_at + timedelta(days=afterwards)
    with fresh_engine("sqlite", folder) as engine:
        office = furnish(engine)
        for state in states:
            stand(office, TYPE, state)
        fire_all_due(engine, MORNING + timedelta(days=before))
        engine.dispose()
        copy = folder / "control.db"
        shutil.copy(str(engine.url.database), copy)
        control = connect(f"sqlite:///{copy}")
        untouched = running(control)
        fire_all_due(control, last)
        expected = told(control)

        migration_id = chart_migrating.apply(engine, Request(TYPE, NEXT, mapping), SYSTEM, moved_at)
        assert broken(engine, moved_at) == []
        fire_all_due(engine, undone_at)

        chart_migrating.undo(engine, migration_id, SYSTEM, undone_at)
        assert broken(engine, undone_at) == []
        assert set(running(engine)) == set(untouched)
        fire_all_due(engine, last)
        assert broken(engine, last) == []
        old = [one for one in told(engine) if one[0] in untouched]
        assert old == [one for one in expected if one[0] in untouched]
        assert places(engine) == places(control)
        control.dispose()
    shutil.rmtree(folder)


def test_the_main_road_goes_on_after_a_migration(office: Office) -> None:
    case_id = stand(office, TYPE, "registered", handler=None)
    chart_migrating.apply(office.engine, Request(TYPE, NEXT), SYSTEM, LATER)
    when: datetime = LATER
    for line in TO_MEDIATION:
        data = {"handler_id": str(office.account_id("tiaojie"))} if line.act == "assign" else {}
        office.act(line.act, case_id, by=line.by, at=when, **data)
    assert case_row(office, case_id)["state"] == "mediating"
    assert broken(office.engine, when) == []
