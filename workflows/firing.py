"""Firing what is due: level by level, each exactly once, however often and by however many this is run.

Each batch is one transaction: it claims due timers under lock, looks at the clock again, and writes the fact,
the alerts, the outgoing mail, the journal entry and the timer of the next level together. Nothing here waits
for the outside world. A stopped night fires in thousands, so rows are carried in the driver's own spelling.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import Alert, ClockFact, ClockRow, Timer
from cases.journal import JournalEntry, entry_hash
from foundation.clock import OFFICE
from foundation.outbox import OutboxMessage
from foundation.work import SYSTEM, Work, begin
from foundation.writes import Writes
from notifications.digest import Mail, coalesced
from notifications.ladder import Rung, ladder_of, next_rung, rung_of
from notifications.wording import Warned, alert_body, alert_title
from people.account import Account
from people.roles import Role
from workflows.charts.registry import chart_for
from workflows.due import DueRow, claim_due, claim_first_of_case, spelling

_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_PEOPLE = sa.select(_account.c.id, _account.c.role, _account.c.email).where(_account.c.active.is_(True))
_FACT = ("id", "clock_id", "generation", "level", "kind", "at", "recorded_at", "deadline_seq")
_ENTRY = (
    *("id", "case_id", "seq", "act", "title", "by_name", "by_role", "at", "recorded_at"),
    *("from_state", "to_state", "detail", "inferred", "previous_hash", "hash"),
)
_ALERT = (
    *("id", "key", "case_id", "letter_id", "clock_id", "level", "role", "account_id"),
    *("title", "body", "at", "recorded_at", "is_history"),
)
_MESSAGE = ("id", "key", "effect", "payload", "state", "attempts", "due_at", "created_at")


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
        rows = claim_due(work.connection, at, limit)
        done = Fired(fired=len(rows))
        if rows:
            batch = _Batch(work, done)
            for row in rows:
                batch.fire(row)
            batch.end()
        return done


def fire_case(work: Work, case_id: UUID) -> Fired:
    """Fire what is due on one case by `work.at`, inside an act's transaction, as the system does by itself.

    One timer after the other: the next level of one clock may come before the first level of another.
    """
    total = Fired()
    while (row := claim_first_of_case(work.connection, case_id, work.at)) is not None:
        done = Fired(fired=1)
        own = replace(work, by=SYSTEM, writes=Writes(), inferred=False)
        batch = _Batch(own, done)
        batch.fire(row)
        batch.end()
        own.write_now()
        total.add(done)
    return total


@dataclass
class _Chain:
    """The end of a case's journal while a batch adds to it."""

    seq: int
    hash: str
    breaches: int


@dataclass(frozen=True)
class _Mailed:
    """An account that gets mails: as stored, and in its canonical text."""

    stored: Any
    text: str


class _People:
    """Who can be told by mail."""

    def __init__(self, connection: sa.Connection, spell: Any) -> None:
        self.by_role: dict[str, list[_Mailed]] = {}
        self.by_id: dict[Any, _Mailed] = {}
        for account_id, role, email in connection.execute(_PEOPLE):
            if email:
                one = _Mailed(spell(account_id), str(account_id))
                self.by_role.setdefault(role, []).append(one)
                self.by_id[one.stored] = one


class _Batch:
    """One transaction's worth of firing, and the sheets its rows are put on."""

    def __init__(self, work: Work, done: Fired) -> None:
        self._spelt = spelling(work.connection)
        self._by, self._done = work.by, done
        self._now, self._recorded_at = work.at, self._spelt.spell_instant(work.recorded_at)
        self._people = _People(work.connection, self._spelt.spell_id)
        self._chains: dict[Any, _Chain] = {}
        self._mails: dict[str, list[Mail]] = {}
        sheet = work.writes.many
        self._put_done = sheet(Timer, ("done_at",), key=("id",))
        self._put_timer = sheet(Timer, ("id", "clock_id", "generation", "level", "fire_at"))
        self._put_fact = sheet(ClockFact, _FACT, unless_exists=True)
        self._put_clock = sheet(ClockRow, ("breached",), key=("id",))
        self._put_case = sheet(Case, ("journal_seq", "journal_hash", "breaches"), key=("id",))
        self._put_entry = sheet(JournalEntry, _ENTRY)
        self._put_alert = sheet(Alert, _ALERT, unless_exists=True)
        self._put_message = sheet(OutboxMessage, _MESSAGE, unless_exists=True)

    def fire(self, row: DueRow) -> None:
        """Handle one timer."""
        spelt, new_id = self._spelt, self._spelt.new_id
        self._put_done((spelt.spell_instant(self._now), row.timer_id))
        # Look again: what moved since this timer was set is no longer its business.
        if row.clock_state != "running" or row.generation != row.timer_generation:
            return
        ladder = ladder_of(row.kind, row.rule_id, row.letter_id)
        rung, following = rung_of(ladder, row.level), next_rung(ladder, row.level)
        if following is not None:
            fire_at = spelt.spell_instant(following.fire_at(spelt.instant(row.due_at)))
            self._put_timer((new_id(), row.clock_id, row.generation, following.level, fire_at))
        fact = (row.clock_id, row.generation, rung.level, rung.fact, row.fire_at, self._recorded_at, row.deadline_seq)
        self._put_fact((new_id(), *fact))
        # What fell due before a published case was entered is history: shown, never sent.
        history = row.origin == "import" and row.fire_at <= row.recorded_at
        if rung.fact == "breached":
            self._done.breached += 1
            self._put_clock((True, row.clock_id))
            if not history:
                self._order_effects(row)
        if rung.fact != "warned":
            self._enter(row, rung)
        self._tell(row, rung, history)

    def end(self) -> None:
        """Write where each journal ends now, and the mails: to each person few, or one that lists them."""
        for account, mails in self._mails.items():
            for mail in coalesced(account, mails):
                self._post(mail.key, "email", dict(mail.payload), "waiting")
        for case_id, chain in self._chains.items():
            self._put_case((chain.seq, chain.hash, chain.breaches, case_id))

    def _enter(self, row: DueRow, rung: Rung) -> None:
        spelt, by, state = self._spelt, self._by, row.case_state
        chain = self._chains.get(row.case_id)
        if chain is None:
            chain = self._chains[row.case_id] = _Chain(row.journal_seq, row.journal_hash, row.breaches)
        previous, chain.seq = chain.hash, chain.seq + 1
        act = f"clock_{rung.fact}"
        title = "期限届满" if rung.fact == "breached" else "逐级提醒"
        detail = {"clock": row.label, "rule": row.rule_id, "level": rung.level}
        sealed = {
            "case_id": spelt.id_text(row.case_id),
            "seq": chain.seq,
            "act": act,
            "by_name": by.name,
            "at": spelt.instant(row.fire_at),
            "from_state": state,
            "to_state": state,
            "detail": detail,
        }
        chain.hash = entry_hash(previous, sealed)
        chain.breaches += rung.fact == "breached"
        said = (act, title, by.name, by.role, row.fire_at, self._recorded_at, state, state, spelt.json(detail))
        self._put_entry((spelt.new_id(), row.case_id, chain.seq, *said, False, previous, chain.hash))

    def _order_effects(self, row: DueRow) -> None:
        text = self._spelt.id_text
        base = {"case_id": text(row.case_id), "clock_id": text(row.clock_id), "label": row.label}
        key = f"{base['clock_id']}:{row.generation}"
        if row.letter_id is not None:
            self._done.effects += 1
            self._post(f"letter:{key}", "letter_overdue", {**base, "letter_id": text(row.letter_id)}, "waiting")
            return
        if not row.has_violation or row.bound_state is None:
            return
        for clock in chart_for(row.case_type, row.chart_version).states[row.bound_state].clocks:
            if clock.rule == row.rule_id and clock.overdue.draft is not None:
                self._done.effects += 1
                self._post(f"draft:{key}", "draft_letter", {**base, "kind": clock.overdue.draft}, "waiting")
                return

    def _post(self, key: str, effect: str, payload: dict[str, Any], state: str) -> None:
        now, spelt = self._recorded_at, self._spelt
        self._put_message((spelt.new_id(), key, effect, spelt.json(payload), state, 0, now, now))

    def _tell(self, row: DueRow, rung: Rung, history: bool) -> None:
        spelt = self._spelt
        warned = Warned(
            number=row.number,
            label=row.label,
            rule_id=row.rule_id,
            due=spelt.instant(row.due_at).astimezone(OFFICE),
            fact=rung.fact,
            level=rung.level,
            provisional=row.provisional,
            is_right=row.kind == "right",
        )
        title, body, case_id = alert_title(warned), alert_body(warned), spelt.id_text(row.case_id)
        which = f"{spelt.id_text(row.clock_id)}:{row.generation}:{rung.level}"
        about = (row.case_id, row.letter_id, row.clock_id, rung.level)
        said = (title, body, row.fire_at, self._recorded_at, history)
        for name, role, account_id, mailed in self._recipients(row, rung):
            self._done.alerts += 1
            self._put_alert((spelt.new_id(), f"alert:{which}:{name}", *about, role, account_id, *said))
            for one in mailed:
                payload = {"account_id": one.text, "subject": title, "body": body, "case_id": case_id}
                key = f"mail:{which}:{name}:{one.text}"
                if history:
                    self._post(key, "email", payload, "history")
                else:
                    self._mails.setdefault(one.text, []).append(Mail(key, warned.is_right, payload))

    def _recipients(self, row: DueRow, rung: Rung) -> Iterable[tuple[str, str | None, Any, list[_Mailed]]]:
        """Each recipient once: name for the key, role or account, and the accounts that get a mail."""
        people = self._people
        for who in rung.tell:
            if who != "handler":
                yield who, who, None, people.by_role.get(who, [])
            elif row.handler_id is not None:
                handler = people.by_id.get(row.handler_id)
                yield "handler", None, row.handler_id, [] if handler is None else [handler]
            elif "supervisor" not in rung.tell:
                # Nobody handles it yet: the supervisor, whose turn it is to assign, hears it instead.
                role = Role.SUPERVISOR.value
                yield role, role, None, people.by_role.get(role, [])
