"""Two files that are one matter 并案, and one file that is two 分案: clocks keep their beginnings."""

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.case import Case
from cases.claim import Claim
from cases.clock_request import CaseLink
from cases.clock_rows import ClockRow
from cases.codes import CASE_TYPE
from foundation.errors import NotFound, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from foundation.writes import row_of
from people.roles import Role
from workflows import clocks, engine, reopening
from workflows.acts import act
from workflows.charts.registry import CHARTS
from workflows.commands.intake import ClaimItem, WorkerItem, add_party, case_number
from workflows.forms import Form, choice
from workflows.perform import finish_case
from workflows.subjects import CaseNow, read_case

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
# What a divided case takes over from the file it came out of.
COPIED = (
    *("channel", "district", "employer_id", "project", "owed_from", "owed_to", "is_migrant", "is_new_form"),
    *("is_confidential", "opened_at", "narrative"),
)


class MergeCase(Form):
    """Into which file, and why."""

    into: str = Field(title="并入案号", min_length=1, max_length=40, description="例如〔2026〕薪0001号")
    reason: str = Field(title="并案理由", min_length=1, max_length=1000)


@act(
    "并案",
    Role.SUPERVISOR,
    form=MergeCase,
    desk="closing",
    event="merge_away",
    confirm="本案将并入另一案并结案；群众时钟和时效取两案中最早的。确认并案？",
)
def merge_case(work: Work, case: CaseNow, form: MergeCase) -> dict[str, str]:
    """同一事项并入另一案：群众时钟取最早的，较早届满的权利时效随之转入。"""
    target_id = work.connection.execute(sa.select(_case.c.id).where(_case.c.number == form.into)).scalar()
    if target_id is None:
        raise NotFound(f"没有案号为“{form.into}”的案件。")
    if target_id == case.id:
        raise NotPossible("不能并入自己。")
    target = read_case(work, UUID(str(target_id)))
    if target.closed_at is not None:
        raise NotPossible(f"{target.number} 已经结案，不能并入；请先恢复办理。")
    carried = _carry(work, case, target)
    clocks.stop_all(work, case, reason=f"已并入 {target.number}")
    engine.advance(work, case, "merge_away")
    case.outcome, case.outcome_note, case.closed_at = "merged", f"并入 {target.number}：{form.reason}", work.at
    _link(work, "merged", case.id, target.id, form.reason)
    said = {"from": case.number, "reason": form.reason, "carried": carried}
    finish_case(work, target, "merge_case", "并入另一案", target.state, said)
    return {"into": target.number}


def _carry(work: Work, case: CaseNow, target: CaseNow) -> list[str]:
    """The earliest start wins: nothing that was about to be lost gains a day by joining files."""
    if case.opened_at < target.opened_at:
        target.opened_at = case.opened_at
        for clock in target.running_clocks(work):
            if clock["kind"] == "citizen":
                clock["opened_at"] = case.opened_at
                work.writes.update(ClockRow, {"id": clock["id"]}, {"opened_at": case.opened_at})
    nearest = {clock["rule_id"]: clock for clock in target.running_clocks(work) if clock["kind"] == "right"}
    carried = []
    for clock in list(case.running_clocks(work)):
        if clock["kind"] != "right" or clock["due_at"] is None:
            continue
        there = nearest.get(clock["rule_id"])
        # Both are kept where they differ: they may be two workers' rights, and the nearer one leads every list.
        same = there is not None and there["due_at"] <= clock["due_at"]
        if not same and reopening.again(work, target, clock, cause="merge_case", why="merged"):
            carried.append(str(clock["label"]))
    return carried


class SplitCase(Form):
    """What is taken out into a file of its own."""

    case_type: Annotated[str, choice(CASE_TYPE)] = Field(title="新案类型")
    title: str = Field(title="新案标题", min_length=1, max_length=120)
    worker_name: str = Field(title="新案劳动者", min_length=1, max_length=60)
    phone: str | None = Field(default=None, title="联系电话", pattern=r"^\+?[0-9\-]{5,20}$")
    head_count: int = Field(default=1, title="新案人数", ge=1, le=100000)
    claims: tuple[ClaimItem, ...] = Field(title="新案诉求", min_length=1, max_length=20)
    reason: str = Field(title="分案理由", min_length=1, max_length=1000)


@act("分案", Role.SUPERVISOR, form=SplitCase, desk="file")
def split_case(work: Work, case: CaseNow, form: SplitCase) -> dict[str, str]:
    """分出一案：群众时钟自原案首次求助起计，权利时效照原起点转抄，历史可查原案。"""
    chart, case_id = CHARTS[form.case_type], new_id()
    amounts = [item.amount for item in form.claims if item.amount is not None]
    columns = row_of(
        Case,
        {
            **{name: case.columns[name] for name in COPIED},
            "id": case_id,
            "number": case_number(work, form.case_type),
            "case_type": form.case_type,
            "chart_version": chart.version,
            "state": chart.initial,
            "stage": chart.states[chart.initial].stage,
            "version": 0,
            "title": form.title,
            "category": form.claims[0].kind,
            "topic": form.claims[0].topic,
            "head_count": form.head_count,
            "claimed": sum(amounts) if amounts else None,
            "anchors": dict(case.anchors),
            "recorded_at": work.recorded_at,
        },
    )
    made = CaseNow(columns, clocks=[])
    work.writes.insert(Case, columns)
    add_party(work, made, WorkerItem(name=form.worker_name, phone=form.phone), "worker")
    for item in form.claims:
        work.writes.insert(Claim, {"case_id": case_id, **item.model_dump(), "recorded_at": work.recorded_at})
    _link(work, "split", case.id, case_id, form.reason)
    clocks.open_citizen(work, made, made.opened_at)
    for clock in case.running_clocks(work):
        if clock["kind"] == "right":
            reopening.again(work, made, clock, cause="split_case", why="split")
    engine.enter(work, made, chart.initial, cause="split_case")
    finish_case(work, made, "split_case", "自另一案分出", "", {"from": case.number, "reason": form.reason})
    return {"new_case": made.number}


def _link(work: Work, kind: str, from_id: UUID, to_id: UUID, reason: str) -> None:
    values = {"kind": kind, "from_case_id": from_id, "to_case_id": to_id, "reason": reason, "by": work.by.name}
    work.writes.insert(CaseLink, {**values, "at": work.at, "recorded_at": work.recorded_at}, unless_exists=True)
