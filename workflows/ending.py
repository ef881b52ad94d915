"""What the acts at the end of a case share: is it called back and checked, how it is closed, how it comes back."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.agreement import Callback
from cases.clock_rows import ClockRow
from cases.closing import CallbackDecision, QualityCheck, UnreasonableDemand
from cases.party import Party
from foundation.errors import NotPossible
from foundation.work import Work
from workflows import alarms, clocks, closing_rules, engine, letter_endings, reopening
from workflows.meetings_ahead import call_off
from workflows.subjects import CaseNow

QUALITY_CLOCK = "SVC-QC"
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]
_callback: sa.Table = Callback.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_decision: sa.Table = CallbackDecision.__table__  # type: ignore[attr-defined]
_check: sa.Table = QualityCheck.__table__  # type: ignore[attr-defined]
_demand: sa.Table = UnreasonableDemand.__table__  # type: ignore[attr-defined]
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]


def callbacks_of(work: Work, case: CaseNow) -> list[Any]:
    """The callbacks since the matter was last settled, oldest first, each with its decision."""
    query = (
        sa.select(_callback, _decision.c.decision)
        .select_from(_callback.outerjoin(_decision, _decision.c.callback_id == _callback.c.id))
        .where(_callback.c.case_id == case.id)
        .order_by(_callback.c.at, _callback.c.id)
    )
    since: datetime | None = case.settled_at
    return [row for row in work.connection.execute(query) if since is None or row.at >= since]


def has_unreasonable_demand(work: Work, case: CaseNow) -> bool:
    """Whether a supervisor has found the demand to be without a basis."""
    query = sa.select(sa.func.count()).where(_demand.c.case_id == case.id, _demand.c.state == "approved")
    return bool(work.connection.execute(query).scalar_one())


def nobody_to_call(work: Work, case: CaseNow) -> bool:
    """Whether a supervision file began without an informant: there is nobody to call back about it."""
    if case.case_type != "supervision":
        return False
    query = sa.select(sa.func.count()).select_from(_party).where(_party.c.case_id == case.id)
    return not work.connection.execute(query).scalar_one()


def check_called_back(work: Work, case: CaseNow) -> None:
    """Raises NotPossible while the worker was not reached often enough, or is not satisfied and nobody decided.

    What is replayed from a publication says nothing of tries.
    """
    if work.history:
        return
    made, rule = callbacks_of(work, case), closing_rules.callback_rule()
    reached = [row for row in made if row.contacted]
    if made and not reached:
        tries = closing_rules.counted_tries([row.at for row in made], rule.hours_apart)
        if tries < rule.tries:
            raise NotPossible(
                f"还没有联系上劳动者：不同时段（相隔{rule.hours_apart}小时以上）拨打了{tries}次，"
                f"须满{rule.tries}次才能按“无法联系”结案（工会自定）。请再次回访。"
            )
    undecided = bool(reached) and reached[-1].satisfied is False and reached[-1].decision is None
    if undecided and not has_unreasonable_demand(work, case):
        raise NotPossible("劳动者不满意：请主管先办理“处理不满意”，决定二次办理或者说明理由后结案。")


def quality_check_due(work: Work, case: CaseNow, when: str) -> bool:
    """Whether this file is in the sample of the checks that stand `before` or `after` closing, and not checked yet."""
    rule = closing_rules.quality_rule()
    if work.history or rule.when != when or not closing_rules.sampled(case.number, rule.sample_percent):
        return False
    query = sa.select(sa.func.count()).where(_check.c.case_id == case.id, _check.c.sent_back.is_(False))
    if case.settled_at is not None:
        query = query.where(_check.c.at >= case.settled_at)
    return not work.connection.execute(query).scalar_one()


def close(work: Work, case: CaseNow, event: str, **given: Any) -> None:
    """Close the case by this event: every clock stops but what the closed state opens. Raises NotPossible."""
    alarms.check_answered(work, case, "结案")
    letter_endings.with_case(work, case)
    # First: what the closed state opens (the time for archiving) must keep running.
    clocks.stop_all(work, case, reason=reopening.CLOSED)
    engine.advance(work, case, event, **given)
    case.closed_at = work.at
    call_off(work, case, "案件已结案")
    if event == "close" and quality_check_due(work, case, "after"):
        clocks.open_by_rule(work, case, QUALITY_CLOCK, work.at, kind="stage", cause=event)


def checked(work: Work, case: CaseNow) -> None:
    """The check after closing is done: its clock is met."""
    clocks.stop(work, case, lambda clock: clock["rule_id"] == QUALITY_CLOCK, met=True, reason="已质检")


def back_to_work(work: Work, case: CaseNow, event: str, **given: Any) -> None:
    """The file goes back to its handler; the outcome is open again."""
    engine.advance(work, case, event, **given)
    case.outcome = None
    case.outcome_note = None
    case.settled_at = None


def reopen(work: Work, case: CaseNow, *, cause: str) -> None:
    """A closed or archived case is worked on again; what the closure had stopped in the world runs on."""
    if case.closed_at is not None:
        # What ran on the closed file (archiving, its check) has no object any more.
        left = f"离开“{engine.chart_of(case).states[case.state].label}”"
        clocks.stop(work, case, lambda clock: clock["rule_id"] == QUALITY_CLOCK, met=False, reason=left)
    back_to_work(work, case, "reopen")
    reopening.continue_clocks(work, case, cause=cause)
    case.closed_at = None
    case.archived_at = None


def leave_unchecked(work: Work, case: CaseNow) -> None:
    """The file is stored although its check was not made (a written reason stands for it): nothing is chased then."""
    clocks.stop(work, case, lambda clock: clock["rule_id"] == QUALITY_CLOCK, met=False, reason="归档，未质检")
