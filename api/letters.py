"""Letters for programs: the list, one with its parts, and the registers. Acts come by themselves."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.letter_life import steps_of
from cases.views.letter_figures import known, lived
from cases.views.letter_ledger import ledger_page
from cases.views.letter_numbers import books
from cases.views.letters import LetterFilters, letter_file, list_letters
from cases.views.secrecy import may_see_people
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotFound, NotValid
from reports.letter_indicators import Asked, measures
from reports.period import Month
from workflows.charts.registry import LETTER_CHART
from workflows.copies_on_paper import FROZEN, copies_of
from workflows.letter_ledger import months_of, read_ask, roll_ups
from workflows.letters import FORMATS, render
from workflows.offers import offered_on_letter_file, withheld_on_letter_file
from workflows.paper_looks import note_letter_look

router = APIRouter(tags=["文书"])
MOST = 200
PageNumber = Annotated[int, Query(ge=1, description="第几页")]
STATE_WORDS = {name: state.label for name, state in LETTER_CHART.states.items()}


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]


@router.get("/letters", summary="文书列表")
def listed(
    calling: Calling, group: str = "", kind: str = "", state: str = "", text: str = "", page: PageNumber = 1
) -> dict[str, Any]:
    """一函两书，按起草先后倒序，每页二百份；group 为状态分组，text 为文号、案号、单位。"""
    with reading(calling.engine) as session:
        found = list_letters(session, LetterFilters(group, kind, state, text.strip()), page, size=MOST)
    answer: dict[str, Any] = jsonable_encoder(
        {"total": found.total, "page": found.number, "by_group": found.by_group, "items": _rows(found.rows)}
    )
    return answer


@router.get("/letters/ledger", summary="文书台账")
def ledger(
    calling: Calling,
    since: Annotated[str, Query(description="签发月份自，如 2026-01")] = "",
    until: Annotated[str, Query(description="签发月份至")] = "",
    kind: str = "",
    state: Annotated[str, Query(description="状态分组，或者 valid（不含撤回、作废）")] = "",
    district: str = "",
    matter: Annotated[str, Query(description="监督事项代码")] = "",
    employer: Annotated[str, Query(description="被监督单位名称或者信用代码的一部分")] = "",
    page: PageNumber = 1,
) -> dict[str, Any]:
    """取得文号的文书，按签发先后，每页五十份；附所涉月份的滚存。"""
    given = {"since": since, "until": until, "kind": kind, "state": state}
    ask = read_ask({**given, "district": district, "matter": matter, "employer": employer})
    if ask.faults:
        raise NotValid("；".join(ask.faults) + "。", fields={"query": "；".join(ask.faults)})
    today = office_day(now())
    with reading(calling.engine) as session:
        found = ledger_page(session, ask.filters, page, today)
        rolled = roll_ups(lived(session.connection()), months_of(session, ask, today))
    months = [
        {"month": str(month), "lines": [{**asdict(line), "difference": line.difference} for line in lines]}
        for month, lines in rolled
    ]
    answer: dict[str, Any] = jsonable_encoder(
        {
            "total": found.total,
            "page": found.number,
            "items": [asdict(row) for row in found.rows],
            "rollup": months,
        }
    )
    return answer


@router.get("/letters/indicators", summary="文书指标")
def indicators(calling: Calling, since: str, until: str, kind: str = "") -> dict[str, Any]:
    """按签发月份；每项附口径、分子和分母，分母为零的没有数值。"""
    first, last = Month.read(since), Month.read(until)
    with reading(calling.engine) as session:
        found = measures(Asked(known(session), first.first, last.after, office_day(now()), kind))
    numbers = ("value", "top", "base")
    items = [
        {**asdict(one.definition), "formula": one.definition.formula, **{name: getattr(one, name) for name in numbers}}
        for one in found
    ]
    answer: dict[str, Any] = jsonable_encoder({"since": since, "until": until, "items": items})
    return answer


@router.get("/letters/numbers", summary="文号簿")
def numbers(calling: Calling) -> dict[str, Any]:
    """各发文机关、文种、年度的文号是否连续。"""
    with reading(calling.engine) as session:
        items = [{**asdict(one), "complete": one.complete} for one in books(session)]
    answer: dict[str, Any] = jsonable_encoder({"items": items})
    return answer


@router.get("/letters/{letter_id}", summary="文书详情")
def one(calling: Calling, letter_id: UUID, response: Response) -> dict[str, Any]:
    """一份文书及其各项、送达、答复、前后文书、办理各步，以及当前账号现在可以办理的事项（offered）、须由他人办理的事项和原因（withheld）。"""
    with reading(calling.engine) as session:
        file = letter_file(session, letter_id, now())
        letter = file.letter
        draft = letter.composed is None and letter.state != "recorded"
        found = copies_of(session.connection(), dict(letter._mapping)) if draft else ()
    on_paper = [one.as_fact for one in found if one.printed] if draft else letter.facts.get(FROZEN, [])
    response.headers["ETag"] = f'"{letter.version}"'
    seen = file.case is None or may_see_people(file.case, calling.actor)
    parts = {name: _rows(getattr(file, name)) for name in ("items", "services", "replies", "earlier", "later")}
    told = ("at", "act", "title", "said")
    entries = [{**{name: getattr(row, name) for name in told}, "by": row.by_name} for row in file.entries]
    waiting = [
        {"label": one.row.label, "due_at": one.row.due_at, "light": one.light.word, "legal_basis": one.legal_basis}
        for one in file.clocks
    ]
    answer: dict[str, Any] = jsonable_encoder(
        {
            **dict(letter._mapping),
            **parts,
            "clocks": waiting,
            "steps": [asdict(step) for step in steps_of(letter, file.doers, STATE_WORDS)],
            "copies": [asdict(copy) for copy in file.copies],
            "copies_on_paper": on_paper,
            "entries": entries if seen else [],
            "offered": [act.slug for act in offered_on_letter_file(file, calling.actor)],
            "withheld": [{"act": one.act.slug, "why": one.why} for one in withheld_on_letter_file(file, calling.actor)],
        }
    )
    return answer


@router.get("/letters/{letter_id}/file.{form}", summary="文书文件（pdf、docx）", response_class=Response)
def letter_file_of(calling: Calling, letter_id: UUID, form: str) -> Response:
    """公文格式的文件；打开记入查看记录。"""
    if form not in FORMATS:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    with reading(calling.engine) as session:
        content = render(session, letter_id, form)
    note_letter_look(calling.engine, calling.actor, now(), letter_id, form)
    return Response(content, media_type="application/pdf" if form == "pdf" else "application/octet-stream")
