"""法治体检: the list, one check-up, its checklist, its report on paper."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from cases import codes
from cases.prevention.codes import CHECK_ANSWER, FINDING_STATE
from cases.prevention.settings import checklist
from cases.views.files import files_of
from cases.views.prevention_check_ups import CheckUpFile, check_up, check_ups
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from foundation.settings import settings
from foundation.work import begin
from reports.period import Month
from web.pages.forms import typed
from web.pages.prevention_common import offered, pager, show
from web.places import after
from web.visitor import Here, Visitor, check_csrf
from workflows.perform import check_role, find_act, perform

router = APIRouter()
Typed = Annotated[dict[str, str], Depends(typed)]
ONE = "/prevention/check-ups/{check_up_id}"
for name in (
    "open_check_up",
    "answer_checklist",
    "add_check_finding",
    "finish_check_up",
    "cancel_check_up",
    "correct_finding",
    "move_finding_due",
    "drop_finding",
):
    after(name, ONE)
after("finding_to_letter", "/letters/{letter_id}")
ON_FINDING = ("correct_finding", "move_finding_due", "drop_finding")


def _days(month: str) -> tuple[date, date] | None:
    asked = Month.read(month) if month else None
    return (asked.first, asked.last) if asked is not None else None


@router.get("/prevention/check-ups")
def listed(
    here: Here, p: int = 1, state: str = "", district: str = "", month: str = "", corrected: str = ""
) -> Response:
    """A page of check-ups; figures of the monthly report lead here by their month."""
    with reading(here.engine) as session:
        found = check_ups(session, p, state=state, district=district, days=_days(month), corrected=_days(corrected))
    return show(
        "prevention_check_ups.html",
        here,
        found=found,
        state=state,
        district=district,
        month=month,
        offered=offered(here, "open_check_up"),
        pager=pager(
            found, "/prevention/check-ups", f"state={state}&district={district}&month={month}&corrected={corrected}"
        ),
    )


@router.get("/prevention/check-ups/{check_up_id}")
def one(here: Here, check_up_id: UUID) -> Response:
    """One check-up with findings and what may be done with each."""
    with reading(here.engine) as session:
        file = check_up(session, check_up_id)
        files = files_of(session, "check_up", check_up_id)
    names = {"open": ("add_check_finding", "finish_check_up", "cancel_check_up"), "done": ("add_check_finding",)}
    return show(
        "prevention_check_up.html",
        here,
        file=file,
        files=files,
        row=file.row,
        offered=offered(here, *names.get(file.row.state, ())),
        may_fill=file.row.state == "open" and bool(offered(here, "answer_checklist")),
        on_finding=offered(here, *ON_FINDING),
        to_case=offered(here, "finding_to_case"),
        to_letter=offered(here, "finding_to_letter"),
        may_tag=bool(offered(here, "tag_by_hand")),
        day=office_day(now()),
    )


@router.get("/prevention/check-ups/{check_up_id}/checklist")
def ask(here: Here, check_up_id: UUID) -> Response:
    """All items at once, as answered so far."""
    check_role(find_act("answer_checklist"), here.actor)
    with reading(here.engine) as session:
        file = check_up(session, check_up_id)
    given: dict[str, str] = {}
    for item, one in file.answers.items():
        given |= {f"{item}.answer": one.answer, f"{item}.evidence": one.evidence}
    return _checklist(here, file, given, None)


def _checklist(here: Visitor, file: CheckUpFile, given: dict[str, str], message: str | None) -> Response:
    status = 422 if message else 200
    return show("prevention_checklist.html", here, status=status, row=file.row, given=given, message=message)


@router.post("/prevention/check-ups/{check_up_id}/checklist")
def fill(here: Here, check_up_id: UUID, given: Typed) -> Response:
    """Keep the items that were answered."""
    check_csrf(here, given.get("csrf"))
    answers = [
        {"item": one.item, "answer": given[f"{one.item}.answer"], "evidence": given.get(f"{one.item}.evidence", "")}
        for one in checklist().items
        if given.get(f"{one.item}.answer")
    ]
    data = {"check_up_id": str(check_up_id), "answers": answers}
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "answer_checklist", None, data)
    except (NotValid, NotPossible) as refused:
        with reading(here.engine) as session:
            return _checklist(here, check_up(session, check_up_id), given, refused.detail)
    return RedirectResponse(f"/prevention/check-ups/{check_up_id}", 303)


@router.get("/prevention/check-ups/{check_up_id}/report.pdf")
def report(here: Here, check_up_id: UUID) -> Response:
    """The report sheet for the firm."""
    from documents.report_pdf import report_pdf
    from documents.report_text import ReportText, Section, Table

    with reading(here.engine) as session:
        file = check_up(session, check_up_id)
    row, issuer = file.row, settings().office_name
    counts = {word: sum(one.answer == key for one in file.answers.values()) for key, word in CHECK_ANSWER.items()}
    facts = [
        f"被体检单位：{row.employer}（{codes.word(codes.DISTRICT, row.district)}）。体检日期：{row.held_on}。",
        f"体检人：{row.first_member}、{row.second_member}。职工人数：{row.workers or '未登记'}。",
        "结论：" + "，".join(f"{word} {count} 项" for word, count in counts.items()) + "。",
        f"总体评价：{row.summary or '（体检尚未完成）'}",
    ]
    items = []
    for one in checklist().items:
        said = file.answers.get(one.item)
        items.append((one.title, CHECK_ANSWER[said.answer] if said else "未填", said.evidence if said else ""))
    found = [
        (
            one.issue,
            one.law_article or "—",
            one.suggestion,
            one.due_on.isoformat(),
            FINDING_STATE[one.state],
        )
        for one in file.findings
    ]
    problems = Table(("问题", "法律条文", "整改建议", "整改期限", "状态"), found)
    sections = [
        Section("一、基本情况", facts),
        Section("二、体检项目", (), [Table(("项目", "结论", "依据"), items)]),
        Section("三、问题与整改建议", () if found else ("没有发现问题。",), [problems] if found else ()),
        Section(
            "四、说明",
            (f"体检项目清单 {row.checklist}（{checklist().label}）。体检意见供单位自查整改，不是行政处理决定。",),
        ),
    ]
    text = ReportText("劳动用工法治体检报告", row.number, issuer, office_day(now()), sections)
    headers = {"Content-Disposition": f'inline; filename="check-up-{row.id}.pdf"'}
    return Response(report_pdf(text), media_type="application/pdf", headers=headers)
