"""Taking a file back: it stays on record with the reason, and only a supervisor still opens it."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.attachment import Attachment
from foundation.errors import NotFound, NotPossible
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form
from workflows.perform import Done, check_handler, finish_case
from workflows.subjects import read_case

ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class WithdrawFile(Form):
    """Which file, and why."""

    attachment_id: UUID = Field(title="文件")
    reason: str = Field(title="撤回理由", min_length=1, max_length=500)


@act(
    "撤回文件", *ANYONE, form=WithdrawFile, desk="files", subject="office", confirm="文件不会删除，但不再列为有效材料。"
)
def withdraw_file(work: Work, form: WithdrawFile) -> Done:
    """撤回传错的文件：写明理由，文件和查看记录保留，只有主管可以再打开。"""
    row = work.connection.execute(sa.select(_attachment).where(_attachment.c.id == form.attachment_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个文件，或您无权查看。")
    if row.withdrawn_at is not None:
        raise NotPossible("文件已经撤回。")
    case = read_case(work, row.case_id) if row.case_id is not None else None
    if case is not None:
        check_handler(case, work.by)
    work.writes.update(
        Attachment,
        {"id": row.id},
        {"withdrawn_at": work.at, "withdrawn_by": work.by.name, "withdrawn_reason": form.reason},
    )
    made = {"attachment_id": row.id}
    if case is None:
        return Done("withdraw_file", "撤回文件", made=made)
    detail = {"note": f"{row.label}：{form.reason}", "attachment_id": str(row.id)}
    finish_case(work, case, "withdraw_file", "撤回文件", case.state, detail)
    return Done("withdraw_file", "撤回文件", case.id, case.number, case.state, case.version, made=made)
