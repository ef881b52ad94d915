"""案件列表: filters live in the address, pages, and the same list as a file."""

import csv
from dataclasses import fields, replace
from io import StringIO
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cases import codes
from cases.views.case_list import PAGE_SIZE, Filters, list_cases
from cases.views.light import nearest_light
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from notifications.ahead import danger
from people.accounts import people
from reports.catalogue import catalogue
from reports.monthly import GROUP_TITLES, case_ids
from web.render import at as at_text
from web.render import page, state_word, word
from web.visitor import Here, Visitor
from workflows.charts.registry import CHARTS, versions_of

router = APIRouter()
MOST_EXPORTED = 5000
GROUP_CODES = {"type": "CASE_TYPE", "district": "DISTRICT", "channel": "CHANNEL"}
NAMES = [one.name for one in fields(Filters) if one.name != "only"]


def _filters(here: Visitor, request: Request) -> tuple[Filters, str]:
    """Filters from the address; a figure of the monthly report narrows to the cases behind it."""
    query = request.query_params
    filters = replace(Filters(), **{name: query.get(name, "").strip() for name in NAMES})  # type: ignore[arg-type]  # all texts
    code, month = query.get("figure", ""), query.get("month", "")
    if not code:
        return filters, ""
    if code not in catalogue():
        raise NotFound("没有这个指标。")
    by, value = query.get("by") or None, query.get("value")
    if by is not None and by not in GROUP_TITLES:
        raise NotFound("没有这种分组。")
    with reading(here.engine) as session:
        only = case_ids(session, code, month, by=by, value=value)
    label = f"{month} {catalogue()[code].name}"
    if by is not None:
        label += f"，{GROUP_TITLES[by]}：{word(GROUP_CODES[by], value)}"
    return replace(filters, only=only), label


def _states(case_type: str) -> list[tuple[str, str]]:
    """The states of one chart, or of all, each word once."""
    types = [case_type] if case_type in CHARTS else list(CHARTS)
    found: dict[str, str] = {}
    for chart in (chart for one in types for chart in versions_of(one)):
        for key, state in chart.states.items():
            found.setdefault(key, state.label)
    return list(found.items())


@router.get("/cases")
def listed(here: Here, request: Request, p: int = 1) -> Response:
    """One page."""
    filters, label = _filters(here, request)
    at = now()
    with reading(here.engine) as session:
        found = list_cases(session, filters, p, at, at + danger())
        handlers = people(session, role="mediator")
    kept = {name: value for name, value in request.query_params.items() if name != "p" and value}
    return page(
        "cases.html",
        here,
        found=found,
        filters=filters,
        handlers=handlers,
        states=_states(filters.case_type),
        nearest_light=nearest_light,
        label=label,
        query=urlencode(kept),
        kept=kept,
        size=PAGE_SIZE,
    )


@router.get("/cases.csv")
def exported(here: Here, request: Request) -> Response:
    """The same list as a file that spreadsheets open; no names or phone numbers in it."""
    filters, _ = _filters(here, request)
    at = now()
    with reading(here.engine) as session:
        found = list_cases(session, filters, 1, at, at + danger(), size=MOST_EXPORTED)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            "案号",
            "类型",
            "状态",
            "标题",
            "区县",
            "渠道",
            "人数",
            "诉求金额",
            "到账金额",
            "首次求助",
            "劳动者权利届满",
            "最近截止",
            "承办人",
        ]
    )
    for row in found.rows:
        writer.writerow(
            [
                row.number,
                codes.word(codes.CASE_TYPE, row.case_type),
                state_word(row.case_type, row.state, row.chart_version),
                _plain(row.title),
                codes.word(codes.DISTRICT, row.district),
                codes.word(codes.CHANNEL, row.channel),
                row.head_count,
                row.claimed if row.claimed is not None else "",
                row.paid if row.paid is not None else "",
                at_text(row.opened_at),
                at_text(row.right_due_at),
                at_text(row.next_due_at),
                row.handler or "",
            ]
        )
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="cases.csv"'},
    )


def _plain(text: str) -> str:
    """Spreadsheets must not take a title for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text
