"""make bench: measure, print, and write docs/performance.md."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

os.environ["WEIQUAN_SECRET_KEY"] = "22" * 32
os.environ["WEIQUAN_HOME"] = tempfile.mkdtemp(prefix="weiquan-bench-home-")
os.environ["WEIQUAN_SQLITE_SYNCHRONOUS"] = "FULL"
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="weiquan-bench-run-"))

from benchmarks import calendar, checks, firing, opening_and_moving, radar, search, worklist
from benchmarks.kept import kept
from benchmarks.page import Rounds, Wait, measured, page, table, waits_table
from benchmarks.statements import statements_per_act
from benchmarks.stores import STORES, Store, store
from foundation.clock import now, office_day


def main() -> int:
    """Run all works on both stores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs; writes no page")
    parser.add_argument("--only", choices=("open", "fire", "worklist", "calendar", "radar", "search", "checks"))
    parser.add_argument("--cases", type=int, default=200_000, help="how many cases the search looks through")
    parser.add_argument("--store", choices=STORES, help="one database only")
    options = parser.parse_args()
    quick = options.quick
    rounds = 2 if quick else 5
    found: dict[tuple[str, str], Rounds] = {}
    waits: list[Wait] = []

    def run(name: str, kind: str, work: Callable[[Store], Any]) -> Any:
        print(f"{name} · {kind} ...", file=sys.stderr, flush=True)
        with store(kind) as where:
            return work(where)

    for kind in (options.store,) if options.store else STORES:
        if options.only in (None, "open"):
            both = run("open, move", kind, partial(opening_and_moving.measure, rounds=rounds, size=5 if quick else 40))
            found["open", kind], found["move", kind] = both["open"], both["move"]
        if options.only in (None, "fire"):
            timers, due = (2_000, 1_000) if quick else (100_000, 10_000)
            work = partial(firing.measure, rounds=2 if quick else 3, timers=timers, due=due)
            found["fire", kind] = run("fire", kind, work)
        if options.only in (None, "calendar"):
            # One round: its baseline computes every clock anew and takes minutes.
            rehearsal = partial(calendar.measure, rounds=1, clocks=2_000 if quick else 100_000)
            found["calendar", kind] = run("calendar", kind, rehearsal)
        if options.only in (None, "worklist"):
            cases = 20_000 if quick else 1_000_000
            listing = partial(worklist.measure, rounds=rounds, size=50 if quick else 200, cases=cases)
            found["worklist", kind] = run("worklist", kind, listing)
        if options.only in (None, "radar"):
            people, employers = (20_000, 2_000) if quick else (1_000_000, 100_000)
            watching = partial(radar.measure, rounds=rounds, size=50, people=people, employers=employers)
            waits.append(run("radar", kind, watching))
        if options.only in (None, "search"):
            looking = partial(search.measure, rounds=rounds, cases=5_000 if quick else options.cases)
            found["search", kind], looked = run("search", kind, looking)
            waits += looked
        if options.only in (None, "checks"):
            nightly = partial(checks.measure, rounds=2, cases=2_000 if quick else 100_000)
            waits.append(run("checks", kind, nightly))
    _write(found, waits, rounds, quick=quick, whole=options.only is None)
    return 0


def _write(
    found: Mapping[tuple[str, str], Rounds], waits: Sequence[Wait], rounds: int, *, quick: bool, whole: bool
) -> None:
    """Print this run; keep it, and write the page from all that is kept, unless it was a quick look."""
    on = office_day(now()).isoformat()
    ratios = measured(found, on)
    dated = [replace(one, on=on) for one in waits]
    print(table(ratios))
    print(waits_table(dated))
    if quick:
        return
    counted = None
    if whole:
        with store("postgres") as where:
            counted = statements_per_act(where.engine)
    every_ratio, every_wait, every_count = kept(ratios, dated, counted)
    Path("docs/performance.md").write_text(page(every_ratio, every_wait, rounds, every_count), encoding="utf-8")
    print("docs/performance.md", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
