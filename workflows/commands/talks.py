"""Visits and talks 走访与联系: every try to reach somebody, also the vain ones."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from cases.codes import CONTACT_WAY, MEETING_SIDE
from cases.contact_attempt import ContactAttempt
from foundation.clock import OFFICE
from foundation.errors import NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)


class RecordContactAttempt(Form):
    """Whom, how, whether reached, what was said."""

    side: Annotated[str, choice(MEETING_SIDE)] = Field(title="联系对象")
    who: str = Field(title="姓名（单位、职务）", min_length=1, max_length=80)
    way: Annotated[str, choice(CONTACT_WAY)] = Field(title="方式")
    reached: bool = Field(title="联系上了")
    said: str = Field(default="", title="内容", max_length=5000, description="联系上的，写明说了什么")
    happened_at: datetime | None = Field(default=None, title="时间", description="不填按现在")

    @field_validator("happened_at")
    @classmethod
    def _office_time(cls, value: datetime | None) -> datetime | None:
        # Pages send the local time of the office without a zone.
        return value.replace(tzinfo=OFFICE) if value is not None and value.tzinfo is None else value

    @model_validator(mode="after")
    def _what_was_said(self) -> "RecordContactAttempt":
        if self.reached and not self.said:
            raise ValueError("联系上的，请写明谈话内容")
        return self


@act("走访与联系", *ANYONE, form=RecordContactAttempt, desk="talks")
def record_contact_attempt(work: Work, case: CaseNow, form: RecordContactAttempt) -> None:
    """登记一次走访或联系：找了谁、联系上没有、说了什么；没联系上的也登记。"""
    if form.happened_at is not None and form.happened_at > work.at:
        raise NotValid("时间不能晚于现在。", fields={"happened_at": "不能晚于现在"})
    work.writes.insert(
        ContactAttempt,
        {
            "case_id": case.id,
            "at": form.happened_at or work.at,
            "side": form.side,
            "who": form.who,
            "way": form.way,
            "reached": form.reached,
            "said": form.said,
            "by_name": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
