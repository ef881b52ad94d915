"""质检: a score sheet before or after closing, its defects, and the handler's appeal."""

from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from cases.closing import QualityCheck
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows import closing_rules, ending, engine
from workflows.acts import act
from workflows.commands.screening import Note
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

_check: sa.Table = QualityCheck.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
ITEMS = {name: f"{title}（满分{points}）" for name, (title, points) in closing_rules.quality_rule().items.items()}
# Wherever a checked file may stand: closed, or sent back to its handler.
AFTER = ("quality_check", "closed", "preparing", "aiding")


class Score(Form):
    """Points for one item."""

    item: Annotated[str, choice(ITEMS)] = Field(title="项目")
    points: int = Field(title="得分", ge=0, le=100)


class PassCheck(Form):
    """The score sheet."""

    scores: tuple[Score, ...] = Field(title="评分", min_length=1, max_length=20)
    note: str | None = Field(default=None, title="说明", max_length=1000)


class FailCheck(PassCheck):
    """The score sheet with what is wrong."""

    defects: str = Field(title="缺陷", min_length=1, max_length=3000)
    send_back: bool = Field(default=False, title="退回办理", description="不勾选的只记缺陷")


@act("转质检", Role.SUPERVISOR, Role.OPERATOR, form=Note, desk="callback", event="start_quality_check")
def start_quality_check(work: Work, case: CaseNow, form: Note) -> None:
    """回访后、结案前质检。"""
    ending.check_called_back(work, case)
    engine.advance(work, case, "start_quality_check")


@act("质检通过", Role.SUPERVISOR, form=PassCheck, desk="callback", event="pass_quality_check", states=("closed",))
def pass_quality_check(work: Work, case: CaseNow, form: PassCheck) -> dict[str, Any]:
    """达到合格分；结案前质检的随即结案。"""
    total, scores = _total(form.scores)
    rule = closing_rules.quality_rule()
    if total < rule.pass_score:
        raise NotValid(
            f"得分{total}，不到合格分{rule.pass_score}（工会自定）；请办理“质检不通过”。",
            fields={"scores": f"合计{total}"},
        )
    _keep(work, case, total, scores, passed=True, note=form.note)
    _finish(work, case, "pass_quality_check")
    return {"total": total}


@act("质检不通过", Role.SUPERVISOR, form=FailCheck, desk="callback", event="fail_quality_check", states=("closed",))
def fail_quality_check(work: Work, case: CaseNow, form: FailCheck) -> dict[str, Any]:
    """写明缺陷：退回办理，或者只记缺陷（承办人可以申诉一次）。"""
    total, scores = _total(form.scores)
    if form.send_back and case.closed_at is not None:
        raise NotPossible("案件已经结案，不能退回；请只记缺陷，或者由主管“恢复办理”。")
    _keep(work, case, total, scores, passed=False, note=form.note, defects=form.defects, sent_back=form.send_back)
    if form.send_back:
        ending.back_to_work(work, case, "fail_quality_check", send_back=True)
    else:
        _finish(work, case, "fail_quality_check")
    return {"total": total}


def _finish(work: Work, case: CaseNow, event: str) -> None:
    ending.checked(work, case)
    if case.closed_at is None:
        ending.close(work, case, event)


def _total(given: Sequence[Score]) -> tuple[int, dict[str, int]]:
    items = closing_rules.quality_rule().items
    scores = {row.item: row.points for row in given}
    missing = [title for name, (title, _) in items.items() if name not in scores]
    if missing or len(scores) != len(given):
        raise NotValid(
            f"每个项目评一次分；没有评的：{'、'.join(missing) or '无'}。", fields={"scores": "项目不全或者重复"}
        )
    over = [title for name, (title, most) in items.items() if scores[name] > most]
    if over:
        raise NotValid(f"超过满分的项目：{'、'.join(over)}。", fields={"scores": "超过满分"})
    return sum(scores.values()), scores


def _keep(work: Work, case: CaseNow, total: int, scores: dict[str, int], *, passed: bool, **more: Any) -> None:
    if case.handler_id is not None and case.handler_id == work.by.account_id:
        raise NotAllowed("承办人不能质检自己办理的案件。")
    made = {"id": new_id(), "case_id": case.id, "scores": scores, "total": total, "passed": passed, **more}
    who = {"by": work.by.name, "by_id": work.by.account_id, "at": work.at, "recorded_at": work.recorded_at}
    work.writes.insert(QualityCheck, {**made, **who})


class Appeal(Form):
    """Why the defect is none."""

    reason: str = Field(title="申诉理由", min_length=1, max_length=2000)


@act("质检申诉", Role.MEDIATOR, Role.OPERATOR, form=Appeal, desk="callback", states=AFTER)
def appeal_quality_check(work: Work, case: CaseNow, form: Appeal) -> None:
    """对质检缺陷有异议的，申诉一次。"""
    row = _last(work, case)
    if row.passed or row.appeal != "none":
        raise NotPossible("最近一次质检没有缺陷，或者已经申诉过。")
    work.writes.update(
        QualityCheck,
        {"id": row.id},
        {"appeal": "appealed", "appeal_reason": form.reason, "appealed_by": work.by.name},
    )


class DecideAppeal(Form):
    """Whether the defect stands."""

    lifted: bool = Field(title="撤销缺陷")
    note: str = Field(title="意见", min_length=1, max_length=1000)


@act("处理质检申诉", Role.SUPERVISOR, Role.LEADER, form=DecideAppeal, desk="callback", states=AFTER)
def decide_quality_appeal(work: Work, case: CaseNow, form: DecideAppeal) -> None:
    """由质检人以外的人维持或者撤销缺陷；原记录保留。"""
    row = _last(work, case)
    if row.appeal != "appealed":
        raise NotPossible("没有待处理的质检申诉。")
    if row.by_id is not None and row.by_id == work.by.account_id:
        raise NotAllowed("质检人不能处理对自己的申诉；请由领导或者另一名主管处理。")
    work.writes.update(
        QualityCheck,
        {"id": row.id},
        {
            "appeal": "lifted" if form.lifted else "upheld",
            "appeal_decided_by": work.by.name,
            "appeal_note": form.note,
        },
    )


def _last(work: Work, case: CaseNow) -> Any:
    query = sa.select(_check).where(_check.c.case_id == case.id).order_by(_check.c.at.desc(), _check.c.id.desc())
    row = work.connection.execute(query.limit(1)).one_or_none()
    if row is None:
        raise NotFound("本案没有质检记录。")
    return row
