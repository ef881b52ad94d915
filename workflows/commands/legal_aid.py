"""The legal aid desk 法律援助: granted or refused, a lawyer appointed, changed, finished."""

from typing import Annotated

from pydantic import Field

from foundation.work import Work
from people.roles import Role
from workflows import engine
from workflows.acts import act
from workflows.commands.screening import Note, Reason
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

# Reasons for ending aid: 法律援助法 48.
END_REASONS = {
    "fraud": "以欺骗等不正当手段取得援助",
    "false_evidence": "隐瞒事实或者提供虚假证据",
    "illegal_use": "利用援助从事违法活动",
    "no_longer_poor": "经济状况改变，不再符合条件",
    "case_ended": "案件终止审理或者被撤销",
    "own_lawyer": "自行委托律师",
    "requested": "受援人要求终止",
}


@act("给予援助", Role.SUPERVISOR, form=Note, desk="aid", event="grant_aid")
def grant_aid(work: Work, case: CaseNow, form: Note) -> None:
    """审查通过，给予法律援助；时效不足七日的先行援助、后补手续。"""
    engine.advance(work, case, "grant_aid")


@act("不予援助", Role.SUPERVISOR, form=Reason, desk="aid", event="refuse_aid")
def refuse_aid(work: Work, case: CaseNow, form: Reason) -> None:
    """不符合条件，书面说明理由，告知异议途径。"""
    engine.advance(work, case, "refuse_aid")
    case.outcome = "declined_informed"
    case.outcome_note = form.reason


@act("援助异议", Role.OPERATOR, Role.SUPERVISOR, form=Reason, desk="aid", event="object_to_refusal")
def object_to_refusal(work: Work, case: CaseNow, form: Reason) -> None:
    """申请人对不予援助有异议，重新审查。"""
    engine.advance(work, case, "object_to_refusal")
    case.outcome = None
    case.outcome_note = None


class Appoint(Form):
    """Who takes the case on."""

    lawyer: str = Field(title="援助律师", min_length=1, max_length=60)
    firm: str = Field(title="律师事务所或机构", min_length=1, max_length=80)


@act("指派律师", Role.SUPERVISOR, form=Appoint, desk="aid", event="appoint_lawyer")
def appoint_lawyer(work: Work, case: CaseNow, form: Appoint) -> None:
    """指派援助律师，开始承办。"""
    engine.advance(work, case, "appoint_lawyer")
    case.unit = f"{form.firm} {form.lawyer}"[:80]
    case.unit_id = None


@act("更换律师", Role.SUPERVISOR, form=Reason, desk="aid", event="change_lawyer")
def change_lawyer(work: Work, case: CaseNow, form: Reason) -> None:
    """更换援助律师，重新指派。"""
    engine.advance(work, case, "change_lawyer")
    case.unit = None
    case.unit_id = None


class FinishAid(Form):
    """What came of it."""

    result: str = Field(title="援助结果", min_length=1, max_length=5000)


@act("登记援助结果", Role.MEDIATOR, Role.SUPERVISOR, form=FinishAid, desk="aid", event="finish_aid")
def finish_aid(work: Work, case: CaseNow, form: FinishAid) -> None:
    """援助事项有了结果，收取结案材料。"""
    engine.advance(work, case, "finish_aid")


class EndAid(Form):
    """Why aid ends early."""

    ground: Annotated[str, choice(END_REASONS)] = Field(title="终止理由")
    note: str | None = Field(default=None, title="说明", max_length=1000)


@act("终止援助", Role.SUPERVISOR, form=EndAid, desk="aid", event="end_aid", confirm="终止后转结案审核。确认终止援助？")
def end_aid(work: Work, case: CaseNow, form: EndAid) -> None:
    """依《法律援助法》第四十八条终止援助。"""
    engine.advance(work, case, "end_aid")
    case.outcome = "other"
    case.outcome_note = f"终止援助：{END_REASONS[form.ground]}"
