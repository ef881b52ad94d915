"""After a notice was followed: what it changed, and one word to each person whom it concerns."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from foundation.database import is_postgres
from foundation.outbox import OutboxMessage
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows import calendars
from workflows.calendar_rehearsal import BY_CALENDAR, BY_UNDO

# More are on the page of the notice.
LISTED = 20

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_deadline: sa.Table = DeadlineRow.__table__  # type: ignore[attr-defined]
_fact: sa.Table = ClockFact.__table__  # type: ignore[attr-defined]
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_version = calendars.version_table
_before = _deadline.alias("before")
_FOLLOWED = (
    sa.select(
        _case.c.number,
        _case.c.handler_id,
        _clock.c.label,
        _clock.c.kind,
        _clock.c.letter_id,
        _before.c.due.label("old_due"),
        _before.c.due_at.label("old_due_at"),
        _deadline.c.due,
        _deadline.c.due_at,
        _deadline.c.provisional,
        _deadline.c.certificate["kept"].as_string().label("kept"),
        _deadline.c.certificate["due"].as_string().label("true_due"),
        _fact.c.id.label("withdrawn"),
    )
    .select_from(
        _deadline.join(_clock, _clock.c.id == _deadline.c.clock_id)
        .join(_case, _case.c.id == _clock.c.case_id)
        .join(_before, sa.and_(_before.c.clock_id == _deadline.c.clock_id, _before.c.seq == _deadline.c.seq - 1))
        .outerjoin(
            _fact,
            sa.and_(
                _fact.c.clock_id == _deadline.c.clock_id,
                _fact.c.deadline_seq == _deadline.c.seq,
                _fact.c.kind == "withdrawn",
            ),
        )
    )
    .order_by(_deadline.c.due_at, _case.c.number)
)


def settle(work: Work, version_id: UUID, *, anything: bool) -> None:
    """Note that all have followed, count what changed, and tell each handler and the supervisors once."""
    query = sa.select(_version).where(_version.c.id == version_id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    version = dict(work.connection.execute(query).mappings().one())
    first = version["settled_at"] is None
    if not first and not anything:
        return
    undone = version["status"] == "withdrawn"
    begun = version["undone_at"] if undone else version["applied_at"]
    cause = (BY_UNDO if undone else BY_CALENDAR) + version["paper_id"]
    since = begun if first else max(begun, work.at)
    rows = work.connection.execute(
        _FOLLOWED.where(_deadline.c.cause == cause, _deadline.c.recorded_at >= since)
    ).mappings()
    changes = [_Change(row, undone) for row in rows]
    result = _added(version["result"] if not first else {}, changes)
    work.writes.update(CalendarVersion, {"id": version_id}, {"settled_at": work.at, "result": result})
    told = [one for one in changes if one.outcome in ("later", "kept", "restored") and one.is_told]
    if told:
        _tell(work, version, told, undone, result["rounds"])


class _Change:
    """One clock that followed."""

    def __init__(self, row: sa.RowMapping, undone: bool) -> None:
        self.row = row
        if row["kept"] is not None and not undone:
            self.outcome = "kept"
        elif undone:
            self.outcome = "restored"
        elif row["due_at"] > row["old_due_at"]:
            self.outcome = "later"
        else:
            self.outcome = "provisional" if row["provisional"] else "final"

    @property
    def is_told(self) -> bool:
        return self.outcome == "kept" or bool(self.row["due"] != self.row["old_due"])

    @property
    def is_danger(self) -> bool:
        return self.outcome == "kept" and bool(self.row["kind"] == "right")

    @property
    def said(self) -> str:
        row = self.row
        if self.outcome == "kept":
            return f"{row['number']} {row['label']}：案卷 {row['due']}，安全日 {row['true_due']}"
        back = "（撤回逾期记录）" if row["withdrawn"] is not None else ""
        return f"{row['number']} {row['label']}：{row['old_due']} → {row['due']}{back}"


def _added(earlier: Mapping[str, Any], changes: Sequence[_Change]) -> dict[str, int]:
    found = Counter(one.outcome for one in changes)
    found["letters"] = sum(one.row["letter_id"] is not None and one.is_told for one in changes)
    found["withdrawn_breaches"] = sum(one.row["withdrawn"] is not None for one in changes)
    found["dangers"] = sum(one.is_danger for one in changes)
    found["rounds"] = 1
    names = ("later", "kept", "final", "provisional", "restored", "letters", "withdrawn_breaches", "dangers", "rounds")
    return {name: found[name] + int(earlier.get(name, 0)) for name in names}


def _tell(work: Work, version: Mapping[str, Any], told: Sequence[_Change], undone: bool, rounds: int) -> None:
    by_handler: dict[UUID, list[_Change]] = defaultdict(list)
    for one in told:
        if one.row["handler_id"] is not None:
            by_handler[one.row["handler_id"]].append(one)
    mailed = work.connection.execute(
        sa.select(_account.c.id, _account.c.role, _account.c.email).where(_account.c.active.is_(True))
    ).all()
    key = f"calendar:{version['id']}:{version['status']}:{rounds}"
    for account_id, own in by_handler.items():
        to = [row.id for row in mailed if row.id == account_id and row.email]
        _send(work, f"{key}:{account_id}", version, own, undone, to, account_id=account_id)
    to = [row.id for row in mailed if row.role == Role.SUPERVISOR and row.email]
    _send(work, f"{key}:supervisor", version, told, undone, to, role=Role.SUPERVISOR.value)


def _send(
    work: Work,
    key: str,
    version: Mapping[str, Any],
    changes: Sequence[_Change],
    undone: bool,
    mailed: Sequence[UUID],
    *,
    account_id: UUID | None = None,
    role: str | None = None,
) -> None:
    dangers = sum(one.is_danger for one in changes)
    word = "撤销" if undone else "启用"
    title = f"【放假安排】{version['notice']}已{word}，{len(changes)} 个期限有变化"[:120]
    body = "\n".join(_lines(version, changes, undone, dangers))
    alert = {"key": key, "role": role, "account_id": account_id, "level": 1 if dangers else 0, "title": title}
    times = {"at": work.at, "recorded_at": work.recorded_at}
    work.writes.insert(Alert, {**alert, "body": body, **times}, unless_exists=True)
    for one in mailed:
        payload = {"account_id": str(one), "subject": title, "body": body, "case_id": None}
        message = {"key": f"mail:{key}:{one}", "effect": "email", "payload": payload, "due_at": work.recorded_at}
        work.writes.insert(OutboxMessage, {**message, "created_at": work.recorded_at}, unless_exists=True)


def _lines(version: Mapping[str, Any], changes: Sequence[_Change], undone: bool, dangers: int) -> list[str]:
    if undone:
        lines = [f"{version['title']}（{version['notice']}）已撤销，下列期限恢复为此前发出的日期，案卷已注明。"]
    else:
        lines = [f"{version['title']}（{version['notice']}）已启用，下列期限随之变化，案卷已注明；已发出的期限不提前。"]
    if dangers:
        lines.append(
            f"特别注意：{dangers} 个劳动者权利期限按新安排更早届满。案卷日期不变，请一律在“安全日”以前告知并协助办理："
        )
    ordered = sorted(changes, key=lambda one: not one.is_danger)
    lines += [one.said for one in ordered[:LISTED]]
    if len(ordered) > LISTED:
        lines.append(f"……共 {len(ordered)} 个，其余见“放假安排”页面和各案卷。")
    return lines
