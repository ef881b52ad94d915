"""Firing what is due: level by level, each exactly once, however often and by however many this is run.

Each batch is one transaction: it claims due timers under lock, looks at the clock again, and writes the fact,
the alerts, the outgoing mail, the journal entry and the timer of the next level together. Nothing here waits
for the outside world.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import Alert, ClockFact, ClockRow, Timer
from cases.journal import JournalEntry, entry_hash
from foundation.clock import OFFICE
from foundation.database import is_postgres
from foundation.ids import new_id
from foundation.outbox import OutboxMessage
from foundation.work import SYSTEM, Work, begin
from notifications.ladder import Rung, next_rung, rung_of
from notifications.wording import Warned, alert_body, alert_title
from people.account import Account
from people.roles import Role
from workflows.charts.registry import CHARTS

_timer: sa.Table = Timer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]

_DUE = (
    sa.select(
        _timer.c.id.label("timer_id"),
        _timer.c.generation.label("timer_generation"),
        _timer.c.level,
        _timer.c.fire_at,
        _clock.c.id.label("clock_id"),
        _clock.c.letter_id,
        _clock.c.rule_id,
        _clock.c.label,
        _clock.c.kind,
        _clock.c.bound_state,
        _clock.c.state.label("clock_state"),
        _clock.c.generation,
        _clock.c.due_at,
        _clock.c.provisional,
        _clock.c.deadline_seq,
        _case.c.id.label("case_id"),
        _case.c.number,
        _case.c.case_type,
        _case.c.state.label("case_state"),
        _case.c.handler_id,
        _case.c.has_violation,
        _case.c.breaches,
        _case.c.journal_seq,
        _case.c.journal_hash,
        _case.c.origin,
        _case.c.recorded_at,
    )
    .select_from(_timer.join(_clock, _clock.c.id == _timer.c.clock_id).join(_case, _case.c.id == _clock.c.case_id))
    # Spelt as in the partial index, so that both databases use it.
    .where(sa.text("timer.done_at IS NULL"), _timer.c.fire_at <= sa.bindparam("at"))
    .order_by(_timer.c.fire_at)
    .limit(sa.bindparam("limit"))
)
# The case is locked too: its journal is a chain, and a person may be acting on it this moment.
_DUE_LOCKED = _DUE.with_for_update(of=[_timer, _case], skip_locked=True)
_PEOPLE = sa.select(_account.c.id, _account.c.role, _account.c.email).where(_account.c.active.is_(True))
_ANY = sa.select(sa.literal(1)).where(sa.text("timer.done_at IS NULL"), _timer.c.fire_at <= sa.bindparam("at")).limit(1)


@dataclass
class Fired:
    """What one run did: timers handled, clocks found run out, words to people, work for the effects."""

    fired: int = 0
    breached: int = 0
    alerts: int = 0
    effects: int = 0

    def add(self, other: "Fired") -> None:
        """Add another batch."""
        self.fired += other.fired
        self.breached += other.breached
        self.alerts += other.alerts
        self.effects += other.effects


@dataclass(frozen=True)
class _People:
    by_role: Mapping[str, list[tuple[UUID, str | None]]]
    by_id: Mapping[UUID, str | None]


def anything_due(connection: sa.Connection, at: datetime) -> bool:
    """Whether a timer waits: one look into the partial index."""
    return connection.execute(_ANY.select_from(_timer), {"at": at}).one_or_none() is not None


def fire_all_due(engine: sa.Engine, at: datetime, *, limit: int = 1000) -> Fired:
    """Fire batch after batch until nothing is due at this instant; a timer set for the past fires too."""
    total = Fired()
    while True:
        batch = fire_due(engine, at, limit=limit)
        total.add(batch)
        if not batch.fired:
            return total


def fire_due(engine: sa.Engine, at: datetime, *, limit: int = 1000) -> Fired:
    """Fire at most `limit` due timers in one transaction."""
    with begin(engine, by=SYSTEM, at=at) as work:
        query = _DUE_LOCKED if is_postgres(work.connection) else _DUE
        rows = work.connection.execute(query, {"at": at, "limit": limit}).all()
        done = Fired(fired=len(rows))
        if rows:
            people, sheets = _people(work.connection), _Sheets(work)
            chains: dict[UUID, _Chain] = {}
            for row in rows:
                _fire_one(work, row, people, sheets, chains, done)
            for case_id, chain in chains.items():
                sheets.case((chain.seq, chain.hash, chain.breaches, case_id))
        return done


class _Sheets:
    """Where the rows of a batch are put: plain tuples, because a stopped night fires in thousands."""

    def __init__(self, work: Work) -> None:
        many = work.writes.many
        self.done = many(Timer, ("done_at",), key=("id",))
        self.timer = many(Timer, ("id", "clock_id", "generation", "level", "fire_at"))
        fact = ("id", "clock_id", "generation", "level", "kind", "at", "recorded_at", "deadline_seq")
        self.fact = many(ClockFact, fact, unless_exists=True)
        self.clock = many(ClockRow, ("breached",), key=("id",))
        self.case = many(Case, ("journal_seq", "journal_hash", "breaches"), key=("id",))
        self.entry = many(JournalEntry, _ENTRY)
        alert = (
            "id",
            "key",
            "case_id",
            "letter_id",
            "clock_id",
            "level",
            "role",
            "account_id",
            "title",
            "body",
            "at",
            "recorded_at",
            "is_history",
        )
        self.alert = many(Alert, alert, unless_exists=True)
        message = ("id", "key", "effect", "payload", "state", "attempts", "due_at", "created_at")
        self.message = many(OutboxMessage, message, unless_exists=True)


_ENTRY = (
    "id",
    "case_id",
    "seq",
    "act",
    "title",
    "by_name",
    "by_role",
    "at",
    "recorded_at",
    "from_state",
    "to_state",
    "detail",
    "inferred",
    "previous_hash",
    "hash",
)


@dataclass
class _Chain:
    """The end of a case's journal while a batch adds to it."""

    seq: int
    hash: str
    breaches: int


def _people(connection: sa.Connection) -> _People:
    by_role: dict[str, list[tuple[UUID, str | None]]] = {}
    by_id: dict[UUID, str | None] = {}
    for account_id, role, email in connection.execute(_PEOPLE):
        by_role.setdefault(role, []).append((account_id, email))
        by_id[account_id] = email
    return _People(by_role, by_id)


def _fire_one(work: Work, row: Any, people: _People, sheets: _Sheets, chains: dict[UUID, _Chain], done: Fired) -> None:
    sheets.done((work.at, row.timer_id))
    # Look again: what moved since this timer was set is no longer its business.
    if row.clock_state != "running" or row.generation != row.timer_generation:
        return
    rung = rung_of(row.kind, row.level)
    following = next_rung(row.kind, row.level)
    if following is not None:
        sheets.timer((new_id(), row.clock_id, row.generation, following.level, following.fire_at(row.due_at)))
    sheets.fact(
        (new_id(), row.clock_id, row.generation, rung.level, rung.fact, row.fire_at, work.recorded_at, row.deadline_seq)
    )
    # What fell due before a published case was entered is history: shown, never sent.
    history = row.origin == "import" and row.fire_at <= row.recorded_at
    if rung.fact == "breached":
        done.breached += 1
        sheets.clock((True, row.clock_id))
        if not history:
            done.effects += _order_effects(work, row, sheets)
    if rung.fact != "warned":
        _journal(work, row, rung, sheets, chains)
    _tell(work, row, rung, people, history, sheets, done)


def _journal(work: Work, row: Any, rung: Rung, sheets: _Sheets, chains: dict[UUID, _Chain]) -> None:
    chain = chains.get(row.case_id)
    if chain is None:
        chain = chains[row.case_id] = _Chain(row.journal_seq, row.journal_hash, row.breaches)
    previous, chain.seq = chain.hash, chain.seq + 1
    act = f"clock_{rung.fact}"
    title = "期限届满" if rung.fact == "breached" else "逐级提醒"
    detail = {"clock": row.label, "rule": row.rule_id, "level": rung.level}
    by, state = work.by, row.case_state
    sealed = {
        "case_id": row.case_id,
        "seq": chain.seq,
        "act": act,
        "by_name": by.name,
        "at": row.fire_at,
        "from_state": state,
        "to_state": state,
        "detail": detail,
    }
    chain.hash = entry_hash(previous, sealed)
    chain.breaches += rung.fact == "breached"
    sheets.entry(
        (
            new_id(),
            row.case_id,
            chain.seq,
            act,
            title,
            by.name,
            by.role,
            row.fire_at,
            work.recorded_at,
            state,
            state,
            detail,
            False,
            previous,
            chain.hash,
        )
    )


def _order_effects(work: Work, row: Any, sheets: _Sheets) -> int:
    base = {"case_id": str(row.case_id), "clock_id": str(row.clock_id), "label": row.label}
    if row.letter_id is not None:
        payload = {**base, "letter_id": str(row.letter_id)}
        _post(work, sheets, f"letter:{row.clock_id}:{row.generation}", "letter_overdue", payload, "waiting")
        return 1
    if not row.has_violation or row.bound_state is None:
        return 0
    for clock in CHARTS[row.case_type].states[row.bound_state].clocks:
        if clock.rule == row.rule_id and clock.overdue.draft is not None:
            payload = {**base, "kind": clock.overdue.draft}
            _post(work, sheets, f"draft:{row.clock_id}:{row.generation}", "draft_letter", payload, "waiting")
            return 1
    return 0


def _post(work: Work, sheets: _Sheets, key: str, effect: str, payload: dict[str, Any], state: str) -> None:
    sheets.message((new_id(), key, effect, payload, state, 0, work.recorded_at, work.recorded_at))


def _tell(work: Work, row: Any, rung: Rung, people: _People, history: bool, sheets: _Sheets, done: Fired) -> None:
    warned = Warned(
        number=row.number,
        label=row.label,
        rule_id=row.rule_id,
        due=row.due_at.astimezone(OFFICE),
        fact=rung.fact,
        level=rung.level,
        provisional=row.provisional,
        is_right=row.kind == "right",
    )
    title, body, case, clock = alert_title(warned), alert_body(warned), str(row.case_id), str(row.clock_id)
    state = "history" if history else "waiting"
    for name, role, account_id, mails in _recipients(row, rung, people):
        key = f"{clock}:{row.generation}:{rung.level}:{name}"
        done.alerts += 1
        sheets.alert(
            (
                new_id(),
                f"alert:{key}",
                row.case_id,
                row.letter_id,
                row.clock_id,
                rung.level,
                role,
                account_id,
                title,
                body,
                row.fire_at,
                work.recorded_at,
                history,
            )
        )
        for receiver in mails:
            payload = {"account_id": str(receiver), "subject": title, "body": body, "case_id": case}
            _post(work, sheets, f"mail:{key}:{receiver}", "email", payload, state)


def _recipients(row: Any, rung: Rung, people: _People) -> Iterable[tuple[str, str | None, UUID | None, list[UUID]]]:
    """Each recipient once: name for the key, role or account, and the accounts that get a mail."""
    for who in rung.tell:
        if who != "handler":
            yield who, who, None, [account for account, email in people.by_role.get(who, ()) if email]
        elif row.handler_id is not None:
            email = people.by_id.get(row.handler_id)
            yield "handler", None, row.handler_id, [row.handler_id] if email else []
        elif "supervisor" not in rung.tell:
            # Nobody handles it yet: the supervisor, whose turn it is to assign, hears it instead.
            role = Role.SUPERVISOR.value
            yield role, role, None, [account for account, email in people.by_role.get(role, ()) if email]
