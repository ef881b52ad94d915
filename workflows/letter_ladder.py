"""The ladder: what follows a letter that did not help. It drafts and marks; it signs nothing.

提示函 → 意见书 → 建议书. What opens a 建议书 is one of the triggers J1 to J7 that the region's regulation names.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.clock_rows import ClockRow
from cases.codes import LETTER_KIND, LETTER_TRIGGER
from cases.letter import Letter
from cases.letter_life import OVER
from foundation.settings import settings
from foundation.work import Work
from workflows import letter_chain, letter_moves, letters
from workflows.letter_regions import letter_region
from workflows.perform import finish_case, naming
from workflows.subjects import CaseNow, LetterNow, read_case, read_letter

NEXT_KIND = {"notice": "opinion", "opinion": "recommendation"}
# States in which a letter waits for something better: the next letter ends the wait.
FAILED = frozenset({"overdue", "refused", "rejected", "unrectified"})
# The same, or followed by the next letter already.
NO_HELP = FAILED | {"escalated"}
# What a broken promise or an objection without reason also is, where the region knows only that.
ALSO = {"J6": ("J6", "J3"), "J7": ("J7", "J3")}
OBSTRUCTED = "J5"
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]


def draft_next(work: Work, letter: LetterNow, case: CaseNow, trigger: str) -> UUID | None:
    """Draft what follows this letter, once. None where nothing follows, or the region knows no such trigger."""
    kind = NEXT_KIND.get(letter.kind)
    if kind is None or case.closed_at is not None or not case.has_violation:
        return None
    here = letter_region(letter.region)
    found: str | None = trigger
    if kind == "recommendation":
        found = next((code for code in ALSO.get(trigger, (trigger,)) if code in here.triggers), None)
    if found is None or letters.has_open(work, case.id, kind, done=SPENT):
        return None
    why = LETTER_TRIGGER[found] if letter.kind == "opinion" else "逾期未答复或者未整改"
    return letters.draft(
        work,
        case,
        kind,
        cause=f"{letter.kind_label}（{letter.number}）{why}，系统自动起草，待审核签发",
        cause_key=f"after:{letter.id}:{_tries(work, letter)}",
        previous=letter.columns,
        trigger=found if kind == "recommendation" else None,
    )


# What is escalated has its successor already.
SPENT = OVER | {"escalated"}


def _tries(work: Work, letter: LetterNow) -> int:
    """How many drafts after this letter came to nothing: a new trigger later drafts anew, the same one does not."""
    query = sa.select(sa.func.count()).where(_letter.c.previous_id == letter.id, _letter.c.state.in_(OVER))
    return int(work.connection.execute(query).scalar_one())


def draft_obstructed(work: Work, case: CaseNow) -> UUID | None:
    """J5: the employer obstructs the investigation. Drafted at once where the region allows it without an opinion,
    or where an opinion has failed already; elsewhere the record strengthens the file."""
    here = letter_region(settings().office_region)
    if OBSTRUCTED not in here.triggers or case.closed_at is not None or not case.has_violation:
        return None
    before = letter_chain.earlier_letters(work, case.id)
    failed = [one for one in before if one["kind"] == "opinion" and one["state"] in NO_HELP]
    if OBSTRUCTED not in here.direct and not failed:
        return None
    if letters.has_open(work, case.id, "recommendation", done=SPENT):
        return None
    done = sa.select(sa.func.count()).where(_letter.c.case_id == case.id, _letter.c.kind == "recommendation")
    return letters.draft(
        work,
        case,
        "recommendation",
        cause=f"{LETTER_TRIGGER[OBSTRUCTED]}，系统自动起草，待审核签发",
        cause_key=f"obstructed:{case.id}:{work.connection.execute(done).scalar_one()}",
        previous=before[-1] if before else None,
        trigger=OBSTRUCTED,
    )


def escalate_previous(work: Work, letter: LetterNow, case: CaseNow) -> None:
    """A signed letter takes the place of the one before it that did not help."""
    if letter.previous_id is None:
        return
    before = read_letter(work, letter.previous_id)
    if before.state not in FAILED:
        return
    letter_moves.advance(work, before, case, "escalate_letter")
    before.version += 1
    work.writes.update(Letter, {"id": before.id}, before.changes)


def ran_out(work: Work, payload: Mapping[str, Any]) -> UUID | None:
    """A limit that hangs on a letter has passed: mark the letter, draft the next step of the ladder.

    Looks again first: what moved meanwhile is no longer its business.
    """
    letter = read_letter(work, UUID(payload["letter_id"]))
    event, title = RAN_OUT.get(letter.state, (None, ""))
    if event is None or not _still_runs(work, payload):
        return None
    case = read_case(work, letter.case_id)
    letter_moves.advance(work, letter, case, event)
    letter.version += 1
    work.writes.update(Letter, {"id": letter.id}, letter.changes)
    trigger = {"reply_overdue": "J2", "rectify_overdue": "J6"}.get(event)
    drafted = draft_next(work, letter, case, trigger) if trigger is not None else None
    detail = naming(letter)
    if drafted is not None:
        detail["next"] = LETTER_KIND[NEXT_KIND[letter.kind]]
    finish_case(work, case, f"letter_{event}", title, case.state, detail)
    return drafted


RAN_OUT = {
    "served": ("reply_overdue", "文书逾期未答复"),
    "rectifying": ("rectify_overdue", "文书逾期未整改"),
    "filing": ("authority_silent", "部门逾期未答复"),
}


def _still_runs(work: Work, payload: Mapping[str, Any]) -> bool:
    """Whether the clock that ran out is the one that the letter waits by now: leaving a state stops its clocks."""
    clock_id = payload.get("clock_id")
    if clock_id is None:
        return True
    query = sa.select(_clock.c.state).where(_clock.c.id == UUID(clock_id))
    return work.connection.execute(query).scalar_one_or_none() in ("running", "paused")
