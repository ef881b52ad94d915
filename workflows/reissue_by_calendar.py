"""Running clocks follow a notice that was applied or undone: batch by batch, safe to be killed and run again.

Each batch is one transaction on a few hundred cases. Under their lock it looks at the clocks again, so that what
another run, or a person, did meanwhile is seen; a clock that stands on the new calendar is left alone. Deadlines
are appended, never changed: an issued date goes later or stays.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow, DeadlineRow, Timer
from cases.letter import Letter
from foundation.database import is_postgres, reading
from foundation.work import SYSTEM, Work, begin
from notifications.ladder import first_rung, ladder_of
from rules.certificate import seal
from workflows import calendars, engine, withdrawing
from workflows.calendar_digest import settle
from workflows.calendar_rehearsal import (
    BY_CALENDAR,
    BY_UNDO,
    OUTCOMES,
    Answers,
    Move,
    Rehearsal,
    of_cases,
    rehearse,
    rehearse_undo,
    undo_of_cases,
)
from workflows.subjects import CaseNow

CASES_AT_ONCE = 200
# Every round finds only what was opened during the one before.
MOST_ROUNDS = 10

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]
_version = calendars.version_table
_UNSETTLED = (
    sa.select(_version)
    .where(_version.c.status.in_(("applied", "withdrawn")), _version.c.settled_at.is_(None))
    .order_by(_version.c.seq)
)


@dataclass
class Followed:
    """What one run did."""

    versions: int = 0
    clocks: int = 0

    def as_result(self) -> dict[str, int]:
        """For the run's row."""
        return {"done": self.versions, "clocks": self.clocks}


def anything_to_follow(connection: sa.Connection) -> bool:
    """Whether a notice was applied or undone and its clocks have not all followed."""
    return connection.execute(_UNSETTLED.limit(1)).first() is not None


def follow(engine_: sa.Engine, at: datetime, again: UUID | None = None) -> Followed:
    """Let every running clock follow what was applied or undone; `again` looks once more for one settled version."""
    done = Followed()
    with reading(engine_) as session:
        connection = session.connection()
        versions = [dict(row) for row in connection.execute(_UNSETTLED).mappings()]
        if again is not None and all(one["id"] != again for one in versions):
            query = sa.select(_version).where(_version.c.id == again)
            versions += [dict(row) for row in connection.execute(query).mappings()]
    for version in versions:
        changed = _follow_one(engine_, version, at)
        with begin(engine_, by=SYSTEM, at=at) as work:
            settle(work, version["id"], anything=changed > 0)
        done.versions += 1
        done.clocks += changed
    return done


def _follow_one(engine_: sa.Engine, version: Mapping[str, Any], at: datetime) -> int:
    changed = 0
    for _ in range(MOST_ROUNDS):
        found = _planned(engine_, version, at)
        for case_ids in found:
            changed += _batch(engine_, version, case_ids, at)
        if not found:
            break
    return changed


def _planned(engine_: sa.Engine, version: Mapping[str, Any], at: datetime) -> list[list[UUID]]:
    with reading(engine_) as session:
        connection = session.connection()
        plan = rehearse(connection, calendars.fresh(connection), at)
        cases = _cases_of(plan)
        if version["status"] == "withdrawn":
            cases |= _cases_of(rehearse_undo(connection, version, at))
    # Always in the same order: two runs at once wait for each other and never for ever.
    ordered = sorted(cases)
    return [ordered[place : place + CASES_AT_ONCE] for place in range(0, len(ordered), CASES_AT_ONCE)]


def _cases_of(plan: Rehearsal) -> set[UUID]:
    return {move.case_id for move in plan.moves if move.outcome != "manual"}


def _batch(engine_: sa.Engine, version: Mapping[str, Any], case_ids: Sequence[UUID], at: datetime) -> int:
    with begin(engine_, by=SYSTEM, at=at) as work:
        if not _still(work, version):
            return 0
        cases = _cases(work, case_ids)
        changed = 0
        cause = (BY_UNDO if version["status"] == "withdrawn" else BY_CALENDAR) + version["paper_id"]
        moves: list[Move] = []
        if version["status"] == "withdrawn":
            moves += undo_of_cases(work.connection, case_ids, version, at)
        given_back = {move.clock_id for move in moves}
        answers = Answers(calendars.fresh(work.connection))
        moves += [move for move in of_cases(work.connection, case_ids, answers, at) if move.clock_id not in given_back]
        by_case: dict[UUID, list[Move]] = defaultdict(list)
        for move in moves:
            by_case[move.case_id].append(move)
        letters = _letters(work, moves)
        _close_timers(work, [move.clock_id for move in moves if _starts_anew(move)])
        for case_id, of_case in by_case.items():
            case, clocks = cases[case_id]
            for move in of_case:
                _reissue(work, case, clocks[move.clock_id], move, cause, answers, letters)
                changed += 1
            _note(work, case, of_case, version)
            engine.save(work, case)
        return changed


def _still(work: Work, version: Mapping[str, Any]) -> bool:
    """Whether the version stands as it did when this run began; undoing waits until the batch is through."""
    query = sa.select(_version.c.status).where(_version.c.id == version["id"])
    if is_postgres(work.connection):
        query = query.with_for_update(read=True)
    return bool(work.connection.execute(query).scalar_one() == version["status"])


def _cases(work: Work, case_ids: Sequence[UUID]) -> dict[UUID, tuple[CaseNow, dict[UUID, dict[str, Any]]]]:
    """The cases under lock with their running clocks."""
    query = sa.select(_case).where(_case.c.id.in_(case_ids)).order_by(_case.c.id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    rows = [dict(row) for row in work.connection.execute(query).mappings()]
    running: dict[UUID, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    clocks = sa.select(_clock).where(_clock.c.case_id.in_(case_ids), sa.text("clock.state IN ('running', 'paused')"))
    for clock in work.connection.execute(clocks).mappings():
        running[clock["case_id"]].append(dict(clock))
    return {
        row["id"]: (CaseNow(row, running[row["id"]]), {clock["id"]: clock for clock in running[row["id"]]})
        for row in rows
    }


def _letters(work: Work, moves: Sequence[Move]) -> dict[UUID, Mapping[str, Any]]:
    wanted = [move.letter_id for move in moves if move.letter_id is not None and move.moves]
    if not wanted:
        return {}
    columns = (_letter.c.id, _letter.c.state, _letter.c.version, _letter.c.rule_snapshot)
    query = sa.select(*columns).where(_letter.c.id.in_(wanted))
    return {row["id"]: dict(row) for row in work.connection.execute(query).mappings()}


def _close_timers(work: Work, clock_ids: Sequence[UUID]) -> None:
    """What was to fire for the date before fires no more."""
    if clock_ids:
        still_open = sa.and_(_timer.c.clock_id.in_(clock_ids), sa.text("done_at IS NULL"))
        work.connection.execute(sa.update(_timer).where(still_open).values(done_at=work.at))


def _starts_anew(move: Move) -> bool:
    """Whether the alerts begin again: with another date, unless it has run out on both."""
    return move.moves and (move.outcome == "later" or move.new_alert != move.old_alert)


def _reissue(
    work: Work,
    case: CaseNow,
    clock: dict[str, Any],
    move: Move,
    cause: str,
    answers: Answers,
    letters: Mapping[UUID, Mapping[str, Any]],
) -> None:
    clock["deadline_seq"] += 1
    changes: dict[str, Any] = {"deadline_seq": clock["deadline_seq"], "provisional": move.provisional}
    work.writes.insert(DeadlineRow, _deadline_row(work, clock, move, cause, answers))
    if move.moves:
        changes |= {"due_at": move.new_due_at, "due_on": date.fromisoformat(move.new_due[:10])}
    if move.breach_withdrawn:
        withdrawing.take_back(work, case, clock, f"放假安排调整，最后一日改为 {move.new_due}，原记逾期不成立")
        changes["breached"] = False
    if _starts_anew(move):
        changes["generation"] = clock["generation"] + 1
        rung = first_rung(ladder_of(clock["kind"], clock["rule_id"], clock["letter_id"]), move.new_due_at, work.at)
        if rung is not None:
            timer = {"clock_id": clock["id"], "generation": changes["generation"], "level": rung.level}
            work.writes.insert(Timer, {**timer, "fire_at": rung.fire_at(move.new_due_at)})
    clock.update(changes)
    work.writes.update(ClockRow, {"id": clock["id"]}, changes)
    letter = letters.get(move.letter_id) if move.letter_id is not None else None
    # Other limits hang on a letter too (our own steps, the correction); the day for the answer is this one alone.
    if letter is not None and clock["rule_id"] == letter["rule_snapshot"].get("rule_id"):
        said: dict[str, Any] = {"reply_due": changes["due_on"], "version": letter["version"] + 1}
        if letter["state"] == "overdue" and move.breach_withdrawn and move.new_due_at > work.at:
            said["state"] = "served"
        work.writes.update(Letter, {"id": letter["id"]}, said)


def _deadline_row(work: Work, clock: Mapping[str, Any], move: Move, cause: str, answers: Answers) -> dict[str, Any]:
    row: dict[str, Any] = {
        "clock_id": clock["id"],
        "seq": clock["deadline_seq"],
        "due": move.new_due,
        "due_at": move.new_due_at,
        "provisional": move.provisional,
        "cause": cause,
        "recorded_at": work.recorded_at,
    }
    if move.before is not None:
        same = ("raw_last_day", "rule_version", "calendar_version", "certificate")
        return {**row, **{name: move.before[name] for name in same}}
    if move.answer is None:
        raise ValueError("a move without an answer")
    certificate = move.answer.certificate
    return {
        **row,
        "raw_last_day": move.answer.raw,
        "rule_version": move.answer.found.rule_version,
        "calendar_version": answers.on.version,
        "certificate": kept(certificate, move) if move.outcome == "kept" else certificate,
    }


def kept(certificate: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """The evidence of the true day, with the day that was issued and therefore still holds."""
    body = {name: value for name, value in certificate.items() if name != "seal"}
    words = f"按新的放假安排，截止日应为 {move.true_due}；已发出的期限不提前，案卷上仍为 {move.new_due}。"
    if move.is_danger:
        words += f"这是劳动者自己的权利期限，请务必在 {move.true_due} 以前办理。"
    body["kept"] = move.new_due
    body["warnings"] = [words, *certificate["warnings"]]
    return {**body, "seal": seal(body)}


def _note(work: Work, case: CaseNow, moves: Sequence[Move], version: Mapping[str, Any]) -> None:
    """The notice on the file: which dates, from when to when, and why."""
    told = list(_told(moves))
    if not told:
        return
    undone = version["status"] == "withdrawn"
    detail: dict[str, Any] = {"paper": version["paper_id"], "notice": version["notice"], "clocks": told}
    if undone:
        detail["reason"] = version["reason"]
    act, title = ("calendar_undone", "放假安排撤销，恢复原期限") if undone else ("calendar_applied", "放假安排调整期限")
    engine.journal(work, case, act, title, from_state=case.state, detail=detail)


def _told(moves: Sequence[Move]) -> Iterator[dict[str, Any]]:
    for move in moves:
        if not move.moves and move.outcome != "kept":
            continue
        said = {
            "clock": move.label,
            "rule": move.rule_id,
            "from": move.old_due,
            "to": move.new_due,
            "outcome": OUTCOMES[move.outcome],
        }
        if move.outcome == "kept":
            said["safe_until"] = move.true_due
        if move.breach_withdrawn:
            said["breach"] = f"原按 {move.old_due} 记录的逾期撤回：该日不是最后一日"
        yield said
