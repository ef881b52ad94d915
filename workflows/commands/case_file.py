"""What is added to a file without moving the case: facts of a breach, corrections, notes, more workers."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from cases.claim import Violation
from cases.codes import DISTRICT, INDUSTRY, MATTER
from foundation.work import Work
from people.roles import Role
from workflows import engine, letter_linkage, rights
from workflows.acts import act
from workflows.commands.intake import COLLECTIVE_FROM, WorkerItem, add_party
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.naming import employer_of, project_of
from workflows.roster import count_people
from workflows.subjects import CaseNow

ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class RecordViolation(Form):
    """Which law was broken, and how it is known."""

    matter: Annotated[str, choice(MATTER)] = Field(title="监督事项")
    law_article: str = Field(title="违反的法律条文", min_length=1, max_length=200)
    facts: str = Field(title="违法事实", min_length=1, max_length=5000)
    found_on: date | None = Field(default=None, title="发现日期", description="不填按今日")


@act("登记违法事实", Role.MEDIATOR, Role.SUPERVISOR, form=RecordViolation, desk="letters")
def record_violation(work: Work, case: CaseNow, form: RecordViolation) -> None:
    """登记用人单位违反劳动法律的事实；没有登记的不起草提示函。"""
    found_on = past_day(work, form.found_on, field="found_on", label="发现日期")
    work.writes.insert(
        Violation,
        {
            "case_id": case.id,
            "matter": form.matter,
            "law_article": form.law_article,
            "facts": form.facts,
            "found_on": found_on,
            "recorded_at": work.recorded_at,
            "recorded_by": work.by.name,
        },
    )
    case.has_violation = True


class AddNote(Form):
    """A line for the file."""

    note: str = Field(title="办理记录", min_length=1, max_length=5000)


@act("办理记录", *ANYONE, form=AddNote, desk="file")
def add_note(work: Work, case: CaseNow, form: AddNote) -> None:
    """在案卷中留一条记录。"""


class UpdateCase(Form):
    """Only what is given is changed."""

    title: str | None = Field(default=None, title="标题", min_length=1, max_length=120)
    narrative: str | None = Field(default=None, title="事由", max_length=5000)
    district: Annotated[str, choice(DISTRICT)] | None = Field(default=None, title="区县（园区）")
    employer_name: str | None = Field(default=None, title="用人单位", min_length=1, max_length=120)
    employer_kind: str | None = Field(default=None, title="单位性质", max_length=60)
    industry: Annotated[str, choice(INDUSTRY)] | None = Field(default=None, title="行业")
    project: str | None = Field(default=None, title="工程项目", max_length=120)
    head_count: int | None = Field(default=None, title="涉及人数", ge=1, le=100000)
    is_migrant: bool | None = Field(default=None, title="农民工")
    is_new_form: bool | None = Field(default=None, title="新就业形态")
    is_collective: bool | None = Field(default=None, title="集体")
    is_confidential: bool | None = Field(default=None, title="要求保密")
    infringement_known_on: date | None = Field(default=None, title="知道权利被侵害之日", description="填写后计仲裁时效")
    employment_ended_on: date | None = Field(default=None, title="劳动关系终止之日", description="填写后计仲裁时效")
    accident_on: date | None = Field(default=None, title="事故（诊断）之日", description="填写后计工伤认定申请期")

    @model_validator(mode="after")
    def _something(self) -> "UpdateCase":
        if not self.model_dump(exclude_none=True):
            raise ValueError("请至少填写一项")
        return self


# What the linkage with other organs looks at.
MARKS = {"is_migrant", "is_new_form", "is_collective"}
KEPT = (
    "title",
    "narrative",
    "district",
    "project",
    "head_count",
    "is_migrant",
    "is_new_form",
    "is_collective",
    "is_confidential",
)


@act("补充案情", *ANYONE, form=UpdateCase, desk="file")
def update_case(work: Work, case: CaseNow, form: UpdateCase) -> dict[str, Any]:
    """更正或补充案情；补充了时效起点的，计算时效。"""
    before = {}
    for name in KEPT:
        given = getattr(form, name)
        if given is not None and given != case.columns[name]:
            before[name] = case.columns[name]
            setattr(case, name, given)
    if case.head_count >= COLLECTIVE_FROM:
        case.is_collective = True
    if MARKS & set(case.changes):
        letter_linkage.on_marks(work, case, "update_case")
    if form.project is not None:
        case.project_id = project_of(work, form.project)
    if form.employer_name is not None:
        case.employer_id = employer_of(work, form.employer_name, form.employer_kind, form.industry)
    engine.keep_anchors(
        case,
        infringement_known=form.infringement_known_on,
        employment_ended=form.employment_ended_on,
        accident=form.accident_on,
    )
    rights.open_known(
        work,
        case,
        cause="update_case",
        infringement_known=form.infringement_known_on,
        employment_ended=form.employment_ended_on,
        accident=form.accident_on,
    )
    return {"before": before} if before else {}


class AddWorkers(Form):
    """More people with the same claim."""

    workers: tuple[WorkerItem, ...] = Field(title="劳动者", min_length=1, max_length=2000)


@act("增加劳动者", *ANYONE, form=AddWorkers, desk="file")
def add_workers(work: Work, case: CaseNow, form: AddWorkers) -> dict[str, Any]:
    """补充名册；十人以上同一诉求为集体案件。"""
    for worker in form.workers:
        add_party(work, case, worker, "worker")
    count_people(work, case, more=len(form.workers))
    return {"added": len(form.workers)}
