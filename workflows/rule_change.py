"""A change of the law while clocks run: each keeps the version it was born under, unless the new one reaches back.

A row of rules/law that says `applies_to_running` moves the clocks that run under an older version of it: the nightly
run answers them anew. None is moved earlier, and every answer before stays on file.
"""

from datetime import datetime

import sqlalchemy as sa

from cases.clock_rows import ClockRow, DeadlineRow
from foundation.database import reading
from foundation.work import SYSTEM, begin
from rules.deadline import load_rules
from workflows import engine, reissue
from workflows.subjects import read_case

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_deadline: sa.Table = DeadlineRow.__table__  # type: ignore[attr-defined]
CAUSE = "rule_change"


def follow_rules(db: sa.Engine, at: datetime) -> int:
    """Move the running clocks whose rule has a version that reaches back; returns how many. Safe to run twice."""
    reaching = {rule.id: rule for rule in load_rules().all() if rule.applies_to_running}
    if not reaching:
        return 0
    query = (
        sa.select(_clock.c.case_id, _clock.c.id)
        .join(_deadline, (_deadline.c.clock_id == _clock.c.id) & (_deadline.c.seq == _clock.c.deadline_seq))
        .where(
            sa.text("clock.state IN ('running', 'paused')"),
            _clock.c.state == "running",
            _clock.c.rule_id.in_(list(reaching)),
            _deadline.c.rule_version.not_in([rule.version for rule in reaching.values()]),
        )
        .order_by(_clock.c.case_id)
    )
    with reading(db) as session:
        found = session.connection().execute(query).all()
    moved = 0
    for case_id, clock_id in found:
        with begin(db, by=SYSTEM, at=at) as work:
            case = read_case(work, case_id)
            clock = next((one for one in case.running_clocks(work) if one["id"] == clock_id), None)
            if clock is None or clock["state"] != "running":
                continue
            certificate = reissue.certificate_of(work, clock)
            if reissue.rule_now(certificate).version == certificate["rule_version"]:
                # The new version is another region's: nothing to follow.
                continue
            question, before = reissue.question_now(work, clock, certificate), clock["due_on"]
            reissue.reissue(work, case, clock, certificate, question, cause=CAUSE)
            said = {"clock": clock["label"], "before": str(before), "now": str(clock["due_on"])}
            engine.journal(work, case, CAUSE, "规则变更，期限重算", from_state=case.state, detail=said)
            engine.save(work, case)
            moved += 1
    return moved
