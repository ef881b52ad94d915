"""The operator's desk 受理: calls, opening a case, accepting, materials, declining."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator, model_validator

from cases.case import Case
from cases.check_digits import id_fault, tidy
from cases.claim import Claim
from cases.codes import CHANNEL, CLAIM_KIND, DISPUTE_TYPE, DISTRICT, ID_KIND, INDUSTRY
from cases.party import Party
from cases.topics import TOPIC, topic_of_kind
from cases.triggers import TICKED
from foundation.clock import OFFICE
from foundation.crypto import blind_index
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.numbers import take
from foundation.work import Work
from foundation.writes import row_of
from people.roles import Role
from workflows import alarms, clocks, engine, rights
from workflows.acts import act
from workflows.charts.registry import CHARTS
from workflows.contact_rows import handled, open_contact
from workflows.forms import Form, Phone, Yuan, choice
from workflows.naming import files_of
from workflows.perform import Done, finish_case, journal_detail
from workflows.subjects import CaseNow

INTAKE = (Role.OPERATOR, Role.SUPERVISOR)
TYPE_MARK = {"labour_dispute": "争", "wage_arrears": "薪", "legal_aid": "援", "supervision": "督"}
# Ten workers with one claim elect representatives: 劳动争议调解仲裁法 第七条.
COLLECTIVE_FROM = 10


class ClaimItem(Form):
    """One thing asked for."""

    kind: Annotated[str, choice(CLAIM_KIND)] = Field(title="诉求类别")
    topic: Annotated[str, choice(TOPIC)] | None = Field(
        default=None, title="二级分类", description="不选按诉求类别归入"
    )
    amount: Yuan | None = Field(default=None, title="金额（元）", description="不清楚可不填")
    note: str | None = Field(default=None, title="说明", max_length=500)

    @model_validator(mode="before")
    @classmethod
    def _with_topic(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("topic"):
            return {**data, "topic": topic_of_kind(str(data.get("kind")))}
        return data


def _checked(number: str | None, kind: str | None) -> str | None:
    """The ID number as the standard writes it. Raises ValueError that says what is wrong, never the number."""
    if number is None:
        return None
    fault = id_fault(number, kind)
    if fault is not None:
        raise ValueError(fault)
    return tidy(number)


class WorkerItem(Form):
    """One worker or representative."""

    name: str = Field(title="姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="电话")
    id_kind: Annotated[str, choice(ID_KIND)] | None = Field(default=None, title="证件类型")
    id_number: str | None = Field(default=None, title="证件号码", max_length=30)
    claimed: Yuan | None = Field(default=None, title="个人诉求金额（元）")

    @field_validator("id_number")
    @classmethod
    def _number_checked(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _checked(value, info.data.get("id_kind"))


class OpenCase(Form):
    """Everything an operator asks while talking."""

    case_type: Annotated[str, choice(DISPUTE_TYPE)] = Field(title="案件类型")
    channel: Annotated[str, choice(CHANNEL)] = Field(title="求助渠道")
    district: Annotated[str, choice(DISTRICT)] = Field(title="区县（园区）")
    worker_name: str = Field(title="劳动者姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="联系电话")
    id_kind: Annotated[str, choice(ID_KIND)] | None = Field(default=None, title="证件类型", description="不填即身份证")
    id_number: str | None = Field(default=None, title="证件号码", max_length=30)
    employer_name: str | None = Field(default=None, title="用人单位", max_length=120)
    employer_kind: str | None = Field(default=None, title="单位性质", max_length=60)
    industry: Annotated[str, choice(INDUSTRY)] | None = Field(default=None, title="行业")
    project: str | None = Field(default=None, title="工程项目", max_length=120)
    head_count: int = Field(default=1, title="涉及人数", ge=1, le=100000)
    claims: tuple[ClaimItem, ...] = Field(title="诉求", min_length=1, max_length=20)
    workers: tuple[WorkerItem, ...] = Field(default=(), title="其他劳动者", max_length=2000)
    owed_from: str | None = Field(default=None, title="欠薪起（年月）", pattern=r"^\d{4}-\d{2}$")
    owed_to: str | None = Field(default=None, title="欠薪止（年月）", pattern=r"^\d{4}-\d{2}$")
    infringement_known_on: date | None = Field(default=None, title="知道权利被侵害之日")
    employment_ended_on: date | None = Field(default=None, title="劳动关系终止之日", description="在职不填")
    accident_on: date | None = Field(default=None, title="事故（诊断）之日")
    narrative: str = Field(default="", title="事由", max_length=5000)
    title: str | None = Field(default=None, title="标题", max_length=120)
    first_contact_at: datetime | None = Field(default=None, title="首次求助时间")
    contact_id: UUID | None = Field(default=None, title="来电登记")
    triggers: tuple[Annotated[str, choice(TICKED)], ...] = Field(default=(), title="必报情形", max_length=7)
    is_migrant: bool = Field(default=False, title="农民工")
    is_new_form: bool = Field(default=False, title="新就业形态")
    is_collective: bool = Field(default=False, title="集体")
    is_confidential: bool = Field(default=False, title="要求保密")
    retaliation_risk: bool = Field(default=False, title="怕打击报复")

    @field_validator("id_number")
    @classmethod
    def _number_checked(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _checked(value, info.data.get("id_kind"))

    @field_validator("first_contact_at")
    @classmethod
    def _office_time(cls, value: datetime | None) -> datetime | None:
        # Pages send the local time of the office without a zone.
        return value.replace(tzinfo=OFFICE) if value is not None and value.tzinfo is None else value

    @model_validator(mode="after")
    def _period_in_order(self) -> "OpenCase":
        if self.owed_from and self.owed_to and self.owed_from > self.owed_to:
            raise ValueError("欠薪起止月份颠倒")
        return self


@act("登记立案", *INTAKE, Role.MEDIATOR, form=OpenCase, desk="intake", subject="office")
def open_case(work: Work, form: OpenCase) -> Done:
    """在通话中登记并立案；群众时钟自首次求助起计。"""
    if form.first_contact_at is not None and form.first_contact_at > work.at:
        raise NotValid("首次求助时间不能晚于现在。", fields={"first_contact_at": "不能晚于现在"})
    call = open_contact(work, form.contact_id) if form.contact_id is not None else None
    employer_id, project_id = files_of(
        work, form.employer_name, form.project, kind=form.employer_kind, industry=form.industry
    )
    case_id = new_id()
    number = case_number(work, form.case_type)
    chart = CHARTS[form.case_type]
    amounts = [item.amount for item in form.claims if item.amount is not None]
    columns = row_of(
        Case,
        {
            "id": case_id,
            "number": number,
            "case_type": form.case_type,
            "chart_version": chart.version,
            "state": chart.initial,
            "stage": chart.states[chart.initial].stage,
            "version": 0,
            "title": form.title or default_title(form),
            "narrative": form.narrative,
            "channel": form.channel,
            "district": form.district,
            "category": form.claims[0].kind,
            "topic": form.claims[0].topic,
            "employer_id": employer_id,
            "project": form.project,
            "project_id": project_id,
            "owed_from": form.owed_from,
            "owed_to": form.owed_to,
            # Nobody who is named in the file may be missing from the count.
            "head_count": max(form.head_count, 1 + len(form.workers)),
            "is_migrant": form.is_migrant,
            "is_new_form": form.is_new_form,
            "is_collective": form.is_collective or max(form.head_count, 1 + len(form.workers)) >= COLLECTIVE_FROM,
            "is_confidential": form.is_confidential or (call is not None and call.is_confidential),
            "retaliation_risk": form.retaliation_risk or (call is not None and call.retaliation_risk),
            "claimed": sum(amounts, Decimal(0)) if amounts else None,
            "opened_at": form.first_contact_at or (work.at if call is None else call.at),
            "recorded_at": work.recorded_at,
        },
    )
    case = CaseNow(columns, clocks=[])
    work.writes.insert(Case, columns)
    _add_people(work, case, form)
    for item in form.claims:
        work.writes.insert(Claim, {"case_id": case_id, **item.model_dump(), "recorded_at": work.recorded_at})
    if form.contact_id is not None:
        handled(work, form.contact_id, "opened_case", case_id=case_id)
    clocks.open_citizen(work, case, case.opened_at)
    engine.keep_anchors(
        case,
        infringement_known=form.infringement_known_on,
        employment_ended=form.employment_ended_on,
        accident=form.accident_on,
    )
    rights.open_known(
        work,
        case,
        cause="open_case",
        infringement_known=form.infringement_known_on,
        employment_ended=form.employment_ended_on,
        accident=form.accident_on,
    )
    engine.enter(work, case, chart.initial, cause="open_case")
    if form.triggers:
        alarms.mark(work, case, form.triggers)
    finish_case(work, case, "open_case", "登记立案", "", journal_detail(form, {}))
    return Done("open_case", "登记立案", case_id, number, case.state, case.version)


def case_number(work: Work, case_type: str) -> str:
    """The next case number of the year: 〔2026〕薪0001号."""
    series = take(work, f"case:{case_type}:{work.day.year}")
    return f"〔{work.day.year}〕{TYPE_MARK[case_type]}{series:04d}号"


def default_title(form: OpenCase) -> str:
    """A title from what is known, without names of persons."""
    where = form.employer_name or form.project or "（单位待查）"
    return f"{where}{CLAIM_KIND[form.claims[0].kind]}（{form.head_count}人）"[:120]


def _add_people(work: Work, case: CaseNow, form: OpenCase) -> None:
    first = WorkerItem(name=form.worker_name, phone=form.phone, id_kind=form.id_kind, id_number=form.id_number)
    role = "representative" if case.is_collective else "worker"
    for place, worker in enumerate((first, *form.workers)):
        add_party(work, case, worker, role if place == 0 else "worker", place=place)


def add_party(
    work: Work, case: CaseNow, worker: WorkerItem, role: str, *, agreed: Decimal | None = None, place: int = 0
) -> UUID:
    """One person in the file; numbers are sealed, and found again by their index."""
    party_id = new_id()
    values: dict[str, Any] = {
        "id": party_id,
        "case_id": case.id,
        "role": role,
        **worker.model_dump(),
        "agreed": agreed,
        "place": place,
        "phone_index": blind_index(worker.phone) if worker.phone else None,
        "id_index": blind_index(worker.id_number) if worker.id_number else None,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(Party, values)
    return party_id


class Accept(Form):
    """The decision to take the matter on."""

    received_on: date | None = Field(
        default=None, title="收到调解申请之日", description="调解期限自此日的次日起计；不填按今日"
    )
    note: str | None = Field(default=None, title="受理意见", max_length=500)


@act("受理", *INTAKE, form=Accept, desk="intake", event="accept")
def accept(work: Work, case: CaseNow, form: Accept) -> None:
    """受理；记下收到调解申请之日，转入派单。"""
    received = form.received_on or work.day
    if received > work.day:
        raise NotPossible("收到申请之日不能晚于今天。")
    engine.keep_anchors(case, application_received=received)
    case.accepted_at = work.at
    engine.advance(work, case, "accept")
