"""What the steps of letters are reminded of beside their limits: copies owed, checks on the spot due, long silence.

Each kind is a job of its own. A job takes what waits in batches, one transaction each; a reminder has a key, so that
whatever runs twice, or two at once, or again after it was killed, tells once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
import yaml

from cases.case import Case
from cases.clock_rows import Alert
from cases.letter import Letter
from cases.letter_copy import COPY_ACTION, LetterCopy
from foundation.clock import office_day
from foundation.database import reading
from foundation.work import SYSTEM, Work, begin
from people.roles import Role

FILE = Path(__file__).with_name("letter_reminders.yaml")
AT_ONCE = 200
# Which day ran out in each state of waiting that nobody has ended.
RAN_OUT = {"overdue": "reply_due", "unrectified": "rectify_due", "silent": "reply_due"}
WORDS = {"overdue": "逾期未答复", "unrectified": "逾期未整改", "silent": "部门逾期未答复"}
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_copy: sa.Table = LetterCopy.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_alert: sa.Table = Alert.__table__  # type: ignore[attr-defined]


@lru_cache
def days() -> Mapping[str, timedelta]:
    """The office's own days by name."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: timedelta(days=value) for name, value in said.items() if name.endswith("_days")}


@dataclass(frozen=True)
class Reminder:
    """One word to one person or role."""

    key: str
    case_id: UUID
    letter_id: UUID | None
    account_id: UUID | None
    role: Role | None
    title: str
    body: str


Some = TypeVar("Some")
Look = Callable[[sa.Connection, date], Iterator[Reminder]]


def copies_due(connection: sa.Connection, day: date) -> Iterator[Reminder]:
    """Copies that the linkage rules want and nobody has sent: before their day to the handler, after it to both."""
    query = (
        sa.select(_copy, _case.c.number, _case.c.handler_id)
        .join(_case, _case.c.id == _copy.c.case_id)
        .where(
            _copy.c.sent_on.is_(None),
            _copy.c.is_optional.is_(False),
            _copy.c.due <= day + days()["copy_before_days"],
            _case.c.archived_at.is_(None),
        )
        .order_by(_copy.c.id)
    )
    for row in connection.execute(query):
        what = f"{row.organ_name}{COPY_ACTION[row.action]}"
        late = row.due < day
        title = f"【{'抄送逾期' if late else '抄送提醒'}】{row.number} {what}"
        body = f"按联动规则{row.rule}应于 {row.due} 前向{what}（{row.basis}），尚未登记。"
        told = ("handler", Role.SUPERVISOR) if late else ("handler",)
        yield from _to(told, f"letter-copy:{row.id}:{row.due}:{'late' if late else 'before'}", row, title, body)


def checks_due(connection: sa.Connection, day: date) -> Iterator[Reminder]:
    """Letters whose promised correction is nearly due: two supervisors must go and look."""
    query = _letters().where(
        _letter.c.state == "rectifying", _letter.c.rectify_due <= day + days()["check_before_days"]
    )
    for row in connection.execute(query):
        named = f"{row.kind_label}（{row.number}）"
        title = f"【安排复查】{row.case_number} {named}"
        body = f"{named}的整改期限为 {row.rectify_due}，请安排两名监督员逐项复查并登记。"
        yield from _to(
            ("handler", Role.SUPERVISOR), f"letter-check:{row.letter_id}:{row.rectify_due}", row, title, body
        )


def long_overdue(connection: sa.Connection, day: date) -> Iterator[Reminder]:
    """Letters that ran out some days ago and still stand there: the leader is told."""
    after = day - days()["leader_after_days"]
    for state, name in RAN_OUT.items():
        query = _letters().where(_letter.c.state == state, _letter.c[name] <= after)
        for row in connection.execute(query):
            due = getattr(row, name)
            named = f"{row.kind_label}（{row.number}）"
            title = f"【{WORDS[state]}】{row.case_number} {named}"
            body = f"{named}的期限 {due} 已过，现为“{WORDS[state]}”，尚未升级、办结；请督促。"
            yield from _to((Role.LEADER,), f"letter-overdue:{row.letter_id}:{state}:{due}", row, title, body)


LOOKS: Mapping[str, Look] = {"letter_copies": copies_due, "letter_checks": checks_due, "letter_overdue": long_overdue}


def waiting(connection: sa.Connection, job: str, at: datetime) -> list[Reminder]:
    """What this job would tell now and has not told yet."""
    wanted = {one.key: one for one in LOOKS[job](connection, office_day(at))}
    for some in _batches(list(wanted)):
        for key in connection.execute(sa.select(_alert.c.key).where(_alert.c.key.in_(some))).scalars():
            del wanted[key]
    return list(wanted.values())


def remind(engine: sa.Engine, job: str, at: datetime) -> dict[str, int]:
    """Tell what waits, batch by batch."""
    with reading(engine) as session:
        found = waiting(session.connection(), job, at)
    told = 0
    for some in _batches(found):
        with begin(engine, by=SYSTEM, at=at) as work:
            told += sum(_tell(work, one) for one in some)
    return {"told": told, "batches": -(-len(found) // AT_ONCE)}


def _batches(found: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for place in range(0, len(found), AT_ONCE):
        yield found[place : place + AT_ONCE]


def _tell(work: Work, one: Reminder) -> int:
    work.writes.insert(
        Alert,
        {
            "key": one.key,
            "case_id": one.case_id,
            "letter_id": one.letter_id,
            "account_id": one.account_id,
            "role": one.role.value if one.role is not None else None,
            "title": one.title[:120],
            "body": one.body,
            "at": work.at,
            "recorded_at": work.recorded_at,
        },
        unless_exists=True,
    )
    return 1


def _letters() -> sa.Select[Any]:
    return (
        sa.select(
            _letter.c.id.label("letter_id"),
            _letter.c.case_id,
            _letter.c.kind_label,
            _letter.c.number,
            _letter.c.reply_due,
            _letter.c.rectify_due,
            _case.c.number.label("case_number"),
            _case.c.handler_id,
        )
        .join(_case, _case.c.id == _letter.c.case_id)
        .where(_case.c.closed_at.is_(None))
        .order_by(_letter.c.id)
    )


def _to(told: tuple[str | Role, ...], key: str, row: Any, title: str, body: str) -> Iterator[Reminder]:
    for who in told:
        account = row.handler_id if who == "handler" else None
        # Where nobody handles the file yet, the supervisor is told instead, once.
        role = None if account is not None else Role.SUPERVISOR if who == "handler" else Role(who)
        if who != "handler" and role == Role.SUPERVISOR and row.handler_id is None and "handler" in told:
            continue
        name = "handler" if account is not None else role
        yield Reminder(f"{key}:{name}", row.case_id, row.letter_id, account, role, title, body)
