"""The supervision desk: a clue is registered, looked into, talked over; letters are sent where that does not help."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cases.case import Case
from cases.claim import Claim, Violation
from cases.codes import CLUE_PROCEEDINGS, CLUE_SOURCE, DISTRICT, INDUSTRY, KEY_GROUP, MATTER
from cases.party import Party
from cases.supervision import SupervisionClue
from cases.topics import topic_of_kind
from foundation.crypto import blind_index
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from foundation.writes import row_of
from people.roles import Role
from workflows import clocks, engine, letter_linkage
from workflows.acts import act
from workflows.charts.registry import CHARTS
from workflows.commands.intake import COLLECTIVE_FROM, INTAKE, case_number
from workflows.commands.key_groups import Groups, in_order
from workflows.commands.screening import Note, Reason
from workflows.forms import Form, Phone, Yuan, choice
from workflows.naming import files_of
from workflows.perform import Done, finish_case, journal_detail
from workflows.subjects import CaseNow

HANDLERS = (Role.MEDIATOR, Role.SUPERVISOR)
TYPE = "supervision"
# How a clue came, in the words of the intake's channels; and what it is about, in those of the claims.
CHANNEL_OF = {
    "inspection": "union_initiated",
    "complaint": "walk_in",
    "lead": "sentinel",
    "campaign": "union_initiated",
    "court": "court_delegation",
    "judicial_advice": "court_delegation",
    "procuratorate": "procuratorate_lead",
    "superior": "superior",
    "check_up": "check_up",
    "media": "media",
    "other": "unknown",
}
CATEGORY_OF = {
    "M01": "other",
    "M02": "contract",
    "M03": "collective_bargaining",
    "M04": "wages",
    "M05": "working_time",
    "M06": "safety",
    "M07": "social_insurance",
    "M09": "women_minors",
    "M12": "collective_bargaining",
    "M15": "platform_rules",
}


class RegisterClue(Form):
    """Every clue is registered: where from, about whom, about what."""

    source: Annotated[str, choice(CLUE_SOURCE)] = Field(title="线索来源")
    source_organ: str | None = Field(default=None, title="来文机关", max_length=120)
    source_number: str | None = Field(default=None, title="来文文号", max_length=60)
    employer_name: str = Field(title="被反映单位", min_length=1, max_length=120)
    industry: Annotated[str, choice(INDUSTRY)] | None = Field(default=None, title="行业")
    project: str | None = Field(default=None, title="工程项目", max_length=120)
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    matter: Annotated[str, choice(MATTER)] = Field(title="监督事项")
    facts: str = Field(title="反映的情况", min_length=1, max_length=5000)
    law_article: str | None = Field(
        default=None, title="涉嫌违反的条文", max_length=200, description="已能确认的填写，随即作为违法事实登记"
    )
    head_count: int = Field(default=1, title="涉及人数", ge=1, le=100000)
    amount: Yuan | None = Field(default=None, title="涉及金额（元）")
    groups: Groups = Field(
        default=(), title="涉及群体", max_length=len(KEY_GROUP), description="已经知道的勾选，以后可以登记、更正"
    )
    is_migrant: bool = Field(default=False, title="农民工")
    is_new_form: bool = Field(default=False, title="新就业形态")
    proceedings: Annotated[str, choice(CLUE_PROCEEDINGS)] = Field(default="unknown", title="是否在监察、仲裁、诉讼中")
    informant_name: str | None = Field(default=None, title="反映人姓名", max_length=60)
    phone: Phone | None = Field(default=None, title="反映人电话")
    is_real_name: bool = Field(default=False, title="实名反映")
    found_on: date | None = Field(default=None, title="发现日期", description="不填按今日")


@act("登记监督线索", *INTAKE, *HANDLERS, form=RegisterClue, desk="supervision", subject="office")
def register_clue(work: Work, form: RegisterClue) -> Done:
    """登记劳动法律监督线索，立监督案卷；反映人的信息加密并保密。"""
    if form.is_real_name and not form.informant_name:
        raise NotValid("实名反映的，须填写反映人姓名。", fields={"informant_name": "必填"})
    if form.found_on is not None and form.found_on > work.day:
        raise NotValid("发现日期不能晚于今天。", fields={"found_on": "不能晚于今天"})
    case = open_file(work, form)
    finish_case(work, case, "register_clue", "登记监督线索", "", journal_detail(form, {}))
    return Done("register_clue", "登记监督线索", case.id, case.number, case.state, case.version)


def open_file(work: Work, form: RegisterClue) -> CaseNow:
    """A supervision file with its clue, its clocks and its informant, in its first state; not yet journalled."""
    employer_id, project_id = files_of(work, form.employer_name, form.project, industry=form.industry)
    case_id, chart, category = new_id(), CHARTS[TYPE], CATEGORY_OF.get(form.matter, "other")
    columns = row_of(
        Case,
        {
            "id": case_id,
            "number": case_number(work, TYPE),
            "case_type": TYPE,
            "chart_version": chart.version,
            "state": chart.initial,
            "stage": chart.states[chart.initial].stage,
            "version": 0,
            "title": f"{form.employer_name}{MATTER[form.matter].split('、')[0]}监督"[:120],
            "narrative": form.facts,
            "channel": CHANNEL_OF[form.source],
            "district": form.district,
            "category": category,
            "topic": topic_of_kind(category),
            "employer_id": employer_id,
            "project": form.project,
            "project_id": project_id,
            "head_count": form.head_count,
            "is_migrant": form.is_migrant,
            "is_new_form": form.is_new_form,
            "key_groups": in_order(form.groups),
            "is_collective": form.head_count >= COLLECTIVE_FROM,
            "claimed": form.amount if form.amount is None else Decimal(form.amount),
            # Who told it is nobody's business outside this file (湖北19, 陕西17, 内蒙古18).
            "is_confidential": form.informant_name is not None,
            "has_violation": form.law_article is not None,
            "opened_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    case = CaseNow(columns, clocks=[])
    work.writes.insert(Case, columns)
    clue = form.model_dump(include={"source", "source_organ", "source_number", "matter", "is_real_name", "proceedings"})
    said = {"case_id": case_id, "recorded_by": work.by.name, "recorded_at": work.recorded_at}
    work.writes.insert(SupervisionClue, {**clue, **said})
    claim = {"kind": category, "topic": topic_of_kind(category), "amount": form.amount}
    work.writes.insert(Claim, {"case_id": case_id, **claim, "recorded_at": work.recorded_at})
    if form.informant_name is not None:
        work.writes.insert(Party, _informant(work, case_id, form))
    if form.law_article is not None:
        work.writes.insert(Violation, {**_violation(work, form), **said})
    clocks.open_citizen(work, case, case.opened_at)
    engine.enter(work, case, chart.initial, cause="register_clue")
    letter_linkage.on_clue(work, case, form.source, form.source_organ)
    return case


def _informant(work: Work, case_id: UUID, form: RegisterClue) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "role": "caller",
        "name": form.informant_name,
        "phone": form.phone,
        "phone_index": blind_index(form.phone) if form.phone else None,
        "recorded_at": work.recorded_at,
    }


def _violation(work: Work, form: RegisterClue) -> dict[str, Any]:
    return {
        "matter": form.matter,
        "law_article": form.law_article,
        "facts": form.facts,
        "found_on": form.found_on or work.day,
    }


@act("转入协商督促", *HANDLERS, form=Note, desk="supervision", event="start_consulting", case_types=(TYPE,))
def start_consulting(work: Work, case: CaseNow, form: Note) -> None:
    """查明后先由工会出面沟通协商，督促自行改正。"""
    engine.advance(work, case, "start_consulting")


@act("转入发函督促", *HANDLERS, form=Note, desk="supervision", event="start_issuing", case_types=(TYPE,))
def start_issuing(work: Work, case: CaseNow, form: Note) -> None:
    """协商不成或者不宜协商的，转入发函督促；须已登记违法事实。"""
    if not case.has_violation:
        raise NotPossible("没有登记违法事实（监督事项、法律条文、事实），不能发函；请先办理“登记违法事实”。")
    engine.advance(work, case, "start_issuing")


@act("退回调查", *HANDLERS, form=Reason, desk="supervision", event="resume_investigation", case_types=(TYPE,))
def resume_investigation(work: Work, case: CaseNow, form: Reason) -> None:
    """有新情况，退回继续调查。"""
    engine.advance(work, case, "resume_investigation")
