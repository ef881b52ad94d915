"""Replaying published cases through the real engine: one case, one transaction; twice changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import workflows.commands  # noqa: F401 - declares the acts
from cases.case import Case
from cases.codes import INDUSTRY
from foundation.database import reading
from foundation.errors import Collided, NotPossible, Refusal
from foundation.work import IMPORTER, Work, begin
from foundation.writes import Writes
from workflows.acts import ACTS
from workflows.firing import fire_all_due, fire_case
from workflows.importing import words
from workflows.importing.dates import exact_day
from workflows.importing.plan import Fault, Plan, Step, make_plan
from workflows.importing.reading import LineError, PublishedCase, read_lines
from workflows.importing.schedule import schedule
from workflows.perform import perform

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@dataclass
class Imported:
    """What an import did; `unexpressed` and `errors` say what it could not."""

    cases: int = 0
    created: int = 0
    unchanged: int = 0
    steps: int = 0
    inferred: int = 0
    unexpressed: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)


def import_cases(
    engine: sa.Engine, content: bytes, at: datetime, progress: Callable[[int], None] = lambda count: None
) -> Imported:
    """Import a file. Acts happen at the case's own time, and are recorded at `at`; nothing is ever sent."""
    done = Imported()
    with reading(engine) as session:
        query = sa.select(_case.c.source_id).where(_case.c.source_id.is_not(None))
        present = set(session.connection().execute(query).scalars())
    for found in read_lines(content):
        if isinstance(found, LineError):
            done.errors.append({"line": found.line, "error": found.error})
            continue
        done.cases += 1
        progress(done.cases)
        plan = make_plan(found)
        faults = list(plan.unexpressed)
        if found.id in present:
            done.unchanged += 1
        else:
            try:
                told = _replay(engine, found, plan, at)
            except Collided:
                # Another import put it there between our look and our write.
                done.unchanged += 1
            except Exception as error:
                # The boundary of one case: its transaction is undone, the rest of the file goes on.
                why = error.detail if isinstance(error, Refusal) else type(error).__name__
                faults = [Fault(None, "*", f"重放中断，本案未导入（{why}）")]
            else:
                faults += told.faults
                done.created += 1
                done.steps += len(found.path) - len({fault.word for fault in faults if fault.word is not None})
                done.inferred += told.inferred
        done.unexpressed += [{"id": found.id, "step": fault.said, "reason": fault.reason} for fault in faults]
    # What fell due on the way is history by now; firing it here leaves nothing for the engine to find.
    fire_all_due(engine, at)
    return done


@dataclass
class _Told:
    """What became of one case: acts concluded, and words that the engine refused."""

    inferred: int = 0
    faults: list[Fault] = field(default_factory=list)


def _replay(engine: sa.Engine, case: PublishedCase, plan: Plan, at: datetime) -> _Told:
    first, times, assumed = schedule(case, plan.steps)
    told = _Told(inferred=int("intake" not in case.path))
    with begin(engine, by=IMPORTER, at=first, recorded_at=at, history=True) as work:
        # Whoever helped had the case before them; where the path does not say so, opening it is concluded.
        opened = perform(replace(work, inferred="intake" not in case.path), "open_case", None, _opening(case))
        if opened.case_id is None:
            raise NotPossible("立案没有成功。")
        marks = {
            "origin": "import",
            "source_id": case.id,
            "source_url": case.source_url,
            "dates_assumed": assumed,
        }
        work.writes.update(Case, {"id": opened.case_id}, marks)
        work.write_now()
        for step, when in zip(plan.steps, times, strict=True):
            fire_case(replace(work, at=when), opened.case_id)
            refused = _one(work, opened.case_id, step, when)
            if refused is None:
                told.inferred += step.inferred
            else:
                said = ACTS[step.act].title if step.word is None else str(case.path[step.word])
                told.faults.append(Fault(step.word, said, refused))
        fire_case(replace(work, at=at), opened.case_id)
    return told


def _one(work: Work, case_id: UUID, step: Step, when: datetime) -> str | None:
    """Perform one step; a refusal changes nothing, and its reason is returned."""
    own = replace(work, at=when, writes=Writes(), inferred=step.inferred)
    try:
        perform(own, step.act, case_id, dict(step.data))
    except Refusal as refused:
        return refused.detail
    own.write_now()
    return None


def _opening(case: PublishedCase) -> dict[str, Any]:
    remarks = "；".join(case.remarks)
    narrative = case.summary + (f"\n〔导入说明〕{remarks}。" if remarks else "")
    industry = (case.industry or "").strip()[:1].upper()
    return {
        "case_type": case.case_type,
        "channel": case.channel,
        "district": words.district(case.region),
        "worker_name": "（公开案例，未具名）",
        "employer_kind": case.employer_kind[:60] if case.employer_kind else None,
        "industry": industry if industry in INDUSTRY else None,
        "head_count": case.head_count,
        "claims": [
            {"kind": claim.kind, "amount": claim.amount, "note": claim.raw[:500] if claim.raw else None}
            for claim in case.claims
        ],
        "employment_ended_on": exact_day(case.key_dates, "ended"),
        "accident_on": exact_day(case.key_dates, "accident"),
        "narrative": narrative[:5000],
        "title": case.title,
        "is_migrant": case.is_migrant,
        "is_new_form": case.is_new_form,
    }
