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
from foundation.errors import NotPossible, Refusal
from foundation.work import IMPORTER, Work, begin
from foundation.writes import Writes
from workflows.firing import fire_all_due
from workflows.importing import words
from workflows.importing.dates import schedule
from workflows.importing.plan import Plan, make_plan
from workflows.importing.reading import LineError, PublishedCase, read_lines
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
        done.unexpressed += [{"id": found.id, "step": step, "reason": why} for step, why in plan.unexpressed]
        if found.id in present:
            done.unchanged += 1
            continue
        try:
            steps, inferred = _replay(engine, found, plan, at)
        except Refusal as refused:
            done.unexpressed.append({"id": found.id, "step": "*", "reason": f"重放中断，本案未导入：{refused.detail}"})
            continue
        except sa.exc.IntegrityError:
            # Another import put it there between our look and our write.
            done.unchanged += 1
            continue
        except Exception as error:
            # The boundary of one case: its transaction is undone, the rest of the file goes on.
            why = f"重放出错，本案未导入（{type(error).__name__}）"
            done.unexpressed.append({"id": found.id, "step": "*", "reason": why})
            continue
        done.created += 1
        done.steps += steps
        done.inferred += inferred
    # What fell due on the way is history by now; firing it here leaves nothing for the engine to find.
    fire_all_due(engine, at)
    return done


def _replay(engine: sa.Engine, case: PublishedCase, plan: Plan, at: datetime) -> tuple[int, int]:
    first, times, assumed = schedule(case, plan.steps)
    with begin(engine, by=IMPORTER, at=first, recorded_at=at, history=True) as work:
        opened = perform(work, "open_case", None, _opening(case))
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
            _one(work, opened.case_id, step.act, dict(step.data), when, step.inferred)
    steps = sum(not step.inferred for step in plan.steps) + 1
    return steps, sum(step.inferred for step in plan.steps)


def _one(work: Work, case_id: UUID, act: str, data: dict[str, Any], when: datetime, inferred: bool) -> None:
    step = replace(work, at=when, writes=Writes())
    perform(step, act, case_id, data, inferred=inferred)
    step.write_now()


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
        "narrative": narrative[:5000],
        "title": case.title,
        "is_migrant": case.is_migrant,
        "is_new_form": case.is_new_form,
    }
