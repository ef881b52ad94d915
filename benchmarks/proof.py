"""make proof: a million random deadlines, on which the engine, the second checker and the brute-force oracle agree.

The engine answers, the checker walks through the certificate, the oracle (tests/rules/oracle.py) works the same
question out from the data files alone. One disagreement is a failure, printed with the question that shows it.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from multiprocessing import get_context
from random import Random

from rules import checker
from rules.book import load_rules
from rules.calendar import known_calendars
from rules.deadline import OFFICE, Deadline, Question, answer
from rules.errors import RuleError
from tests.rules import oracle

FIRST_START, LAST_START = date(2004, 6, 1), date(2028, 6, 1)
AS_OF_FROM, AS_OF_DAYS = date(2005, 1, 1), 7_900
# Small enough that both processes end together, large enough that the tables are made once for many.
SHARE, SHOWN = 10_000, 10
ZONES = (UTC, OFFICE, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=30)))


def questions(chance: Random, count: int) -> Iterator[Question]:
    """Random questions: any rule, any start, up to four pauses, an extension, a restart, a region, an older calendar."""
    every = load_rules().all()
    for _ in range(count):
        rule = chance.choice(every)
        begun = max(FIRST_START, rule.effective_from or FIRST_START)
        room = min(rule.effective_to or LAST_START, LAST_START)
        if chance.random() < 0.05:  # perhaps before or after its time: all must refuse
            begun, room = FIRST_START, LAST_START
        day = begun + timedelta(days=chance.randrange(max(1, (room - begun).days + 1)))
        start = _moment(chance, day, rule.by_instant)
        restart = None
        if chance.random() < 0.15:
            restart = _moment(chance, day + timedelta(days=chance.randrange(-3, 200)), rule.by_instant)
        yield Question(
            rule.id,
            start,
            chance.randrange(1, 40) if chance.random() < 0.3 else 0,
            tuple(_pause(chance, day) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3, 4)))),
            restart,
            rule.region if rule.region and chance.random() < 0.9 else chance.choice((None, "XN", "HB", "KM")),
            AS_OF_FROM + timedelta(days=chance.randrange(AS_OF_DAYS)) if chance.random() < 0.3 else None,
        )


def _moment(chance: Random, day: date, by_instant: bool) -> date | datetime:
    if not by_instant and chance.random() < 0.9:
        return day
    seconds = chance.choice((0, 0, 59, 86_399, chance.randrange(86_400)))
    begun = datetime(day.year, day.month, day.day, tzinfo=OFFICE) + timedelta(seconds=seconds)
    return begun.astimezone(chance.choice(ZONES))


def _pause(chance: Random, day: date) -> tuple[date, date]:
    first = day + timedelta(days=chance.randrange(-40, 400))
    return first, first + timedelta(days=chance.choice((0, 1, 1, 2, 7, 30, chance.randrange(1, 400))))


@dataclass
class Proof:
    """What one share of the questions gave. Seconds are of the process's own work."""

    asked: int = 0
    answered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Proof") -> None:
        """Put another share to this one."""
        self.asked, self.answered = self.asked + other.asked, self.answered + other.answered
        self.wrong += other.wrong
        for mine, its in ((self.refused, other.refused), (self.units, other.units), (self.seconds, other.seconds)):
            mine.update(its)


def warm() -> None:
    """Make the tables of every calendar before anything is timed: a server makes them once."""
    list(known_calendars())
    for notice in oracle.notices():
        oracle.table(notice["published"])
    for asked in questions(Random(0), 500):  # noqa: S311 - as above
        _engine(asked)


def prove(seed: int, count: int) -> Proof:
    """Ask one share of the questions, and time engine, oracle, certificate and checker apart."""
    done = Proof()
    clock = time.process_time  # its own work, not the waiting for other processes
    for asked in questions(Random(seed), count):  # noqa: S311 - the same questions every time
        begun = clock()
        found, why = _engine(asked)
        answered = clock()
        wanted = _oracle(asked)
        worked_out = clock()
        certificate = found.certificate() if found is not None else None
        written = clock()
        faults = checker.faults(certificate) if certificate is not None else []
        checked = clock()
        got = None if found is None else (found.rule.id, found.raw_last_day, found.due, found.provisional)
        if got != wanted or faults:
            done.wrong.append(f"{asked}\n    engine {got or why}\n    oracle {wanted}\n    checker {faults}")
        done.asked += 1
        done.answered += found is not None
        if found is None:
            done.refused[why] += 1
        else:
            done.units[found.rule.unit if found.rule.direction == "forward" else found.rule.direction] += 1
        for name, spent in (
            ("engine", answered - begun),
            ("oracle", worked_out - answered),
            ("certificate", written - worked_out),
            ("checker", checked - written),
        ):
            done.seconds[name] += spent  # type: ignore[assignment]  # a Counter adds up seconds as well
    return done


def _engine(asked: Question) -> tuple[Deadline | None, str]:
    try:
        return answer(asked), ""
    except RuleError as refused:
        return None, type(refused).__name__


def _oracle(asked: Question) -> tuple[str, date | datetime, date | datetime, bool] | None:
    try:
        found = oracle.solve(
            asked.rule_id, asked.start, asked.extend, asked.suspend, asked.restart, asked.region, asked.as_of
        )
    except oracle.Refused:
        return None
    return found.rule, found.raw, found.due, found.provisional


def main() -> int:
    """Ask in several processes, print, and fail on any disagreement."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    begun = time.perf_counter()
    shares = [min(SHARE, options.count - place) for place in range(0, options.count, SHARE)]
    proof = Proof()
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn"), initializer=warm) as pool:
        seeds = range(options.seed, options.seed + len(shares))
        for done, share in enumerate(pool.map(prove, seeds, shares), 1):
            proof.add(share)
            if done % 10 == 0:
                print(f"{proof.asked:,} ...", file=sys.stderr, flush=True)
    print(report(proof, time.perf_counter() - begun, options.processes))
    return 1 if proof.wrong else 0


def report(proof: Proof, wall: float, processes: int) -> str:
    """The figures in lines."""
    each = {name: spent / proof.asked * 1e6 for name, spent in proof.seconds.items()}
    lines = [
        f"questions           {proof.asked:,} in {wall:.0f} s, {proof.asked / wall:,.0f} a second, {processes} processes",
        f"answered            {proof.answered:,}; by unit {dict(proof.units.most_common())}",
        f"refused by all      {sum(proof.refused.values()):,} {dict(proof.refused)}",
        f"disagreements       {len(proof.wrong)}",
        f"engine              {each['engine']:.1f} us a question, {1e6 / each['engine']:,.0f} a second",
        f"oracle (walking)    {each['oracle']:.1f} us: the engine is {each['oracle'] / each['engine']:.1f} times as fast",
        f"certificate         {each['certificate']:.1f} us; checked in {each['checker']:.1f} us",
    ]
    return "\n".join([*lines, *proof.wrong[:SHOWN]])


if __name__ == "__main__":
    sys.exit(main())
