"""The calendar's desk 放假安排: one person hands a notice in, another approves; it is applied and can be undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.calendar_version import VERSION_STATUS, CalendarVersion
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from rules.errors import RuleError
from rules.notice import LONGEST_TEXT, read_notice
from rules.papers import Paper, read_paper
from workflows import calendars
from workflows.acts import act
from workflows.forms import Form

APPROVERS = (Role.SUPERVISOR, Role.LEADER)
_version = calendars.version_table
_LIVE = ("candidate", "approved", "applied")


class ImportCalendar(Form):
    """The text of a notice in the format of rules/calendars."""

    text: str = Field(title="通知文本（YAML）", min_length=1, max_length=LONGEST_TEXT)


class OneVersion(Form):
    """Which notice."""

    version_id: UUID = Field(title="放假通知")


class VersionAndReason(OneVersion):
    """Which notice, and why."""

    reason: str = Field(title="原因", min_length=1, max_length=500)


@act("导入放假通知", Role.ADMIN, form=ImportCalendar, desk="calendars", subject="office")
def import_calendar(work: Work, form: ImportCalendar) -> dict[str, Any]:
    """导入一份国务院办公厅放假通知，成为待批准的日历版本；同一份重复导入不改变任何东西。"""
    text = form.text.replace("\r\n", "\n").rstrip("\n") + "\n"
    try:
        paper = read_notice(text, work.day)
    except RuleError as wrong:
        raise NotValid(str(wrong), fields={"text": str(wrong)}) from None
    if any(paper.sha256 == one.sha256 for one in calendars.base_papers()):
        raise NotPossible(f"{paper.id} 已随程序提供，内容相同，不必导入。")
    if work.by.account_id is None:
        raise NotAllowed("导入须由有账号的人办理。")
    # Before looking whether it is here: two imports at once wait for each other.
    seq = _next(work)
    same = _find(work, _version.c.sha256 == paper.sha256, _version.c.status.in_(_LIVE))
    if same is not None:
        return {"made": {"version_id": same["id"], "paper": paper.id, "unchanged": True}}
    # With what is applied it must make a calendar; said now and not at the moment of applying.
    calendars.combined([*calendars.applied_papers(work.connection), paper])
    earlier = _find(work, _version.c.paper_id == paper.id)
    version_id = new_id()
    work.writes.insert(CalendarVersion, _row(work, paper, version_id, seq, earlier))
    return {"made": {"version_id": version_id, "paper": paper.id, "unchanged": False}}


def _next(work: Work) -> int:
    if is_postgres(work.connection):
        # Held to the end of the transaction; readers are not kept waiting.
        work.connection.execute(sa.text("LOCK TABLE calendar_version IN SHARE ROW EXCLUSIVE MODE"))
    highest = work.connection.execute(sa.select(sa.func.max(_version.c.seq))).scalar()
    return int(highest or 0) + 1


def _row(work: Work, paper: Paper, version_id: UUID, seq: int, earlier: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "id": version_id,
        "seq": seq,
        "paper_id": paper.id,
        "year": paper.year,
        "notice": paper.notice,
        "title": paper.title,
        "source": paper.source,
        "published": paper.published,
        "text": paper.text,
        "sha256": paper.sha256,
        "supersedes": earlier["id"] if earlier is not None else None,
        "imported_by": work.by.account_id,
        "imported_by_name": work.by.name,
        "imported_at": work.at,
    }


@act("批准放假通知", *APPROVERS, form=OneVersion, desk="calendars", subject="office")
def approve_calendar(work: Work, form: OneVersion) -> dict[str, Any]:
    """由导入人以外的另一人核对原件后批准。"""
    version = _in_status(work, form.version_id, "candidate", "批准")
    if work.by.account_id is None or work.by.account_id == version["imported_by"]:
        raise NotAllowed("批准须由导入人以外的另一人办理。")
    changes = {"approved_by": work.by.account_id, "approved_by_name": work.by.name, "approved_at": work.at}
    return _changed(work, version, "approved", changes)


@act("退回放假通知", *APPROVERS, form=VersionAndReason, desk="calendars", subject="office")
def reject_calendar(work: Work, form: VersionAndReason) -> dict[str, Any]:
    """内容与原件不符等，退回；可更正后重新导入。"""
    version = _in_status(work, form.version_id, "candidate", "退回", "approved")
    return _changed(work, version, "rejected", {"reason": form.reason})


@act(
    "启用放假通知",
    *APPROVERS,
    form=OneVersion,
    desk="calendars",
    subject="office",
    confirm="启用后，正在计时的期限将按此通知调整：可以后移，已发出的不提前。请先看试算。",
)
def apply_calendar(work: Work, form: OneVersion) -> dict[str, Any]:
    """此后新开的期限按此计算；正在计时的期限由引擎逐批调整，各案卷留痕。"""
    version = _in_status(work, form.version_id, "approved", "启用")
    if version["approved_by"] == version["imported_by"]:
        raise NotAllowed("批准人须与导入人不同。")
    paper = read_paper(version["text"], version["paper_id"])
    if paper.sha256 != version["sha256"]:
        raise NotPossible("通知文本与导入时的指纹不符，不能启用。请查明后重新导入。")
    calendars.combined([*calendars.applied_papers(work.connection), paper])
    done = _changed(
        work, version, "applied", {"applied_by_name": work.by.name, "applied_at": work.at, "settled_at": None}
    )
    calendars.forget(work.connection.engine)
    return done


@act(
    "撤销放假通知",
    *APPROVERS,
    form=VersionAndReason,
    desk="calendars",
    subject="office",
    confirm="撤销后，因此通知而变动的期限恢复为此前发出的日期，各案卷注明。历史不删除。",
)
def undo_calendar(work: Work, form: VersionAndReason) -> dict[str, Any]:
    """撤销一份已启用的通知：再追加一次，恢复此前发出的期限。"""
    version = _in_status(work, form.version_id, "applied", "撤销")
    later = _find(
        work,
        _version.c.paper_id == version["paper_id"],
        _version.c.status == "applied",
        _version.c.seq > version["seq"],
    )
    if later is not None:
        raise NotPossible("此后已启用同一通知的更正版，请先撤销更正版。")
    # What is left must still make a calendar: no year in the middle, no change of what is not there.
    calendars.combined(calendars.applied_papers(work.connection, without=version["seq"]))
    done = _changed(
        work,
        version,
        "withdrawn",
        {"undone_by_name": work.by.name, "undone_at": work.at, "reason": form.reason, "settled_at": None},
    )
    calendars.forget(work.connection.engine)
    return done


def _changed(work: Work, version: Mapping[str, Any], status: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    work.writes.update(CalendarVersion, {"id": version["id"]}, {"status": status, **changes})
    return {"state": status, "made": {"version_id": version["id"], "paper": version["paper_id"]}}


def _in_status(work: Work, version_id: UUID, status: str, verb: str, *others: str) -> dict[str, Any]:
    """The version under lock. Raises NotFound, and NotPossible where it is not where this act begins."""
    query = sa.select(_version).where(_version.c.id == version_id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("没有这份放假通知。")
    if row["status"] not in (status, *others):
        words = VERSION_STATUS[row["status"]]
        raise NotPossible(f"不能{verb}：{row['paper_id']} 处于“{words}”，须为“{VERSION_STATUS[status]}”。")
    return dict(row)


def _find(work: Work, *conditions: sa.ColumnElement[bool]) -> dict[str, Any] | None:
    query = sa.select(_version).where(*conditions).order_by(_version.c.seq.desc()).limit(1)
    row = work.connection.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None
