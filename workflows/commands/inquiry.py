"""The papers of an investigation: letter, notice, records, evidence; and talking before any letter is sent."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator, model_validator
from pydantic.config import JsonDict

from cases.identity import Passage
from cases.inquiry_codes import CONSULTATION_RESULT, EVIDENCE_COPY, NOTICE_WAY
from cases.investigation import (
    Consultation,
    InvestigationEvidence,
    InvestigationLetter,
    InvestigationNotice,
    InvestigationRecord,
)
from foundation.clock import OFFICE, office_day
from foundation.errors import NotPossible, NotValid
from foundation.ids import new_id
from foundation.numbers import take
from foundation.settings import settings
from foundation.work import Work
from people.roles import Role
from workflows import investigating, letter_privacy
from workflows.acts import act
from workflows.commands.investigations import DESK
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

CASE_FILE: JsonDict = {"choose": "case_file"}


def _said(work: Work) -> dict[str, Any]:
    return {"recorded_by": work.by.name, "recorded_at": work.recorded_at}


class InquiryLetter(Form):
    """Whom it goes to, what is looked into, how far, until when."""

    addressee: str = Field(title="被调查单位", min_length=1, max_length=120)
    matters: str = Field(title="调查事项", min_length=1, max_length=2000)
    scope: str = Field(title="调查范围", min_length=1, max_length=2000, description="时间、部门、需查阅的材料")
    valid_until: date = Field(title="有效期至")


@act("开具调查函", Role.SUPERVISOR, form=InquiryLetter, desk=DESK)
def issue_inquiry_letter(work: Work, case: CaseNow, form: InquiryLetter) -> dict[str, Any]:
    """开具监督调查函，载明两名监督员、事项、范围和有效期；函号连续。"""
    row = investigating.open_investigation_of(work, case.id)
    if form.valid_until < work.day:
        raise NotValid("有效期不能早于今天。", fields={"valid_until": "早于今天"})
    written = [Passage("调查事项", form.matters), Passage("调查范围", form.scope)]
    letter_privacy.check_words(work, case, "调查函", written, {form.addressee})
    number = f"监调〔{work.day.year}〕{take(work, f'inquiry:{settings().office_name}:{work.day.year}')}号"
    letter_id = new_id()
    work.writes.insert(
        InvestigationLetter,
        {
            "id": letter_id,
            "investigation_id": row.id,
            "case_id": case.id,
            "number": number,
            **form.model_dump(),
            "supervisors": [
                [row.first_supervisor, row.first_certificate],
                [row.second_supervisor, row.second_certificate],
            ],
            "issued_on": work.day,
            "issued_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    return {"inquiry_letter_id": letter_id, "number": number}


class InvestigationNoticeForm(Form):
    """What the employer was told before the questions."""

    told_how: Annotated[str, choice(NOTICE_WAY)] = Field(title="告知方式")
    receiver: str = Field(title="单位接受告知的人", min_length=1, max_length=60)
    purpose: str = Field(title="调查目的", min_length=1, max_length=1000)
    content: str = Field(title="调查内容", min_length=1, max_length=1000)
    requirements: str = Field(title="要求", min_length=1, max_length=1000, description="需提供的材料和配合事项")
    way: str = Field(title="调查方法", min_length=1, max_length=1000)
    told_on: date | None = Field(default=None, title="告知日期", description="不填按今日")


@act("告知调查事项", *HANDLERS, form=InvestigationNoticeForm, desk=DESK)
def give_investigation_notice(work: Work, case: CaseNow, form: InvestigationNoticeForm) -> dict[str, Any]:
    """告知用人单位调查的目的、内容、要求和方法。"""
    row = investigating.open_investigation_of(work, case.id)
    told_on = past_day(work, form.told_on, field="told_on", label="告知日期", not_before=row.opened_on)
    notice_id = new_id()
    values = {**form.model_dump(), "told_on": told_on, **_said(work)}
    work.writes.insert(InvestigationNotice, {"id": notice_id, "investigation_id": row.id, "case_id": case.id, **values})
    return {"notice_id": notice_id}


class Question(Form):
    """One question and what was answered."""

    question: str = Field(title="问", min_length=1, max_length=2000)
    answer: str = Field(title="答", min_length=1, max_length=5000)


class AddRecord(Form):
    """One questioning, as it was written down and read back."""

    asked_at: datetime = Field(title="时间")
    place: str = Field(title="地点", min_length=1, max_length=120)
    person: str = Field(title="被调查人", min_length=1, max_length=60)
    person_role: str = Field(title="身份、职务", min_length=1, max_length=60)
    certificates_shown: bool = Field(title="已出示监督员证")
    told_rights: bool = Field(title="已告知目的、内容、要求、方法和权利")
    talk: tuple[Question, ...] = Field(title="问答", min_length=1, max_length=200)
    read_back: bool = Field(title="已交被调查人核阅或者向其宣读")
    signed: bool = Field(title="双方已签名或者盖章")
    refusal_reason: str | None = Field(default=None, title="拒绝签字的原因", max_length=500)
    attachment_id: UUID | None = Field(default=None, title="笔录扫描件", json_schema_extra=CASE_FILE)

    @field_validator("asked_at")
    @classmethod
    def _office_time(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=OFFICE) if value.tzinfo is None else value

    @model_validator(mode="after")
    def _complete(self) -> "AddRecord":
        if not self.certificates_shown:
            raise ValueError("调查须先出示监督员证；未出示的，请重新进行后再登记")
        if not self.told_rights:
            raise ValueError("须告知被调查人目的、内容、要求、方法和权利后再询问")
        if not self.signed and not self.refusal_reason:
            raise ValueError("没有双方签名的，须写明拒绝签字的原因")
        if self.signed and not self.read_back:
            raise ValueError("签名之前须交被调查人核阅或者向其宣读")
        return self


@act("登记调查笔录", *HANDLERS, form=AddRecord, desk=DESK)
def add_investigation_record(work: Work, case: CaseNow, form: AddRecord) -> dict[str, Any]:
    """登记一份调查（询问）笔录：由被调查人核阅，双方签名；拒签的注明原因。"""
    row = investigating.open_investigation_of(work, case.id)
    if form.asked_at > work.at:
        raise NotValid("询问时间不能晚于现在。", fields={"asked_at": "晚于现在"})
    if office_day(form.asked_at) < row.opened_on:
        raise NotValid("询问时间不能早于调查开始之日。", fields={"asked_at": f"不能早于 {row.opened_on}"})
    investigating.check_attachment(work, case, form.attachment_id)
    seq = investigating.next_seq(work, InvestigationRecord, row.id)
    people = ("first_supervisor", "first_certificate", "second_supervisor", "second_certificate")
    record_id = new_id()
    work.writes.insert(
        InvestigationRecord,
        {
            "id": record_id,
            "investigation_id": row.id,
            "case_id": case.id,
            "seq": seq,
            **form.model_dump(exclude={"talk"}),
            "talk": [[one.question, one.answer] for one in form.talk],
            **{name: row._mapping[name] for name in people},
            **_said(work),
        },
    )
    return {"record_id": record_id, "seq": seq}


class AddInvestigationEvidence(Form):
    """One thing that was taken."""

    name: str = Field(title="材料名称", min_length=1, max_length=120)
    pages: int = Field(default=1, title="页数", ge=1, le=100000)
    form: Annotated[str, choice(EVIDENCE_COPY)] = Field(title="原件或者复制件")
    source: str = Field(title="来源", min_length=1, max_length=120)
    given_by: str | None = Field(default=None, title="提供人", max_length=60)
    taken_on: date | None = Field(default=None, title="取得日期", description="不填按今日")
    attachment_id: UUID | None = Field(default=None, title="文件", json_schema_extra=CASE_FILE)


@act("登记调查证据", *HANDLERS, form=AddInvestigationEvidence, desk=DESK)
def add_investigation_evidence(work: Work, case: CaseNow, form: AddInvestigationEvidence) -> dict[str, Any]:
    """把取得的材料登记到证据清单：名称、页数、原件或者复制件、来源、提供人。"""
    row = investigating.open_investigation_of(work, case.id)
    investigating.check_attachment(work, case, form.attachment_id)
    seq = investigating.next_seq(work, InvestigationEvidence, row.id)
    taken_on = past_day(work, form.taken_on, field="taken_on", label="取得日期")
    values = {**form.model_dump(), "seq": seq, "taken_on": taken_on, **_said(work)}
    work.writes.insert(InvestigationEvidence, {"investigation_id": row.id, "case_id": case.id, **values})
    return {"seq": seq}


class RecordConsultation(Form):
    """A talk that was held."""

    held_on: date | None = Field(default=None, title="协商日期", description="不填按今日")
    place: str | None = Field(default=None, title="地点", max_length=120)
    parties: str = Field(title="参加各方", min_length=1, max_length=500)
    claims: str = Field(title="诉求和意见", min_length=1, max_length=2000)
    result: Annotated[str, choice(CONSULTATION_RESULT)] = Field(title="结果")
    outcome: str | None = Field(default=None, title="协商内容", max_length=5000)


@act("登记协商", *HANDLERS, form=RecordConsultation, desk=DESK)
def record_consultation(work: Work, case: CaseNow, form: RecordConsultation) -> dict[str, Any]:
    """登记工会出面的沟通协商：日期、各方、诉求、结果。"""
    held_on = past_day(work, form.held_on, field="held_on", label="协商日期")
    consultation_id = new_id()
    values = {**form.model_dump(), "held_on": held_on, **_said(work)}
    work.writes.insert(Consultation, {"id": consultation_id, "case_id": case.id, **values})
    return {"consultation_id": consultation_id}


class SkipConsultation(Form):
    """Why none was held."""

    skipped_why: str = Field(title="未协商的理由", min_length=1, max_length=500)


@act("登记未协商理由", *HANDLERS, form=SkipConsultation, desk=DESK)
def skip_consultation(work: Work, case: CaseNow, form: SkipConsultation) -> dict[str, Any]:
    """不宜或者无法协商的，写明理由；办结调查时以此代替协商记录。"""
    if any(row.held_on is not None for row in investigating.consultations(work, case.id)):
        raise NotPossible("本案已登记过协商，不再需要未协商的理由。")
    consultation_id = new_id()
    work.writes.insert(Consultation, {"id": consultation_id, "case_id": case.id, **form.model_dump(), **_said(work)})
    return {"consultation_id": consultation_id}
