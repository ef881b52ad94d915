"""The legal aid desk 法律援助: applied for, granted or refused, a lawyer appointed, changed, finished."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from cases.outside_codes import AID_ARTICLE, AID_EXEMPTION
from foundation.errors import NotPossible
from foundation.work import Work
from notifications.ahead import aid_first
from people.roles import Role
from workflows import aid, engine
from workflows.acts import act
from workflows.commands.screening import Reason
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

ONLY = ("legal_aid",)
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
EXEMPTIONS = {code: f"{words}（{AID_ARTICLE[code]}）" for code, words in AID_EXEMPTION.items()}


class ApplyAid(Form):
    """Who asks, what they live on, and whether means are checked."""

    situation: str = Field(title="申请人情况", min_length=1, max_length=3000)
    exemption: Annotated[str, choice(EXEMPTIONS)] = Field(title="经济困难条件")
    means: str | None = Field(default=None, title="经济状况", max_length=2000, description="须核查的填收入、家庭人口等")
    applied_on: date | None = Field(default=None, title="申请日期", description="不填按今日")
    urgent: bool = Field(default=False, title="须立即申请保全或者先予执行")

    @model_validator(mode="after")
    def _means_where_checked(self) -> "ApplyAid":
        if self.exemption == "checked" and not self.means:
            raise ValueError("须核查经济困难状况的，填写经济状况")
        return self


@act(
    "登记援助申请",
    Role.OPERATOR,
    Role.MEDIATOR,
    Role.SUPERVISOR,
    form=ApplyAid,
    desk="aid",
    states=("registered", "awaiting_materials", "reviewing", "refused", "appointing"),
    case_types=ONLY,
)
def apply_aid(work: Work, case: CaseNow, form: ApplyAid) -> dict[str, str]:
    """登记申请人情况和经济困难条件；时效将届满或者须立即保全的，标明先行援助。"""
    applied = past_day(work, form.applied_on, field="applied_on", label="申请日期")
    first = form.urgent or aid_first(case.right_due_at, work.at)
    given = form.model_dump(exclude={"urgent", "applied_on"})
    aid.keep(work, case, **given, applied_on=applied, aid_first=first)
    return {"article": AID_ARTICLE[form.exemption], "aid_first": "先行援助、后补手续" if first else "一般程序"}


class GrantAid(Form):
    """The decision and its reasons."""

    note: str | None = Field(default=None, title="决定理由", max_length=1000)


@act("给予援助", Role.SUPERVISOR, form=GrantAid, desk="aid", event="grant_aid")
def grant_aid(work: Work, case: CaseNow, form: GrantAid) -> None:
    """审查通过，给予法律援助；时效不足七日的先行援助、后补手续。"""
    engine.advance(work, case, "grant_aid")
    decided = {"granted": True, "decided_on": work.day, "decided_by": work.by.name, "decision_reasons": form.note}
    aid.keep(work, case, **decided, appointed_on=None, lawyer_id=None)


@act("不予援助", Role.SUPERVISOR, form=Reason, desk="aid", event="refuse_aid")
def refuse_aid(work: Work, case: CaseNow, form: Reason) -> None:
    """不符合条件，书面说明理由，告知异议途径。"""
    engine.advance(work, case, "refuse_aid")
    case.outcome = "declined_informed"
    case.outcome_note = form.reason
    decided = {"granted": False, "decided_on": work.day, "decided_by": work.by.name}
    aid.keep(work, case, **decided, decision_reasons=form.reason)


@act("援助异议", Role.OPERATOR, Role.SUPERVISOR, form=Reason, desk="aid", event="object_to_refusal")
def object_to_refusal(work: Work, case: CaseNow, form: Reason) -> None:
    """申请人对不予援助有异议，重新审查。"""
    engine.advance(work, case, "object_to_refusal")
    case.outcome = None
    case.outcome_note = None
    aid.keep(work, case, granted=None)


class Appoint(Form):
    """Who takes the case on: from the register, or by name."""

    lawyer_id: UUID | None = Field(default=None, title="律师库", json_schema_extra={"choose": "lawyer"})
    lawyer: str | None = Field(default=None, title="援助律师", max_length=60, description="不在律师库的填写")
    firm: str | None = Field(default=None, title="律师事务所或机构", max_length=80)

    @model_validator(mode="after")
    def _somebody(self) -> "Appoint":
        if self.lawyer_id is None and not (self.lawyer and self.firm):
            raise ValueError("请从律师库选择，或者填写律师和律师事务所")
        return self


@act("指派律师", Role.SUPERVISOR, form=Appoint, desk="aid", event="appoint_lawyer")
def appoint_lawyer(work: Work, case: CaseNow, form: Appoint) -> None:
    """指派援助律师，开始承办。"""
    name, firm = form.lawyer, form.firm
    if form.lawyer_id is not None:
        row = aid.lawyer(work, form.lawyer_id)
        name, firm = row.name, row.firm
    engine.advance(work, case, "appoint_lawyer")
    case.unit = f"{firm} {name}"[:80]
    case.unit_id = None
    aid.keep(work, case, lawyer_id=form.lawyer_id, appointed_on=work.day)


@act("更换律师", Role.SUPERVISOR, form=Reason, desk="aid", event="change_lawyer")
def change_lawyer(work: Work, case: CaseNow, form: Reason) -> None:
    """更换援助律师，重新指派。"""
    engine.advance(work, case, "change_lawyer")
    case.unit = None
    aid.keep(work, case, lawyer_id=None, appointed_on=None)
    case.unit_id = None


class FinishAid(Form):
    """What came of it."""

    result: str = Field(title="援助结果", min_length=1, max_length=5000)


@act("登记援助结果", Role.MEDIATOR, Role.SUPERVISOR, form=FinishAid, desk="aid", event="finish_aid")
def finish_aid(work: Work, case: CaseNow, form: FinishAid) -> None:
    """援助事项有了结果，收取结案材料。"""
    engine.advance(work, case, "finish_aid")
    aid.keep(work, case, result=form.result, result_on=work.day)


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


class Formalities(Form):
    """The papers that came later."""

    supplied_on: date | None = Field(default=None, title="补交日期", description="不填按今日")
    note: str | None = Field(default=None, title="说明", max_length=1000)


@act("补办援助手续", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=Formalities, desk="aid", case_types=ONLY)
def supply_formalities(work: Work, case: CaseNow, form: Formalities) -> None:
    """先行援助的，随后补交申请材料（法律援助法 44）。"""
    row = aid.file_of(work, case)
    if row is None or not row.aid_first:
        raise NotPossible("本案不是先行援助，不需要补办手续。")
    aid.keep(work, case, formalities_on=past_day(work, form.supplied_on, field="supplied_on", label="补交日期"))
