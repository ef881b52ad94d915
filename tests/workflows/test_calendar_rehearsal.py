"""The fast rehearsal names the same clocks and days as computing every clock anew."""

from datetime import date, timedelta

import sqlalchemy as sa

from benchmarks import calendar as bench
from benchmarks.stores import Store
from cases.clock_rows import ClockRow, DeadlineRow
from foundation.work import SYSTEM, begin
from rules.calendar import Calendar, calendar
from rules.papers import dump, read_paper, shipped
from workflows import calendars
from workflows.calendar_rehearsal import rehearse
from workflows.calendar_views import Rehearsed, as_csv
from workflows.reissue_by_calendar import follow

CLOCKS = 420


def seeded(db: sa.Engine) -> Store:
    """Clocks of all units around the turn of the year."""
    where = Store(db.dialect.name, db, lambda: None)
    bench.seed(where, CLOCKS)
    return where


def test_fast_and_slow_name_the_same(db: sa.Engine) -> None:
    where = seeded(db)
    change = read_paper(
        dump(
            {
                **bench.NOTICE,
                "paper": "2026-2",
                "year": 2026,
                "replaces": "2026-11-21..2026-12-06",
                "days_off": ["2026-12-01..2026-12-03"],
                "make_up": ["2026-11-22", "2026-12-06"],
            }
        ),
        "2026-2",
    )
    for papers in ((bench.notice(),), (change,), (bench.notice(), change), ()):
        new = Calendar([*calendar().papers, *papers])
        with db.connect() as connection:
            found = rehearse(connection, new, bench.NOW)
        moved = {(move.clock_id, move.true_due) for move in found.moves if move.true_due != move.old_due}
        assert moved == bench._anew(where, new)
        assert (len(moved) > 5) == bool(papers)
        assert all(move.new_due >= move.old_due for move in found.moves)
        assert found.counts["manual"] == 0
        sheet = as_csv(Rehearsed(bench.NOW, False, found)).splitlines()
        assert len(sheet) == len(found.moves) + 1


def test_days_that_differ() -> None:
    old = Calendar(paper for paper in shipped() if paper.known_on(date(2020, 1, 26)))
    new = Calendar(paper for paper in shipped() if paper.known_on(date(2020, 1, 27)))
    assert calendars.changed_days(old, new) == [date(2020, 1, 31), date(2020, 2, 1)]
    assert calendars.changed_days(new, calendar()) != []
    assert calendars.changed_days(calendar(), calendar()) == []


def test_a_clock_whose_rule_has_changed_follows_the_calendar_by_the_figures_it_was_born_under(db: sa.Engine) -> None:
    seeded(db)
    with begin(db, by=SYSTEM, at=bench.NOW) as work:
        row = work.connection.execute(
            sa.select(DeadlineRow.id, DeadlineRow.clock_id, DeadlineRow.certificate)
            .join(ClockRow, ClockRow.id == DeadlineRow.clock_id)
            .where(ClockRow.rule_id == "LS-17-1", ClockRow.provisional.is_(True))
            .limit(1)
        ).one()
        changed = {**row.certificate, "length": row.certificate["length"] - 1, "rule_version": "before"}
        work.writes.update(DeadlineRow, {"id": row.id}, {"certificate": changed})
    new = Calendar([*calendar().papers, bench.notice()])
    with db.connect() as connection:
        found = rehearse(connection, new, bench.NOW + timedelta(days=1))
    assert found.counts["manual"] == 0
    [move] = [move for move in found.moves if move.clock_id == row.clock_id]
    assert move.answer is not None
    assert (move.answer.found.rule.length, move.answer.found.rule_version) == (changed["length"], "before")
    assert follow(db, bench.NOW).clocks == 0
