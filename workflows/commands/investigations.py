"""Investigation before the paper: two supervisors, a record that the employer reads, and talking first."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.claim import Investigation
from foundation.errors import NotPossible
from foundation.ids import new_id
from foundation.work import Work
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.forms import Form
from workflows.subjects import CaseNow

_investigation = Investigation.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class OpenInvestigation(Form):
    """Two supervisors with their certificates."""

    first_supervisor: str = Field(title="监督员一", min_length=1, max_length=60)
    first_certificate: str = Field(title="监督员一证号", min_length=1, max_length=40)
    second_supervisor: str = Field(title="监督员二", min_length=1, max_length=60)
    second_certificate: str = Field(title="监督员二证号", min_length=1, max_length=40)
    purpose: str = Field(title="调查事项", min_length=1, max_length=500)
    opened_on: date | None = Field(default=None, title="开始日期", description="不填按今日")


@act("启动调查", *HANDLERS, form=OpenInvestigation, desk="letters")
def open_investigation(work: Work, case: CaseNow, form: OpenInvestigation) -> dict[str, Any]:
    """指派两名劳动法律监督员开展调查。"""
    if (form.first_supervisor, form.first_certificate) == (form.second_supervisor, form.second_certificate):
        raise NotPossible("调查须由两名不同的监督员进行。")
    if form.first_certificate == form.second_certificate:
        raise NotPossible("两名监督员的证号不能相同。")
    if _open_investigation(work, case.id) is not None:
        raise NotPossible("本案已有进行中的调查，请先办结。")
    investigation_id = new_id()
    values = form.model_dump()
    values["opened_on"] = form.opened_on or work.day
    work.writes.insert(
        Investigation,
        {"id": investigation_id, "case_id": case.id, **values, "recorded_at": work.recorded_at},
    )
    return {"investigation_id": investigation_id}


class CloseInvestigation(Form):
    """The record, read and signed by the employer or refused."""

    record: str = Field(title="调查笔录", min_length=1, max_length=20000)
    employer_signed: bool = Field(title="用人单位已核阅签字")
    refusal_reason: str | None = Field(default=None, title="拒签原因", max_length=500)
    consultation: str = Field(title="协商经过或未协商的理由", min_length=1, max_length=5000)


@act("办结调查", *HANDLERS, form=CloseInvestigation, desk="letters")
def close_investigation(work: Work, case: CaseNow, form: CloseInvestigation) -> dict[str, Any]:
    """办结调查：笔录经用人单位核阅签字，拒签须注明原因。"""
    investigation_id = _open_investigation(work, case.id)
    if investigation_id is None:
        raise NotPossible("本案没有进行中的调查；请先“启动调查”。")
    if not form.employer_signed and not form.refusal_reason:
        raise NotPossible("用人单位未签字的，须写明拒签原因。")
    work.writes.update(Investigation, {"id": investigation_id}, {**form.model_dump(), "closed_at": work.at})
    return {"investigation_id": investigation_id}


def _open_investigation(work: Work, case_id: UUID) -> UUID | None:
    found = work.connection.execute(
        sa.select(_investigation.c.id).where(_investigation.c.case_id == case_id, _investigation.c.closed_at.is_(None))
    ).scalar()
    return UUID(str(found)) if found is not None else None
