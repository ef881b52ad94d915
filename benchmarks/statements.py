"""How many statements and commits an act sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from benchmarks.office import CASE, act, hire, steps


@dataclass
class Counted:
    """Statements and commits seen on an engine."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counting(engine: sa.Engine) -> Iterator[Counted]:
    """Count while this is open."""
    seen = Counted()

    def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        seen.statements.append(text)

    def commit(_connection: Any) -> None:
        seen.commits += 1

    sa.event.listen(engine, "before_cursor_execute", statement)
    sa.event.listen(engine, "commit", commit)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", statement)
        sa.event.remove(engine, "commit", commit)


def statements_per_act(engine: sa.Engine) -> dict[str, int]:
    """Statements of opening a case and of the six moves that follow. Raises RuntimeError unless each commits once."""
    people = hire(engine)
    act(engine, people["operator"], "open_case", None, CASE)
    found = {}
    with counting(engine) as seen:
        done = act(engine, people["operator"], "open_case", None, CASE)
        found["open_case"] = _close(seen, "open_case")
        for role, name, data in steps(people):
            act(engine, people[role], name, done.case_id, data)
            found[name] = _close(seen, name)
    return found


def _close(seen: Counted, name: str) -> int:
    if seen.commits != 1:
        raise RuntimeError(f"{name} committed {seen.commits} times")
    count = len(seen.statements)
    seen.statements.clear()
    seen.commits = 0
    return count
