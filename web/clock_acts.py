"""Which acts a clock's own row offers: only what its rule and its state allow, so that nobody is led into a refusal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rules.book import load_rules


def acts_on_clock(row: Any, at: datetime) -> Iterator[str]:
    """Names of acts on one clock at this instant, most likely first; what has ended can be neither moved nor paused."""
    if row.breached:
        yield "withdraw_breach"
    if row.state == "paused":
        yield "resume_clock"
    if row.state not in ("running", "paused"):
        return
    versions = load_rules().rows(row.rule_id)
    ahead = row.due_at is not None and at < row.due_at
    if row.kind == "right":
        yield "record_right_used"
        if ahead and any(rule.may_restart for rule in versions):
            yield "record_interruption"
    if row.state == "running" and ahead:
        if any(rule.may_suspend for rule in versions):
            yield "ask_pause"
        if any(rule.may_extend is not None for rule in versions):
            yield "ask_extension"
