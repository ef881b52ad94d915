"""One act on many cases: tried first, then applied as a job, each case in a transaction of its own, exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
import yaml

from cases.bulk import BulkItem, BulkJob
from foundation.clock import now
from foundation.database import is_postgres, reading
from foundation.errors import NotAllowed, NotFound, NotValid, Refusal
from foundation.ids import new_id
from foundation.work import SYSTEM, Actor, begin
from people.account import Account
from people.units import unit_below
from workflows.acts import ACTS, Act
from workflows.forms import read_form
from workflows.perform import check_role, find_act, perform

_log = structlog.get_logger()
# A job that nobody has moved for this long was killed half-way; the engine takes it up.
LEFT_ALONE = timedelta(seconds=20)
_job: sa.Table = BulkJob.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_item: sa.Table = BulkItem.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Limits:
    """What the office allows."""

    most: int
    preview_most: int
    acts: tuple[str, ...]


@lru_cache
def limits() -> Limits:
    """From bulk.yaml."""
    read = yaml.safe_load((Path(__file__).parent / "bulk.yaml").read_text(encoding="utf-8"))
    return Limits(read["most"]["value"], read["preview_most"]["value"], tuple(read["acts"]["value"]))


@dataclass(frozen=True)
class Tried:
    """What would become of one case."""

    case_id: UUID
    number: str
    title: str
    refused: str = ""


class _TakeBack(Exception):
    """Ends a trial: the transaction is rolled back."""


def bulk_acts(role: str) -> list[Act]:
    """The acts that this role may perform on many cases."""
    return [ACTS[name] for name in limits().acts if role in ACTS[name].roles]


def bulk_act(name: str, by: Actor) -> Act:
    """The act, if it may be performed on many cases by this person. Raises NotFound, NotAllowed."""
    act = find_act(name)
    if act.name not in limits().acts:
        raise NotFound(f"“{act.title}”不能批量办理。")
    check_role(act, by)
    return act


def check_number(count: int) -> None:
    """Raises NotValid for none or too many."""
    if not count:
        raise NotValid("请先勾选案件。", fields={"cases": "没有勾选案件"})
    if count > limits().most:
        words = f"一次最多批量办理 {limits().most} 件，现有 {count} 件；请缩小范围后分批办理。"
        raise NotValid(words, fields={"cases": "件数过多"})


def preview(
    engine: sa.Engine,
    by: Actor,
    at: datetime,
    name: str,
    data: Mapping[str, Any],
    cases: Sequence[tuple[UUID, str, str]],
) -> list[Tried]:
    """Really perform the act on each case and take it back each time. Raises NotValid for a wrong form."""
    act = bulk_act(name, by)
    check_number(len(cases))
    form = read_form(act.form, data)
    found = []
    for case_id, number, title in cases:
        try:
            with begin(engine, by=by, at=at) as work:
                perform(work, act.name, case_id, form)
                work.write_now()
                raise _TakeBack
        except _TakeBack:
            found.append(Tried(case_id, number, title))
        except Refusal as refused:
            found.append(Tried(case_id, number, title, refused.detail))
    return found


def order(
    engine: sa.Engine,
    by: Actor,
    at: datetime,
    name: str,
    data: Mapping[str, Any],
    cases: Sequence[tuple[UUID, str]],
    key: str,
) -> UUID:
    """Write the job down; the same key gives the same job. It is carried out by `carry_out`, here or by the engine."""
    act = bulk_act(name, by)
    if by.account_id is None:
        raise NotAllowed("批量办理须由有账号的人发起。")
    if not key or len(key) > 64:
        raise NotValid("请从预览页面提交。", fields={"key": "必填"})
    cases = list(dict.fromkeys(cases))
    check_number(len(cases))
    form = read_form(act.form, data)
    with begin(engine, by=by, at=at) as work:
        if is_postgres(work.connection):
            # Two clicks at once: the second waits for the first, as on SQLite.
            lock = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"{by.account_id}{key}")))
            work.connection.execute(lock)
        known = sa.select(_job.c.id).where(_job.c.account_id == by.account_id, _job.c.key == key)
        found = work.connection.execute(known).scalar()
        if found is not None:
            return UUID(str(found))
        job_id = new_id()
        job = {
            "id": job_id,
            "account_id": by.account_id,
            "key": key,
            "act": act.name,
            "title": act.title,
            "data": form.model_dump(mode="json", exclude_none=True),
            "by_name": by.name,
            "by_role": by.role,
            "total": len(cases),
            "created_at": at,
            "moved_at": at,
        }
        work.writes.insert(BulkJob, job)
        for seq, (case_id, number) in enumerate(cases):
            work.writes.insert(BulkItem, {"job_id": job_id, "seq": seq, "case_id": case_id, "number": number})
    return job_id


def carry_out(engine: sa.Engine, job_id: UUID, at: datetime) -> int:
    """Perform what still waits. Safe to run twice and by several processes at once; returns how many it settled."""
    with reading(engine) as session:
        connection = session.connection()
        job = connection.execute(sa.select(_job).where(_job.c.id == job_id)).one_or_none()
        if job is None or job.state != "running":
            return 0
        account = _account_of(connection, job)
        mine = sa.select(_item).where(_item.c.job_id == job_id, _item.c.state == "waiting").order_by(_item.c.seq)
        items = connection.execute(mine).all()
    settled = sum(_settle(engine, job, account, item, at) for item in items)
    with begin(engine, by=SYSTEM, at=at) as work:
        waiting = sa.exists().where(_item.c.job_id == job_id, _item.c.state == "waiting")
        done = sa.update(_job).where(_job.c.id == job_id, _job.c.state == "running", ~waiting)
        work.connection.execute(done.values(state="done", finished_at=at, moved_at=at))
    return settled


def _account_of(connection: sa.Connection, job: Any) -> Actor:
    """The person who ordered it, with the role that they have today."""
    unit = unit_below(_account.c.id).label("unit_below")
    columns = (_account.c.name, _account.c.role, _account.c.district, _account.c.title, _account.c.active, unit)
    row = connection.execute(sa.select(*columns).where(_account.c.id == job.account_id)).one()
    role = row.role if row.active else "inactive"
    return Actor(row.name, role, job.account_id, row.district, row.title, row.unit_below)


def _settle(engine: sa.Engine, job: Any, by: Actor, item: Any, at: datetime) -> int:
    """One case: the act and the note that it is done stand or fall together."""
    try:
        with begin(engine, by=by, at=at) as work:
            if not _claim(work.connection, item, "done", None, at):
                return 0
            if by.role == "inactive":
                raise NotAllowed("发起人的账号已停用。")
            perform(work, job.act, item.case_id, job.data)
    except Refusal as refused:
        return _refuse(engine, job, item, refused.detail, at)
    except sa.exc.OperationalError:
        # The database went away or was busy: nothing is known of this case, so it stays waiting.
        raise
    except Exception as error:
        _log.error("bulk_item_failed", act=job.act, error=type(error).__name__)
        return _refuse(engine, job, item, "系统出错，此件没有办理；请到案件页面办理。", at)
    _move(engine, job.id)
    return 1


def _refuse(engine: sa.Engine, job: Any, item: Any, reason: str, at: datetime) -> int:
    with begin(engine, by=SYSTEM, at=at) as work:
        taken = _claim(work.connection, item, "refused", reason, at)
    _move(engine, job.id)
    return taken


def _move(engine: sa.Engine, job_id: UUID) -> None:
    """Say that the job is being carried out; a transaction of its own, so that cases do not wait for one another."""
    at = now()
    with begin(engine, by=SYSTEM, at=at) as work:
        work.connection.execute(sa.update(_job).where(_job.c.id == job_id).values(moved_at=at))


def _claim(connection: sa.Connection, item: Any, state: str, reason: str | None, at: datetime) -> int:
    """Take a waiting item; 0 when another process has it. The row stays locked until the transaction ends."""
    mine = sa.update(_item).where(_item.c.id == item.id, _item.c.state == "waiting")
    return connection.execute(mine.values(state=state, reason=reason, at=at)).rowcount


def resume_bulk_jobs(engine: sa.Engine, at: datetime) -> int:
    """Carry on with jobs that were left alone half-way."""
    with reading(engine) as session:
        left = sa.select(_job.c.id).where(_job.c.state == "running", _job.c.moved_at <= at - LEFT_ALONE)
        ids = session.connection().execute(left.order_by(_job.c.created_at)).scalars().all()
    return sum(carry_out(engine, one, at) for one in ids)
