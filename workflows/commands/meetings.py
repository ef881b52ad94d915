"""Meetings 调解会议: planned and announced, moved, called off, held with minutes."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, field_validator, model_validator

from cases.codes import MEETING_KIND, MEETING_SIDE, SIGNING
from cases.meeting import Meeting, MeetingPerson
from foundation.clock import OFFICE
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

DESK = (Role.MEDIATOR, Role.SUPERVISOR)
_meeting: sa.Table = Meeting.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_person: sa.Table = MeetingPerson.__table__  # type: ignore[attr-defined]
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
NO_MEETING = "没有这次会议，或会议已举行、已取消；请从列表中选择。"


def office_time(value: datetime | None) -> datetime | None:
    """Pages send the local time of the office without a zone."""
    return value.replace(tzinfo=OFFICE) if value is not None and value.tzinfo is None else value


class Invited(Form):
    """One person or body asked to come."""

    side: Annotated[str, choice(MEETING_SIDE)] = Field(title="身份")
    name: str = Field(title="姓名（单位）", min_length=1, max_length=80)


class Timed(Form):
    """When and where."""

    starts_at: datetime = Field(title="开始时间")
    minutes_long: int = Field(default=60, title="预计时长（分钟）", ge=5, le=1440)
    despite_clash: bool = Field(default=False, title="已核对时间冲突，仍要安排")

    @field_validator("starts_at")
    @classmethod
    def _office_time(cls, value: datetime) -> datetime:
        return office_time(value) or value

    @property
    def ends_at(self) -> datetime:
        """When it is expected to be over."""
        return self.starts_at + timedelta(minutes=self.minutes_long)


class ScheduleMeeting(Timed):
    """A meeting to come: a place or a link, and who is asked."""

    kind: Annotated[str, choice(MEETING_KIND)] = Field(default="both", title="会议类型")
    place: str | None = Field(default=None, title="地点", max_length=120)
    room: str | None = Field(default=None, title="调解室", max_length=60)
    online_link: str | None = Field(default=None, title="线上会议地址", max_length=300, pattern=r"^https?://\S+$")
    invited: tuple[Invited, ...] = Field(title="邀请", min_length=1, max_length=40)

    @model_validator(mode="after")
    def _somewhere(self) -> "ScheduleMeeting":
        if not (self.place or self.room or self.online_link):
            raise ValueError("请填写地点、调解室或者线上会议地址")
        return self


@act("安排调解会议", *DESK, form=ScheduleMeeting, desk="meetings")
def schedule_meeting(work: Work, case: CaseNow, form: ScheduleMeeting) -> dict[str, Any]:
    """约定时间、地点和参加人，可打印邀请通知书；调解室或调解员时间冲突的会提醒。"""
    mediator_id, mediator = _mediator(work, case)
    _check_time(work, form, mediator_id, form.room)
    meeting_id = new_id()
    work.writes.insert(
        Meeting,
        {
            "id": meeting_id,
            "case_id": case.id,
            **form.model_dump(include={"kind", "place", "room", "online_link", "starts_at"}),
            "ends_at": form.ends_at,
            "mediator_id": mediator_id,
            "mediator_name": mediator,
            "planned_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    for seq, person in enumerate(form.invited, 1):
        _add(work, case, meeting_id, seq, person)
    return {"meeting_id": meeting_id}


class RescheduleMeeting(Timed):
    """Another time."""

    meeting_id: UUID = Field(title="会议", json_schema_extra={"choose": "planned_meeting"})
    room: str | None = Field(default=None, title="调解室", max_length=60, description="不填不变")
    reason: str = Field(title="改期原因", min_length=1, max_length=500)


@act("会议改期", *DESK, form=RescheduleMeeting, desk="meetings")
def reschedule_meeting(work: Work, case: CaseNow, form: RescheduleMeeting) -> dict[str, Any]:
    """改到另一时间；原来的时间和原因留在办理日志中。"""
    row = _planned(work, case, form.meeting_id)
    room = form.room or row.room
    _check_time(work, form, row.mediator_id, room, but=row.id)
    work.writes.update(
        Meeting,
        {"id": row.id},
        {
            "starts_at": form.starts_at,
            "ends_at": form.ends_at,
            "room": room,
            "moved": row.moved + 1,
            "reason": form.reason,
        },
    )
    return {"from": row.starts_at.astimezone(OFFICE).isoformat(timespec="minutes")}


class CancelMeeting(Form):
    """Which one, and why."""

    meeting_id: UUID = Field(title="会议", json_schema_extra={"choose": "planned_meeting"})
    reason: str = Field(title="取消原因", min_length=1, max_length=500)


@act("取消会议", *DESK, form=CancelMeeting, desk="meetings")
def cancel_meeting(work: Work, case: CaseNow, form: CancelMeeting) -> None:
    """取消一次会议，写明原因；请另行告知受邀的人。"""
    row = _planned(work, case, form.meeting_id)
    work.writes.update(Meeting, {"id": row.id}, {"state": "cancelled", "reason": form.reason})


class Attended(Invited):
    """One person, there or not."""

    present: bool = Field(default=True, title="到场")
    reason: str | None = Field(default=None, title="缺席原因", max_length=200)


class RecordMeeting(Form):
    """What happened: with a planned meeting, or one that nobody planned."""

    meeting_id: UUID | None = Field(
        default=None, title="会议", json_schema_extra={"choose": "planned_meeting"}, description="没有事先安排的不选"
    )
    kind: Annotated[str, choice(MEETING_KIND)] = Field(
        default="both", title="会议类型", description="已安排的以安排为准"
    )
    started_at: datetime | None = Field(default=None, title="开始时间", description="不填按安排的时间")
    ended_at: datetime | None = Field(default=None, title="结束时间", description="不填按安排的时间")
    place: str | None = Field(default=None, title="地点", max_length=120)
    people: tuple[Attended, ...] = Field(default=(), title="参加人", max_length=40, description="不填的受邀人视为到场")
    minutes: str = Field(title="笔录", min_length=1, max_length=20000)
    signing: Annotated[str, choice(SIGNING)] = Field(title="签字情况")
    signing_note: str | None = Field(default=None, title="拒签的人和理由", max_length=500)

    @field_validator("started_at", "ended_at")
    @classmethod
    def _office_time(cls, value: datetime | None) -> datetime | None:
        return office_time(value)

    @model_validator(mode="after")
    def _complete(self) -> "RecordMeeting":
        if self.signing == "refused" and not self.signing_note:
            raise ValueError("有人拒绝签字的，请写明是谁和理由")
        if any(not one.present and not one.reason for one in self.people):
            raise ValueError("缺席的，请写明缺席原因（未说明的写“未说明”）")
        if self.meeting_id is None and (self.started_at is None or self.ended_at is None or not self.people):
            raise ValueError("没有事先安排的会议，请填写开始、结束时间和参加人")
        return self


@act("登记会议笔录", *DESK, form=RecordMeeting, desk="meetings")
def record_meeting(work: Work, case: CaseNow, form: RecordMeeting) -> dict[str, Any]:
    """登记谁到场、谁缺席、说了什么、是否签字；可打印笔录。"""
    row = _planned(work, case, form.meeting_id) if form.meeting_id is not None else None
    starts = form.started_at or (row.starts_at if row is not None else work.at)
    ends = form.ended_at or (max(row.ends_at, starts + timedelta(minutes=1)) if row is not None else work.at)
    if starts > work.at:
        raise NotValid("会议还没有开始，不能登记笔录。", fields={"started_at": "不能晚于现在"})
    if ends <= starts:
        raise NotValid("结束时间须晚于开始时间。", fields={"ended_at": "须晚于开始时间"})
    held = {
        "state": "held",
        "starts_at": starts,
        "ends_at": ends,
        "minutes": form.minutes,
        "signing": form.signing,
        "signing_note": form.signing_note,
        "recorded_by": work.by.name,
    }
    if row is not None:
        meeting_id = row.id
        work.writes.update(Meeting, {"id": meeting_id}, held | ({"place": form.place} if form.place else {}))
    else:
        meeting_id = new_id()
        mediator_id, mediator = _mediator(work, case)
        work.writes.insert(
            Meeting,
            {
                "id": meeting_id,
                "case_id": case.id,
                "kind": form.kind,
                "place": form.place,
                "mediator_id": mediator_id,
                "mediator_name": mediator,
                "planned_by": work.by.name,
                "recorded_at": work.recorded_at,
                **held,
            },
        )
    _note_attendance(work, case, meeting_id, form)
    return {"meeting_id": meeting_id}


def _note_attendance(work: Work, case: CaseNow, meeting_id: UUID, form: RecordMeeting) -> None:
    asked = list(
        work.connection.execute(sa.select(_person).where(_person.c.meeting_id == meeting_id).order_by(_person.c.seq))
    )
    said = {one.name: one for one in form.people}
    for row in asked:
        one = said.pop(row.name, None)
        present = one.present if one is not None else True
        reason = one.reason if one is not None and not present else None
        work.writes.update(MeetingPerson, {"id": row.id}, {"present": present, "reason": reason})
    for seq, one in enumerate(said.values(), len(asked) + 1):
        _add(work, case, meeting_id, seq, one, present=one.present, reason=None if one.present else one.reason)


def _add(work: Work, case: CaseNow, meeting_id: UUID, seq: int, person: Invited, **more: Any) -> None:
    work.writes.insert(
        MeetingPerson,
        {
            "meeting_id": meeting_id,
            "case_id": case.id,
            "seq": seq,
            "side": person.side,
            "name": person.name,
            **more,
        },
    )


def _mediator(work: Work, case: CaseNow) -> tuple[UUID | None, str]:
    """Who leads the meeting: the case's handler, else whoever plans it."""
    if case.handler_id is None or case.handler_id == work.by.account_id:
        return work.by.account_id, work.by.name
    name = work.connection.execute(sa.select(_account.c.name).where(_account.c.id == case.handler_id)).scalar_one()
    return case.handler_id, str(name)


def _planned(work: Work, case: CaseNow, meeting_id: UUID) -> Any:
    row = work.connection.execute(
        sa.select(_meeting).where(_meeting.c.id == meeting_id, _meeting.c.case_id == case.id)
    ).one_or_none()
    if row is None or row.state != "planned":
        raise NotValid(NO_MEETING, fields={"meeting_id": "请选择"})
    return row


def _check_time(
    work: Work, form: Timed, mediator_id: UUID | None, room: str | None, *, but: UUID | None = None
) -> None:
    """Raises NotValid for the past, and NotPossible where room or mediator is taken, unless that was looked at."""
    if form.starts_at <= work.at:
        raise NotValid("开始时间已经过去；已经举行的会议请用“登记会议笔录”。", fields={"starts_at": "须晚于现在"})
    if form.despite_clash:
        return
    taken = sa.or_(_meeting.c.mediator_id == mediator_id, _meeting.c.room == room if room else sa.false())
    query = (
        sa.select(_meeting)
        .where(
            _meeting.c.state == "planned",
            _meeting.c.starts_at < form.ends_at,
            _meeting.c.ends_at > form.starts_at,
            taken,
        )
        .order_by(_meeting.c.starts_at)
    )
    clashes = [row for row in work.connection.execute(query) if row.id != but]
    if clashes:
        words = "；".join(_clash(row, mediator_id, room) for row in clashes)
        raise NotPossible(f"时间冲突：{words}。请换时间或调解室；确需同时进行的，勾选“已核对时间冲突，仍要安排”。")


def _clash(row: Any, mediator_id: UUID | None, room: str | None) -> str:
    who = [f"调解员{row.mediator_name}"] if row.mediator_id == mediator_id else []
    who += [f"调解室“{row.room}”"] if room and row.room == room else []
    begin, end = row.starts_at.astimezone(OFFICE), row.ends_at.astimezone(OFFICE)
    return f"{'、'.join(who)} 已有 {begin:%Y-%m-%d %H:%M} 至 {end:%H:%M} 的会议"
