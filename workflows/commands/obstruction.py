"""J5: an employer that refuses or obstructs the investigation is written down with what proves it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.attachment import Attachment
from cases.obstruction import OBSTRUCTION, Obstruction
from foundation.errors import NotValid
from foundation.work import Work
from workflows import letter_ladder, letter_linkage
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class RecordObstruction(Form):
    """What happened, and what shows it."""

    kind: Annotated[str, choice(OBSTRUCTION)] = Field(title="情形")
    happened_on: date | None = Field(default=None, title="发生日期", description="不填按今日")
    facts: str = Field(title="经过", min_length=1, max_length=5000)
    proof: str = Field(title="凭证", description="录音录像、照片、笔录", min_length=1, max_length=500)
    witness: str | None = Field(default=None, title="见证人", max_length=120)
    attachment_id: UUID | None = Field(
        default=None, title="凭证附件", json_schema_extra={"choose": "case_file"}, description="照片、笔录扫描件"
    )


@act("登记阻挠调查", *HANDLERS, form=RecordObstruction, desk="obstruction")
def record_obstruction(work: Work, case: CaseNow, form: RecordObstruction) -> dict[str, Any]:
    """登记用人单位拒绝、阻挠调查或者毁匿证据；本地区规定可以径行建议的，随即起草建议书。"""
    happened = past_day(work, form.happened_on, field="happened_on", label="发生日期")
    if form.attachment_id is not None:
        _check_of_case(work, case, form.attachment_id)
    said = form.model_dump(exclude={"happened_on"})
    recorded = {"happened_on": happened, "recorded_by": work.by.name, "recorded_at": work.recorded_at}
    work.writes.insert(Obstruction, {"case_id": case.id, **said, **recorded})
    letter_linkage.on_obstruction(work, case)
    drafted = letter_ladder.draft_obstructed(work, case)
    return {"drafted": drafted} if drafted is not None else {}


def _check_of_case(work: Work, case: CaseNow, attachment_id: UUID) -> None:
    query = sa.select(_attachment.c.case_id).where(
        _attachment.c.id == attachment_id, _attachment.c.withdrawn_at.is_(None)
    )
    if work.connection.execute(query).scalar_one_or_none() != case.id:
        raise NotValid("没有这个文件，或文件已撤回；请先上传文件。", fields={"attachment_id": "请选择本案的文件"})
