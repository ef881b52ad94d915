"""What becomes of a finding of a check-up: corrected, a case, or a letter without a case."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.claim import Violation
from cases.codes import CLAIM_KIND, DISPUTE_TYPE, LETTER_KIND
from cases.employer import Employer
from cases.letter import Letter
from cases.prevention import tables as t
from cases.prevention.check_up import CheckUpFinding
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from people.roles import Role
from workflows import letters
from workflows.acts import act
from workflows.commands.intake import ClaimItem, OpenCase, open_case
from workflows.commands.supervision import RegisterClue, open_file
from workflows.dates import past_day
from workflows.forms import Form, Phone, Yuan, choice
from workflows.letter_regions import letter_region
from workflows.perform import Done, finish_case
from workflows.prevention.records import read_row, trace
from workflows.subjects import read_case

STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
HANDLERS = (Role.MEDIATOR, Role.SUPERVISOR)
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]


class OneFinding(Form):
    """Which finding."""

    finding_id: UUID = Field(title="体检问题")


class CorrectFinding(OneFinding):
    """That it was put right, and who saw it."""

    corrected_on: date | None = Field(default=None, title="整改完成日期", description="不填按今日")
    verified_by: str = Field(title="核验人", min_length=1, max_length=60)
    result: str = Field(title="整改情况", min_length=1, max_length=2000)


@act("登记整改", *STAFF, form=CorrectFinding, desk="prevention", subject="office")
def correct_finding(work: Work, form: CorrectFinding) -> dict[str, Any]:
    """登记整改完成和核验人。"""
    finding, check_up = _finding(work, form.finding_id)
    _still_open(finding)
    day = past_day(work, form.corrected_on, field="corrected_on", label="整改完成日期", not_before=check_up["held_on"])
    changes = {"state": "corrected", "corrected_on": day, "verified_by": form.verified_by, "result": form.result}
    work.writes.update(CheckUpFinding, {"id": form.finding_id}, changes)
    trace(work, "check_up", check_up["id"], "登记整改", note=finding["issue"][:200], detail=form)
    return {"made": {"check_up_id": check_up["id"]}}


class MoveDue(OneFinding):
    """A later day."""

    due_on: date = Field(title="新的整改期限")
    reason: str = Field(title="原因", min_length=1, max_length=500)


@act("延长整改期限", Role.SUPERVISOR, form=MoveDue, desk="prevention", subject="office")
def move_finding_due(work: Work, form: MoveDue) -> dict[str, Any]:
    """确有困难的，延长整改期限；新期限逾期另行提醒。"""
    finding, check_up = _finding(work, form.finding_id)
    _still_open(finding)
    if form.due_on <= finding["due_on"]:
        raise NotPossible(f"新期限须晚于原期限 {finding['due_on']}。")
    work.writes.update(CheckUpFinding, {"id": form.finding_id}, {"due_on": form.due_on})
    detail = {"before": str(finding["due_on"]), "now": str(form.due_on)}
    trace(work, "check_up", check_up["id"], "延长整改期限", note=form.reason, detail=detail)
    return {"made": {"check_up_id": check_up["id"]}}


class DropFinding(OneFinding):
    """Why it is not followed any more."""

    reason: str = Field(title="原因", min_length=1, max_length=500)


@act("不再跟踪", Role.SUPERVISOR, form=DropFinding, desk="prevention", subject="office")
def drop_finding(work: Work, form: DropFinding) -> dict[str, Any]:
    """单位注销、重复登记等，不再跟踪整改。"""
    finding, check_up = _finding(work, form.finding_id)
    _still_open(finding)
    work.writes.update(CheckUpFinding, {"id": form.finding_id}, {"state": "dropped", "result": form.reason})
    trace(work, "check_up", check_up["id"], "不再跟踪", note=form.reason)
    return {"made": {"check_up_id": check_up["id"]}}


class CaseFromFinding(OneFinding):
    """What the case needs beside what the check-up knows."""

    case_type: Annotated[str, choice(DISPUTE_TYPE)] = Field(title="案件类型")
    claim_kind: Annotated[str, choice(CLAIM_KIND)] = Field(title="诉求类别")
    amount: Yuan | None = Field(default=None, title="金额（元）", description="不清楚可不填")
    worker_name: str = Field(title="劳动者（代表）姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="联系电话")
    head_count: int = Field(default=1, title="涉及人数", ge=1, le=100000)


@act("体检问题立案", *STAFF, form=CaseFromFinding, desk="prevention", subject="office")
def finding_to_case(work: Work, form: CaseFromFinding) -> Done:
    """以“法治体检发现”立案，案件与体检互相链接；有法律条文的同时登记违法事实。"""
    finding, check_up = _finding(work, form.finding_id)
    if finding["case_id"] is not None:
        raise NotPossible("这一问题已经立案，请在案件中办理。")
    employer = _employer_name(work, check_up)
    opening = OpenCase(
        case_type=form.case_type,
        channel="check_up",
        district=check_up["district"],
        worker_name=form.worker_name,
        phone=form.phone,
        employer_name=employer,
        head_count=form.head_count,
        claims=(ClaimItem(kind=form.claim_kind, amount=form.amount),),
        narrative=f"法治体检 {check_up['number']}（{check_up['held_on']}）发现：{finding['issue']}",
    )
    done = open_case(work, opening)
    if done.case_id is None:
        raise RuntimeError("the case was not opened")
    work.write_now()
    case = read_case(work, done.case_id)
    if finding["law_article"]:
        work.writes.insert(
            Violation,
            {
                "case_id": case.id,
                "matter": finding["matter"],
                "law_article": finding["law_article"],
                "facts": finding["issue"],
                "found_on": check_up["held_on"],
                "recorded_at": work.recorded_at,
                "recorded_by": work.by.name,
            },
        )
        case.has_violation = True
    work.writes.update(CheckUpFinding, {"id": finding["id"]}, {"case_id": case.id})
    detail = {"check_up": check_up["number"], "issue": finding["issue"][:200]}
    finish_case(work, case, "finding_to_case", "由法治体检转入", case.state, detail)
    trace(work, "check_up", check_up["id"], "体检问题立案", detail={"case": case.number})
    return Done("finding_to_case", "体检问题立案", case.id, case.number, case.state, case.version)


class LetterFromFinding(OneFinding):
    """Why a letter."""

    cause: str = Field(default="", title="发函理由", max_length=500)


@act("体检问题发提示函", *HANDLERS, form=LetterFromFinding, desk="prevention", subject="office")
def finding_to_letter(work: Work, form: LetterFromFinding) -> dict[str, Any]:
    """立劳动法律监督案卷，起草提示函（本地区没有提示函的起草意见书），照常审核、签发、编号、送达。"""
    finding, check_up = _finding(work, form.finding_id)
    if not finding["law_article"]:
        raise NotPossible("这一问题没有填法律条文，不能发函；请重新登记问题并填写条文，或先立案查明。")
    if finding["case_id"] is not None:
        raise NotPossible("这一问题已经立案，请在案件中起草文书。")
    if finding["letter_id"] is not None and _letter_state(work, finding["letter_id"]) != "withdrawn":
        raise NotPossible("这一问题已经起草提示函。")
    employer = _employer_name(work, check_up)
    file = open_file(
        work,
        RegisterClue(
            source="check_up",
            source_number=check_up["number"],
            employer_name=employer,
            district=check_up["district"],
            matter=finding["matter"],
            facts=finding["issue"],
            law_article=finding["law_article"],
            head_count=max(check_up["workers"] or 1, 1),
            found_on=check_up["held_on"],
        ),
    )
    work.write_now()
    kind = "notice" if letter_region(settings().office_region).has_notice else "opinion"
    cause = form.cause or f"法治体检 {check_up['number']} 发现问题"
    letter_id = letters.draft(work, file, kind, cause=cause, cause_key=f"finding:{finding['id']}:{new_id()}")
    detail = {"check_up": check_up["number"], "letter": LETTER_KIND[kind]}
    finish_case(work, file, "register_clue", "体检问题立监督案卷并起草文书", "", detail)
    # The finding points at the letter: the letter must be there first.
    work.write_now()
    work.writes.update(CheckUpFinding, {"id": finding["id"]}, {"letter_id": letter_id})
    trace(work, "check_up", check_up["id"], "起草提示函", note=finding["issue"][:200])
    return {"made": {"letter_id": letter_id, "check_up_id": check_up["id"]}}


def _finding(work: Work, finding_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    finding = read_row(work, t.check_up_finding, finding_id, "体检问题")
    check_up = read_row(work, t.check_up, finding["check_up_id"], "体检")
    if check_up["state"] == "cancelled":
        raise NotPossible("体检已取消。")
    return finding, check_up


def _still_open(finding: Mapping[str, Any]) -> None:
    if finding["state"] != "open":
        raise NotPossible("这一问题已经登记整改或不再跟踪。")


def _employer_name(work: Work, check_up: Mapping[str, Any]) -> str:
    query = sa.select(_employer.c.name).where(_employer.c.id == check_up["employer_id"])
    return str(work.connection.execute(query).scalar_one())


def _letter_state(work: Work, letter_id: UUID) -> str:
    return str(work.connection.execute(sa.select(_letter.c.state).where(_letter.c.id == letter_id)).scalar_one())
