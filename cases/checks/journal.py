"""The chain of the journal: every entry seals the one before."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.journal import JournalEntry, entry_hash

_entry: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
# What an entry's seal is made of, and the seals themselves.
SEALED = (
    *("case_id", "seq", "act", "by_name", "at", "from_state", "to_state", "detail"),
    *("previous_hash", "hash"),
)


@check("journal", "办理日志校验链完整")
def broken_chains(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Entries that were changed, removed or added outside of an act."""
    heads = {
        row.id: row
        for row in connection.execute(sa.select(_case.c.id, _case.c.number, _case.c.journal_seq, _case.c.journal_hash))
    }
    seen: dict[object, tuple[int, str]] = {}
    broken = set()
    entries = sa.select(*(_entry.c[name] for name in SEALED)).order_by(_entry.c.case_id, _entry.c.seq)
    # A million entries are read in portions, never held at once.
    for values in connection.execute(entries, execution_options={"yield_per": 5000}):
        row = dict(zip(SEALED, values, strict=True))
        seq, previous = seen.get(row["case_id"], (0, ""))
        right = row["seq"] == seq + 1 and row["previous_hash"] == previous
        if not right or entry_hash(previous, row) != row["hash"]:
            broken.add(row["case_id"])
        seen[row["case_id"]] = (row["seq"], row["hash"])
    for case_id, head in heads.items():
        if case_id in broken or seen.get(case_id, (0, "")) != (head.journal_seq, head.journal_hash):
            yield Finding("journal", "error", head.number, "办理日志的校验链断裂：有记录被改动、删除或增添。")
