"""What can be asked for."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views import desk
from cases.views import tables as t
from cases.views.case_file import alerts_of, case_file
from cases.views.case_pages import case_page
from cases.views.reach import limits
from cases.views.secrecy import NOT_NAMED, may_see_people
from foundation.clock import now
from foundation.crypto import mask_phone
from foundation.database import reading
from foundation.errors import NotFound, NotValid
from notifications.ahead import aid_first, danger, endangered
from reports.monthly import case_ids, monthly
from workflows.offers import offered_on_file

router = APIRouter(tags=["查询"])
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="每页条数")]
Cursor = Annotated[str | None, Query(description="上一页返回的 next")]
# Lists of a file that name people or tell what they said, as the cards of its page do.
TELLING = ("agreements", "instalments", "payments", "investigations", "callbacks", "journal")
REFERRAL_WORDS = ("package", "matter", "result", "return_reason")


def _row(row: Any, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    values = dict(row._mapping)
    for name in (*without, "phone_index", "id_index", "password_hash"):
        values.pop(name, None)
    if values.get("phone"):
        values["phone"] = mask_phone(values["phone"])
    if values.get("id_number"):
        values["id_number"] = "****"
    encoded: dict[str, Any] = jsonable_encoder(values)
    return encoded


@router.get("/cases", summary="案件列表")
def cases(
    calling: Calling,
    state: str | None = None,
    case_type: str | None = None,
    district: str | None = None,
    handler_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """劳动者权利将失的在前，其余按最近截止，已结的在后；用 next 取下一页。"""
    given = (("state", state), ("case_type", case_type), ("district", district), ("handler_id", handler_id))
    wanted = [t.case.c[name] == value for name, value in given if value is not None]
    wanted += limits(calling.actor)
    at = now()
    after = None if cursor is None else _cursor(cursor)
    with reading(calling.engine) as session:
        rows = case_page(session, wanted, at + danger(), after, limit + 1)
    if rows is None:
        raise _bad_cursor()
    return {
        "items": [
            {
                **_case(row, calling),
                "endangered": row.closed_at is None and endangered(row.right_due_at, at),
                "aid_first": row.closed_at is None and aid_first(row.right_due_at, at),
            }
            for row in rows[:limit]
        ],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


def _case(row: Any, calling: Calling) -> dict[str, Any]:
    """A case; the worker's own words only for those who may know who says them."""
    shown = _row(row)
    return shown if may_see_people(row, calling.actor) else {**shown, "narrative": ""}


def _cursor(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _bad_cursor() from None


def _bad_cursor() -> NotValid:
    return NotValid("cursor 无效，请用上一页返回的 next。", fields={"cursor": "无效"})


@router.get("/cases/{case_id}", summary="案件详情")
def case(calling: Calling, case_id: UUID, response: Response) -> dict[str, Any]:
    """案件、全部时钟及其凭证、日志，以及当前账号现在可以办理的事项。"""
    at = now()
    with reading(calling.engine) as session:
        found = case_file(session, case_id, at, at + danger())
        alerts = [_row(row) for row in alerts_of(session, case_id)]
    response.headers["ETag"] = f'"{found.case.version}"'
    clocks = [
        {
            **_row(one.row, without=("certificate",)),
            "light": {"colour": one.light.colour, "word": one.light.word},
            "rest": one.rest,
            "sentence": one.sentence,
            "legal_basis": one.legal_basis,
            "warnings": list(one.warnings),
            "ledger": list(one.ledger),
        }
        for one in (*found.clocks, *found.stopped)
    ]
    lists = {
        name: [_row(row) for row in getattr(found, name)]
        for name in (
            "parties",
            "claims",
            "agreements",
            "instalments",
            "payments",
            "referrals",
            "violations",
            "investigations",
            "letters",
            "callbacks",
            "journal",
        )
    }
    lists["alerts"] = alerts
    if not may_see_people(found.case, calling.actor):
        lists["parties"] = [{**row, "name": NOT_NAMED, "phone": "", "id_number": ""} for row in lists["parties"]]
        lists["claims"] = [{**row, "note": None} for row in lists["claims"]]
        lists["referrals"] = [{**row, **dict.fromkeys(REFERRAL_WORDS)} for row in lists["referrals"]]
        lists |= {name: [] for name in TELLING}
    offered = offered_on_file(found, calling.actor.role, calling.actor.account_id)
    return {
        **_case(found.case, calling),
        "endangered": endangered(found.case.right_due_at, at),
        "aid_first": aid_first(found.case.right_due_at, at),
        "employer": found.employer,
        "handler": found.handler,
        "clocks": clocks,
        "not_opened": [_row(row, without=("certificate",)) for row in found.not_opened],
        **lists,
        "offered": [act.slug for act in offered],
    }


@router.get("/alerts", summary="消息提醒")
def alerts(calling: Calling, unread_only: bool = True) -> dict[str, Any]:
    """发给当前账号或其岗位的提醒。"""
    actor = calling.actor
    with reading(calling.engine) as session:
        rows = desk.alerts(session, actor.account_id, actor.role, unread_only=unread_only, limit=MOST)
    return {"items": [_row(row) for row in rows]}


@router.get("/runs", summary="自动运行记录")
def runs(calling: Calling) -> dict[str, Any]:
    """提醒、文书、投递、报表和核对的运行记录。"""
    with reading(calling.engine) as session:
        return {"items": [_row(row) for row in desk.runs(session)]}


@router.get("/figures/{month}", summary="月度统计")
def figures(calling: Calling, month: str) -> dict[str, Any]:
    """与月报、统计页面同一口径。"""
    with reading(calling.engine) as session:
        found = monthly(session, month)
    shown: dict[str, Any] = jsonable_encoder(replace(found, series=(), month=found.month))
    return {
        "month": str(found.month),
        "figures": {
            code: {
                "name": one.indicator.name,
                "unit": one.indicator.unit,
                "value": str(one.value) if one.value is not None else None,
                "previous": str(one.previous) if one.previous is not None else None,
                "against_previous": one.against_previous,
                "against_year_ago": one.against_year_ago,
            }
            for code, one in found.figures.items()
        },
        "breakdowns": shown["breakdowns"],
    }


@router.get("/figures/{month}/{code}/cases", summary="数字背后的案件")
def figure_cases(
    calling: Calling, month: str, code: str, by: str | None = None, value: str | None = None
) -> dict[str, Any]:
    """一个指标由哪些案件构成。"""
    with reading(calling.engine) as session:
        try:
            return {"items": [str(one) for one in case_ids(session, code, month, by=by, value=value)]}
        except KeyError:
            raise NotFound("没有这个指标或分组。") from None
