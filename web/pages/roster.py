"""名册: the people of a case, ticked one by one or all at once; pasted from a spreadsheet after a look."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cases import codes
from cases.roster_text import read_roster
from cases.views.roster import RosterFile, roster_file, state_of_person
from cases.views.secrecy import check_people
from documents.workbook import Sheet, workbook
from foundation.clock import now, office_day
from foundation.crypto import mask_id, mask_phone
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.work import begin
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS, Act
from workflows.offers import idle_on_roster, offered_on_case
from workflows.paper_looks import note_look
from workflows.perform import check_role, find_act, perform

router = APIRouter()
HEADER = ("姓名", "身份", "电话", "证件号码", "诉求金额", "协议金额", "到账金额", "状态")
MONEY = (4, 5, 6)
TICKS = {"tick_agreed", "tick_paid", "choose_representatives"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _offered(here: Visitor, file: RosterFile) -> Sequence[Act]:
    acts = offered_on_case(file.case, here.actor.role, here.actor.account_id)
    idle = idle_on_roster(file.sums.people, file.sums.merged)
    return [act for act in acts if act.desk == "roster" and act.name not in idle]


def _shown(
    here: Visitor,
    case_id: UUID,
    *,
    number: int = 1,
    order: str = "entry",
    show: str = "all",
    done: str = "",
    message: str = "",
    status: int = 200,
) -> Response:
    with reading(here.engine) as session:
        file = roster_file(session, case_id, office_day(now()), number=number, order=order, show=show)
    check_people(file.case, here.actor)
    finished = ACTS.get(done.replace("-", "_"))
    offered = _offered(here, file)
    return page(
        "roster.html",
        here,
        status=status,
        file=file,
        case=file.case,
        order=order,
        show=show,
        offered=offered,
        ticks=[act for act in offered if act.name in TICKS],
        state_of_person=state_of_person,
        mask_id=mask_id,
        done=finished.title if finished is not None else None,
        message=message,
    )


@router.get("/cases/{case_id}/roster")
def shown(here: Here, case_id: UUID, p: int = 1, order: str = "entry", show: str = "all", done: str = "") -> Response:
    """One page of the roster."""
    return _shown(here, case_id, number=p, order=order, show=show, done=done)


@router.post("/cases/{case_id}/roster")
async def ticked(here: Here, request: Request, case_id: UUID) -> Response:
    """Tick the chosen persons, or everybody."""
    form = await request.form()
    check_csrf(here, str(form.get("csrf", "")))
    act = find_act(str(form.get("act", "")))
    if act.name not in TICKS:
        raise NotFound("没有这个办理事项。")
    check_role(act, here.actor)
    data: dict[str, Any] = {"parties": [str(one) for one in form.getlist("party")]}
    if form.get("everyone") and act.name != "choose_representatives":
        data = {"everyone": True}
    seen = str(form.get("version", ""))
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, act.name, case_id, data, expected_version=int(seen) if seen.isdigit() else None)
    except (NotValid, NotPossible, NotAllowed) as refused:
        return _shown(here, case_id, message=refused.detail, status=422 if isinstance(refused, NotValid) else 409)
    return RedirectResponse(f"/cases/{case_id}/roster?done={act.slug}", 303)


@router.get("/cases/{case_id}/roster/paste")
def paste(here: Here, case_id: UUID) -> Response:
    """Where a roster is pasted."""
    return _preview(here, case_id, "")


@router.post("/cases/{case_id}/roster/paste")
async def preview(here: Here, request: Request, case_id: UUID) -> Response:
    """What would be taken, and every line that is wrong; nothing is saved."""
    form = await request.form()
    check_csrf(here, str(form.get("csrf", "")))
    return _preview(here, case_id, str(form.get("roster_text", "")))


def _preview(here: Visitor, case_id: UUID, text: str) -> Response:
    act = find_act("take_roster")
    check_role(act, here.actor)
    today = office_day(now())
    with reading(here.engine) as session:
        file = roster_file(session, case_id, today, size=1)
    check_people(file.case, here.actor)
    read = read_roster(text, today) if text.strip() else None
    return page("roster_paste.html", here, file=file, case=file.case, text=text, read=read, act=act, mask_id=mask_id)


def _rows(file: RosterFile) -> list[tuple[Any, ...]]:
    return [
        (
            _plain(row.name),
            codes.word(codes.PARTY_ROLE, row.role),
            mask_phone(row.phone),
            mask_id(row.id_number),
            row.claimed,
            row.agreed,
            row.paid,
            state_of_person(row),
        )
        for row in file.rows
    ]


@router.get("/cases/{case_id}/roster.csv")
def as_csv(here: Here, case_id: UUID, order: str = "entry", show: str = "all") -> Response:
    """The roster as a file; numbers are masked."""
    with reading(here.engine) as session:
        file = roster_file(session, case_id, office_day(now()), order=order, show=show, size=None)
    check_people(file.case, here.actor)
    note_look(here.engine, here.actor, now(), case_id, "roster", "csv")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([["" if cell is None else cell for cell in row] for row in _rows(file)])
    headers = {"Content-Disposition": 'attachment; filename="roster.csv"'}
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/cases/{case_id}/roster.xlsx")
def as_workbook(here: Here, case_id: UUID, order: str = "entry", show: str = "all") -> Response:
    """The roster as a workbook; numbers are masked."""
    with reading(here.engine) as session:
        file = roster_file(session, case_id, office_day(now()), order=order, show=show, size=None)
    check_people(file.case, here.actor)
    note_look(here.engine, here.actor, now(), case_id, "roster", "xlsx")
    sheet = Sheet("名册", f"{file.case.number} 名册（{file.found}人）", HEADER, _rows(file), money=MONEY)
    headers = {"Content-Disposition": 'attachment; filename="roster.xlsx"'}
    return Response(workbook([sheet]), media_type=XLSX, headers=headers)


def _plain(text: str) -> str:
    """Spreadsheets must not take a name for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text
