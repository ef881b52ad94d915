"""Every integrity check of the night over a full register."""

import time

from benchmarks import calendar
from benchmarks.page import Wait
from benchmarks.stores import Store
from workflows.checking import check_everything


def measure(where: Store, rounds: int, cases: int) -> Wait:
    """How long all checks take together, one after the other."""
    calendar.seed(where, cases)
    found = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        check_everything(where.engine, calendar.NOW)
        found.append(time.perf_counter() - started)
    # The first run reads the pages that every other finds in memory; the night is that first run.
    first, rest = found[0], sorted(found[1:])
    wait = Wait(
        f"All checks of the night: {cases:,} cases",
        where.kind,
        rest[len(rest) // 2],
        rest[-1],
        "a night",
        f"first run {first:.1f} s",
    )
    print(wait, flush=True)
    return wait
