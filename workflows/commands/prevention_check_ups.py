"""The check-ups' desk 法治体检: a firm, two persons, the checklist, findings and their correction."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import DISTRICT, INDUSTRY, MATTER
from cases.prevention import tables as t
from cases.prevention.check_up import CheckAnswer, CheckUp, CheckUpFinding
from cases.prevention.codes import CHECK_ANSWER
from cases.prevention.settings import checklist
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.naming import employer_of
from workflows.prevention.records import number, read_row, trace
from workflows.prevention.tags import tag_subject

STAFF = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
ITEM = {one.item: one.title for one in checklist().items}


class OpenCheckUp(Form):
    """Which firm, when, who."""

    employer_name: str = Field(title="用人单位", min_length=1, max_length=120)
    employer_kind: str | None = Field(default=None, title="单位性质", max_length=60)
    industry: Annotated[str, choice(INDUSTRY)] | None = Field(default=None, title="行业")
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    held_on: date | None = Field(default=None, title="体检日期", description="不填按今日")
    first_member: str = Field(title="体检人一", min_length=1, max_length=60)
    second_member: str = Field(title="体检人二", min_length=1, max_length=60)
    firm_contact: str = Field(default="", title="单位联系人", max_length=60)
    workers: int | None = Field(default=None, title="职工人数", ge=1, le=1_000_000)
    owner_id: UUID | None = Field(
        default=None,
        title="整改跟踪人",
        json_schema_extra={"choose": "staff"},
        description="逾期提醒发给此人；不填发给主管",
    )


@act("登记法治体检", *STAFF, form=OpenCheckUp, desk="prevention", subject="office")
def open_check_up(work: Work, form: OpenCheckUp) -> dict[str, Any]:
    """登记一次体检：单位（已有的按名称找到）、两名体检人。"""
    if form.first_member == form.second_member:
        raise NotValid("体检须由两人进行。", fields={"second_member": "须为另一人"})
    held_on = past_day(work, form.held_on, field="held_on", label="体检日期")
    employer_id = employer_of(work, form.employer_name, form.employer_kind, form.industry)
    check_up_id = new_id()
    row = {
        "id": check_up_id,
        "number": number(work, "体检", "check_up"),
        "employer_id": employer_id,
        "held_on": held_on,
        "district": form.district,
        "first_member": form.first_member,
        "second_member": form.second_member,
        "firm_contact": form.firm_contact,
        "workers": form.workers,
        "owner_id": form.owner_id,
        "checklist": checklist().version,
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(CheckUp, row)
    trace(work, "check_up", check_up_id, "登记法治体检", detail=form)
    tag_subject(work, "check_up", check_up_id)
    return {"made": {"check_up_id": check_up_id, "number": row["number"]}}


class AnswerItem(Form):
    """One item of the checklist."""

    item: Annotated[str, choice(ITEM)] = Field(title="项目")
    answer: Annotated[str, choice(CHECK_ANSWER)] = Field(title="结论")
    evidence: str = Field(default="", title="依据（看到什么）", max_length=500)


class AnswerChecklist(Form):
    """Some or all items; those given are (re)answered."""

    check_up_id: UUID = Field(title="体检")
    answers: tuple[AnswerItem, ...] = Field(title="体检项目", min_length=1, max_length=50)


@act("填写体检项目", *STAFF, form=AnswerChecklist, desk="prevention", subject="office")
def answer_checklist(work: Work, form: AnswerChecklist) -> dict[str, Any]:
    """逐项填写合规、不合规或不适用；不合规的须写明依据。"""
    _open(work, form.check_up_id)
    items = [one.item for one in form.answers]
    if len(set(items)) != len(items):
        raise NotValid("同一项目只能填写一次。", fields={"answers": "项目重复"})
    for one in form.answers:
        if one.answer == "breach" and not one.evidence:
            said = f"“{ITEM[one.item]}”不合规的，须写明依据。"
            raise NotValid(said, fields={"answers": said})
    table = t.check_answer
    known = {
        row.item: row.id
        for row in work.connection.execute(
            sa.select(table.c.item, table.c.id).where(table.c.check_up_id == form.check_up_id)
        )
    }
    for one in form.answers:
        values = {"answer": one.answer, "evidence": one.evidence, "recorded_at": work.recorded_at}
        if one.item in known:
            work.writes.update(CheckAnswer, {"id": known[one.item]}, values)
        else:
            row = {"check_up_id": form.check_up_id, "item": one.item, **values}
            work.writes.insert(CheckAnswer, row)
    trace(work, "check_up", form.check_up_id, "填写体检项目", detail=form)
    return {"made": {"check_up_id": form.check_up_id}}


class AddFinding(Form):
    """What is wrong, and until when it is to be put right."""

    check_up_id: UUID = Field(title="体检")
    item: Annotated[str, choice(ITEM)] | None = Field(default=None, title="体检项目")
    matter: Annotated[str, choice(MATTER)] | None = Field(default=None, title="监督事项", description="不填按体检项目")
    issue: str = Field(title="问题", min_length=1, max_length=2000)
    law_article: str | None = Field(
        default=None, title="法律条文", max_length=200, description="知道的填写；发提示函须有"
    )
    suggestion: str = Field(title="整改建议", min_length=1, max_length=2000)
    due_on: date = Field(title="整改期限")


@act("登记体检问题", *STAFF, form=AddFinding, desk="prevention", subject="office")
def add_check_finding(work: Work, form: AddFinding) -> dict[str, Any]:
    """登记一项问题、建议和整改期限；到期未整改的提醒跟踪人。"""
    check_up = _open(work, form.check_up_id, also_done=True)
    if form.due_on < check_up["held_on"]:
        raise NotValid("整改期限不能早于体检日期。", fields={"due_on": "早于体检日期"})
    item = checklist().of(form.item) if form.item else None
    matter = form.matter or (item.matter if item is not None else None)
    if matter is None:
        raise NotValid("请选择监督事项或体检项目。", fields={"matter": "必填"})
    finding_id = new_id()
    row = {
        "id": finding_id,
        **form.model_dump(exclude={"matter"}),
        "matter": matter,
        "recorded_by_name": work.by.name,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(CheckUpFinding, row)
    trace(work, "check_up", form.check_up_id, "登记体检问题", detail=form)
    return {"made": {"check_up_id": form.check_up_id, "finding_id": finding_id}}


class FinishCheckUp(Form):
    """The sum of it."""

    check_up_id: UUID = Field(title="体检")
    summary: str = Field(title="总体评价", min_length=1, max_length=3000)


@act("完成体检", *STAFF, form=FinishCheckUp, desk="prevention", subject="office")
def finish_check_up(work: Work, form: FinishCheckUp) -> dict[str, Any]:
    """各项填齐后完成，出具体检报告；完成的计入家数。"""
    _open(work, form.check_up_id)
    query = sa.select(t.check_answer.c.item).where(t.check_answer.c.check_up_id == form.check_up_id)
    answered = set(work.connection.execute(query).scalars())
    missing = [one.title for one in checklist().items if one.item not in answered]
    if missing:
        raise NotPossible(f"还有项目没有填写：{'、'.join(missing)}。")
    changes = {"state": "done", "summary": form.summary, "finished_at": work.at}
    work.writes.update(CheckUp, {"id": form.check_up_id}, changes)
    trace(work, "check_up", form.check_up_id, "完成体检")
    return {"made": {"check_up_id": form.check_up_id}}


class CancelCheckUp(Form):
    """Why it does not count."""

    check_up_id: UUID = Field(title="体检")
    reason: str = Field(title="取消原因", min_length=1, max_length=500)


@act("取消体检", Role.SUPERVISOR, form=CancelCheckUp, desk="prevention", subject="office")
def cancel_check_up(work: Work, form: CancelCheckUp) -> dict[str, Any]:
    """未进行或误登记的，取消并写明原因；已转案件或发函的不能取消。"""
    _open(work, form.check_up_id, also_done=True)
    used = sa.select(t.check_up_finding.c.id).where(
        t.check_up_finding.c.check_up_id == form.check_up_id,
        sa.or_(t.check_up_finding.c.case_id.is_not(None), t.check_up_finding.c.letter_id.is_not(None)),
    )
    if work.connection.execute(used).first() is not None:
        raise NotPossible("体检的问题已转案件或发函，不能取消。")
    changes = {"state": "cancelled", "cancelled_why": form.reason}
    work.writes.update(CheckUp, {"id": form.check_up_id}, changes)
    trace(work, "check_up", form.check_up_id, "取消体检", note=form.reason)
    tag_subject(work, "check_up", form.check_up_id)
    return {"made": {"check_up_id": form.check_up_id}}


def _open(work: Work, check_up_id: UUID, *, also_done: bool = False) -> dict[str, Any]:
    check_up = read_row(work, t.check_up, check_up_id, "体检")
    if check_up["state"] == "cancelled":
        raise NotPossible("体检已取消。")
    if check_up["state"] == "done" and not also_done:
        raise NotPossible("体检已完成，项目不能再改；新发现的问题仍可登记。")
    return check_up
