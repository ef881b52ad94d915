"""The meetings' desk 联席会议、三方机制、领导接访: meetings, the issues they leave, and who owes what by when."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cases.prevention import tables as t
from cases.prevention.codes import MEETING_KIND
from cases.prevention.meeting import JointMeeting, MeetingIssue
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.prevention.records import number, read_row, trace
from workflows.subjects import CaseNow

STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, Role.LEADER)


class IssueItem(Form):
    """One thing to be done."""

    title: str = Field(title="议题", min_length=1, max_length=200)
    owner_body: str = Field(title="责任单位", min_length=1, max_length=80)
    due_on: date | None = Field(default=None, title="完成期限")


class MeetingFields(Form):
    """A meeting."""

    kind: Annotated[str, choice(MEETING_KIND)] = Field(title="类别")
    title: str = Field(title="名称", min_length=1, max_length=120)
    held_on: date = Field(title="日期")
    place: str = Field(default="", title="地点", max_length=120)
    chair: str = Field(default="", title="主持（接访领导）", max_length=60)
    bodies: str = Field(default="", title="参加单位", max_length=500)
    topics: str = Field(title="议题（接访：反映事项）", min_length=1, max_length=5000)
    decisions: str = Field(default="", title="议定事项（接访：批示）", max_length=5000)
    visitors: int | None = Field(default=None, title="来访人数", ge=1, le=10000, description="领导接访填写")


class RecordMeeting(MeetingFields):
    """A meeting with what it leaves to be done."""

    issues: tuple[IssueItem, ...] = Field(default=(), title="待落实议题", max_length=50)


@act("登记会议", *STAFF, form=RecordMeeting, desk="prevention", subject="office")
def record_joint_meeting(work: Work, form: RecordMeeting) -> dict[str, Any]:
    """登记一次会议或领导接访，连同待落实的议题。"""
    meeting_id = new_id()
    row = {
        "id": meeting_id,
        "number": number(work, "会议", "meeting"),
        **form.model_dump(exclude={"issues"}),
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(JointMeeting, row)
    for one in form.issues:
        _issue(work, one.title, one.owner_body, one.due_on, meeting_id=meeting_id)
    trace(work, "meeting", meeting_id, "登记会议", detail=form)
    return {"made": {"meeting_id": meeting_id}}


class EditMeeting(MeetingFields):
    """Everything as it should be."""

    meeting_id: UUID = Field(title="会议")


@act("修改会议", *STAFF, form=EditMeeting, desk="prevention", subject="office")
def edit_joint_meeting(work: Work, form: EditMeeting) -> dict[str, Any]:
    """更正会议的登记，补记议定事项。"""
    read_row(work, t.meeting, form.meeting_id, "会议")
    work.writes.update(JointMeeting, {"id": form.meeting_id}, form.model_dump(exclude={"meeting_id"}))
    trace(work, "meeting", form.meeting_id, "修改会议", detail=form)
    return {"made": {"meeting_id": form.meeting_id}}


class RaiseIssue(IssueItem):
    """An issue, with the meeting it comes from."""

    meeting_id: UUID | None = Field(default=None, title="会议", json_schema_extra={"choose": "joint_meeting"})
    owner_id: UUID | None = Field(
        default=None,
        title="本会跟踪人",
        json_schema_extra={"choose": "staff"},
        description="逾期提醒发给此人；不填发给主管",
    )


@act("登记议题", *STAFF, form=RaiseIssue, desk="prevention", subject="office")
def raise_issue(work: Work, form: RaiseIssue) -> dict[str, Any]:
    """登记一项须由有关单位落实的议题。"""
    issue_id = _issue(
        work, form.title, form.owner_body, form.due_on, meeting_id=form.meeting_id, owner_id=form.owner_id
    )
    return {"made": {"issue_id": issue_id}}


class RaiseCaseIssue(IssueItem):
    """An issue that this case shows."""

    meeting_id: UUID | None = Field(default=None, title="提交会议", json_schema_extra={"choose": "joint_meeting"})


@act("提出议题", *STAFF, form=RaiseCaseIssue, desk="prevention")
def raise_case_issue(work: Work, case: CaseNow, form: RaiseCaseIssue) -> dict[str, Any]:
    """由本案反映的共性问题提交联席会议或三方机制，落实情况可在本案查看。"""
    issue_id = _issue(
        work,
        form.title,
        form.owner_body,
        form.due_on,
        meeting_id=form.meeting_id,
        owner_id=work.by.account_id,
        case_id=case.id,
    )
    return {"issue_id": issue_id}


def _issue(work: Work, title: str, owner_body: str, due_on: date | None, **more: Any) -> UUID:
    if more.get("meeting_id") is not None and not any(
        row["id"] == more["meeting_id"] for row in work.writes.noted(JointMeeting)
    ):
        read_row(work, t.meeting, more["meeting_id"], "会议")
    issue_id = new_id()
    row = {
        "id": issue_id,
        "title": title,
        "owner_body": owner_body,
        "due_on": due_on,
        **more,
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(MeetingIssue, row)
    trace(work, "issue", issue_id, "登记议题", detail={"due_on": str(due_on) if due_on else None})
    return issue_id


class OneIssue(Form):
    """Which issue."""

    issue_id: UUID = Field(title="议题")


class NoteIssue(OneIssue):
    """How far it has come; a new day where it was agreed."""

    note: str = Field(title="进展", min_length=1, max_length=2000)
    due_on: date | None = Field(default=None, title="调整后的期限", description="不调整的不填")


@act("登记议题进展", *STAFF, form=NoteIssue, desk="prevention", subject="office")
def note_issue(work: Work, form: NoteIssue) -> dict[str, Any]:
    """登记进展；商定延期的，同时调整期限。"""
    issue = _open_issue(work, form.issue_id)
    detail = {}
    if form.due_on is not None and form.due_on != issue["due_on"]:
        detail = {"before": str(issue["due_on"]), "now": str(form.due_on)}
        work.writes.update(MeetingIssue, {"id": form.issue_id}, {"due_on": form.due_on})
    trace(work, "issue", form.issue_id, "进展", note=form.note, detail=detail)
    return {"made": {"issue_id": form.issue_id}}


class CloseIssue(OneIssue):
    """That it is done, or will not be."""

    done: bool = Field(title="已落实")
    result: str = Field(title="结果", min_length=1, max_length=2000)
    closed_on: date | None = Field(default=None, title="日期", description="不填按今日")


@act("办结议题", *STAFF, form=CloseIssue, desk="prevention", subject="office")
def close_issue(work: Work, form: CloseIssue) -> dict[str, Any]:
    """登记落实结果，或说明不再办理的原因。"""
    _open_issue(work, form.issue_id)
    day = past_day(work, form.closed_on, field="closed_on", label="日期")
    changes = {"state": "done" if form.done else "dropped", "result": form.result, "closed_on": day}
    work.writes.update(MeetingIssue, {"id": form.issue_id}, changes)
    trace(work, "issue", form.issue_id, "办结议题", note=form.result)
    return {"made": {"issue_id": form.issue_id}}


def _open_issue(work: Work, issue_id: UUID) -> dict[str, Any]:
    issue = read_row(work, t.issue, issue_id, "议题")
    if issue["state"] != "open":
        raise NotPossible("议题已经办结。")
    return issue
