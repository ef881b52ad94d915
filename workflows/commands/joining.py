"""Two files that are one matter 并案, and one file that is two 分案: clocks keep their beginnings."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.case import Case
from cases.claim import Claim
from cases.clock_request import CaseLink, ClockLink
from cases.clock_rows import ClockRow
from cases.codes import DISPUTE_TYPE
from cases.journal import JournalEntry
from foundation.errors import NotFound, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from foundation.writes import row_of
from people.roles import Role
from workflows import alarms, clocks, engine, letter_endings, reopening
from workflows.acts import act
from workflows.charts.registry import CHARTS
from workflows.commands.intake import ClaimItem, WorkerItem, add_party, case_number
from workflows.forms import CaseNumber, Form, Phone, choice
from workflows.perform import finish_case
from workflows.subjects import CaseNow, read_case

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_links: sa.Table = CaseLink.__table__  # type: ignore[attr-defined]
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_clock_link: sa.Table = ClockLink.__table__  # type: ignore[attr-defined]
_journal: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]
_STOPPED_BY_MERGE = (
    sa.select(_clock)
    .where(
        _clock.c.case_id == sa.bindparam("case"),
        _clock.c.stopped_at == sa.bindparam("closed_at"),
        _clock.c.state == "stopped",
        _clock.c.reason.like(f"{reopening.MERGED}%"),
    )
    .order_by(_clock.c.opened_at, _clock.c.id)
)
# What a divided case takes over from the file it came out of.
COPIED = (
    *("channel", "district", "employer_id", "project", "project_id", "owed_from", "owed_to", "is_migrant"),
    *("key_groups", "is_new_form", "is_confidential", "retaliation_risk", "opened_at", "narrative"),
)


class MergeCase(Form):
    """Into which file, and why."""

    into: CaseNumber = Field(title="并入案号", min_length=1, max_length=40, description="例如〔2026〕薪0001号")
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
    alarms.check_answered(work, case, "并案")
    letter_endings.with_case(work, case)
    kept = {"state": case.state, "target_opened_at": target.opened_at.isoformat(), "outcome": case.outcome}
    carried = _carry(work, case, target)
    target.is_confidential = target.is_confidential or case.is_confidential
    target.retaliation_risk = target.retaliation_risk or case.retaliation_risk
    clocks.stop_all(work, case, reason=f"{reopening.MERGED} {target.number}")
    engine.advance(work, case, "merge_away")
    case.outcome, case.outcome_note, case.closed_at = "merged", f"并入 {target.number}：{form.reason}", work.at
    _link(work, "merged", case.id, target.id, form.reason, kept)
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

    case_type: Annotated[str, choice(DISPUTE_TYPE)] = Field(title="新案类型")
    title: str = Field(title="新案标题", min_length=1, max_length=120)
    worker_name: str = Field(title="新案劳动者", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="联系电话")
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


def _link(
    work: Work, kind: str, from_id: UUID, to_id: UUID, reason: str, kept: Mapping[str, Any] | None = None
) -> None:
    values: dict[str, Any] = {"reason": reason, "by": work.by.name, "at": work.at, "recorded_at": work.recorded_at}
    values |= {"kept": dict(kept or {}), "undone_at": None, "undone_by": None}
    which = {"kind": kind, "from_case_id": from_id, "to_case_id": to_id}
    same = [_links.c[name] == value for name, value in which.items()]
    again = work.connection.execute(sa.select(_links.c.id).where(*same)).scalar()
    if again is not None:
        # Joined before and parted again: the same two files are joined anew.
        work.writes.update(CaseLink, {"id": again}, values)
        return
    work.writes.insert(CaseLink, {**values, **which}, unless_exists=True)


def _day_or(text: str, otherwise: datetime) -> datetime:
    found = datetime.fromisoformat(text) if text else otherwise
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class UnmergeCase(Form):
    """Why the two were not one matter."""

    reason: str = Field(title="理由", min_length=1, max_length=1000)


@act(
    "撤销并案",
    Role.SUPERVISOR,
    form=UnmergeCase,
    desk="closing",
    states=("closed",),
    confirm="本案将恢复到并案前的状态，时钟自原起点继续；转入另一案的时效在该案停止。确认撤销并案？",
)
def unmerge_case(work: Work, case: CaseNow, form: UnmergeCase) -> dict[str, Any]:
    """并错了的案件恢复到并案前的状态；群众时钟和时效自原起点继续，什么也不丢失。"""
    link = work.connection.execute(
        sa.select(_links).where(
            _links.c.kind == "merged", _links.c.from_case_id == case.id, _links.c.undone_at.is_(None)
        )
    ).one_or_none()
    if case.outcome != "merged" or link is None:
        raise NotPossible("本案不是因并案结案的，不能撤销并案；如需恢复，请办理“恢复办理”。")
    target = read_case(work, UUID(str(link.to_case_id)))
    stopped = (
        work.connection.execute(_STOPPED_BY_MERGE, {"case": case.id, "closed_at": case.closed_at}).mappings().all()
    )
    before = str(link.kept.get("state") or _state_before(work, case))
    clocks.stop_leaving(work, case, case.state, reason="并案已撤销")
    case.closed_at, case.outcome, case.outcome_note = None, link.kept.get("outcome"), None
    continued = 0
    for row in stopped:
        # What belongs to the state begins with it; everything else never ceased to run in the world.
        if row["kind"] != "stage" and row["bound_state"] is None and reopening.ON_REOPEN[row["kind"]] == "continue":
            continued += reopening.again(work, case, dict(row), cause="unmerge_case", why="reopened")
    engine.enter(work, case, before, cause="unmerge_case")
    given_back = _give_back(work, case, target, link)
    work.writes.update(CaseLink, {"id": link.id}, {"undone_at": work.at, "undone_by": work.by.name})
    said = {"from": case.number, "reason": form.reason, "stopped": given_back}
    finish_case(work, target, "unmerge_case", "撤销并入", target.state, said)
    return {"state": before, "continued": continued, "target": target.number}


def _give_back(work: Work, case: CaseNow, target: CaseNow, link: Any) -> list[str]:
    """Stop on the other file what it had taken over, and let its citizen clock begin where it began."""
    mine = sa.select(_clock.c.id).where(_clock.c.case_id == case.id)
    carried = set(
        work.connection.execute(
            sa.select(_clock_link.c.clock_id).where(_clock_link.c.why == "merged", _clock_link.c.replaces_id.in_(mine))
        ).scalars()
    )
    taken = [str(clock["label"]) for clock in target.running_clocks(work) if clock["id"] in carried]
    reason = f"并案已撤销，{case.number} 恢复办理"
    clocks.stop(work, target, lambda clock: clock["id"] in carried, met=False, reason=reason)
    began = _day_or(str(link.kept.get("target_opened_at") or ""), target.opened_at)
    if target.closed_at is None and began != target.opened_at:
        target.opened_at = began
        for clock in target.running_clocks(work):
            if clock["kind"] == "citizen":
                clock["opened_at"] = began
                work.writes.update(ClockRow, {"id": clock["id"]}, {"opened_at": began})
    return taken


def _state_before(work: Work, case: CaseNow) -> str:
    """The state that the journal says the case was joined from (joined before that was kept with the link)."""
    query = sa.select(_journal.c.from_state).where(_journal.c.case_id == case.id, _journal.c.act == "merge_case")
    return str(work.connection.execute(query.order_by(_journal.c.seq.desc())).scalars().first())
