"""联席会议、三方机制、领导接访: meetings, and the issues that they leave."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.prevention_meetings import issue, issues, meeting, meetings
from foundation.clock import now, office_day
from foundation.database import reading
from web.pages.prevention_common import filled_form, offered, pager, show
from web.places import after
from web.visitor import Here

router = APIRouter()
for name in ("record_joint_meeting", "edit_joint_meeting"):
    after(name, "/prevention/meetings/{meeting_id}")
for name in ("raise_issue", "note_issue", "close_issue"):
    after(name, "/prevention/issues/{issue_id}")
EDITED = ("kind", "title", "held_on", "place", "chair", "bodies", "topics", "decisions", "visitors")


@router.get("/prevention/meetings")
def listed(here: Here, p: int = 1, kind: str = "") -> Response:
    """A page of meetings."""
    with reading(here.engine) as session:
        found = meetings(session, p, kind=kind)
    return show(
        "prevention_meetings.html",
        here,
        found=found,
        kind=kind,
        offered=offered(here, "record_joint_meeting", "raise_issue"),
        pager=pager(found, "/prevention/meetings", f"kind={kind}"),
    )


@router.get("/prevention/meetings/{meeting_id}")
def one(here: Here, meeting_id: UUID) -> Response:
    """One meeting with its issues."""
    with reading(here.engine) as session:
        row, left, done = meeting(session, meeting_id)
    return show(
        "prevention_meeting.html",
        here,
        row=row,
        issues=left,
        traces=done,
        day=office_day(now()),
        offered=offered(here, "raise_issue"),
        may_edit=bool(offered(here, "edit_joint_meeting")),
    )


@router.get("/prevention/meetings/{meeting_id}/edit")
def edit(here: Here, meeting_id: UUID) -> Response:
    """Its form as it stands."""
    with reading(here.engine) as session:
        row, _, _ = meeting(session, meeting_id)
    values = {"meeting_id": meeting_id, **{name: getattr(row, name) for name in EDITED}}
    return filled_form(here, "edit_joint_meeting", f"/prevention/meetings/{meeting_id}", values, row.number)


@router.get("/prevention/issues")
def list_issues(here: Here, p: int = 1, state: str = "") -> Response:
    """A page of issues; state overdue shows those past their day."""
    day = office_day(now())
    with reading(here.engine) as session:
        found = issues(session, p, day, state=state)
    return show(
        "prevention_issues.html",
        here,
        found=found,
        state=state,
        day=day,
        offered=offered(here, "raise_issue"),
        pager=pager(found, "/prevention/issues", f"state={state}"),
    )


@router.get("/prevention/issues/{issue_id}")
def one_issue(here: Here, issue_id: UUID) -> Response:
    """One issue with its progress."""
    with reading(here.engine) as session:
        row, done = issue(session, issue_id)
    names = ("note_issue", "close_issue") if row.state == "open" else ()
    return show(
        "prevention_issue.html", here, row=row, traces=done, day=office_day(now()), offered=offered(here, *names)
    )
