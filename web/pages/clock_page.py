"""为什么是这一天: one clock's sentence, article, picture, history, and what would change it."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from cases.codes import INTERRUPTION
from cases.views.clock_file import clock_file
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound
from rules.checker import faults
from rules.deadline import answer
from rules.errors import RuleError
from rules.picture import picture
from rules.whatif import changes, question_of
from web.render import page
from web.visitor import Here
from workflows import calendars
from workflows.acts import ACTS

router = APIRouter()
REPLACED = {"corrected": "起算日更正", "reopened": "恢复办理", "merged": "并案转入", "split": "分案转抄"}
CAUSES = {"rule_change": "规则变更", "calendar": "放假安排变更", "calendar-undo": "放假安排变更撤回"}


@router.get("/cases/{case_id}/clocks/{clock_id}")
def show(here: Here, case_id: UUID, clock_id: UUID) -> Response:
    """The page of one clock."""
    with reading(here.engine) as session:
        found = clock_file(session, case_id, clock_id, now())
        on, notices = calendars.of_engine(session.connection()), calendars.texts(session.connection())
    certificate = found.certificate
    counted = bool(certificate) and certificate.get("kind") != "promise"
    what_if: list[str] = []
    if counted:
        try:
            what_if = changes(answer(question_of(certificate), on))
        except RuleError as unknown:
            # The rule has gone from the book since: the certificate stands on its own.
            what_if = [str(unknown)]
    return page(
        "clock.html",
        here,
        clock=found,
        certificate=certificate,
        counted=counted,
        months=picture(certificate),
        changes=what_if,
        faults=faults(certificate, notices) if counted else [],
        act_word=act_word,
        why_word=lambda why: {**INTERRUPTION, **REPLACED}.get(why, why),
    )


def act_word(cause: str) -> str:
    """What asked for an answer, in the words of the office."""
    act = ACTS.get(cause)
    if act is not None:
        return act.title
    kind, _, paper = cause.partition(":")
    return CAUSES.get(kind, cause) + (f"（{paper}）" if paper and kind in CAUSES else "")


@router.get("/cases/{case_id}/clocks/{clock_id}/certificate.json")
def certificate(here: Here, case_id: UUID, clock_id: UUID) -> Response:
    """The certificate as a file that weiquan verify reads."""
    with reading(here.engine) as session:
        found = clock_file(session, case_id, clock_id, now()).certificate
    if not found:
        raise NotFound("这个时钟没有期限，也就没有凭证。")
    headers = {"Content-Disposition": 'attachment; filename="certificate.json"'}
    return JSONResponse(found, headers=headers)
