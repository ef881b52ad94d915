"""活动: the list with totals and exports, one activity, its edit form."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cases import codes
from cases.prevention import codes as words
from cases.views.choosers import choices_for
from cases.views.files import files_of
from cases.views.prevention_activities import ActivityFilters, activities, activity, totals
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotFound
from reports.period import Month
from web.pages.prevention_common import filled_form, offered, pager, show
from web.places import after
from web.visitor import Here

router = APIRouter()
ONE = "/prevention/activities/{activity_id}"
for name in ("record_activity", "edit_activity", "paste_sign_in", "cancel_activity"):
    after(name, ONE)
HEADER = (
    "编号",
    "类别",
    "状态",
    "日期",
    "区县",
    "地点",
    "主题",
    "主办单位",
    "协办单位",
    "人次",
    "对象",
    "份数",
    "材料",
    "解答问题",
    "到场律师",
    "成效",
)
EDITED = (
    "kind",
    "held_on",
    "district",
    "place",
    "topic",
    "host_unit",
    "partners",
    "lawyers",
    "materials",
    "questions",
    "result",
)


def _filters(request: Request) -> ActivityFilters:
    query = request.query_params
    given = {one.name: query.get(one.name, "").strip() for one in fields(ActivityFilters)}
    month = query.get("month", "")
    if month:
        # A figure of the monthly report leads here.
        asked = Month.read(month)
        given |= {"since": asked.first.isoformat(), "until": asked.last.isoformat()}
    return ActivityFilters(**given)


@router.get("/prevention/activities")
def listed(here: Here, request: Request, p: int = 1) -> Response:
    """A page of activities and the totals of everything that fits."""
    filters = _filters(request)
    with reading(here.engine) as session:
        found = activities(session, filters, p)
        sums = {by: totals(session, filters, by) for by in ("kind", "district", "month")}
        campaigns = choices_for(session, None, ["campaign"])["campaign"]
    query = urlencode({name: value for name, value in asdict(filters).items() if value})
    return show(
        "prevention_activities.html",
        here,
        found=found,
        filters=filters,
        sums=sums,
        campaigns=campaigns,
        query=query,
        offered=offered(here, "record_activity"),
        pager=pager(found, "/prevention/activities", query),
    )


@router.get("/prevention/activities/file.{form}")
def export(here: Here, request: Request, form: str) -> Response:
    """The same list as .csv or .xlsx; no names of those who signed in."""
    if form not in ("csv", "xlsx"):
        raise NotFound("没有这种格式（可用 csv、xlsx）。")
    filters = _filters(request)
    with reading(here.engine) as session:
        rows = [_line(row) for row in activities(session, filters, 1, export=True).rows]
        sums = {by: totals(session, filters, by) for by in ("kind", "district", "month")}
    name = f'attachment; filename="activities.{form}"'
    if form == "csv":
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADER)
        writer.writerows([_plain(value) for value in row] for row in rows)
        content: bytes = ("\ufeff" + text.getvalue()).encode()
        return Response(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = _workbook(rows, sums, office_day(now()))
    return Response(content, media_type=media, headers={"Content-Disposition": name})


def _line(row: Any) -> tuple[Any, ...]:
    audiences = "；".join(f"{words.AUDIENCE[one['audience']]}{one['people']}" for one in row.audiences)
    materials = "；".join(f"{one['what']}{one['copies']}" for one in row.materials)
    return (
        row.number,
        words.ACTIVITY_KIND[row.kind],
        words.ACTIVITY_STATE[row.state],
        row.held_on.isoformat(),
        codes.word(codes.DISTRICT, row.district),
        row.place,
        row.topic,
        row.host_unit,
        row.partners,
        row.people,
        audiences,
        row.copies,
        materials,
        row.questions,
        row.lawyers,
        row.result,
    )


def _plain(value: Any) -> Any:
    """Spreadsheets must not take a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" and value else value


def _workbook(rows: Sequence[Any], sums: dict[str, Sequence[Any]], day: date) -> bytes:
    from documents.workbook import Sheet, workbook

    title = f"活动登记（{day} 导出）"
    sheets = [Sheet("活动", title, HEADER, rows, widths=(16, 10, 8, 12, 12, 24, 30, 24, 24, 8, 30, 8, 30, 10, 20, 40))]
    lists = {"kind": ("类别", words.ACTIVITY_KIND), "district": ("区县", codes.DISTRICT), "month": ("月份", {})}
    for by, (head, known) in lists.items():
        lines = [
            (codes.word(known, one.key), one.sessions, int(one.people), int(one.copies), int(one.questions))
            for one in sums[by]
        ]
        sheets.append(Sheet(f"按{head}", title, (head, "场次", "人次", "份数", "解答问题"), lines, widths=(20,)))
    return workbook(sheets)


@router.get("/prevention/activities/{activity_id}")
def one(here: Here, activity_id: UUID) -> Response:
    """One activity."""
    with reading(here.engine) as session:
        file = activity(session, activity_id)
        files = files_of(session, "activity", activity_id)
    standing = file.row.state != "cancelled"
    names = ("paste_sign_in", "cancel_activity") if standing else ()
    return show(
        "prevention_activity.html",
        here,
        file=file,
        files=files,
        row=file.row,
        offered=offered(here, *names),
        may_edit=standing and bool(offered(here, "edit_activity")),
        may_tag=bool(offered(here, "tag_by_hand")),
    )


@router.get("/prevention/activities/{activity_id}/edit")
def edit(here: Here, activity_id: UUID) -> Response:
    """Its form as it stands; people not sorted by audience stand in no row of it."""
    with reading(here.engine) as session:
        row = activity(session, activity_id).row
    values = {name: getattr(row, name) for name in EDITED}
    values |= {"audiences": row.audiences, "activity_id": activity_id, "was_held": row.state == "held"}
    return filled_form(here, "edit_activity", f"/prevention/activities/{activity_id}", values, row.number)
